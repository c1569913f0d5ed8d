"""The line above the log: what it is narrowed to, how many are left, and Export."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QWidget

from sgdesk.present.log_filter import ANY, FAILED, FAILED_WORD, PATHS, RESULTS, LogFilter
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.button_menu import ButtonMenu
from sgdesk.ui.widgets.choices import Choice, MenuChoice
from sgdesk.ui.widgets.surface import button, label, row

PAUSE_MS = 200
_EXPORTS = (
    ("csv", "As a table (CSV)…", "One line a result, for a spreadsheet"),
    ("json", "As JSON…", "Everything that is known of each result, step by step"),
)
WIDEST_PX = 330
_HINTS = (
    "Filter: subject, address, result, day (today)",
    "Filter: subject, address, result",
    "Filter: subject, address",
    "Filter: subject",
)
_AROUND_HINT_PX = 50
"""The picture, and the field's own edges."""


class _FilterField(QLineEdit):
    """Say what can be filtered by, in as many words as have room."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Leave words out before any is cut."""
        super().resizeEvent(event)
        room, width = self.width() - _AROUND_HINT_PX, self.fontMetrics().horizontalAdvance
        fitting = (hint for hint in _HINTS if width(hint) <= room)
        self.setPlaceholderText(next(fitting, _HINTS[-1]))


class FilterBar(QWidget):
    """Narrow the log by words and by three menus.

    Signals: `filter_changed(object)`, a `LogFilter`, a moment after typing
    has paused and at once after a menu; `export_requested(str)`, `csv` or `json`.
    """

    filter_changed = Signal(object)
    export_requested = Signal(str)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("filter-bar")
        self.field = _field(icons)
        self._result = _menu("result", "Result", _results(), icons)
        self._path = _menu("path", "Path", _paths(), icons)
        self._account = _menu("account", "Account", (), icons)
        self._account.hide()
        self._count = label("", "hint")
        self.clear_all = button(
            "Clear", name="filter-off", why="Show all results again (Esc)", kind="link"
        )
        self.clear_all.clicked.connect(self.clear)
        self.clear_all.hide()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._report)
        self.field.textChanged.connect(self._wait_for_more)
        for menu in self._menus:
            menu.chosen.connect(self._report)
        self.export = _export_button(self, icons)
        parts = (self.field, *self._menus, self.clear_all, self._count, None, self.export)
        line = row(*parts, spacing=8)
        line.setStretch(0, 3)
        self.setLayout(line)
        self._shown = LogFilter()

    @property
    def filter(self) -> LogFilter:
        """Give what the log is to be narrowed to."""
        return LogFilter(
            text=self.field.text().strip(),
            result=self._result.current,
            path=self._path.current,
            account=self._account.current,
        )

    def set_count(self, text: str, why: str = "") -> None:
        """Say how many results there are, and why that is not all."""
        self._count.setText(text)
        self._count.setToolTip(why)
        self._show_clear()

    def report_export(self) -> None:
        """Ask for an export in the form whose menu entry was taken."""
        entry = self.sender()
        if isinstance(entry, QAction):
            self.export_requested.emit(str(entry.data()))

    def set_accounts(self, names: Sequence[str]) -> None:
        """Offer the accounts that have sent; one alone is no choice."""
        self._account.set_choices(_any("account") + _named(names))
        self._account.setVisible(len(names) > 1)

    def narrow(self, wanted: LogFilter) -> None:
        """Set what the log is narrowed to."""
        self.field.setText(wanted.text)
        for menu, choice in zip(
            self._menus, (wanted.result, wanted.path, wanted.account), strict=True
        ):
            menu.choose(choice)
        self._report()

    def clear(self) -> None:
        """Show everything again."""
        self.field.clear()
        for menu in self._menus:
            menu.choose(ANY)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._report()

    @property
    def _menus(self) -> tuple[MenuChoice, ...]:
        return (self._result, self._path, self._account)

    def _wait_for_more(self) -> None:
        self._pause.start()

    def _report(self) -> None:
        self._pause.stop()
        self._show_clear()
        if self.filter != self._shown:
            self._shown = self.filter
            self.filter_changed.emit(self._shown)

    def _show_clear(self) -> None:
        # Where nothing matches, the button that clears stands below the words that say so.
        self.clear_all.setVisible(self.filter.is_on and bool(self._count.text()))


def _export_button(bar: FilterBar, icons: Icons) -> QPushButton:
    export = button("Export", name="export", why="Write what is shown here into a file")
    export.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    icons.put(export, "chevron-down", "muted")
    menu = ButtonMenu(export, "Export")
    for kind, text, why in _EXPORTS:
        entry = menu.addAction(text)
        entry.setData(kind)
        entry.setToolTip(why)
        entry.triggered.connect(bar.report_export)
    export.setMenu(menu)
    return export


def _any(what: str) -> tuple[Choice, ...]:
    return (Choice(id=ANY, text=f"Any {what}", why=""),)


def _results() -> tuple[Choice, ...]:
    failed = Choice(id=FAILED, text=FAILED_WORD, why="in whole or part")
    return (failed, *(Choice(id=key, text=words.word, why="") for key, words in RESULTS.items()))


def _paths() -> tuple[Choice, ...]:
    return tuple(Choice(id=key, text=text, why="") for key, text in PATHS.items())


def _named(names: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(id=name, text=name, why="") for name in names)


def _menu(what: str, title: str, choices: Sequence[Choice], icons: Icons) -> MenuChoice:
    return MenuChoice(f"filter-{what}", title, (*_any(what), *choices), icons)


def _field(icons: Icons) -> QLineEdit:
    field = _FilterField()
    field.setObjectName("filter")
    field.setAccessibleName("Filter results")
    field.setToolTip(
        "Show only rows that say all these words, in their cells or in their detail: an address, "
        "a subject, SMTP 587, refused, no answer, greeting, part of the server's answer; or a "
        "day: today, yesterday, 2026-01-31, 31 Jan (Ctrl+F)"
    )
    field.setClearButtonEnabled(False)
    field.setMinimumWidth(150)
    field.setMaximumWidth(WIDEST_PX)
    action = field.addAction(
        icons.pixmap("search", "muted"), QLineEdit.ActionPosition.LeadingPosition
    )
    icons.put(action, "search", "muted")
    for picture in field.findChildren(QToolButton):
        picture.setAccessibleName("Filter")
        picture.setObjectName("filter-picture")
        picture.setToolTip(field.toolTip())
    return field
