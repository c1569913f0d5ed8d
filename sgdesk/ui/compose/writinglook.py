"""How writing looks while it is written: headings large, bold bold, marks unseen."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextCharFormat

from sgdesk.content.letters import read
from sgdesk.content.looks import Kind, Piece, is_rule, looks
from sgdesk.ui.compose.livelook import Ends, Runs
from sgdesk.ui.theme import Theme

_SIZES = {Kind.HEADING_1: 21, Kind.HEADING_2: 17}
_INKS = {
    Kind.LINK: "accent_text",
    Kind.IMAGE: "accent_text",
    Kind.BUTTON: "on_accent",
    Kind.QUOTE: "muted",
    Kind.BULLET: "accent_text",
    Kind.FIELD: "syntax_field",
    Kind.RULE: "muted",
}
_GROUNDS = {
    Kind.BUTTON: "accent",
    Kind.IMAGE: "accent_soft",
    Kind.CODE: "accent_soft",
    Kind.FIELD: "accent_soft",
}
WEIGHTS = {
    Kind.HEADING_1: QFont.Weight.DemiBold,
    Kind.HEADING_2: QFont.Weight.DemiBold,
    Kind.BUTTON: QFont.Weight.DemiBold,
    # The heaviest there is of the font; what is heavier would be smeared from it.
    Kind.BOLD: QFont.Weight.DemiBold,
}
_ITALIC = frozenset({Kind.ITALIC, Kind.QUOTE})
_HIDDEN_PX = 1
_NO_INK = Qt.GlobalColor.transparent
"""That of the paper would cover the end of the letter before."""


def mark_unfilled(look: QTextCharFormat, theme: Theme) -> None:
    """Let a field that nothing fills in look as wrong as the things to look at say it is."""
    look.setForeground(theme.colour("warn"))
    look.setBackground(theme.colour("warn_soft"))
    look.setUnderlineColor(theme.colour("warn"))
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)


class WritingLook:
    """Dress a line of Markdown; its marks are seen only where something in them is selected."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def dress(self, line: str, ends: Ends | None) -> Runs:
        """Give the runs of a line."""
        if ends is None and is_rule(line):
            # The rule is drawn in the place of its dashes.
            unseen = QTextCharFormat()
            unseen.setForeground(_NO_INK)
            return [(0, len(line), unseen)]
        opened = _opened(line, ends) if ends is not None else []
        runs: Runs = []
        pieces = looks(line)
        is_bare = all(Kind.MARK in piece.kinds for piece in pieces)
        for piece in pieces:
            is_mark = Kind.MARK in piece.kinds
            for start, length in (
                _parts(piece, opened) if is_mark else ((piece.start, piece.length),)
            ):
                is_open = any(low <= start < high for low, high in opened)
                runs.append((start, length, self._look(piece, is_open, is_bare)))
        return runs

    def _look(self, piece: Piece, is_open: bool, is_bare: bool) -> QTextCharFormat:
        look = QTextCharFormat()
        kinds = piece.kinds
        for kind, size in _SIZES.items():
            if kind in kinds:
                look.setProperty(QTextCharFormat.Property.FontPixelSize, size)
        for kind, weight in WEIGHTS.items():
            if kind in kinds:
                look.setFontWeight(weight)
        for kind, token in _INKS.items():
            if kind in kinds:
                look.setForeground(self._theme.colour(token))
        for kind, token in _GROUNDS.items():
            if kind in kinds:
                look.setBackground(self._theme.colour(token))
        look.setFontItalic(bool(kinds & _ITALIC))
        look.setFontStrikeOut(Kind.STRIKE in kinds)
        look.setFontUnderline(Kind.LINK in kinds and Kind.MARK not in kinds)
        if Kind.UNFILLED in kinds:
            mark_unfilled(look, self._theme)
        if Kind.MARK in kinds:
            look.setForeground(self._theme.colour("muted"))
            if not is_open:
                unsee = self._flatten if is_bare else self._hide
                unsee(look)
        return look

    @staticmethod
    def _flatten(look: QTextCharFormat) -> None:
        """Let characters be as narrow as can be, but as high as the caret that stands by them."""
        look.setFontStretch(1)
        look.setForeground(_NO_INK)

    @staticmethod
    def _hide(look: QTextCharFormat) -> None:
        """Let characters take next to no room; they are still there for a copy."""
        look.setProperty(QTextCharFormat.Property.FontPixelSize, _HIDDEN_PX)
        look.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        look.setFontLetterSpacing(-0.55)
        look.clearBackground()
        look.setForeground(_NO_INK)


def _opened(line: str, ends: Ends) -> list[tuple[int, int]]:
    """Give what makes a link, where something in it is selected: somebody is sent to an address."""
    found = [(each.at, each.at + len(each.raw)) for each in read(line) if each.edge]
    return [(low, high) for low, high in found if any(low < at < high for at in ends)]


def _parts(piece: Piece, opened: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut a piece where something opened begins or ends in it."""
    start, stop = piece.start, piece.start + piece.length
    cuts = sorted({start, stop, *(at for span in opened for at in span if start < at < stop)})
    return [(one, other - one) for one, other in pairwise(cuts)]
