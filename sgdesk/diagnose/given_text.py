"""A text that somebody gives, from a file or a pipe, as whatever program wrote it."""

from typing import BinaryIO

_MOST_BYTES = 4
"""Of one character, in UTF-8 and in UTF-16."""


def read_given(file: BinaryIO, longest: int) -> str:
    """Read a text; of one with more than `longest` characters so many that it is seen to be."""
    # One more, whose bytes have room for the mark of the coding as well.
    return text_of(file.read(_MOST_BYTES * (longest + 1)))


def text_of(data: bytes) -> str:
    """Give the text of bytes; Windows PowerShell writes what is sent to a file as UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="replace")
