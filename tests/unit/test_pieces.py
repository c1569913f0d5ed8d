"""Base64 in pieces gives and takes what the library does in one go."""

from base64 import b64decode, b64encode, encodebytes

import pytest

from sgdesk.pieces import PIECE_BYTES, decode, decode_lines, encode_pieces, encoded_size
from sgdesk.render.bodies import encode_bytes

SIZES = [0, 1, 2, 3, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES + 57]


def some_bytes(size: int) -> bytes:
    """Give bytes that differ from piece to piece."""
    return (bytes(range(256)) * (size // 251 + 1))[:size][::-1]


@pytest.mark.parametrize("size", SIZES)
def test_pieces_join_to_what_one_go_gives_and_are_read_back(size: int) -> None:
    content = some_bytes(size)
    text = "".join(encode_pieces(content))

    assert text.encode() == b64encode(content)
    assert encoded_size(size) == len(text)
    assert decode(text) == content
    assert decode_lines(encodebytes(content).decode()) == content
    assert encode_bytes(content) == encodebytes(content).replace(b"\n", b"\r\n")


@pytest.mark.parametrize("text", ["a", "ab=c", "aaa\u00e9", "YQ==YQ==", "a b=", "\u2028aaa"])
def test_what_one_go_refuses_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        b64decode(text, validate=True)
    with pytest.raises(ValueError, match=r"."):
        decode(text)


def test_padding_at_the_end_of_a_piece_but_not_of_the_text_is_refused() -> None:
    piece = b64encode(some_bytes(PIECE_BYTES - 1)).decode()

    with pytest.raises(ValueError, match="before the end"):
        decode(piece + "YQ==")
