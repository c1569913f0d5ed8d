"""The head of an HTTP request as it came, with no key in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import h11

from sgdesk.secret import MARK, Secret, without_keys

HEAD_BYTES_LIMIT = 65_536
"""uvicorn's own."""

Veil = Callable[[str], str]
"""What stands in the place of a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHead:
    """The request line and the headers, in their order and spelling."""

    line: str
    headers: tuple[tuple[bytes, bytes], ...]

    def text(self, veil: Veil = lambda _: MARK) -> str:
        """Write it; nothing is left out, and of keys only what `veil` makes of them."""
        return without_keys("\n".join((self.line, *header_lines(self.headers, veil))))


class HeadKeeper(h11.Connection):
    """Puts the head of each request into the state that its application finds.

    uvicorn itself hands on the names of headers in small letters.
    """

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__(h11.SERVER, HEAD_BYTES_LIMIT)
        self._state = state

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """Give what the client said next."""
        event = super().next_event()
        if isinstance(event, h11.Request):
            asked = b" ".join((event.method, event.target, b"HTTP/" + event.http_version))
            self._state["head"] = RequestHead(
                line=asked.decode("latin-1"), headers=tuple(event.headers.raw_items())
            )
        return event


def header_lines(pairs: Iterable[Sequence[bytes]], veil: Veil) -> list[str]:
    """Write headers, those that sign in veiled."""
    return [
        f"{name.decode('latin-1')}: {_veiled(name, value.decode('latin-1'), veil)}"
        for name, value in pairs
    ]


def masked(key: str) -> str:
    """Give of a key its beginning alone: which one was tried is to be seen."""
    return Secret(key).masked


def _veiled(name: bytes, value: str, veil: Veil) -> str:
    if name.lower() not in (b"authorization", b"proxy-authorization"):
        return value
    scheme, _, key = value.partition(" ")
    # Without a scheme the key stands alone, which is a mistake of its own to be seen.
    return f"{scheme} {veil(key)}" if key else veil(value)
