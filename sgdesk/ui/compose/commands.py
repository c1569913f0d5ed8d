"""Make the commands that send what is written, for the sheet that copies them."""

import asyncio
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from sgdesk.account.account import Account
from sgdesk.errors import SgdeskError
from sgdesk.message import Message
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
from sgdesk.route import Path, Route, SmtpPath, WebApiPath
from sgdesk.ui.compose.command_sheet import Command, CommandSheet
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.icons import Icons
from sgdesk.ui.sandbox.where import Where
from sgdesk.ui.session import Session

Maker = Callable[[Message, Route], Recipe]


class Commands(QObject):
    """Show a message as commands."""

    def __init__(self, compose: ComposePane, session: Session, icons: Icons) -> None:
        super().__init__(compose)
        self._compose = compose
        self._session = session
        self._icons = icons

    async def show(self, message: Message, account: Account, path: Path) -> None:
        """Open the sheet with each command; swaks goes by the chosen port, else the account's."""
        smtp = path if isinstance(path, SmtpPath) else None
        practice = await self._practice_of(account, path)
        named = "" if account.is_built_in else account.name
        own = partial(sgdesk_recipe, account=named)
        commands = {
            "curl": await self._command(curl_recipe, message, account, WebApiPath(), practice),
            "swaks": await self._command(swaks_recipe, message, account, smtp, practice),
            "sgdesk": await self._command(own, message, account, path, practice, named),
        }
        sets_key = practice.sets_key if practice else SETS_KEY
        sheet = CommandSheet(
            self._compose.window(),
            commands,
            sets_key,
            self._icons,
            "swaks" if isinstance(path, SmtpPath) else "curl",
        )
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    async def _practice_of(self, account: Account, path: Path) -> Where | None:
        """Give this window's local SendGrid where the account leads to it: its key is known."""
        try:
            return await self._session.practice_at(await self._session.route(account.name, path))
        except SgdeskError:
            return None  # the commands say why there are none

    async def _command(
        self,
        make: Maker,
        message: Message,
        account: Account,
        path: Path | None,
        practice: Where | None,
        named: str = "",
    ) -> Command:
        try:
            path = path or await self._session.smtp_path(account.name)
            route = await self._session.route(account.name, path)
            route = lasting(route, practice.ca_file if practice else None)
            made = await asyncio.to_thread(make, message, route)
        except SgdeskError as error:
            return Command(text="", note=str(error))
        other = READS_ACCOUNT_KEY.format(account=named) if named else READS_KEY
        reads_key = READS_PRACTICE_KEY if practice else other
        return Command(text=made.text, note=" ".join((reads_key, made.says, *made.notes)))
