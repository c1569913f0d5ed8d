"""Turn tokens into what Qt draws with: palette, style sheet, fonts.

Qt's own `setColorScheme` does nothing on plain X11 and offscreen, so both
schemes are ours. Where Qt reports what the system prefers, "system" follows it.
"""

import re
from dataclasses import asdict
from enum import Enum

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from sgdesk.resources import resource_path
from sgdesk.ui.tokens import DARK, LIGHT, Tokens

TEXT_PX = 13
CODE_PX = 12
MID_GREY = 128

_FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")


class Look(Enum):
    """Which scheme the user wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Own the scheme in use.

    Signals: `changed()` after palette and style sheet are in place, for those
    who paint or tint by themselves.
    """

    changed = Signal()

    def __init__(self, application: QApplication, look: Look) -> None:
        super().__init__(application)
        self._application = application
        self._look = look
        self._window: QWidget | None = None
        self._colours: dict[str, QColor] = {}
        self._sheet = resource_path("qss", "sgdesk.qss").read_text(encoding="utf-8")
        self.tokens = LIGHT
        _load_fonts(application)
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def look(self) -> Look:
        """Give what the user chose, which may be to follow the system."""
        return self._look

    @property
    def is_dark(self) -> bool:
        """Say whether the dark scheme is in use."""
        return self.tokens is DARK

    def set_look(self, look: Look) -> None:
        """Change the scheme at once."""
        self._look = look
        self._apply()

    def dress(self, window: QWidget) -> None:
        """Put the style sheet on the window, and so on all that will be in it and its sheets.

        On the application it would style every widget anew each time it is put into another,
        on the way from a button to its view: twice the time until the window is ready.
        """
        self._window = window
        window.setStyleSheet(style_sheet(self._sheet, self.tokens))

    def colour(self, token: str) -> QColor:
        """Give one token for a painter; made once a scheme, for painters ask for each cell."""
        colour = self._colours.get(token)
        if colour is None:
            value: str = getattr(self.tokens, token)
            colour = self._colours[token] = QColor(value)
        return colour

    def _follow_system(self) -> None:
        if self._look is Look.SYSTEM:
            self._apply()

    def _is_system_dark(self) -> bool:
        if self._window is not None:
            scheme = self._application.styleHints().colorScheme()
            return scheme is QtCore.Qt.ColorScheme.Dark
        # Before the first paint the palette that Qt made for the system must do.
        return self._application.palette().color(QPalette.ColorRole.Window).lightness() < MID_GREY

    def _apply(self) -> None:
        is_dark = self._look is Look.DARK or (self._look is Look.SYSTEM and self._is_system_dark())
        tokens = DARK if is_dark else LIGHT
        if tokens is self.tokens and self._window is not None:
            return
        self.tokens = tokens
        self._colours.clear()
        # Off, then on again: where one style sheet takes the place of another, Qt styles each
        # widget anew once for itself and once for each widget around it, ten times as often.
        if self._window is not None:
            self._window.setStyleSheet("")
        self._application.setPalette(palette(self.tokens))
        if self._window is not None:
            self.dress(self._window)
        self.changed.emit()


def code_font() -> QFont:
    """Give the fixed-width font for source and wire dialogue."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(CODE_PX)
    return font


def tabular(font: QFont) -> QFont:
    """Give the font with figures of one width, for columns of numbers."""
    numbers = QFont(font)
    numbers.setFeature(QFont.Tag("tnum"), 1)
    return numbers


def style_sheet(template: str, tokens: Tokens) -> str:
    """Fill the `@names` of the sheet. Raises `KeyError` for one that is no token."""
    values: dict[str, str] = asdict(tokens)
    return re.sub(r"@([a-z_]+)", lambda match: values[match[1]], template)


def palette(tokens: Tokens) -> QPalette:
    """Give the same colours to everything that the sheet does not reach."""
    role = QPalette.ColorRole
    pairs = (
        (role.Window, tokens.window),
        (role.WindowText, tokens.text),
        (role.Base, tokens.card),
        (role.AlternateBase, tokens.sunken),
        (role.Text, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.Button, tokens.card),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.bad),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Link, tokens.accent_text),
        (role.LinkVisited, tokens.accent_text),
        (role.ToolTipBase, tokens.card),
        (role.ToolTipText, tokens.text),
        (role.Light, tokens.card),
        (role.Midlight, tokens.line),
        (role.Mid, tokens.line_strong),
        (role.Dark, tokens.line_strong),
        (role.Shadow, tokens.line_strong),
        (role.Accent, tokens.accent),
    )
    colours = QPalette()
    for colour_role, value in pairs:
        colours.setColor(colour_role, QColor(value))
    for dimmed in (role.Text, role.WindowText, role.ButtonText):
        colours.setColor(QPalette.ColorGroup.Disabled, dimmed, QColor(tokens.muted))
    return colours


def _load_fonts(application: QApplication) -> None:
    for name in _FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))
    font = QFont("Inter")
    font.setPixelSize(TEXT_PX)
    # Or the x of a path such as 3x0 is drawn as the sign of a multiplication, and -> as an arrow.
    font.setFeature(QFont.Tag("calt"), 0)
    application.setFont(font)
