"""Take long runs of base64 out of a file before a parser reads it.

A parser of Python's goes through 25 MB in one piece, or in a million lines, and
lets no other thread run meanwhile: the window would stand still. A word that
stands nowhere in the file takes the place of each run while the rest is parsed.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from sgdesk.pieces import decode_lines

LONG_BYTES = 2**18
_PIECE_BYTES = 2**18
_HEAD_BYTES = 2**16
_LINE_ENDS = b"\r\n"
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="


class Lifted:
    """A file in two parts: what a parser is to read, and the runs that stand aside."""

    def __init__(self, data: bytes, runs: Iterable[tuple[int, int]]) -> None:
        """Take the stretches `runs`, in order, out of `data`."""
        self._taken: dict[str, bytes] = {}
        word = f"lifted{secrets.token_hex(16)}n"
        kept: list[bytes] = []
        at = 0
        for start, end in runs:
            name = f"{word}{len(self._taken)}n"
            self._taken[name] = data[start:end]
            kept += (data[at:start], name.encode())
            at = end
        self.rest = b"".join((*kept, data[at:])) if kept else data

    @property
    def is_whole(self) -> bool:
        """Say whether nothing was long enough to be taken out."""
        return not self._taken

    def decoded(self, text: str) -> bytes:
        """Read base64 that the parser gave; raises `ValueError` for anything else."""
        run = self._taken.get(text.strip())
        return decode_lines(text if run is None else run)

    def restored(self, data: bytes) -> bytes:
        """Put the runs back into what the parser gave."""
        for name, run in self._taken.items():
            data = data.replace(name.encode(), run)
        return data

    def in_values(self, value: Any) -> Any:
        """Put the runs back into a tree of JSON values, of which each is a whole string."""
        if self.is_whole:
            return value
        if isinstance(value, str):
            run = self._taken.get(value)
            return value if run is None else run.decode("ascii")
        if isinstance(value, list):
            return [self.in_values(each) for each in value]
        if isinstance(value, dict):
            return {self.in_values(key): self.in_values(each) for key, each in value.items()}
        return value


def lift_bodies(data: bytes) -> Lifted:
    """Take the long base64 bodies out of a mail: what lies between a blank line and `--`."""
    return Lifted(data, _bodies(data) if len(data) > LONG_BYTES else ())


def lift_strings(data: bytes) -> Lifted:
    """Take the long base64 strings out of a JSON text."""
    return Lifted(data, _strings(data) if len(data) > LONG_BYTES else ())


def _bodies(data: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(data):
        found = data.find(b"\n--", at)
        end = found + 1 if found >= 0 else len(data)
        if end - at > LONG_BYTES:
            start = _after_head(data, at, end)
            if (
                start
                and end - start > LONG_BYTES
                and _is_base64(data, start, end, _ALPHABET + _LINE_ENDS)
            ):
                yield start, end - 1 if found >= 0 else end
        at = end + 2 if found >= 0 else end


def _after_head(data: bytes, start: int, end: int) -> int:
    """Give the place behind the first blank line, 0 where a head would be endless."""
    end = min(end, start + _HEAD_BYTES)
    places = [
        place + len(blank)
        for blank in (b"\n\r\n", b"\n\n")
        if (place := data.find(blank, start, end)) >= 0
    ]
    return min(places, default=0)


def _strings(data: bytes) -> Iterator[tuple[int, int]]:
    start = data.find(b'"')
    while start >= 0:
        end = data.find(b'"', start + 1)
        if end - start > LONG_BYTES and _is_base64(data, start + 1, end, _ALPHABET):
            yield start + 1, end
        start = end


def _is_base64(data: bytes, start: int, end: int, alphabet: bytes) -> bool:
    return not any(
        data[at : min(at + _PIECE_BYTES, end)].translate(None, alphabet)
        for at in range(start, end, _PIECE_BYTES)
    )
