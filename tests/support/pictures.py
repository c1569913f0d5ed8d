"""Image files as people put them into mails."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QLinearGradient, QPainter

from sgdesk.present.form import FormFile

SKY, HILL = "#f59e0b", "#1e3a5f"


def image_file(name: str, width: int, height: int, kind: str = "png") -> FormFile:
    """Give a banner with a sky and a hill, whose Content-ID is its name."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    sky = QLinearGradient(0, 0, width, height)
    sky.setColorAt(0, QColor("#fde68a"))
    sky.setColorAt(1, QColor(SKY))
    painter.fillRect(image.rect(), sky)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(HILL))
    painter.drawEllipse(QRect(-width // 4, height // 2, width, height))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(kind.encode())).write(image)
    content = bytes(data.data())
    filename = f"{name}.{kind}"
    return FormFile(filename=filename, content=content, type=f"image/{kind}", content_id=name)
