"""Bring the mail of a result to the front of Write, or the part of it that is to be mended."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from sgdesk.delivery import Partial
from sgdesk.message import Message
from sgdesk.present.compose import form_of
from sgdesk.present.form import ComposeForm
from sgdesk.present.problem_words import NOBODY_LEFT, NOT_KEPT
from sgdesk.present.remedies import Act
from sgdesk.present.rest import ALL_IN, all_in_words, opened_words, put_in_all, rest_words
from sgdesk.present.rewriting import written_again
from sgdesk.ui.compose.sent import Remembered
from sgdesk.ui.doors import make_mail
from sgdesk.ui.log.case import Case
from sgdesk.ui.log.records import Records
from sgdesk.ui.rooms import Rooms
from sgdesk.ui.session import Session
from sgdesk.ui.sheets import Answer, Question
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.surface import button
from sgdesk.ui.window import MainWindow

if TYPE_CHECKING:
    from sgdesk.store import KeptMessage

FillWrite = Callable[[ComposeForm], Awaitable[bool]]
"""Puts a mail into Write without losing what stands there; says whether it did."""
_TO_THE_REST = frozenset({Act.CORRECT, Act.SEND_REST, Act.EDIT})
"""Of a mail that was accepted for a part; the part that has it is never in it unasked."""


class Mending(QObject):
    """Mend a mail.

    Signals: `said(str)`, why it cannot be done; `send_wanted(object)`, the `Case` whose mail
    stands in Write as it is to be sent.
    """

    said = Signal(str)
    send_wanted = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        rooms: Rooms,
        session: Session,
        tasks: Tasks,
        remembered: Remembered,
        fill_write: FillWrite,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._compose = rooms.write.compose
        self._session = session
        self._tasks = tasks
        self._records = Records(session)
        self._remembered = remembered
        self._fill_write = fill_write

    def open(self, act: Act, case: Case) -> None:
        """Put the mail of a result into Write; of one that a part has, for the others alone."""
        self._tasks.start("edit", self._open(act, case), if_running="ignore")

    async def _open(self, act: Act, case: Case) -> None:
        kept = await self._records.message(case.attempt.id)
        if kept is None:
            self.said.emit(NOT_KEPT)
            return
        whole = await asyncio.to_thread(written_again, form_of(kept.message), make_mail)
        left = self._left(case, kept.message) if _is_for_rest(act, case) else None
        if left == () and act is not Act.EDIT:
            self.said.emit(NOBODY_LEFT)
            return
        form = replace(whole, to=", ".join(left), cc="", bcc="") if left else whole
        if not await self._fill_write(form):
            return
        # It goes the way that it went.
        self._compose.send_bar.route.take(case.attempt.path)
        self._window.show_view("write")
        self._go_to(act)
        self._say_opened(case, kept, whole, len(left or ()))

    def _say_opened(self, case: Case, kept: "KeptMessage", whole: ComposeForm, left: int) -> None:
        count = len(kept.message.everyone)
        said = opened_words(kept.missing_files, case.since, count, left)
        if said is None:
            return
        buttons: tuple[QPushButton, ...] = ()
        if left:
            put_in = button(put_in_all(count), name="put-in-all", why=ALL_IN)
            put_in.clicked.connect(partial(self._put_in_all, whole, count, left))
            buttons = (put_in,)
        self._compose.notice.say("warn", *said, buttons=buttons)

    def _put_in_all(self, whole: ComposeForm, count: int, left: int) -> None:
        self._compose.head.put_people(whole.to, whole.cc, whole.bcc)
        self._compose.go_to_field("to")
        self._compose.notice.say("warn", *all_in_words(count, left))

    def mend_here(self, act: Act, case: Case) -> None:
        """Go to what is to be mended in the mail that stands in Write."""
        if act is Act.KEEP_DRAFT:
            self._compose.problem.clear()
        elif _is_for_rest(act, case):
            left = self._left(case, case.message)
            if not left:
                self.said.emit(NOBODY_LEFT)
            elif act is Act.SEND_REST:
                work = self._send_rest(case, left)
                self._tasks.start("send-rest", work, if_running="ignore")
            else:
                self._keep_only(case, left)
                self._go_to(act)
            return
        self._go_to(act)

    def _keep_only(self, case: Case, left: tuple[str, ...]) -> None:
        self._compose.head.keep_only(left)
        self._compose.send_bar.route.take(case.attempt.path)

    async def _send_rest(self, case: Case, left: tuple[str, ...]) -> None:
        if not (self._is_reviewed(case, left) or await self._wants_rest(case, left)):
            return
        self._keep_only(case, left)
        self.send_wanted.emit(case)

    def _is_reviewed(self, case: Case, left: tuple[str, ...]) -> bool:
        """Say whether a sheet asks about it anyway before it goes."""
        is_one = len(left) == 1 and not self._session.settings.flag("review_one")
        return not case.attempt.practice and not is_one

    async def _wants_rest(self, case: Case, left: tuple[str, ...]) -> bool:
        words = rest_words(case.attempt, left, case.account)
        send = Answer(
            id="send",
            text=words.send,
            why="Send what stands in Write to nobody else",
            is_default=True,
        )
        back = Answer(id="back", text="Back", why="Send nothing (Esc)")
        question = Question(self._window, "send-rest-sheet", words.title, words.text, (send, back))
        is_wanted = await question.ask() == "send"
        # While it was asked another mail may have been opened.
        return is_wanted and case.mail == self._compose.mail

    def _left(self, case: Case, message: Message | None) -> tuple[str, ...]:
        if case.since.left is not None:
            return case.since.left
        return self._remembered.left_of(message, case.attempt) if message is not None else ()

    def _go_to(self, act: Act) -> None:
        match act:
            case Act.CORRECT:
                self._compose.go_to_field("to")
            case Act.CHOOSE_SENDER:
                self._compose.go_to_field("sender")
            case Act.CHOOSE_FILES:
                self._compose.body.show_tab("files")
            case _:
                self._compose.go_to_field("subject")


def _is_for_rest(act: Act, case: Case) -> bool:
    return act in _TO_THE_REST and isinstance(case.attempt.outcome, Partial)
