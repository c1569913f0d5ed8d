"""What a later start asks for: bring the window to the front, show a view, open a file."""

import asyncio
import os
from collections import deque

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from sgdesk.ui.drafts.files import FileDesk
from sgdesk.ui.single.calls import Call
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow

LOOK_AGAIN_S = 0.1


class CallDesk(QObject):
    """Let the window do what it is called for."""

    def __init__(self, window: MainWindow, files: FileDesk, tasks: Tasks) -> None:
        super().__init__(window)
        self._window = window
        self._files = files
        self._tasks = tasks
        self._waiting: deque[str] = deque()

    def take(self, call: Call) -> None:
        """Come to the front, and do what is asked for."""
        self._come_forward(call.activation)
        if call.view:
            self._window.show_view(call.view)
        if call.file:
            self.open_file(call.file)

    def open_file(self, path: str) -> None:
        """Open a file as Open does, after those that were asked for before."""
        self._waiting.append(path)
        self._tasks.start("called files", self._open_all(), if_running="ignore")

    async def _open_all(self) -> None:
        while self._waiting:
            # The mail under an open sheet is the one that it asks about.
            while QApplication.activeModalWidget() is not None:  # noqa: ASYNC110  # sets no event
                await asyncio.sleep(LOOK_AGAIN_S)
            await self._tasks.wait_for("open file", "draft-turn")
            self._files.open(self._waiting.popleft())
            await self._tasks.wait_for("open file")

    def _come_forward(self, activation: str) -> None:
        if activation:
            # Where Qt looks for what lets a window take the keyboard from another program.
            os.environ["XDG_ACTIVATION_TOKEN"] = activation
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        # Where the desktop does not let it come forward, it at least asks to be looked at.
        QApplication.alert(self._window)
