"""Chips in lines with an editor among them: where they stand, how they look, what is hit."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolTip

from sgdesk.present.chips import Chips
from sgdesk.present.recipients import spoken_words
from sgdesk.ui.compose.chip_editor import ChipEditor, TakeKey, TakeText
from sgdesk.ui.compose.chip_flow import (
    AFTER,
    BEFORE,
    EDITOR,
    Flow,
    Measures,
    flow,
    flow_showing,
    lines_px,
)
from sgdesk.ui.compose.chip_paint import ChipPainter
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.elided import tip

LEFT_PX = 6
HINT_PX = 2
TOP_PX = 1
EDITOR_PX = 24


class ChipStrip(QFrame):
    """Show `Chips`; what they become is the business of who extends this.

    It is as high while it is empty as with a crowd in it: nothing below it moves while one
    types, and so nothing comes under a mouse that was on its way to something else.
    """

    def __init__(
        self, place: str, theme: Theme, icons: Icons, take_key: TakeKey, take_text: TakeText
    ) -> None:
        super().__init__()
        self.setObjectName(f"{place}-field")
        self.setProperty("addresses", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.editor = ChipEditor(take_key, take_text)
        self.editor.setObjectName(place)
        self.editor.setParent(self)
        self._painter = ChipPainter(theme, icons)
        self._chips = Chips()
        self._repeated: frozenset[int] = frozenset()
        self._first = 0
        self._lines = 1
        self._flow = Flow(boxes=(), lines=1, before=0, after=0)
        self._hint = self._why = ""
        self.setFixedHeight(self._height)
        self.editor.textChanged.connect(self.lay_out)
        icons.changed.connect(self.update)

    def setFocus(  # noqa: N802  # Qt's name
        self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason
    ) -> None:
        """Put the cursor into the line; a focus proxy would break the order of Tab."""
        self.editor.setFocus(reason)

    @property
    def chips(self) -> Chips:
        """Give what stands in the field, with what is selected."""
        return self._chips

    def show_chips(self, chips: Chips) -> None:
        """Move the keyboard or the selection; nothing is changed."""
        self._chips = chips
        self.lay_out()
        self._announce()

    def mark(self, repeated: frozenset[int]) -> None:
        """Show which entries are there a second time."""
        if repeated != self._repeated:
            self._repeated = repeated
            self.lay_out()

    def set_lines(self, lines: int) -> None:
        """Have room for so many lines of chips; more are counted."""
        self._lines = lines
        self.setFixedHeight(self._height)
        self.lay_out()

    def set_hint(self, text: str) -> None:
        """Say what belongs here while nothing does."""
        self._hint = text
        self.lay_out()

    def explain(self, words: str) -> None:
        """Say what the field is for, or what is wrong with it."""
        self._why = words
        self._describe()

    def scroll_by(self, step: int) -> None:
        """Show those before or behind."""
        if self._flow.after if step > 0 else self._flow.before:
            self._first = max(0, min(self._first + step, len(self._chips.entries) - 1))
            self._place(flow(self._first, self._measures()))

    def item_at(self, point: QPoint) -> tuple[int | None, bool]:
        """Give the chip or pill at a point, and whether its cross is there."""
        for box in self._flow.boxes:
            area = box.area.translated(LEFT_PX, TOP_PX)
            if box.item != EDITOR and area.contains(point):
                return box.item, box.item >= 0 and self._painter.cross_area(area).contains(point)
        return None, False

    def chip_area(self, position: int) -> QRect | None:
        """Give where a chip stands, `None` when it is not in sight."""
        box = self._flow.box(position)
        return box.area.translated(LEFT_PX, TOP_PX) if box is not None else None

    @property
    def hidden_count(self) -> int:
        """Count the chips that are not in sight."""
        return self._flow.before + self._flow.after

    def lay_out(self) -> None:
        """Place the chips anew, with the one that the keyboard is on in sight."""
        measures = self._measures()
        if self._chips.current is not None:
            laid = flow_showing(self._chips.current, self._first, measures)
        elif self.editor.hasFocus():
            laid = flow_showing(EDITOR, self._first, measures)
        else:
            laid = flow(0, measures)
        self._place(laid)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for the height of its lines, filled or not."""
        return QSize(200, self._height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Give way to the side, never in height."""
        return QSize(120, self._height)

    @property
    def _height(self) -> int:
        return lines_px(self._lines) + 2 * TOP_PX

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Lay out for the room there is."""
        super().resizeEvent(event)
        self.lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Go on by a few chips."""
        if self.hidden_count:
            self.scroll_by(-4 if event.angleDelta().y() > 0 else 4)
            event.accept()
            return
        super().wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Show a hand over what can be pressed."""
        item, is_cross = self.item_at(event.position().toPoint())
        is_pill = item in (BEFORE, AFTER)
        shape = Qt.CursorShape.PointingHandCursor if is_cross or is_pill else None
        self.setCursor(shape or Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what a chip holds and what is wrong with it."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            item, _ = self.item_at(event.pos())
            QToolTip.showText(event.globalPos(), self._tip(item), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the frame and what is in sight."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        painter.translate(LEFT_PX, TOP_PX)
        selected = self._chips.selected
        for box in self._flow.boxes:
            if box.item in (BEFORE, AFTER):
                self._painter.paint_pill(painter, box.area, self._pill_words(box.item))
            elif box.item != EDITOR:
                self._painter.paint_chip(
                    painter,
                    box.area,
                    self._chips.entries[box.item],
                    repeated=box.item in self._repeated,
                    selected=box.item in selected,
                )
        painter.end()

    def _tip(self, item: int | None) -> str:
        if item is None:
            return self._why
        if item < 0:
            return "Show all of them, with a search (Down)"
        entry = self._chips.entries[item]
        again = "It is there a second time." if item in self._repeated else ""
        return "\n".join(map(tip, filter(None, (entry.text, entry.problem, again))))

    def _pill_words(self, item: int) -> str:
        if item == BEFORE:
            return f"‹ {self._flow.before:,} more"
        return f"+ {self._flow.after:,} more"

    def _measures(self) -> Measures:
        chips = self._chips
        typed = self.fontMetrics().horizontalAdvance(self.editor.text())
        is_in_use = self.editor.hasFocus() or bool(typed) or not chips.entries
        return Measures(
            count=len(chips.entries),
            editor_at=chips.at,
            editor_px=max(EDITOR_PX, typed + 20) if is_in_use else 1,
            room_px=max(80, self.width() - 2 * LEFT_PX),
            most_lines=self._lines,
            chip_px=self._chip_px,
            pill_px=self._pill_px,
        )

    def _pill_px(self, count: int) -> int:
        return self._painter.pill_px(f"+ {count:,} more", self.font())

    def _chip_px(self, at: int) -> int:
        entry = self._chips.entries[at]
        marked = bool(entry.problem) or at in self._repeated
        return self._painter.chip_px(entry, self.font(), marked=marked)

    def _place(self, laid: Flow) -> None:
        self._flow = laid
        self._first = laid.before
        box = laid.box(EDITOR)
        # One pixel keeps it in the focus chain when it is not in sight.
        area = box.area if box is not None else QRect(0, 4, 1, 22)
        # The hint stands in line with those of the fields above and below.
        hinted = 0 if self._chips.entries else HINT_PX
        self.editor.setGeometry(area.translated(LEFT_PX, TOP_PX).adjusted(hinted, 0, 0, 0))
        self.editor.setPlaceholderText("" if self._chips.entries else self._hint)
        self._describe()
        self.update()

    def _describe(self) -> None:
        words = spoken_words(self._chips.entries)
        # No assistive technology finds a pill, which is painted.
        more = "Down shows all of them, with a search." if self.hidden_count else ""
        self.editor.setAccessibleDescription(" ".join(filter(None, (words, more, self._why))))

    def _announce(self) -> None:
        chips = self._chips
        if chips.current is None:
            return
        entry = chips.entries[chips.current]
        words = f"{entry.text}, {chips.current + 1} of {len(chips.entries)}. {entry.problem}"
        announce(self.editor, words)
