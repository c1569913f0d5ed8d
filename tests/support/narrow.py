"""A kernel that keeps the end of a message waiting for room."""

from typing import Any

import pytest

from sgdesk.wire.socket import StampedSocket

_BODY_BYTES = 20_000
"""What is longer in one write is the message, with whatever is written behind it."""


class NarrowKernel:
    """Take the first long write but for its last bytes, and nothing more until `widen`."""

    def __init__(self, kept_back: int = 5) -> None:
        self._kept_back = kept_back
        self.narrow()

    def narrow(self) -> None:
        """Begin with the next long write."""
        self._is_full = self._is_wide = False

    def install(self, monkeypatch: pytest.MonkeyPatch) -> "NarrowKernel":
        """Stand between every socket that is timed and the real kernel."""
        put = StampedSocket._put

        def put_less(sock: StampedSocket, view: memoryview, flags: int) -> Any:
            if self._is_wide:
                return put(sock, view, flags)
            if self._is_full:
                raise BlockingIOError
            if len(view) < _BODY_BYTES:
                return put(sock, view, flags)
            self._is_full = True
            return put(sock, view[: -self._kept_back], flags)

        monkeypatch.setattr(StampedSocket, "_put", put_less)
        return self

    def widen(self) -> None:
        """Take everything from now on."""
        self._is_wide = True
