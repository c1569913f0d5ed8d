"""What the body of the mail needs from outside its widgets: files read, large mails made."""

import asyncio

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from sgdesk.content.plain import html_to_text
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.doors import make_mail
from sgdesk.ui.filereading import read_files
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow

SETTLE_S = 0.02


class BodyDesk(QObject):
    """Do in the background what takes longer than a frame."""

    def __init__(self, window: MainWindow, compose: ComposePane, tasks: Tasks) -> None:
        super().__init__(window)
        self._window = window
        self._compose = compose
        self._body = compose.body
        self._tasks = tasks
        self._body.sources.making_wanted.connect(self._start_making)
        self._body.files_wanted.connect(self.choose_files)
        self._body.files_dropped.connect(self.attach)

    def choose_files(self) -> None:
        """Ask which files to attach."""
        dialog = QFileDialog(self._window, "Add files")
        dialog.setObjectName("choose-files")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.attach)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def attach(self, paths: list[str] | tuple[str, ...]) -> None:
        """Attach local files."""
        self._tasks.start("attach", self._attach(tuple(paths)), if_running="ignore")

    async def wait_until_settled(self) -> None:
        """Wait until what would be sent is all made."""
        while not self._body.sources.is_settled:
            self._start_making()
            await self._tasks.wait_for("make mail")
            await asyncio.sleep(SETTLE_S)

    def _start_making(self) -> None:
        self._tasks.start("make mail", self._make(), if_running="ignore")

    async def _make(self) -> None:
        """Make what is too large for between two frames, until nothing is left to make."""
        sources = self._body.sources
        while True:
            markdown, html = sources.wants_html, sources.wants_text
            if markdown is not None:
                sources.take_html(markdown, await asyncio.to_thread(make_mail, markdown))
            elif html is not None:
                sources.take_text(html, await asyncio.to_thread(html_to_text, html))
            else:
                return

    async def _attach(self, paths: tuple[str, ...]) -> None:
        dropped = await asyncio.to_thread(read_files, paths)
        if dropped.html and not self._body.sources.html().strip():
            self._body.html.replace_source(dropped.html)
            self._body.show_tab("html")
        elif dropped.files:
            self._compose.add_files(dropped.files)
        if dropped.failed:
            self._compose.notice.say("bad", "Not every file could be read.", dropped.failed)
