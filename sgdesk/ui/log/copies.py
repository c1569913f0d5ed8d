"""The mail of a result as text to take along: as commands, and as the bytes of either path."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sgdesk.account.account import PRACTICE
from sgdesk.delivery import Accepted, Attempt, AttemptId
from sgdesk.errors import InputError, SgdeskError
from sgdesk.message import Message
from sgdesk.present.problem_words import NOT_KEPT
from sgdesk.present.recipes import (
    READS_ACCOUNT_KEY,
    READS_KEY,
    READS_PRACTICE_KEY,
    SETS_KEY,
    Recipe,
    curl_recipe,
    lasting,
    sgdesk_recipe,
    swaks_recipe,
)
from sgdesk.present.repeating import towards
from sgdesk.present.summary import WHOLE_WORDS
from sgdesk.present.wire_forms import mime_form, v3_form
from sgdesk.render.mime import Stamp, new_stamp
from sgdesk.route import Path, Route, SmtpPath, WebApiPath
from sgdesk.ui.log.case import Case
from sgdesk.ui.log.records import Records
from sgdesk.ui.session import Session
from sgdesk.ui.timeline.copy_tab import Copyable

if TYPE_CHECKING:
    from sgdesk.store import KeptMessage

_COMMANDS = ("curl", "swaks", "sgdesk")
_FORMS = {"v3": v3_form, "mime": mime_form}


def first_kind(attempt: Attempt, *, has_mail: bool) -> str:
    """Say what is taken along first: the command of a mail that was taken, else text for a ticket.

    The command is the one that takes the path that the mail took.
    """
    if not (has_mail and isinstance(attempt.outcome, Accepted)):
        return "summary"
    return "swaks" if isinstance(attempt.path, SmtpPath) else "curl"


class Copies:
    """Make every text of a result that holds its mail."""

    def __init__(self, records: Records, session: Session) -> None:
        self._records = records
        self._session = session
        self._stamp: tuple[AttemptId, Stamp] | None = None
        """Message-ID and Date of the commands of the result that is in sight."""

    async def made(self, case: Case) -> dict[str, Copyable]:
        """Give the texts by kind; where there is none, its note says why."""
        kept = await self._records.message(case.attempt.id)
        if kept is None:
            return dict.fromkeys((*_COMMANDS, *_FORMS), Copyable(text="", note=NOT_KEPT))
        path = case.attempt.path
        smtp = path if isinstance(path, SmtpPath) else None
        # A command for practice names all that it needs itself.
        account = "" if case.attempt.practice else await self._account_of(case)
        own = partial(sgdesk_recipe, account=account)
        if self._stamp is None or self._stamp[0] != case.attempt.id:
            # Kept: else they would change each time that the tab is opened.
            self._stamp = case.attempt.id, new_stamp()
        swaks = partial(swaks_recipe, stamp=self._stamp[1])
        return {
            "curl": await self._recipe(kept, case, curl_recipe, WebApiPath()),
            "swaks": await self._recipe(kept, case, swaks, smtp),
            "sgdesk": await self._recipe(kept, case, own, path, account),
            **{kind: await self._form(kept, case, kind) for kind in _FORMS},
        }

    async def _account_of(self, case: Case) -> str:
        """Name the account that sent it, where there is still one to be named."""
        if not case.account or case.account == PRACTICE.name:
            return ""
        try:
            await asyncio.to_thread(self._session.book.account, case.account)
        except InputError:
            return ""
        return case.account

    async def _form(self, kept: "KeptMessage", case: Case, kind: str) -> Copyable:
        is_whole = not kept.missing_files
        try:
            form = await asyncio.to_thread(
                _FORMS[kind], kept.message, case.attempt, is_whole=is_whole
            )
        except SgdeskError as error:
            return Copyable(text="", note=str(error))
        notes = (WHOLE_WORDS, *form.notes, _missing(kept))
        return Copyable(text=form.text, note=" ".join(filter(None, notes)))

    async def _recipe(
        self,
        kept: "KeptMessage",
        case: Case,
        make: Callable[[Message, Route], Recipe],
        path: Path | None,
        account: str = "",
    ) -> Copyable:
        """Make a command; `account` is the one that it names, whose key is kept."""
        try:
            name = case.account
            if case.attempt.practice and not await self._account_of(case):
                name = PRACTICE.name
            path = path or await self._session.smtp_path(name)
            if case.way is not None:
                usual = replace(case.way, path=path)
            else:
                usual = await self._session.route(name, path)
            route, where = towards(case.attempt, usual, case.way)
            practice = await self._session.practice_at(route)
            route = lasting(route, practice.ca_file if practice else None)
            made = await asyncio.to_thread(make, kept.message, route)
        except SgdeskError as error:
            return Copyable(text="", note=str(error))
        other = READS_ACCOUNT_KEY.format(account=account) if account else READS_KEY
        reads_key = READS_PRACTICE_KEY if practice else other
        notes = (WHOLE_WORDS, where, reads_key, made.says, _missing(kept), *made.notes)
        return Copyable(
            text=made.text,
            note=" ".join(filter(None, notes)),
            sets_key=practice.sets_key if practice else SETS_KEY,
        )


def _missing(kept: "KeptMessage") -> str:
    if not kept.missing_files:
        return ""
    return f"Files that were too large to keep are left out: {', '.join(kept.missing_files)}."
