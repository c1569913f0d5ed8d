"""Let results of an older version be found by all that they say, while the window is used."""

import asyncio

from PySide6.QtCore import QObject, Signal

from sgdesk.errors import StoreError
from sgdesk.ui.flights import Flights
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks

PAUSE_S = 0.02
"""Between two portions: about as long as one takes, so that half of the time is the window's."""
AGAIN_S = 5.0
"""After which it is tried again, where another program has the history locked or the disk is
full: whoever sends or reads is told of that."""


class OlderWords(QObject):
    """Add their words to the history, a portion at a time, and never while a send is measured.

    Signals: `moved_on(object)`, how many percent of all that is to be done are done, `None` when
    there is nothing left.
    """

    moved_on = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, flights: Flights, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._flights = flights

    def start(self) -> None:
        """Begin, or go on where an earlier start was left."""
        self._tasks.start("older words", self._add_all(), if_running="ignore")

    async def _add_all(self) -> None:
        whole = left = await self._session.history.older_due()
        if not whole:
            return
        while left:
            self.moved_on.emit(100 * (whole - left) // whole)
            await asyncio.sleep(PAUSE_S)
            if not self._flights:
                left = await self._add(left)
        self.moved_on.emit(None)

    async def _add(self, left: int) -> int:
        try:
            return await self._session.history.fill_in_older()
        except StoreError:
            await asyncio.sleep(AGAIN_S)
            return left
