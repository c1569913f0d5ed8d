"""Images made small: as large as is needed, and nothing that is no image."""

import struct
import zlib

import pytest
from PySide6.QtWidgets import QApplication

from sgdesk.ui.compose.thumbnails import MOST_PIXELS, thumbnail
from tests.support.pictures import image_file


def claimed(width: int, height: int) -> bytes:
    """Give a PNG of a few bytes that says of itself how large it is."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(1000))
    chunks = [struct.pack(">I", len(each) - 4) + each for each in (head, data, b"IEND")]
    sums = [struct.pack(">I", zlib.crc32(each)) for each in (head, data, b"IEND")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(a + b for a, b in zip(chunks, sums, strict=True))


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "bmp"])
def test_large_image_is_made_small_and_tells_its_own_size(qapp: QApplication, kind: str) -> None:
    made = thumbnail(image_file("photo", 1500, 1000, kind).content)

    assert (made.width, made.height) == (1500, 1000)
    assert (made.image.width(), made.image.height()) == (480, 320)


def test_small_image_is_left_as_it_is(qapp: QApplication) -> None:
    made = thumbnail(image_file("logo", 96, 48).content)

    assert (made.image.width(), made.image.height()) == (96, 48)


def test_line_of_one_pixel_is_still_an_image(qapp: QApplication) -> None:
    assert not thumbnail(image_file("line", 6000, 1).content).image.isNull()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no image",
        image_file("half", 400, 400, "png").content[:60],
        b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"></svg>',
        claimed(MOST_PIXELS // 1000 + 1, 1000),
        claimed(1_000_000, 1_000_000),
    ],
)
def test_what_cannot_or_must_not_be_opened_is_nothing(qapp: QApplication, content: bytes) -> None:
    assert thumbnail(content).image.isNull()
