"""What the window keeps from one start to the next: place, look, widths, what was chosen."""

import re
from collections.abc import Iterable
from itertools import permutations

from PySide6.QtCore import QSettings

from sgdesk.ui.preview.mail_view import MailView
from sgdesk.ui.rooms import Rooms
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.split import Split
from sgdesk.ui.window import MainWindow

_LOG_WIDTHS = "log-widths"
_PREVIEW_WIDTH = "preview-width"
_DETAIL_TAB = "detail-tab"
_NEWEST = "newest-results"
_TABLE = "table"


class Keeping:
    """Write it down when the window closes, and bring it back."""

    def __init__(self, window: MainWindow, rooms: Rooms, theme: Theme, state: QSettings) -> None:
        self._window = window
        self._rooms = rooms
        self._theme = theme
        self._state = state
        for view, other in permutations(self._views(), 2):
            view.widths.chosen.connect(other.show_width)

    def restore(self) -> None:
        """Bring back what does not stand before the first paint."""
        self._rooms.results.table.set_widths(_widths(self._text(_LOG_WIDTHS)))
        for split in self._window.findChildren(Split):
            split.set_shares(_shares(self._text(split.objectName())))
        self._rooms.write.wants_table = self._text(_NEWEST) == _TABLE
        for view in self._views():
            view.show_width(self._text(_PREVIEW_WIDTH))
        self._rooms.results.detail.take_tab(self._text(_DETAIL_TAB))

    def keep(self) -> None:
        """Remember place, size, look and what was chosen for the next start."""
        self._state.setValue("geometry", self._window.saveGeometry())
        self._state.setValue("look", self._theme.look.value)
        widths = self._rooms.results.table.widths.items()
        self._state.setValue(_LOG_WIDTHS, _pairs(widths))
        for split in self._window.findChildren(Split):
            self._state.setValue(split.objectName(), _pairs(split.shares.items()))
        self._state.setValue(_NEWEST, _TABLE if self._rooms.write.wants_table else "")
        self._state.setValue(_DETAIL_TAB, self._rooms.results.detail.own_tab)
        self._state.setValue(_PREVIEW_WIDTH, self._rooms.write.preview.mail.widths.current)

    def _views(self) -> tuple[MailView, ...]:
        """Give where mail is drawn: as wide in one as in the others."""
        rooms = self._rooms
        sent = rooms.results.detail.message.mail
        return rooms.write.preview.mail, rooms.practice.reader.view, sent

    def _text(self, key: str) -> str:
        return str(self._state.value(key, ""))


def _widths(kept: str) -> dict[int, int]:
    """Read the widths of columns that `keep` wrote; what cannot be read is left out."""
    pairs = re.findall(r"(\d{1,2}):(\d{2,4})", kept)
    return {int(column): int(px) for column, px in pairs}


def _shares(kept: str) -> dict[str, int]:
    """Read the shares of two panes that `keep` wrote."""
    return {way: int(share) for way, share in re.findall(r"\b([hv]):(\d{1,3})\b", kept)}


def _pairs(pairs: Iterable[tuple[object, int]]) -> str:
    return ",".join(f"{key}:{value}" for key, value in pairs)
