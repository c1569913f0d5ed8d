"""The Results view: filter, table, and the detail of the selected row."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sgdesk.ui.icons import Icons
from sgdesk.ui.log.legend import Legend
from sgdesk.ui.log.model import LogModel
from sgdesk.ui.log.strip import EMPTY_WORDS
from sgdesk.ui.log.table import LogTable
from sgdesk.ui.theme import Theme
from sgdesk.ui.timeline.pane import TimelinePane
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.surface import GUTTER_PX, button, card, label, row, rule

FILTER_MS = 200
WIDE_PX = 1400 - 172


class ResultsView(QWidget):
    """Show the whole log.

    Signals: `filter_changed(str)`, a moment after typing paused; `write_requested()`.
    """

    filter_changed = Signal(str)
    write_requested = Signal()

    def __init__(self, model: LogModel, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("view")
        self._model = model
        self.table = LogTable("results", model, theme, icons)
        self.detail = TimelinePane(theme, icons)
        self.notice = Notice("results-notice")
        self.filter = _filter_field(icons)
        self._timer = QTimer(self, singleShot=True, interval=FILTER_MS)
        self._timer.timeout.connect(self._report_filter)
        self.filter.textChanged.connect(self._wait_for_more)
        self._count = label("", "hint")
        self._pages = QStackedWidget()
        self._nothing = self._no_match(icons)
        for page in (self.table, self._no_mail(icons), self._nothing):
            self._pages.addWidget(page)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._lay_out(theme)
        for change in (model.rowsInserted, model.modelReset):
            change.connect(self._show_page)
        self._show_page()

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def focus_table(self) -> None:
        """Put the keyboard into the table, on a row."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.table.select_first()

    def clear_filter(self) -> None:
        """Show everything again."""
        self.filter.clear()
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Put the detail at the right where there is room, else below."""
        super().resizeEvent(event)
        wide = self.width() >= WIDE_PX
        self._split.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def _lay_out(self, theme: Theme) -> None:
        frame = card("results-card", "Results")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addLayout(
            row(self.filter, self._count, None, Legend(theme), margins=(12, 9, 14, 9), spacing=12)
        )
        inside.addWidget(rule())
        inside.addWidget(self._pages, 1)
        self._split.setHandleWidth(GUTTER_PX)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(frame)
        self._split.addWidget(self.detail)
        self._split.setSizes([420, 380])
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
        clear.clicked.connect(self.clear_filter)
        return EmptyState("filter-empty", "search", "", icons, clear)

    def _show_page(self) -> None:
        count = self._model.rowCount()
        text = self.filter.text().strip()
        self._nothing.set_text(f"Nothing matches '{text}'.")
        self._pages.setCurrentIndex(0 if count else (2 if text else 1))
        self._count.setText(f"{count:,} result{'' if count == 1 else 's'}" if count else "")
        self.detail.setVisible(bool(count))

    def _wait_for_more(self) -> None:
        self._timer.start()

    def _report_filter(self) -> None:
        self.filter_changed.emit(self.filter.text().strip())

    def _ask_to_write(self) -> None:
        self.write_requested.emit()


def _filter_field(icons: Icons) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName("filter")
    field.setAccessibleName("Filter results")
    field.setPlaceholderText("Filter: text, path, result")
    field.setToolTip("Show only rows that hold these words (Ctrl+F)")
    field.setClearButtonEnabled(False)
    field.setMinimumWidth(250)
    action = field.addAction(
        icons.pixmap("search", "muted"), QLineEdit.ActionPosition.LeadingPosition
    )
    icons.put(action, "search", "muted")
    for picture in field.findChildren(QToolButton):
        picture.setAccessibleName("Filter")
        picture.setObjectName("filter-picture")
        picture.setToolTip(field.toolTip())
    return field
