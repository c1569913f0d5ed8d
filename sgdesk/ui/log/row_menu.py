"""The menu of a row of the log: what the buttons of its detail do, and what copies it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from sgdesk.present.log import LogRow
from sgdesk.present.sending import SendingRow
from sgdesk.present.ticket import COPY_FOR_TICKET, COPY_FOR_TICKET_WHY
from sgdesk.ui.log.case import Case
from sgdesk.ui.log.cells import Entry
from sgdesk.ui.log.view import ResultsView

if TYPE_CHECKING:
    from sgdesk.ui.log.detail_desk import DetailDesk

_NAME, _ROW = "row-menu", "row"
TITLE = "What can be done with this result"


class RowMenu(QObject):
    """Open where a row was asked about, once its detail knows what can be done."""

    def __init__(self, results: ResultsView, desk: "DetailDesk") -> None:
        super().__init__(desk)
        self._results = results
        self._desk = desk
        self._wanted: tuple[Entry, QPoint] | None = None
        results.table.menu_wanted.connect(self._ask)
        # Queued: a way that was found is offered by others who hear of the row, too.
        desk.shown.connect(self._open_wanted, Qt.ConnectionType.QueuedConnection)
        desk.shown.connect(self._close_of_others)

    def _ask(self, entry: Entry, at: QPoint) -> None:
        self._wanted = (entry, at)
        self._open_wanted()

    def _open_wanted(self) -> None:
        if self._wanted is None:
            return
        entry, at = self._wanted
        if entry != self._results.table.current_entry():
            # The keyboard or the mouse has gone on.
            self._wanted = None
            return
        case = self._desk.case
        shown = None if case is None else case.attempt.id
        if isinstance(entry, SendingRow) or entry.attempt_id == shown:
            self._wanted = None
            self.make(entry).popup(at)

    def _close_of_others(self, case: Case) -> None:
        """Close a menu whose row is shown no more: it would act on the one that is."""
        for menu in self._results.table.findChildren(QMenu, _NAME):
            if menu.property(_ROW) not in (None, case.attempt.id):
                menu.close()

    def make(self, entry: Entry) -> QMenu:
        """Give the menu of the row whose detail is shown, or of a mail on its way."""
        menu = QMenu(self._results.table)
        menu.setObjectName(_NAME)
        menu.setAccessibleName(TITLE)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if isinstance(entry, SendingRow):
            stop = partial(self._results.table.stop_requested.emit, entry.delivery_id)
            _add(menu, "stop-send", entry.stop_text, entry.stop_why, stop)
            return menu
        menu.setProperty(_ROW, entry.attempt_id)
        detail = self._results.detail
        for remedy in detail.remedies:
            do = partial(detail.remedy_chosen.emit, remedy)
            _add(menu, remedy.act.value, remedy.label, remedy.why, do)
        menu.addSeparator()
        copy, copy_as = self._desk.copy_ticket, partial(self._copy_as, entry)
        _add(menu, "copy-ticket", COPY_FOR_TICKET, COPY_FOR_TICKET_WHY, copy, "Ctrl+Shift+C")
        _add(menu, "copy-as", "Copy as…", "As a command for others, or as v3 JSON or MIME", copy_as)
        row = partial(QGuiApplication.clipboard().setText, entry.text)
        _add(menu, "copy-row", "Copy this row", "What the table says of it", row, "Ctrl+C")
        return menu

    def _copy_as(self, entry: LogRow) -> None:
        self._results.detail.lend_tab("copy", entry.attempt_id)
        self._results.detail.copy_as.focus_kinds()


def _add(
    menu: QMenu, name: str, text: str, why: str, do: Callable[[], object], keys: str = ""
) -> None:
    # Behind a tab Qt shows the keys, which it does not take: the window has them already.
    action = menu.addAction(f"{text.replace('&', '&&')}\t{keys}" if keys else text)
    action.setObjectName(name)
    action.setToolTip(why)
    action.triggered.connect(lambda: do())
