"""What is done with address fields beyond a few keys: long lists, all of them at a glance."""

import asyncio
import threading
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from sgdesk.message.table import text_of
from sgdesk.present.recipients import Entry, read_list, rough_count, wrong_at
from sgdesk.present.send_words import send_words
from sgdesk.ui.compose.address_field import AddressField
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.people_sheet import PeopleSheet
from sgdesk.ui.compose.recipients import LISTS
from sgdesk.ui.filereading import read_files
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks

NO_LIST = "This file is no list of people."
AS_TEXT = "Save it as CSV, or copy its cells and paste them. To attach it, drop it on the mail."
QUIET_S = 0.5
"""Nothing quicker shows progress."""


class AddressDesk(QObject):
    """Read long lists in a worker thread, and keep in step what depends on how many people."""

    def __init__(self, compose: ComposePane, session: Session, tasks: Tasks) -> None:
        super().__init__(compose)
        self._compose = compose
        self._head = compose.head
        self._session = session
        self._tasks = tasks
        self._cancelled: dict[str, threading.Event] = {}
        self._head.read_wanted.connect(self._start_reading)
        self._head.files_wanted.connect(self._start_files)
        self._head.read_cancelled.connect(self._cancel)
        self._head.all_wanted.connect(self.show_all)
        self._head.wrong_wanted.connect(self.show_wrong)
        compose.form_changed.connect(self.fit_form)

    def fit_form(self) -> None:
        """Offer one mail each, and say on the button how many people it goes to."""
        self._head.show_copies()
        words = send_words(self._session.account, self._head.people, self._head.wrong)
        self._compose.send_bar.show_send_words(words.text, words.why)

    async def wait_until_read(self) -> None:
        """Wait until no list is being read any more."""
        await self._tasks.wait_for(*map(_file_task, LISTS))
        await self._tasks.wait_for(*map(_task, LISTS))

    def show_all(self, place: str) -> None:
        """List everybody in a field, with a search."""
        self._show(place, place.capitalize())

    def show_wrong(self, place: str) -> None:
        """List those in a field that cannot be read, each with its reason, to be corrected."""
        self._show(place, f"{place.capitalize()}: what cannot be read", only_wrong=True)

    def _show(self, place: str, title: str, *, only_wrong: bool = False) -> None:
        field = self._head.lists[place]
        only = wrong_at(field.entries) if only_wrong else None
        sheet = PeopleSheet(self._compose.window(), title, field.entries, only=only)
        sheet.remove_wanted.connect(field.remove)
        sheet.correct_wanted.connect(partial(self._correct, sheet, field, only_wrong))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    @staticmethod
    def _correct(
        sheet: PeopleSheet, field: AddressField, only_wrong: bool, position: int, text: str
    ) -> None:
        """Correct one in the field, and list what is left to be corrected."""
        field.correct(position, text)
        left = wrong_at(field.entries) if only_wrong else None
        if left == ():
            sheet.accept()
        else:
            sheet.show_people(field.entries, left)

    def _start_reading(self, place: str, text: str, is_paste: bool) -> None:
        self._cancel(place)
        cancelled = self._cancelled[place] = threading.Event()
        work = self._read(place, text, cancelled, is_paste=is_paste)
        self._tasks.start(_task(place), work, if_running="replace")

    def _start_files(self, place: str, paths: tuple[str, ...]) -> None:
        work = self._read_files(place, paths)
        self._tasks.start(_file_task(place), work, if_running="ignore")

    async def _read_files(self, place: str, paths: tuple[str, ...]) -> None:
        """Take the lists that stand in files, as if they had been pasted."""
        mail = self._compose.mail
        entries, refused = await asyncio.to_thread(_lists_in, paths)
        if self._compose.mail != mail:
            return
        if refused:
            self._compose.notice.say("bad", NO_LIST, refused)
        elif self._compose.notice.text.startswith(NO_LIST):
            self._compose.notice.clear()
        if entries:
            self._head.lists[place].take_list(entries)

    def _cancel(self, place: str) -> None:
        if place in self._cancelled:
            self._cancelled[place].set()

    async def _read(
        self, place: str, text: str, cancelled: threading.Event, *, is_paste: bool
    ) -> None:
        loop = asyncio.get_running_loop()
        reading: asyncio.Future[tuple[Entry, ...]] = loop.run_in_executor(
            None, read_list, text, cancelled.is_set
        )
        try:
            done, _ = await asyncio.wait({reading}, timeout=QUIET_S)
            if not done:
                words = f"Reading {rough_count(text):,} addresses…"
                self._head.show_reading(place, words, can_cancel=is_paste)
            entries = await reading
        finally:
            cancelled.set()
            self._head.show_reading(place, "", can_cancel=False)
        # A cancelled reading gives nobody, which leaves the field as it was.
        self._head.lists[place].add(entries)


def _lists_in(paths: Sequence[str]) -> tuple[tuple[Entry, ...], str]:
    """Give the people in some files, and what is to be said of those with none."""
    read = read_files(paths)
    entries: list[Entry] = []
    refused = [read.failed] if read.failed else []
    for file in read.files:
        text = text_of(file.content)
        # No text holds a zero; a spreadsheet's own file, a picture and a PDF do.
        if "@" in text and "\0" not in text:
            entries += read_list(text)
        else:
            refused.append(f"{file.filename} holds no addresses as text. {AS_TEXT}")
    return tuple(entries), "\n".join(refused)


def _file_task(place: str) -> str:
    return f"read files for {place}"


def _task(place: str) -> str:
    return f"read {place}"
