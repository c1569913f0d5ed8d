"""Base64 in pieces, for files of many megabytes.

Python lets no other thread run while it encodes or decodes one value, and checks one by a
pattern in as little time again: 25 MB at once held the window up for a quarter of a second.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator

PIECE_BYTES = 3 * 2**16
"""A multiple of three, so that pieces of the text join without padding between them."""
_PIECE_CHARACTERS = PIECE_BYTES // 3 * 4


def encoded_size(size: int) -> int:
    """Give how many characters some bytes become: four for each three that are begun."""
    return -(-size // 3) * 4


def encode_pieces(content: bytes) -> Iterator[str]:
    """Give the base64 of some bytes, without line ends, piece by piece."""
    for at in range(0, len(content), PIECE_BYTES):
        yield b64encode(content[at : at + PIECE_BYTES]).decode("ascii")


def decode(text: str | bytes) -> bytes:
    """Read base64 without line ends; raises `ValueError` for anything else."""
    pieces = []
    for at in range(0, len(text), _PIECE_CHARACTERS):
        piece = text[at : at + _PIECE_CHARACTERS]
        if piece[-1:] in ("=", b"=") and at + len(piece) < len(text):
            msg = "Padding stands before the end"
            raise ValueError(msg)
        pieces.append(b64decode(piece, validate=True))
    return b"".join(pieces)


def decode_lines(text: str | bytes) -> bytes:
    """Read base64 in lines of any length; raises `ValueError` for anything else."""
    data = text.encode() if isinstance(text, str) else text
    starts = range(0, len(data), _PIECE_CHARACTERS)
    return decode(b"".join(b"".join(data[at : at + _PIECE_CHARACTERS].split()) for at in starts))
