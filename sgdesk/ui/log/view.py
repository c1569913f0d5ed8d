"""The Results view: filter, table, and the detail of the selected row."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from sgdesk.delivery import DeliveryId
from sgdesk.present.log_filter import NOT_THE_MAIL, LogFilter, unread_words
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.filterbar import FilterBar
from sgdesk.ui.log.legend import Legend
from sgdesk.ui.log.model import LogModel
from sgdesk.ui.log.rows import ROW_PX
from sgdesk.ui.log.table import LEAST_PX, LogTable
from sgdesk.ui.preview.renderer import MakeRenderer
from sgdesk.ui.theme import Theme
from sgdesk.ui.timeline.pane import TimelinePane
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.split import Split
from sgdesk.ui.widgets.surface import GUTTER_PX, button, card, row, rule

EMPTY_WORDS = "No mail sent yet. What you send appears here, with the time of each step."
NEW_WORDS = "This history is new. What you send appears here, with the time of each step."
WIDE_PX = 1400 - 172
SIDE_SHARE = 592
"""Thousandths for the table beside the detail: fewer leave no room for its bars."""
DETAIL_PX = 434
"""Of the detail below the table: all steps of a send by SMTP, under the words of a failure. A low
window has less: there the steps are scrolled to, and the table keeps its least."""


class ResultsView(QWidget):
    """Show the whole log.

    Signals: those of `bar`, `table` and `detail`; `write_requested()`.
    """

    write_requested = Signal()

    def __init__(
        self, model: LogModel, theme: Theme, icons: Icons, make_renderer: MakeRenderer
    ) -> None:
        super().__init__()
        self.setObjectName("view")
        self._model = model
        self.table = LogTable("results", model, theme, icons)
        self.detail = TimelinePane(theme, icons, make_renderer)
        self.notice = Notice("results-notice", buttons_beside=True, closes=True)
        self.bar = FilterBar(icons)
        self.filter = self.bar.field
        self._frame = card("results-card", "Results")
        self._legend = Legend(theme)
        self.pages = QStackedWidget()
        self._nothing = self._no_match(icons)
        self._empty = self._no_mail(icons)
        for page in (self.table, self._empty, self._nothing):
            self.pages.addWidget(page)
        for page in (self._empty, self._nothing):
            # Each stands alone: beside the detail none of them takes room from it.
            page.setMinimumHeight(1)
        self._announced_for = self.bar.filter
        self._was_away = False
        self._newest_seen: DeliveryId | None = None
        self._searched: int | None = None
        """How many percent of the older results can be searched; `None`: all."""
        self._split = Split(
            "results-split",
            Qt.Orientation.Vertical,
            begins_at={"h": SIDE_SHARE},
            first_px={"v": self._table_px},
        )
        self._lay_out()
        for change in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            change.connect(self._show_page)
        self._show_page()

    def say_set_aside(self, title: str, text: str, place: QPushButton) -> None:
        """Say that the history is a new one: of what was sent before, this shows nothing."""
        self.notice.say("warn", title, text, buttons=(place,))
        self._empty.set_text(NEW_WORDS)

    def say_cleared(self, narrowed: LogFilter) -> None:
        """Say that a result is shown which the filter left out, and lead back to the others."""
        back = button("Filter again", name="filter-again", why="Show what was listed before")
        back.clicked.connect(partial(self._filter_again, narrowed))
        title = "The filter was cleared: it left out the result that you opened."
        self.notice.say("note", title, buttons=(back,))

    def _filter_again(self, narrowed: LogFilter) -> None:
        self.notice.clear()
        self.bar.narrow(narrowed)
        self.table.setFocus()

    def show_searched(self, percent: int | None) -> None:
        """Say how many percent of the older results can be searched; `None`: all of them."""
        self._searched = percent
        self._show_page()

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def focus_table(self) -> None:
        """Put the keyboard into the table, on a row: the newest where it came in meanwhile."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self._was_away and self._newest() != self._newest_seen:
            self.table.selectRow(0)
            self.table.scrollToTop()
        self._was_away = False
        self.table.select_first()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Remember what was there when it was last seen."""
        super().hideEvent(event)
        self._was_away, self._newest_seen = True, self._newest()

    def _newest(self) -> DeliveryId | None:
        entry = self._model.entry(0) if self._model.rowCount() else None
        return None if entry is None else entry.delivery_id

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Put the detail at the right where there is room, else below."""
        super().resizeEvent(event)
        wide = self.width() >= WIDE_PX
        self._split.turn(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def _table_px(self, room: int) -> int:
        """Give the height of the table's card above the detail: that of whole rows."""
        least = self._frame.minimumSizeHint().height()
        more_rows = max((room - least - DETAIL_PX) // ROW_PX, 0)
        return least + more_rows * ROW_PX

    def _lay_out(self) -> None:
        frame = self._frame
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addLayout(row(self.bar, margins=(12, 6, 12, 6)))
        inside.addWidget(rule())
        inside.addWidget(self.pages, 1)
        inside.addLayout(row(None, self._legend, margins=(14, 1, 4, 1)))
        frame.setMinimumWidth(LEAST_PX)
        self._split.addWidget(frame)
        self._split.addWidget(self.detail)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(GUTTER_PX, GUTTER_PX, GUTTER_PX, GUTTER_PX)
        whole.setSpacing(GUTTER_PX)
        whole.addWidget(self.notice)
        whole.addWidget(self._split, 1)

    def _no_mail(self, icons: Icons) -> EmptyState:
        write = button(
            "Write a mail", name="write-first", why="Open Write (Ctrl+2)", kind="primary"
        )
        write.clicked.connect(self._ask_to_write)
        return EmptyState("results-empty", "chart-gantt", EMPTY_WORDS, icons, write)

    def _no_match(self, icons: Icons) -> EmptyState:
        clear = button("Clear filter", name="clear-filter", why="Show all results again (Esc)")
        clear.clicked.connect(self.bar.clear)
        return EmptyState("filter-empty", "search", "", icons, clear)

    def _show_page(self) -> None:
        count = self._model.rowCount()
        narrowed = self.bar.filter
        searched = self._searched if narrowed.text else None
        none = f"Nothing matches '{narrowed.shown}'."
        if narrowed.text.strip():
            none += f" {NOT_THE_MAIL}"
        if searched is not None:
            none = f"Nothing matches '{narrowed.shown}' so far. {unread_words(searched)}"
        self._nothing.set_text(none)
        is_empty = self._model.is_read and not count
        self.pages.setCurrentIndex((2 if narrowed.is_on else 1) if is_empty else 0)
        self.bar.export.setEnabled(bool(count))
        # Nothing has a colour that is to be explained.
        self._legend.setVisible(self.pages.currentIndex() == 0)
        counted = f"{count:,} result{'' if count == 1 else 's'}" if count else ""
        if counted and searched is not None:
            counted += f" so far, {searched} % searched"
        self.bar.set_count(counted, "" if searched is None else unread_words(searched))
        if narrowed != self._announced_for:
            self._announced_for = narrowed
            announce(self, counted or none)
        self.detail.setVisible(bool(count))

    def _ask_to_write(self) -> None:
        self.write_requested.emit()
