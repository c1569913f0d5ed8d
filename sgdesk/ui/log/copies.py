"""The mail of a result as text to take along: as commands, and as the bytes of either path."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from sgdesk.errors import SgdeskError
from sgdesk.present.problem_words import NOT_KEPT
from sgdesk.present.recipes import (
    READS_KEY,
    READS_PRACTICE_KEY,
    SENDS_ANEW,
    SETS_KEY,
    curl_recipe,
    swaks_recipe,
)
from sgdesk.present.repeating import towards
from sgdesk.present.summary import WHOLE_WORDS
from sgdesk.present.wire_forms import mime_form, v3_form
from sgdesk.route import Path, SmtpPath, WebApiPath
from sgdesk.ui.log.case import Case
from sgdesk.ui.log.records import Records
from sgdesk.ui.session import Session
from sgdesk.ui.timeline.copy_tab import Copyable

if TYPE_CHECKING:
    from sgdesk.store import KeptMessage

_FORMS = {"v3": v3_form, "mime": mime_form}


class Copies:
    """Make every text of a result that holds its mail."""

    def __init__(self, records: Records, session: Session) -> None:
        self._records = records
        self._session = session

    async def made(self, case: Case) -> dict[str, Copyable]:
        """Give the texts by kind; where there is none, its note says why."""
        kept = await self._records.message(case.attempt.id)
        if kept is None:
            return dict.fromkeys(("curl", "swaks", *_FORMS), Copyable(text="", note=NOT_KEPT))
        path = case.attempt.path
        smtp = path if isinstance(path, SmtpPath) else None
        return {
            "curl": await self._recipe(kept, case, "curl", WebApiPath()),
            "swaks": await self._recipe(kept, case, "swaks", smtp),
            **{kind: await self._form(kept, case, kind) for kind in _FORMS},
        }

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
        self, kept: "KeptMessage", case: Case, kind: str, path: Path | None
    ) -> Copyable:
        make = curl_recipe if kind == "curl" else swaks_recipe
        try:
            path = path or await self._session.smtp_path(case.account)
            if case.way is not None:
                usual = replace(case.way, path=path)
            else:
                usual = await self._session.route(case.account, path)
            route, where = towards(case.attempt, usual, case.way)
            practice = await self._session.practice_at(route)
            made = await asyncio.to_thread(make, kept.message, route)
        except SgdeskError as error:
            return Copyable(text="", note=str(error))
        reads_key = READS_PRACTICE_KEY if practice else READS_KEY
        notes = (WHOLE_WORDS, where, reads_key, SENDS_ANEW, _missing(kept), *made.notes)
        return Copyable(
            text=made.text,
            note=" ".join(filter(None, notes)),
            sets_key=practice.sets_key if practice else SETS_KEY,
        )


def _missing(kept: "KeptMessage") -> str:
    if not kept.missing_files:
        return ""
    return f"Files that were too large to keep are left out: {', '.join(kept.missing_files)}."
