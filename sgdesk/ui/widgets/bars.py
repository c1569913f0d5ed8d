"""Paint phase bars and pills; the tables and the detail share these strokes."""

import functools

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen

from sgdesk.present.bars import Axis, Bar
from sgdesk.present.words import PhaseGroup, Tone
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme

BAR_HEIGHT_PX = 12
LEAST_SEGMENT_PX = 1.5
CROSS_SPARE_PX = 4
"""A cross stands a little past its bar, in the cell's padding and not over its edge."""
PILL_HEIGHT_PX = 22
PILL_ICON_PX = 13

GROUP_TOKENS: dict[PhaseGroup, str] = {
    PhaseGroup.LOOKUP: "phase_lookup",
    PhaseGroup.CONNECT: "phase_connect",
    PhaseGroup.ENCRYPTION: "phase_encryption",
    PhaseGroup.SIGN_IN: "phase_signin",
    PhaseGroup.HAND_OVER: "phase_handover",
    PhaseGroup.ANSWER: "phase_answer",
}

TONE_TOKENS: dict[Tone, tuple[str, str]] = {
    Tone.GOOD: ("good", "good_soft"),
    Tone.WARN: ("warn", "warn_soft"),
    Tone.BAD: ("bad", "bad_soft"),
    Tone.NEUTRAL: ("note", "note_soft"),
}
"""Text and ground of a pill."""


def paint_ticks(painter: QPainter, area: QRect, axis: Axis, theme: Theme) -> None:
    """Draw the faint lines of the axis over a row's whole height."""
    painter.setPen(QPen(theme.colour("line"), 1))
    for tick in axis.ticks:
        x = round(area.left() + tick.at * area.width())
        painter.drawLine(x, area.top(), x, area.bottom())


def paint_bar(painter: QPainter, area: QRect, bar: Bar, axis_ns: int, theme: Theme) -> float:
    """Draw a bar in the middle of the area; give the x at which it ends.

    A segment is at least a hair wide, so that nothing that happened is invisible;
    what it takes is drawn over by its neighbour, never added to the bar's length.
    """
    # A whole number: between two pixels each segment would be rounded for itself.
    top = area.top() + (area.height() - BAR_HEIGHT_PX) // 2
    end = float(area.left())
    for box in bar.boxes(axis_ns):
        left = area.left() + box.start * area.width()
        width = max(box.width * area.width(), LEAST_SEGMENT_PX)
        gap = 1.0 if width > 4 else 0.0
        shape = QRectF(left, top, width - gap, BAR_HEIGHT_PX)
        painter.fillRect(shape, theme.colour(GROUP_TOKENS[box.segment.group]))
        if box.segment.failed:
            end_of_it = min(shape.right(), area.right() - CROSS_SPARE_PX)
            ink = "muted" if box.segment.stopped else "bad"
            paint_failure(painter, end_of_it, shape.center().y(), theme, ink)
        end = max(end, left + width)
    return end


def paint_cut(painter: QPainter, area: QRect, bar: Bar, ground: str, theme: Theme) -> None:
    """Mark that a bar goes on beyond the area: two slanted gaps, and behind them its true end.

    What failed lies beyond the axis as a rule; without that end the cross behind would stand
    beside the colour of a step that went well.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    y, half = area.center().y() + 0.5, BAR_HEIGHT_PX / 2 + 2
    first, second = area.right() - 20, area.right() - 15
    if bar.ended_in is not None:
        between = (first + second) // 2
        shape = QRectF(between, y - BAR_HEIGHT_PX / 2, area.right() + 1 - between, BAR_HEIGHT_PX)
        painter.fillRect(shape, theme.colour(GROUP_TOKENS[bar.ended_in]))
    painter.setPen(QPen(theme.colour(ground), 2))
    for x in (first, second):
        painter.drawLine(QPointF(x - 3, y + half), QPointF(x + 3, y - half))
    painter.restore()


def paint_failure(painter: QPainter, end: float, y: float, theme: Theme, ink: str = "bad") -> None:
    """Mark where it failed: a cross at the end, for those who cannot tell the colours."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(ink), 2))
    x, arm = end + 8, 4.0
    painter.drawLine(QPointF(x - arm, y - arm), QPointF(x + arm, y + arm))
    painter.drawLine(QPointF(x - arm, y + arm), QPointF(x + arm, y - arm))
    painter.restore()


def pill_width(text: str, font: QFont) -> int:
    """Give the room that a pill needs."""
    return _pill_width(text, QFontMetrics(pill_font(font)))


def _pill_width(text: str, metrics: QFontMetrics) -> int:
    return metrics.horizontalAdvance(text) + PILL_ICON_PX + 24


def pill_font(font: QFont) -> QFont:
    """Give the font in pills."""
    return _pill_font(font.key())


@functools.cache
def _pill_font(key: str) -> QFont:
    small = QFont()
    small.fromString(key)
    small.setPixelSize(12)
    small.setWeight(QFont.Weight.DemiBold)
    return small


def paint_pill(
    painter: QPainter, area: QRect, text: str, icon: str, tone: Tone, icons: Icons, theme: Theme
) -> None:
    """Draw icon and word on a soft ground, at the left of the area."""
    ink, ground = TONE_TOKENS[tone]
    painter.save()
    font = pill_font(painter.font())
    metrics = QFontMetrics(font)
    width = min(_pill_width(text, metrics), area.width())
    top = area.center().y() - PILL_HEIGHT_PX // 2 + 1
    shape = QRect(area.left(), top, width, PILL_HEIGHT_PX)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(shape, PILL_HEIGHT_PX / 2, PILL_HEIGHT_PX / 2)
    picture = icons.pixmap(icon, ink, PILL_ICON_PX)
    painter.drawPixmap(shape.left() + 8, shape.center().y() - PILL_ICON_PX // 2, picture)
    painter.setPen(theme.colour(ink))
    painter.setFont(font)
    inside = shape.adjusted(8 + PILL_ICON_PX + 5, 0, -8, 0)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inside.width() + 2)
    painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)
    painter.restore()
