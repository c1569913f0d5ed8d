"""Pictures on their way into the mail; runs in a worker thread."""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from sgdesk.content.template import TEXT_PX
from sgdesk.present.form import FormFile

PASTED_NAME = "image.png"
LEAST_HALF_PX = 32
"""Half of a smaller image is hardly seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image file, and how wide it is shown."""

    file: FormFile
    width: int
    """In pixels, no more than there is room for; 0 where that cannot be told."""
    own_width: int = 0
    """In pixels; 0 where that cannot be told."""


def measured(file: FormFile) -> Picture:
    """Say how wide an image is to be shown, from its first bytes."""
    buffer = QBuffer()
    buffer.setData(QByteArray(file.content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _shown(file, max(0, QImageReader(buffer).size().width()))


def half_width(picture: Picture) -> int:
    """Give the width of an image that was made at twice its size; 0 where it is no choice."""
    half = picture.own_width // 2
    return half if LEAST_HALF_PX <= half < picture.width else 0


def from_clipboard(image: QImage) -> Picture:
    """Make a PNG file of a picture that was copied."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    content = bytes(data.data())
    file = FormFile(filename=PASTED_NAME, content=content, type="image/png")
    return _shown(file, image.width())


def _shown(file: FormFile, own_width: int) -> Picture:
    return Picture(file=file, width=min(own_width, TEXT_PX), own_width=own_width)
