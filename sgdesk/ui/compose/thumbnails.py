"""Images made small for Write; runs in a worker thread."""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

MOST_PIXELS = 40_000_000
"""Of an image that is opened: a few bytes can claim to be many more."""
_SMALL = QSize(1600, 320)
"""Sharp at 200 % for as high as Write shows an image."""
_FORMATS = (b"png", b"jpeg", b"gif", b"webp", b"bmp")
"""What mail programs show. SVG is none of that, and could name other files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """An image made small, and how large it is itself, in pixels."""

    image: QImage
    """Null for what cannot be opened here, or must not."""
    width: int = 0
    height: int = 0


def thumbnail(content: bytes) -> Thumbnail:
    """Make an image small that comes as a file; of one that moves, the first picture."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    is_opened = bytes(reader.format().data()) in _FORMATS and not size.isEmpty()
    if not is_opened or size.width() * size.height() > MOST_PIXELS:
        return Thumbnail(image=QImage())
    turned = QImageIOHandler.Transformation.TransformationRotate90
    is_turned = bool(reader.transformation() & turned)
    bounds = _SMALL.transposed() if is_turned else _SMALL
    if size.width() > bounds.width() or size.height() > bounds.height():
        small = size.scaled(bounds, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(small.expandedTo(QSize(1, 1)))
    image = reader.read()
    whole = size.transposed() if is_turned else size
    return Thumbnail(image=image, width=whole.width(), height=whole.height())
