"""Hand on what a run came to: as a text to copy, or as a file that is read before it is saved."""

import asyncio
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from sgdesk.diagnose import here
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.report import Report, checked_ticket, make_report
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.doors import pack_report
from sgdesk.errors import InputError
from sgdesk.present.report import FILE_NAME, HOLDS_NO, summary_text
from sgdesk.route import Route
from sgdesk.secret import Secret
from sgdesk.ui.diagnose.here_part import HerePart
from sgdesk.ui.diagnose.report_sheet import ReportSheet
from sgdesk.ui.drafts.files import cause_of, may_replace, write_file
from sgdesk.ui.folders import Kind
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.folder_button import folder_button
from sgdesk.ui.window import MainWindow

_OPEN, _PACK, _WRITE = "report-sheet", "report-pack", "report-write"
_ENDING = ".zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A run that has come to a verdict, and what of it nobody else may read."""

    diagnosis: Diagnosis
    routes: tuple[Route, ...]
    key_env: str
    limits: Limits
    at: datetime
    key: Secret | None = None
    """The one that was tried."""


class ReportDesk(QObject):
    """Make the report of the run that is shown; nothing is kept but what is saved."""

    def __init__(self, window: MainWindow, part: HerePart, tasks: Tasks) -> None:
        super().__init__(window)
        self._window = window
        self._part = part
        self._tasks = tasks
        self._ended: Ended | None = None
        self._content = b""
        """The file as the sheet shows it."""
        part.outcome.verdict.copy_requested.connect(self.copy)
        part.outcome.verdict.save_requested.connect(self.save)

    def note(self, ended: Ended | None) -> None:
        """Take the run that is shown; `None` while there is none."""
        self._ended = ended

    def copy(self) -> bool:
        """Put what the run came to into the clipboard; say whether there is anything."""
        if self._ended is None:
            return False
        self._tasks.start("diagnose-copy", self._copy(self._ended), if_running="replace")
        return True

    def save(self) -> None:
        """Show all that the file will hold, and ask where to save it."""
        if self._ended is not None:
            self._tasks.start(_OPEN, self._show(self._ended), if_running="ignore")

    async def _copy(self, ended: Ended) -> None:
        """Copy what a report says: nobody's names, keys or logins go into a ticket."""
        report = await asyncio.to_thread(_report_of, ended)
        self._part.outcome.verdict.copy.take(summary_text(report))

    async def _show(self, ended: Ended) -> None:
        report = await asyncio.to_thread(_report_of, ended)
        self._content, texts = await asyncio.to_thread(_packed, report)
        sheet = self._part.report_sheet(texts)
        sheet.ticket_changed.connect(partial(self._note_ticket, sheet, report))
        sheet.save_requested.connect(partial(self._ask, sheet))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()
        sheet.ticket.setFocus()

    def _note_ticket(self, sheet: ReportSheet, report: Report, text: str) -> None:
        self._tasks.start(_PACK, self._pack(sheet, report, text), if_running="replace")

    async def _pack(self, sheet: ReportSheet, report: Report, text: str) -> None:
        try:
            wanted = replace(report, ticket=checked_ticket(text))
        except InputError as error:
            sheet.refuse_ticket(error)
            return
        content, texts = await asyncio.to_thread(_packed, wanted)
        # Saved is what was shown.
        self._content = content
        sheet.show_texts(texts)

    def _ask(self, sheet: ReportSheet) -> None:
        dialog = QFileDialog(sheet, "Save report", filter="Report (*.zip)")
        dialog.setObjectName("save-report-as")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        # It would ask in a loop of its own, under the coroutines.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setDefaultSuffix(_ENDING)
        self._window.folders.begin(dialog, Kind.DIAGNOSES, FILE_NAME)
        dialog.fileSelected.connect(partial(self.write_to, sheet))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write_to(self, sheet: ReportSheet, path: str) -> None:
        """Write what the sheet shows into a file."""
        self._tasks.start(_WRITE, self._write(sheet, Path(path)), if_running="ignore")

    async def _write(self, sheet: ReportSheet, path: Path) -> None:
        if path.suffix.lower() != _ENDING:
            path = path.with_name(path.name + _ENDING)
        await self._tasks.wait_for(_PACK)
        sheet.notice.clear()
        try:
            if await asyncio.to_thread(path.exists) and not await may_replace(sheet, path):
                return
            await asyncio.to_thread(write_file, path, self._content)
        except OSError as error:
            why = f"{cause_of(error)}. Save it in another folder or on another disk."
            sheet.notice.say("bad", f"'{path.name}' cannot be saved.", why)
            announce(sheet, f"'{path.name}' cannot be saved. {why}")
            return
        sheet.accept()
        said = f"Report saved as '{path.name}'."
        self._part.notice.say("good", said, HOLDS_NO, buttons=(folder_button(path),))
        announce(self._part, said)


def _report_of(ended: Ended) -> Report:
    """Take out what is nobody's business; takes some milliseconds for each observation."""
    report = make_report(
        ended.diagnosis,
        ended.limits,
        secrets=here.secrets(ended.routes, ended.key_env, os.environ, tried=ended.key),
        users=here.users(),
        computers=here.computers(),
    )
    return replace(report, made_at=ended.at)


def _packed(report: Report) -> tuple[bytes, Mapping[str, str]]:
    """Give the file, and the texts as they stand in it."""
    content = pack_report(report, summary_text(report))
    with zipfile.ZipFile(BytesIO(content)) as file:
        return content, {name: file.read(name).decode() for name in file.namelist()}
