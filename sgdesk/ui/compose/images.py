"""Pictures on their way into the mail; runs in a worker thread."""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from sgdesk.content.template import TEXT_PX
from sgdesk.present.form import FormFile

PASTED_NAME = "image.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image file, and how wide it is shown."""

    file: FormFile
    width: int
    """In pixels, no more than there is room for; 0 where that cannot be told."""


def measured(file: FormFile) -> Picture:
    """Say how wide an image is to be shown, from its first bytes."""
    buffer = QBuffer()
    buffer.setData(QByteArray(file.content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    size = QImageReader(buffer).size()
    return Picture(file=file, width=min(size.width(), TEXT_PX) if size.isValid() else 0)


def from_clipboard(image: QImage) -> Picture:
    """Make a PNG file of a picture that was copied."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    content = bytes(data.data())
    file = FormFile(filename=PASTED_NAME, content=content, type="image/png")
    return Picture(file=file, width=min(image.width(), TEXT_PX))
