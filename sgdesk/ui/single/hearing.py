"""The first start: hear what later ones ask for."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from sgdesk.ui.single.calling import TAKEN
from sgdesk.ui.single.calls import Address, Call, read_address, write_address
from sgdesk.ui.single.desk import CallDesk
from sgdesk.ui.single.spot import Spot

LONGEST_CALL = 64 * 1024


class Hearing(QObject):
    """Listen for calls of this user's later starts.

    Signals: `called(object)`, a `Call`; its caller ends when the slots have returned.
    """

    called = Signal(object)

    def __init__(self, spot: Spot, parent: QObject) -> None:
        super().__init__(parent)
        self._spot = spot
        self._word = secrets.token_hex(16)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take_callers)

    def begin(self) -> None:
        """Listen, and say where; without a place to listen a later start says that it cannot."""
        before = read_address(self._spot)
        if before is not None:
            # One that was killed left its socket behind.
            QLocalServer.removeServer(before.server)
        # Nobody can guess it, so nobody can listen there first in this program's place.
        name = f"sgdesk-{secrets.token_hex(16)}"
        folder = os.environ.get("XDG_RUNTIME_DIR", "")
        if folder and os.access(folder, os.W_OK):
            name = str(Path(folder) / name)
        if self._server.listen(name):
            try:
                write_address(
                    self._spot,
                    Address(server=self._server.fullServerName(), word=self._word, pid=os.getpid()),
                )
            except OSError:
                self._server.close()

    def end(self) -> None:
        """Hear no more; a start that is calling waits until this one is gone, then opens."""
        self._server.close()

    def _take_callers(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.readyRead.connect(partial(self._hear, caller))
            caller.disconnected.connect(caller.deleteLater)
            self._hear(caller)

    def _hear(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            if caller.bytesAvailable() > LONGEST_CALL:
                caller.abort()
            return
        call = Call.heard(bytes(caller.readLine(LONGEST_CALL).data()), self._word)
        if call is None:
            caller.abort()
            return
        self.called.emit(call)
        caller.write(TAKEN)
        caller.flush()


@contextlib.contextmanager
def heard(calls: CallDesk, spot: Spot | None) -> Iterator[None]:
    """Let later starts of the program call this window."""
    if spot is None:
        yield
        return
    hearing = Hearing(spot, calls)
    hearing.called.connect(calls.take)
    hearing.begin()
    try:
        yield
    finally:
        hearing.end()
