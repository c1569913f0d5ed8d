"""Between Send and the wire: the Review sheet, shown until it is answered for good."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from sgdesk.account.account import Account
from sgdesk.message import Message
from sgdesk.present.compose import Composed, compose, words_by_field
from sgdesk.present.review import Review, domains_of, needs_review, review, risky
from sgdesk.present.risk import Risk
from sgdesk.present.things.table import look
from sgdesk.present.things.thing import Fix, KeepOnly, UseWebApi
from sgdesk.route import Path
from sgdesk.ui.compose.bodydesk import BodyDesk
from sgdesk.ui.compose.fields_question import fields_question
from sgdesk.ui.compose.looking import LookingDesk
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.compose.risk_question import risk_question
from sgdesk.ui.icons import Icons
from sgdesk.ui.session import Session


class Reviewing(QObject):
    """Ask before live mail to several people or to somebody new."""

    def __init__(
        self,
        compose: ComposePane,
        session: Session,
        looking: LookingDesk,
        body: BodyDesk,
        icons: Icons,
    ) -> None:
        super().__init__(compose)
        self._compose = compose
        self._session = session
        self._looking = looking
        self._body = body
        self._icons = icons
        self._confirmed: tuple[Message | None, str] = (None, "")
        self._with_fields: Message | None = None
        """The practice mail that may go with open fields in it, as the user said."""

    async def confirm(
        self,
        composed: Composed,
        account: Account,
        path: Path,
        *,
        is_repeat: bool,
        risk: Risk | None,
        fields: Sequence[str] = (),
    ) -> Message | None:
        """Give the message that is to be sent now, `None` when the user went back.

        What is mended on the sheet is mended in the mail, which is then read anew.
        `is_repeat` says that a button of its error asked for it: then a mail that
        was confirmed and is unchanged since is not asked about again. With a `risk` it asks in
        any case, and in practice about that alone; and about `fields` that nothing fills in.
        """
        if account.is_practice:
            if fields and not await self._wants_fields(composed.message, fields):
                return None
            return await self._ask_in_practice(composed, path, risk, account.name)
        if risk is None and is_repeat and self._confirmed == (composed.message, account.name):
            return composed.message
        confirmed = await self._ask(composed, account, path, risk, always=bool(fields))
        self._confirmed = (confirmed, account.name)
        return confirmed

    async def _wants_fields(self, message: Message | None, fields: Sequence[str]) -> bool:
        """Ask once about fields that stand open; the same mail is not asked about again."""
        if message is not None and message == self._with_fields:
            return True
        is_wanted = await fields_question(self._compose.window(), fields).ask() == "send"
        self._with_fields = message if is_wanted else None
        return is_wanted

    async def _ask_in_practice(
        self, composed: Composed, path: Path, risk: Risk | None, account: str
    ) -> Message | None:
        message = composed.message
        if risk is None or message is None:
            return message
        window = self._compose.window()
        answer = await risk_question(window, message, path, risk, account).ask()
        if answer == "others":
            return (await self._mended(risk.fix, path)).message
        return message if answer == "send" else None

    async def _ask(
        self,
        composed: Composed,
        account: Account,
        path: Path,
        risk: Risk | None,
        *,
        always: bool,
    ) -> Message | None:
        while composed.message is not None:
            new = await self._new_domains(composed.message)
            must = always or risk is not None or self._session.settings.flag("review_one")
            if not needs_review(account, composed.message, new, always=must):
                return composed.message
            shown = await self._review(composed, composed.message, account, path, new)
            if risk is not None:
                shown = risky(shown, composed.message, risk)
            sheet = ReviewSheet(self._compose.window(), shown, self._icons)
            answer = await sheet.ask()
            if answer.kind == "send":
                return composed.message
            if answer.thing is None:
                return None
            if answer.kind == "show":
                self._looking.show_place(answer.thing)
                return None
            fix = answer.thing.fix
            if fix is not None and isinstance(fix.change, KeepOnly):
                # Who has it already gets it no more.
                risk = None
            composed = await self._mended(fix, path)
        self._compose.show_findings(words_by_field(composed.errors))
        return None

    async def _new_domains(self, message: Message) -> frozenset[str]:
        wanted = await asyncio.to_thread(domains_of, message)
        return wanted - await self._session.history.mailed_domains(wanted)

    async def _review(
        self,
        composed: Composed,
        message: Message,
        account: Account,
        path: Path,
        new: frozenset[str],
    ) -> Review:
        form, around = self._compose.form(), self._looking.around()
        found = await asyncio.to_thread(look, form, around)
        # By which path it goes was asked for with Send: another is chosen beside it, after Back.
        things = tuple(
            replace(thing, fix=None)
            if thing.fix is not None and isinstance(thing.fix.change, UseWebApi)
            else thing
            for thing in found
        )
        return await asyncio.to_thread(
            review, message, account, path, new, things, composed.findings
        )

    async def _mended(self, fix: Fix | None, path: Path) -> Composed:
        if fix is not None:
            self._looking.make(fix.change)
        await self._body.wait_until_settled()
        return await asyncio.to_thread(compose, self._compose.form(), path)
