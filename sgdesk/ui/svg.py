"""Draw a bundled icon in one colour."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sgdesk.resources import resource_path


def draw_icon(name: str, colour: str, size_px: int, gap_px: int) -> QPixmap:
    """Give the picture, sharp on the densest screen there is.

    A positive gap leaves room at its right, a negative one at its left.
    Raises `FileNotFoundError` for a name that is not bundled.
    """
    source = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    tinted = source.replace("currentColor", colour).replace(
        'stroke-width="2"', 'stroke-width="1.75"'
    )
    ratio = max(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    pixmap = QPixmap(QSize(size_px + abs(gap_px), size_px) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    area = QRectF(max(0, -gap_px) * ratio, 0, size_px * ratio, size_px * ratio)
    QSvgRenderer(QByteArray(tinted.encode())).render(painter, area)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
