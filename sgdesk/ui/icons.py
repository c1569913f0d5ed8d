"""Lucide icons, tinted from the tokens and tinted anew when the scheme changes."""

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QAbstractButton, QPushButton

from sgdesk.ui.theme import Theme

SIZE_PX = 16
GAP_PX = 4
_TELLING = ("good", "warn", "bad")
"""Inks that say how things are; Qt would grey them on a button that cannot be pressed."""


class _TakesIcon(Protocol):
    def setIcon(self, icon: QIcon | QPixmap) -> None: ...  # noqa: N802  # Qt's name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Worn:
    target: "weakref.ref[_TakesIcon]"
    name: str
    ink: str
    on_ink: str


Draw = Callable[[str, str, int, int], QPixmap]
"""Name, colour, size and gap in pixels to a picture; see `svg.py`."""


class Icons(QObject):
    """Give icons by Lucide name, in the colour of a token.

    Until `start_drawing` they are blank and take their room: drawing them
    would hold up the first paint.
    Signals: `changed()`, when pictures taken earlier have another colour now.
    """

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._pixmaps: dict[tuple[str, str, int, int], QPixmap] = {}
        self._worn: list[_Worn] = []
        self._draw: Draw = _blank
        theme.changed.connect(self._tint_again)

    def start_drawing(self, draw: Draw) -> None:
        """Draw from now on, and draw what is already worn."""
        self._draw = draw
        self._pixmaps.clear()
        self._tint_again()

    def put(self, target: _TakesIcon, name: str, ink: str = "muted", on_ink: str = "") -> None:
        """Set the icon of a button or action, and keep it in the scheme's colour.

        `on_ink` is the colour while it is checked.
        """
        worn = _Worn(target=weakref.ref(target), name=name, ink=ink, on_ink=on_ink)
        self._worn = [w for w in self._worn if w.target() not in (None, target)]
        self._worn.append(worn)
        target.setIcon(self._icon(worn))
        if isinstance(target, QAbstractButton) and target.text():
            # Qt leaves 4 pixels between icon and words, which reads as a collision.
            target.setIconSize(QSize(SIZE_PX + GAP_PX, SIZE_PX))

    def pixmap(self, name: str, token: str, size_px: int = SIZE_PX, *, gap_px: int = 0) -> QPixmap:
        """Give one picture, sharp on the densest screen there is.

        `gap_px` leaves room at its right; a negative one at its left.
        """
        colour = self._theme.colour(token).name()
        key = (name, colour, size_px, gap_px)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(name, colour, size_px, gap_px)
        return self._pixmaps[key]

    def _icon(self, worn: _Worn) -> QIcon:
        target = worn.target()
        gap_px = GAP_PX if isinstance(target, QAbstractButton) and target.text() else 0
        if isinstance(target, QPushButton) and target.isRightToLeft():
            gap_px = -gap_px
        picture = self.pixmap(worn.name, worn.ink, gap_px=gap_px)
        icon = QIcon(picture)
        if worn.on_ink:
            on = self.pixmap(worn.name, worn.on_ink, gap_px=gap_px)
            icon.addPixmap(on, QIcon.Mode.Normal, QIcon.State.On)
        if worn.ink in _TELLING:
            icon.addPixmap(picture, QIcon.Mode.Disabled)
        return icon

    def _tint_again(self) -> None:
        for worn in self._worn:
            target = worn.target()
            # What Qt has deleted may still be held here, by a slot or until the next collection.
            if target is not None and shiboken6.isValid(target):
                target.setIcon(self._icon(worn))
        self.changed.emit()


def _blank(_name: str, _colour: str, size_px: int, gap_px: int) -> QPixmap:
    pixmap = QPixmap(size_px + abs(gap_px), size_px)
    pixmap.fill(QColor(0, 0, 0, 0))
    return pixmap
