"""Open mail from files and save it in files."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from sgdesk.doors import read_mail_file, write_mail_file
from sgdesk.errors import SgdeskError
from sgdesk.privatefile import private_file
from sgdesk.sizes import size_text
from sgdesk.ui.compose.bodydesk import BodyDesk
from sgdesk.ui.drafts.desk import DraftDesk
from sgdesk.ui.filereading import MOST_BYTES
from sgdesk.ui.folders import Kind
from sgdesk.ui.sheets import Answer, Question
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.surface import button
from sgdesk.ui.window import MainWindow
from sgdesk.ui.write import WriteView

if TYPE_CHECKING:
    from sgdesk.present.mail_files import MailKind

OPEN_KINDS = (
    "Mail (*.eml *.json *.html *.htm)",
    "Any file (*)",
)
SAVE_KINDS: dict[str, "MailKind"] = {
    "Mail for any mail program (*.eml)": "eml",
    "Saved message with everything that was typed (*.json)": "json",
    "What the Web API is sent, v3 (*.json)": "v3",
}
NAMED = 4
"""So many things that a file loses are named at once."""
_SUFFIXES: dict["MailKind", str] = {"eml": ".eml", "json": ".json", "v3": ".json"}


class FileDesk(QObject):
    """Let the form and files meet; what goes wrong is said above the mail."""

    def __init__(
        self,
        window: MainWindow,
        write: WriteView,
        body: BodyDesk,
        drafts: DraftDesk,
        tasks: Tasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._write, self._compose = write, write.compose
        self._body = body
        self._drafts = drafts
        self._tasks = tasks
        drafts.elsewhere_requested.connect(self.choose_to_save)

    def choose_to_open(self) -> None:
        """Ask which file to open."""
        dialog = QFileDialog(self._window, "Open a message")
        dialog.setObjectName("open-message")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(list(OPEN_KINDS))
        self._window.folders.begin(dialog, Kind.MAIL)
        dialog.fileSelected.connect(self.open)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose_to_save(self) -> None:
        """Ask where to save what stands in Write."""
        self._window.show_view("write")
        dialog = QFileDialog(self._window, "Save message")
        dialog.setObjectName("save-message")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilters(list(SAVE_KINDS))
        # It would ask in a loop of its own, under the coroutines.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setDefaultSuffix(".eml")
        self._window.folders.begin(dialog, Kind.MAIL, file_name(self._compose.form().subject))
        dialog.filterSelected.connect(self._note_kind)
        dialog.fileSelected.connect(self._save_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open(self, path: str) -> None:
        """Open a file in Write; what stands there stays as a draft."""
        self._tasks.start("open file", self._open(Path(path)), if_running="ignore")

    def save(self, path: str, kind: "MailKind" = "json") -> None:
        """Save what stands in Write in a file.

        Its ending tells an `.eml` from JSON, and `kind` which JSON it is.
        """
        self._tasks.start("save file", self._save(Path(path), kind), if_running="ignore")

    def _save_chosen(self, path: str) -> None:
        dialog = self.sender()
        if isinstance(dialog, QFileDialog):
            self.save(path, SAVE_KINDS.get(dialog.selectedNameFilter(), "eml"))

    async def _open(self, path: Path) -> None:
        self._window.show_view("write")
        try:
            data = await asyncio.to_thread(_read, path)
            opened = await asyncio.to_thread(read_mail_file, path.name, data)
        except (SgdeskError, OSError) as error:
            self._compose.notice.say("bad", f"'{path.name}' cannot be opened.", cause_of(error))
            return
        form = opened.form
        if not form.sender:
            form = self._drafts.with_sender(form)
        if await self._drafts.turn_to(form):
            self._compose.notice.clear()
            if opened.left_out:
                self._say_left_out(path.name, opened.left_out, opened.fields)
            self._write.show_pane("compose")
            self._compose.go_on_writing()

    async def _save(self, path: Path, wanted: "MailKind") -> None:
        json_kind: MailKind = "v3" if wanted == "v3" else "json"
        kind: MailKind = json_kind if path.suffix.lower() == ".json" else "eml"
        if path.suffix.lower() != _SUFFIXES[kind]:
            path = path.with_name(path.name + _SUFFIXES[kind])
        if await asyncio.to_thread(path.exists) and not await may_replace(self._window, path):
            return
        mail = self._compose.mail
        missed = await self._body.wait_until_settled()
        if missed or mail != self._compose.mail:
            why = missed or "Another mail was opened before all of it was read."
            self._compose.notice.say("bad", f"'{path.name}' was not saved.", why)
            return
        form = self._compose.form()
        try:
            saved = await asyncio.to_thread(write_mail_file, form, kind)
            await asyncio.to_thread(write_file, path, saved.data)
        except (SgdeskError, OSError) as error:
            again = button("Save elsewhere…", name="save-elsewhere", why="Choose another file")
            again.clicked.connect(self.choose_to_save)
            self._compose.notice.say(
                "bad", f"'{path.name}' cannot be saved.", cause_of(error), buttons=(again,)
            )
            return
        self._compose.notice.clear()
        left_out = f"Left out: {_listed(saved.left_out)}." if saved.left_out else ""
        if left_out or saved.note:
            self._say(f"Saved as '{path.name}'.", f"{left_out} {saved.note}".strip())
        else:
            self._compose.show_saved(f"✓ Saved as '{path.name}'")

    def _say_left_out(self, name: str, left_out: Sequence[str], fields: Sequence[str]) -> None:
        """Name the first, so that the mail keeps its room, and the rest for who asks."""
        stays = "The file stays as it is."
        shown = left_out
        if len(left_out) > NAMED:
            shown = (*left_out[:NAMED], f"{len(left_out) - NAMED} more")
        names = f" Their names in the file: {', '.join(fields)}." if fields else ""
        self._say(
            f"Not everything in '{name}' can be shown here.",
            f"Left out: {_listed(shown)}. {stays}",
            f"Left out: {_listed(left_out)}. {stays}{names}",
        )

    def _say(self, title: str, text: str, whole: str = "") -> None:
        close = button("Close", name="file-notice-close", why="I have read it", kind="quiet")
        close.clicked.connect(self._compose.notice.clear)
        self._compose.notice.say("warn", title, text, whole=whole, buttons=(close,))

    def _note_kind(self, chosen: str) -> None:
        dialog = self.sender()
        if isinstance(dialog, QFileDialog):
            dialog.setDefaultSuffix(_SUFFIXES[SAVE_KINDS.get(chosen, "eml")])


def _read(path: Path) -> bytes:
    """Read a whole file; raises `OSError` for what is none, or beyond what any mail may hold."""
    if path.exists() and not path.is_file():
        raise OSError("It is no file that can be read to an end.")
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise OSError(f"It is larger than {size_text(MOST_BYTES)}; no mail holds so much.")
    return data


async def may_replace(parent: QWidget, path: Path) -> bool:
    """Ask whether a file that is there may go."""
    question = Question(
        parent,
        "replace-file",
        f"Replace '{path.name}'?",
        "There is such a file already. What is in it will be lost.",
        (
            Answer(id="replace", text="Replace", why="Write over the file"),
            Answer(id="keep", text="Keep it", why="Save nothing", is_default=True),
        ),
    )
    return await question.ask() == "replace"


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file, readable by its owner alone; the old one stays until it is complete."""
    with private_file(path) as file:
        file.write(data)


def file_name(subject: str) -> str:
    """Give a name from a subject, with what no file system minds."""
    kept = "".join(c if c.isalnum() or c in " -_." else " " for c in subject)
    return " ".join(kept.split())[:60].strip(". ") or "mail"


def cause_of(error: Exception) -> str:
    """Say why a file could not be read or written."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
