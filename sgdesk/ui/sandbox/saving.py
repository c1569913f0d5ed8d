"""Save a captured mail in a file."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from sgdesk.errors import SgdeskError
from sgdesk.ui.drafts.files import cause_of, file_name, write_file
from sgdesk.ui.folders import Kind
from sgdesk.ui.sandbox.view import PracticeView
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow


class CopySaving(QObject):
    """Ask where to, and write the mail that is shown."""

    def __init__(
        self, window: MainWindow, view: PracticeView, session: Session, tasks: Tasks
    ) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        self._session = session
        self._tasks = tasks
        self._wanted = ("", 0)
        view.reader.save_requested.connect(self.ask)

    def ask(self, mail_id: str, at: int, subject: str) -> None:
        """Ask for the file."""
        self._wanted = (mail_id, at)
        dialog = QFileDialog(self._window, "Save mail", filter="Mail (*.eml)")
        dialog.setObjectName("save-copy-as")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("eml")
        self._window.folders.begin(dialog, Kind.MAIL, f"{file_name(subject)}.eml")
        dialog.fileSelected.connect(self.write)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, path: str) -> None:
        """Write the mail that was asked for into a file."""
        self._tasks.start("save copy", self._write(Path(path), *self._wanted), if_running="ignore")

    async def _write(self, path: Path, mail_id: str, at: int) -> None:
        try:
            file = await self._session.mail_as_eml(mail_id, at)
            await asyncio.to_thread(write_file, path, file.data)
        except (SgdeskError, OSError) as error:
            self._say_failed(path, cause_of(error))
            return
        except ValueError as error:
            self._say_failed(path, f"This mail holds what a mail file cannot: {error}")
            return
        self._view.notice.clear()
        self._view.reader.show_saved(mail_id, at, path, file.words)

    def _say_failed(self, path: Path, why: str) -> None:
        self._view.notice.say("bad", f"'{path.name}' cannot be saved.", why)
