"""Measure the contrast of painted text: what the eye gets, whatever the style sheet says.

Text is painted with soft edges, so its true colour is the one of its pixels that
stands out most; at twice the size a stem is wide enough to have such pixels.
"""

import functools
import hashlib
from collections import Counter

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QToolButton, QWidget

from sgdesk.ui.tokens import contrast
from tests.support.qt import visible_children

SHARP = 2
"""Painted so many times larger, the stems of letters are wider than a pixel."""
LEAST = 4.5
"""WCAG 2.2, 1.4.3, for text of this size."""
_MEASURED: dict[bytes, float] = {}
_INKS: tuple[type[QWidget], ...] = (QLabel, QAbstractButton, QLineEdit)


def faint_words(surface: QWidget) -> dict[str, float]:
    """Give the texts of a window whose contrast is too low, with what it is."""
    ratio = max(SHARP, surface.devicePixelRatio())
    picture = QImage(surface.size() * ratio, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    surface.render(picture, QPoint(0, 0))
    faint: dict[str, float] = {}
    for kind in _INKS:
        for widget in visible_children(surface, kind):
            words = str(widget.property("text") or "")
            if not words.strip() or not widget.isEnabled() or not _is_painted(widget, surface):
                continue
            found = text_contrast(picture, _area(widget, surface, picture))
            if found < LEAST:
                faint[f"{widget.objectName()} {words[:40]!r}"] = round(found, 2)
    return faint


def _is_painted(widget: QWidget, surface: QWidget) -> bool:
    """Say whether all of a widget's text is in the picture of this surface."""
    if isinstance(widget, QToolButton) and (
        widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    ):
        return False
    # A sheet over the window has a picture of its own; a page may be scrolled away.
    return widget.window() is surface and widget.visibleRegion().boundingRect() == widget.rect()


def text_contrast(picture: QImage, area: QRect) -> float:
    """Give the highest contrast between the ground of an area and a pixel in it."""
    part = picture.copy(area)
    pixels = bytes(part.constBits())
    # Most of a window looks the same in the next scene.
    mark = hashlib.blake2b(pixels, digest_size=16).digest()
    if mark not in _MEASURED:
        _MEASURED[mark] = _contrast_in(pixels)
    return _MEASURED[mark]


def _contrast_in(pixels: bytes) -> float:
    colours = Counter(memoryview(pixels).cast("I").tolist())
    if not colours:
        return 21.0
    ground = colours.most_common(1)[0][0]
    return max(_contrast_of(colour, ground) for colour in colours)


@functools.cache
def _contrast_of(colour: int, ground: int) -> float:
    return contrast(QColor(colour).name(), QColor(ground).name())


def _area(widget: QWidget, surface: QWidget, picture: QImage) -> QRect:
    """Give where the widget's contents are, in the picture's pixels."""
    ratio = picture.devicePixelRatio()
    corner = widget.mapTo(surface, QPoint(0, 0)) if widget is not surface else QPoint(0, 0)
    inside = QRect(corner, widget.size()).adjusted(3, 3, -3, -3)
    scaled = QRect(
        round(inside.x() * ratio),
        round(inside.y() * ratio),
        round(inside.width() * ratio),
        round(inside.height() * ratio),
    )
    return scaled.intersected(picture.rect())
