"""Paint whole rows of the log, each once: while results stream in, most only move down."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap

from sgdesk.present.bars import Axis
from sgdesk.present.log import NO_PAIR, SENT_SINCE, LogRow, Pair, bar_note, bar_tags
from sgdesk.present.sending import SendingRow
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.cells import Column, Entry, cell_text
from sgdesk.ui.theme import Theme, tabular
from sgdesk.ui.tokens import Tokens
from sgdesk.ui.widgets.bars import (
    PILL_HEIGHT_PX,
    paint_bar,
    paint_cut,
    paint_failure,
    paint_pill,
    paint_ticks,
)

ROW_PX = 34
PAD_PX = 10
NOTE_PX = 12
TAG_PX, TAG_HIGH_PX = 10, 13
APART = 0.4
"""How strongly a bar is drawn that is not on the axis above."""
PAIR_PX = 3
KEPT_ROWS = 48
"""More than are in sight at once; a picture of a row takes some 150 kB."""

_NUMBERS = frozenset({Column.TIME, Column.CODE, Column.TOTAL})
_AT_RIGHT = frozenset({Column.CODE, Column.TOTAL})
_STEP = frozenset({Column.RESULT, Column.CODE, Column.TOTAL})
"""What is on its way has neither code nor total, so its step may take their room."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What every row in sight has in common; with another one, all are painted anew."""

    axis: Axis
    other_axis: Axis
    """That of the other kind, live or practice; nothing says how long it is."""
    is_practice: bool
    """Whether the first of them is practice's."""
    spans: tuple[tuple[int, int], ...]
    """Left edge and width of each column, in pixels, the first at 0."""
    ratio: float
    """Pixels of the screen to one of the window."""
    font: QFont
    tokens: Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How one row stands where it is."""

    ground: str
    """The token of the colour behind it."""
    kin: tuple[bool, bool] = (False, False)
    """Whether the rows above and below are sends of the same mail."""
    pair: Pair = NO_PAIR


class RowPainter:
    """Give a picture of each row in sight."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        self._theme = theme
        self._icons = icons
        self._around: Surroundings | None = None
        self._numbers = QFont()
        self._small = QFont()
        self._tag = QFont()
        # By the entry's identity: to compare all that a row says would cost as much as to paint.
        self._kept: dict[tuple[int, Stand], tuple[Entry | None, QPixmap]] = {}

    def settle(self, around: Surroundings) -> None:
        """Paint from now on in these surroundings."""
        if around == self._around:
            return
        self._around = around
        self._kept.clear()
        self._numbers = tabular(around.font)
        self._small = QFont(around.font)
        self._small.setPixelSize(NOTE_PX)
        self._tag = QFont(around.font)
        self._tag.setPixelSize(TAG_PX)

    def has(self, entry: Entry | None, stand: Stand) -> bool:
        """Say whether the row is painted already."""
        kept = self._kept.get((id(entry), stand))
        return kept is not None and kept[0] is entry

    def picture(self, entry: Entry | None, stand: Stand) -> QPixmap:
        """Give the row, painted now or before."""
        key = (id(entry), stand)
        kept = self._kept.pop(key, None)
        if kept is None or kept[0] is not entry:
            kept = (entry, self._paint(entry, stand))
        self._kept[key] = kept
        while len(self._kept) > KEPT_ROWS:
            del self._kept[next(iter(self._kept))]
        return kept[1]

    def _paint(self, entry: Entry | None, stand: Stand) -> QPixmap:
        assert self._around is not None, "settled before the first row"
        around = self._around
        width = sum(around.spans[-1])
        pixmap = QPixmap(round(width * around.ratio), round(ROW_PX * around.ratio))
        pixmap.setDevicePixelRatio(around.ratio)
        pixmap.fill(self._theme.colour(stand.ground))
        painter = QPainter(pixmap)
        painter.setFont(around.font)
        if not stand.kin[1]:
            painter.setPen(self._theme.colour("line"))
            painter.drawLine(0, ROW_PX - 1, width, ROW_PX - 1)
        if any(stand.kin):
            self._paint_bracket(painter, *stand.kin)
        if isinstance(entry, LogRow):
            self._paint_result(painter, entry, around, stand)
        elif isinstance(entry, SendingRow):
            self._paint_sending(painter, entry, around)
        painter.end()
        return pixmap

    def _paint_bracket(self, painter: QPainter, above: bool, below: bool) -> None:
        """Tie the sends of one mail together at the left edge."""
        top, bottom = 0 if above else 7, ROW_PX - (1 if below else 8)
        bracket = QRect(2, top, PAIR_PX, bottom - top + 1)
        painter.fillRect(bracket, self._theme.colour("line_strong"))

    def _paint_result(
        self, painter: QPainter, entry: LogRow, around: Surroundings, stand: Stand
    ) -> None:
        for column, span in zip(Column, around.spans, strict=True):
            inside = _inside(span)
            if not span[1]:
                continue
            if column is Column.RESULT:
                self._paint_pill(painter, inside, entry, stand)
            elif column is Column.BAR:
                self._paint_bar(painter, inside, entry, around, stand)
            else:
                ink = "muted" if column is Column.CODE else "text"
                if column is Column.CODE and entry.is_no:
                    ink = "bad"
                self._paint_text(painter, inside, cell_text(entry, column), column, ink)

    def _paint_pill(self, painter: QPainter, inside: QRect, entry: LogRow, stand: Stand) -> None:
        """Paint the result, and below it what became of the mail since.

        Beside a short one there is room, too; but then it stands in two places.
        """
        words, room = entry.result, inside
        if entry.is_sent_since:
            self._paint_tag(painter, inside, (SENT_SINCE,), stand.ground)
            painter.setFont(self._around_font())
            room = inside.adjusted(0, 0, 0, PILL_HEIGHT_PX - ROW_PX)
        paint_pill(painter, room, words.word, words.icon, words.tone, self._icons, self._theme)

    def _paint_sending(self, painter: QPainter, entry: SendingRow, around: Surroundings) -> None:
        for column, span in zip(Column, around.spans, strict=True):
            if span[1] and column not in _STEP:
                text = cell_text(entry, column)
                self._paint_text(painter, _inside(span), text, column, "muted")
        left = around.spans[Column.RESULT][0]
        whole = _inside((left, sum(around.spans[Column.TOTAL]) - left))
        self._paint_text(painter, whole, entry.step, Column.RESULT, "muted")

    def _paint_text(
        self, painter: QPainter, inside: QRect, text: str, column: Column, ink: str
    ) -> None:
        if not text:
            return
        painter.setPen(self._theme.colour(ink))
        if column in _NUMBERS:
            painter.setFont(self._numbers)
            painter.drawText(inside, _RIGHT if column in _AT_RIGHT else _LEFT, text)
            painter.setFont(self._around_font())
        else:
            shown = painter.fontMetrics().elidedText(text, _ELIDE, inside.width())
            painter.drawText(inside, _LEFT, shown)

    def _around_font(self) -> QFont:
        assert self._around is not None
        return self._around.font

    def _paint_bar(
        self, painter: QPainter, inside: QRect, row: LogRow, around: Surroundings, stand: Stand
    ) -> None:
        """Paint a bar on the axis above, or faintly on its own, with what sets it apart."""
        is_apart = bool(row.practice) is not around.is_practice
        axis = around.other_axis if is_apart else around.axis
        if not is_apart:
            paint_ticks(painter, inside, axis, self._theme)
        if tags := bar_tags(row, is_apart=is_apart):
            self._paint_tag(painter, inside, tags, stand.ground)
            inside = inside.adjusted(0, 0, 0, -TAG_HIGH_PX)
        is_cut = row.bar.end_ns > axis.end_ns
        is_failed = any(segment.failed for segment in row.bar.segments)
        painter.setFont(self._small)
        note = bar_note(row, stand.pair, is_cut=is_cut)
        if is_cut and painter.fontMetrics().horizontalAdvance(note) > inside.width() // 2:
            note = row.total
        room = painter.fontMetrics().horizontalAdvance(note)
        # Past the cross that marks where it failed.
        gap = 20 if is_failed else 8
        painter.setOpacity(APART if is_apart else 1)
        if is_cut:
            area = inside.adjusted(0, 0, -room - gap, 0)
            self._paint_cut_bar(painter, inside, area, row, axis, stand, is_failed=is_failed)
            end = float(area.right())
        else:
            end = paint_bar(painter, inside, row.bar, axis.end_ns, self._theme)
        painter.setOpacity(1)
        left = min(round(end) + gap, inside.right() + PAD_PX // 2 - room)
        if note and left >= end + gap // 2:
            where = QRect(left, inside.top(), room + 2, inside.height())
            self._paint_words(painter, where, note, stand.ground)
        painter.setFont(self._around_font())

    def _paint_cut_bar(
        self,
        painter: QPainter,
        inside: QRect,
        area: QRect,
        row: LogRow,
        axis: Axis,
        stand: Stand,
        *,
        is_failed: bool,
    ) -> None:
        painter.setClipRect(area)
        paint_bar(painter, inside, row.bar, axis.end_ns, self._theme)
        painter.setClipping(False)
        paint_cut(painter, area, row.bar, stand.ground, self._theme)
        if is_failed:
            ink = "muted" if any(segment.stopped for segment in row.bar.segments) else "bad"
            paint_failure(painter, float(area.right()), area.center().y() + 0.5, self._theme, ink)

    def _paint_tag(
        self, painter: QPainter, inside: QRect, tags: Sequence[str], ground: str
    ) -> None:
        """Write where a bar of any length leaves room, and so does a pill: below it."""
        painter.setFont(self._tag)
        metrics = painter.fontMetrics()
        fitting = (tag for tag in tags if metrics.horizontalAdvance(tag) <= inside.width())
        words = metrics.elidedText(next(fitting, tags[-1]), _ELIDE, inside.width())
        where = inside.adjusted(0, inside.height() - TAG_HIGH_PX, 0, -1)
        where.setWidth(metrics.horizontalAdvance(words) + 2)
        self._paint_words(painter, where, words, ground)

    def _paint_words(self, painter: QPainter, where: QRect, words: str, ground: str) -> None:
        """Write over the ticks of the axis, which stand behind bars, not behind words."""
        painter.setPen(self._theme.colour("muted"))
        painter.fillRect(where.adjusted(-3, 0, 1, 0), self._theme.colour(ground))
        painter.drawText(where, _LEFT, words)


def _inside(span: tuple[int, int]) -> QRect:
    """Give the part of a cell that words and bars may take."""
    return QRect(span[0] + PAD_PX, 0, span[1] - 2 * PAD_PX, ROW_PX - 1)
