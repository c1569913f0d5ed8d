"""Let the sheet of an account and the core meet: look, check, save."""

import asyncio
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from sgdesk.account.account import Account, Known
from sgdesk.account.facts import AccountCheck
from sgdesk.account.findings import own_path
from sgdesk.account.keystore import KeyPlace
from sgdesk.account.pasted import read_pasted_account
from sgdesk.account.regions import RegionCheck
from sgdesk.errors import InputError, KeyStoreError, SgdeskError
from sgdesk.present.account_form import (
    DETAILS,
    ReadForm,
    connection_values,
    form_of_values,
    read_form,
)
from sgdesk.present.account_words import (
    SENDERS_KNOWN,
    SENDERS_UNKNOWN,
    Verdict,
    check_lines,
    lacks_certificate,
    store_words,
    unreachable_words,
    verdict_of,
    verified,
)
from sgdesk.route import Path, WebApiPath, parse_path
from sgdesk.secret import Secret
from sgdesk.ui.account.clock import AskingClock
from sgdesk.ui.account.misdirected import is_misdirected, is_own_practice_key
from sgdesk.ui.account.sheet import AccountSheet, Purpose
from sgdesk.ui.folders import Kind
from sgdesk.ui.icons import Icons
from sgdesk.ui.session import Session
from sgdesk.ui.sheets import Answer, Question
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.surface import button
from sgdesk.ui.window import MainWindow

_TASKS = ("check-key", "key-store", "account-sheet", "practice-key")
"""What fills the sheet."""
_SAVING = "save-account"
STILL_SAVING = "The account is still being saved."
CLOSES_ONCE_SAVED = "This closes as soon as it is, or says here why it cannot be kept."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """What is to be written, taken from the widgets before a worker thread does it."""

    name: str
    values: dict[str, object]
    known: Known
    place: KeyPlace
    key: Secret


class Adding(QObject):
    """One sheet from its opening to its end.

    Signals: `saved(str)`, the name of the account that was kept or changed.
    """

    saved = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        icons: Icons,
        session: Session,
        tasks: Tasks,
        purpose: Purpose,
        account: Account | None,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._tasks = tasks
        self._account = account
        self._window = window
        self._found: RegionCheck | None = None
        self.sheet = AccountSheet(window, icons, purpose)
        self.sheet.check_requested.connect(self.check)
        self.sheet.key.practice_wanted.connect(self._use_practice)
        self.sheet.stop_requested.connect(self._stop)
        self.sheet.save_requested.connect(self.save)
        self.sheet.leave_requested.connect(self._leave)
        self.sheet.file_wanted.connect(self._choose_file)
        self.sheet.edited.connect(self._drop_findings)
        self.sheet.fields.store_retried.connect(self._look_for_store)
        self.sheet.finished.connect(self._end)

    def open(self, key: Secret | None = None) -> None:
        """Show the sheet; a key that is given was allowed by a click, and is checked at once."""
        if key is not None:
            self.sheet.key.set_key(key)
        if self.sheet.purpose == "edit":
            self.sheet.show_saving(can_save=True)
        self.sheet.open()
        self.sheet.focus_first()
        self._tasks.start("account-sheet", self._prepare(key), if_running="replace")
        self._look_for_store()
        if key is not None and self._account is None:
            self.check()

    def _use_practice(self) -> None:
        self._tasks.start("practice-key", self._fill_in_practice(), if_running="ignore")

    async def _fill_in_practice(self) -> None:
        """Do what pasting the lines does that the practice inbox copies."""
        try:
            where = await self._session.start_practice()
        except SgdeskError as error:
            self.sheet.notice.say("bad", error.happened, error.more)
            return
        pasted = read_pasted_account(where.environment)
        if pasted is not None:
            self.sheet.take_practice(pasted)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self.sheet, "Certificate file")
        dialog.setObjectName("choose-certificates")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._window.folders.begin(dialog, Kind.CERTIFICATES)
        dialog.fileSelected.connect(self.sheet.details.take_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def check(self) -> None:
        """Ask SendGrid about the key, on both paths at once."""
        if self.sheet.purpose == "edit":
            return
        if not self.sheet.key.is_complete:
            self.sheet.key.clean_if_possible()
        if not self.sheet.key.is_complete:
            self.sheet.complain_of_key()
            self.sheet.key.field.setFocus()
            return
        try:
            values = connection_values(self.sheet.form())
        except InputError as error:
            self._drop_findings()
            self._say_details(error)
            return
        self._drop_findings()
        if self.sheet.key.is_misdirected:
            self.sheet.key.focus_practice()
            return
        work = self._check(self.sheet.key.key, values)
        self._tasks.start("check-key", work, if_running="replace")

    def save(self) -> None:
        """Keep the account with what was found out."""
        self._save(checked=True)

    def _save_unchecked(self) -> None:
        self._save(checked=False)

    def _save_until_quit(self) -> None:
        self.sheet.fields.session.setChecked(True)
        self._save(checked=self._found is not None)

    def _save(self, *, checked: bool) -> None:
        form = self.sheet.form()
        read = read_form(form)
        self.sheet.fields.show_wrong(read.wrong)
        self.sheet.clear_wrong_details()
        if read.wrong_detail is not None:
            self._say_details(read.wrong_detail)
        if read.wrong or read.wrong_detail is not None:
            return
        known = self._take_findings(read) if checked else Known()
        place = KeyPlace.SYSTEM if form.keeps_in_system else KeyPlace.SESSION
        change = _Change(
            name=form.name, values=read.values, known=known, place=place, key=self.sheet.key.key
        )
        work = self._keep(change)
        self._tasks.start(_SAVING, work, if_running="ignore")

    def _take_findings(self, read: ReadForm) -> Known:
        """Put region and path into the settings; give what else is worth keeping."""
        if self._found is None:
            return Known()
        read.values["region"] = self._found.region.value
        wanted = str(read.values.get("path", ""))
        path = self._own_path(self._found.check, wanted)
        if path is not None:
            read.values["path"] = path.text
        return self._session.findings_of(self._found.check)

    def _own_path(self, check: AccountCheck, wanted: str) -> Path | None:
        """Give the path by which the account must begin from now on.

        `None` where the one works that the sheet names, by which it began, or for a new one
        that of the settings.
        """
        before = self._account.path if self._account else self._session.settings.text("path")
        try:
            first = parse_path(wanted or before)
        except InputError:
            first = WebApiPath()
        return own_path(check, first)

    async def _prepare(self, key: Secret | None) -> None:
        book = self._session.book
        accounts = await asyncio.to_thread(book.accounts)
        self.sheet.fields.set_taken(frozenset(account.name for account in accounts))
        if self._account is not None:
            values = await asyncio.to_thread(book.values, self._account.name)
            in_system = self._account.known.key_place != KeyPlace.SESSION.value
            self.sheet.set_form(form_of_values(self._account.name, values, in_system=in_system))
            self._offer_senders(self._account.known)
            if key is not None:
                # Not before: it is to be asked about where the account's mail goes.
                self.check()

    def _look_for_store(self) -> None:
        self._tasks.start("key-store", self._probe(), if_running="replace")

    async def _probe(self) -> None:
        try:
            await asyncio.to_thread(self._session.book.keys.probe)
        except KeyStoreError as error:
            self.sheet.fields.show_store(works=False, words=store_words(error))
        else:
            self.sheet.fields.show_store(works=True, words=store_words(None))

    async def _check(self, key: Secret, values: dict[str, object]) -> None:
        with AskingClock(self, self.sheet.show_progress, self.sheet.asked):
            try:
                await self._tasks.wait_for("open")
                found = await self._session.check_key(key, values)
            except InputError as error:
                self._say_details(error)
                return
            except SgdeskError as error:
                self.sheet.notice.say("bad", error.happened, error.more)
                return
        if self._tasks.is_asked_to_stop():
            return
        self._found = found
        lines = check_lines(found.check, found.region)
        self.sheet.lines.show_lines(lines)
        announce(self.sheet.lines, " ".join(f"{line.text}. {line.detail}" for line in lines))
        verdict = verdict_of(found.check)
        self.sheet.show_asked(
            any_answer=verdict in (Verdict.WORKS, Verdict.REFUSED),
            region=found.region.value if found.found_by_asking and verdict is Verdict.WORKS else "",
        )
        self._offer(verdict, found)
        self.sheet.reveal_findings()

    def _offer(self, verdict: Verdict, found: RegionCheck) -> None:
        """Let the next step be the one that a check leads to."""
        # A key that may not send mail may be kept, but is hardly the one that was meant.
        may_send = found.check.may_send is not False
        self.sheet.show_saving(can_save=verdict is Verdict.WORKS, is_next=may_send)
        if verdict is Verdict.REFUSED or not may_send:
            self.sheet.key.field.setFocus()
        if verdict is Verdict.WORKS:
            known = self._session.findings_of(found.check)
            self._offer_senders(known)
        elif verdict is Verdict.UNREACHABLE:
            unchecked = button(
                "Save unchecked",
                name="save-unchecked",
                why="Keep the key all the same; check it later in Accounts",
            )
            unchecked.clicked.connect(self._save_unchecked)
            self.sheet.notice.say("warn", unreachable_words(found.check), buttons=(unchecked,))
            if lacks_certificate(found.check) and self.sheet.purpose == "add":
                self.sheet.go_to_detail("ca_file")
        elif verdict is Verdict.NO_KEY:
            self.sheet.complain_of_key()

    def _offer_senders(self, known: Known) -> None:
        words = SENDERS_UNKNOWN if known.senders is None else SENDERS_KNOWN
        self.sheet.fields.show_senders(verified(known.senders), words)

    async def _keep(self, change: "_Change") -> None:
        try:
            saved = await asyncio.to_thread(self._write, change)
        except InputError as error:
            self.sheet.notice.clear()
            if error.setting:
                self._say_details(error)
            else:
                self.sheet.fields.show_wrong({"name": str(error)})
        except KeyStoreError as error:
            hold = button(
                "Keep it until I quit",
                name="keep-until-quit",
                why="Save the account, and give the key again after the next start",
            )
            hold.clicked.connect(self._save_until_quit)
            self.sheet.notice.say("bad", error.happened, error.more, buttons=(hold,))
        except OSError as error:
            self.sheet.notice.say("bad", "The account cannot be saved.", str(error))
        else:
            self.sheet.accept()
            self.saved.emit(saved)

    def _write(self, change: "_Change") -> str:
        """Write in a worker thread; gives the account's name."""
        book = self._session.book
        known = replace(change.known, follows=is_own_practice_key(self._session, change.key))
        if self._account is None:
            added = book.add(change.name, change.values, change.key, change.place, known)
            return added.name
        old = self._account.name
        if self.sheet.purpose == "edit":
            before = book.values(old).get("path")
            # The sheet shows a port alone; to begin by the Web API is no less the account's own.
            kept = {"path": before} if before == WebApiPath().text else {}
            return book.change_and_rename(old, change.name, {**kept, **change.values}).name
        found: dict[str, object] = {
            key: change.values[key] for key in ("region", "path") if key in change.values
        }
        values: dict[str, object] = {**book.values(old), **found}
        return book.replace_key(old, change.key, change.place, values, known).name

    def _say_details(self, error: InputError) -> None:
        """Say it at the field that holds it; at the top where nobody knows which does."""
        if error.setting in DETAILS:
            self.sheet.show_wrong_detail(error.setting, str(error))
        else:
            self.sheet.notice.say("bad", error.happened, error.more)

    def _drop_findings(self) -> None:
        self._tasks.cancel("check-key")
        self._found = None
        self.sheet.lines.show_lines(())
        self.sheet.show_asked(any_answer=False)
        self.sheet.clear_wrong_details()
        self.sheet.notice.clear()
        key = self.sheet.key
        key.show_misdirected(
            is_misdirected=is_misdirected(self._session, key.key, self.sheet.form())
        )
        if self.sheet.purpose != "edit":
            self.sheet.show_saving(can_save=False)

    def _stop(self) -> None:
        self._tasks.cancel("check-key")

    def _leave(self) -> None:
        """Close the sheet, asking first where something would be lost.

        While the account is being saved it stays: closed, it could not say why that failed.
        """
        if self._tasks.is_running(_SAVING):
            self.sheet.notice.say("note", STILL_SAVING, CLOSES_ONCE_SAVED)
        elif self.sheet.would_lose:
            self._tasks.start("leave-account", self._ask_to_leave(), if_running="ignore")
        else:
            self.sheet.reject()

    async def _ask_to_leave(self) -> None:
        lost = "what you changed" if self.sheet.key.is_empty else "the key that you gave"
        question = Question(
            self.sheet,
            "leave-account",
            "Close without saving?",
            f"This program forgets {lost}.",
            (
                Answer(id="close", text="Close without saving", why="Forget what was typed here"),
                Answer(
                    id="stay", text="Keep editing", why="Back to the sheet (Esc)", is_default=True
                ),
            ),
        )
        if await question.ask() == "close":
            self.sheet.reject()

    def _end(self) -> None:
        for task in _TASKS:
            self._tasks.cancel(task)
        self._tasks.start(f"forget sheet {id(self)}", self._forget(), if_running="ignore")

    async def _forget(self) -> None:
        """Let go of the sheet once nothing comes back to it: a check says that it has ended."""
        await self._tasks.wait_for(*_TASKS, _SAVING)
        self.sheet.deleteLater()
        self.deleteLater()
