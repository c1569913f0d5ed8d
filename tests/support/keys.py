"""Key stores for tests: one in memory with the faults that real ones have, and real ones."""

import threading
from dataclasses import dataclass, field

from sgdesk.account.keystore import KeyStore
from sgdesk.errors import KeyStoreError

KEY = "SG." + "a1B2c3D4e5F6g7H8i9J0_-" + "." + "k" * 43


@dataclass(slots=True)
class MemoryKeys:
    """What a system's key store does, without a system."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    trouble: str = ""
    """Words of the error that every call raises; empty: it works."""
    hangs: threading.Event | None = None
    """Every call waits for it."""

    def get(self, service: str, name: str) -> str | None:
        """Give a text."""
        self._meet_trouble()
        return self.texts.get((service, name))

    def put(self, service: str, name: str, text: str) -> None:
        """Keep a text."""
        self._meet_trouble()
        self.texts[service, name] = text

    def delete(self, service: str, name: str) -> None:
        """Forget a text."""
        self._meet_trouble()
        self.texts.pop((service, name), None)

    def _meet_trouble(self) -> None:
        if self.hangs is not None:
            self.hangs.wait(30)
        if self.trouble:
            raise KeyStoreError(self.trouble)


def store_over(keys: MemoryKeys, *, limit_s: float = 5.0) -> KeyStore:
    """Give a key store over one in memory."""
    return KeyStore(lambda: keys, limit_s=limit_s)
