"""The window's hold on the core: settings, history, sends, the local SendGrid.

Everything here may be awaited in the window's loop; nothing here touches a
widget.
"""

import asyncio
import os
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from sgdesk.account.account import PRACTICE, Account, Known
from sgdesk.account.facts import AccountCheck
from sgdesk.account.findings import check_paths, known_of
from sgdesk.account.found import FoundKey, find_key
from sgdesk.account.keystore import KeyPlace
from sgdesk.account.practising import refuse_mixed
from sgdesk.clock import wall_utc
from sgdesk.delivery import Attempt, DeliveryId
from sgdesk.doors import check_regions, open_accounts, open_app
from sgdesk.engine.events import Subscriber
from sgdesk.errors import (
    InputError,
    KeyStoreError,
    SandboxError,
    SecretError,
    SgdeskError,
    StoreError,
)
from sgdesk.message import Message
from sgdesk.present.inbox import InboxRow, OpenMail, id_of_mail, inbox_rows, open_mail
from sgdesk.present.inbox_eml import MailFile, mail_file
from sgdesk.present.keyless import key_problem
from sgdesk.present.programs import (
    missed_ports_words,
    practice_environment,
    practice_key_line,
    practice_words,
)
from sgdesk.present.refused_calls import OpenCall, open_call
from sgdesk.present.remedies import Sender
from sgdesk.present.simulation import Simulation
from sgdesk.privatefile import private_copy
from sgdesk.profile import Config, config_dir, data_dir, load_config, save_config
from sgdesk.route import Path, Route
from sgdesk.routing import make_route, practice_reads_smtpapi
from sgdesk.secret import Secret
from sgdesk.sendgrid.hosts import Region
from sgdesk.settings import Settings, resolve
from sgdesk.ui.account.following import lead_along
from sgdesk.ui.sandbox.where import Where

if TYPE_CHECKING:
    from sgdesk.account.book import AccountBook
    from sgdesk.account.regions import RegionCheck
    from sgdesk.app import App
    from sgdesk.remote_images import RemoteImages
    from sgdesk.sandbox.process import SandboxInfo
    from sgdesk.store import Store

T = TypeVar("T")


class Session:
    """Open the core once, use it, close it.

    Every method but `open` and `aclose` needs an open session, and raises
    `StoreError` without one: opening fails where the history cannot be written.
    """

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._environ = environ
        self._stack = AsyncExitStack()
        self._app: App | None = None
        self._config = Config()
        self.settings: Settings = resolve()
        self.account: Account = PRACTICE
        """Whom the window sends as."""
        self._simulation: Simulation | None = None
        self._book: AccountBook | None = None

    def load_settings(self) -> None:
        """Read settings file and environment; raises `InputError` for what cannot be read."""
        self._config = load_config(config_dir(self._environ))
        self.settings = resolve(environ=self._environ, file=self._config.settings)

    def save_setting(self, key: str, value: object) -> None:
        """Keep one setting, or forget it with `None`.

        Raises `OSError` when the file cannot be written, `InputError` when it cannot be read.
        """
        # Read anew: accounts, and another window, write to the same file.
        config = load_config(config_dir(self._environ))
        kept = list(value) if isinstance(value, tuple) else value
        config = config.without_setting(key) if kept is None else config.with_setting(key, kept)
        save_config(config_dir(self._environ), config)
        self._config = config
        self.settings = resolve(environ=self._environ, file=config.settings)
        if self._app is not None:
            self._app.use_settings(self.settings)

    async def open(self, subscriber: Subscriber) -> None:
        """Open history, wire thread and engine; `subscriber` is called in the wire thread."""
        self._app = await self._stack.enter_async_context(open_app(self.settings))
        self._stack.callback(self._app.subscribe(subscriber))

    async def aclose(self) -> None:
        """Close everything; safe to call twice."""
        self._simulation = None
        self._app = None
        await self._stack.aclose()

    @property
    def is_open(self) -> bool:
        """Say whether the core can be used."""
        return self._app is not None

    @property
    def _core(self) -> "App":
        if self._app is None:
            raise StoreError(
                "The history is not open.",
                why="Without it nothing is sent: it keeps a mail from going out twice.",
            )
        return self._app

    @property
    def history_folder(self) -> "FilePath":
        """Give the folder in which the history stands."""
        return data_dir(self._environ)

    @property
    def history(self) -> "Store":
        """Give the history."""
        return self._core.history

    @property
    def practice(self) -> "SandboxInfo":
        """Say where the local SendGrid is; raises `SandboxError` before it was started."""
        return self._core.sandbox

    def reads_smtpapi(self, account: Account) -> bool:
        """Say whether the server that an account uses on SMTP reads X-SMTPAPI."""
        return practice_reads_smtpapi(self.settings) if account.is_practice else account.smtpapi

    def is_practice_of(self, attempt: Attempt) -> bool:
        """Say whether an attempt went to the local SendGrid that runs now."""
        try:
            info = self.practice
        except SandboxError:
            return False
        ports = {info.starttls_port, info.tls_port, info.plain_port}
        ports |= {urlsplit(url).port or 0 for url in (info.api_url, info.api_url_plain)}
        dialled = (attempt.trace.peer or "").rpartition(":")[2]
        return attempt.practice and dialled.isdigit() and int(dialled) in ports

    async def start_practice(self) -> Where:
        """Start the local SendGrid, once; raises `SandboxError` when it does not come up."""
        info = await self._start_sandbox()
        first, is_missed = self.settings.count("practice_port"), self._core.missed_ports
        if first and not is_missed:
            # Named by a file that has the same place at every start.
            kept = data_dir(self._environ) / "practice-ca.pem"
            info = replace(info, ca_file=await asyncio.to_thread(private_copy, info.ca_file, kept))
        environment = practice_environment(info)
        return Where(
            words=practice_words(info),
            environment=environment,
            followed=await lead_along(self.book, environment),
            sets_key=practice_key_line(info),
            ca_file=str(info.ca_file),
            missed=missed_ports_words(first) if is_missed else "",
        )

    async def practice_at(self, route: Route) -> Where | None:
        """Give the local SendGrid of this window where a route leads to it, and not to another."""
        is_here = route.practice and self._core.leads_here(route)
        return await self.start_practice() if is_here else None

    async def _start_sandbox(self) -> "SandboxInfo":
        return await self._core.start_sandbox(self.settings.count("practice_port"))

    @property
    def book(self) -> "AccountBook":
        """Give the accounts; its methods block, so call them in a worker thread."""
        if self._book is None:
            self._book = open_accounts(self._environ)
        return self._book

    @property
    def found_key(self) -> FoundKey | None:
        """Give the key that the environment holds; it is only ever offered."""
        return find_key(self._environ, self.settings.text("key_env"))

    async def deliver(
        self,
        message: Message,
        path: Path,
        *,
        group_id: str,
        check_only: bool = False,
        account: Account | None = None,
    ) -> Attempt:
        """Send one message by one path as an account; the events tell the rest.

        Without an account it is the one chosen in the window at this moment.
        Without its key nothing is tried, and the attempt says so.
        Raises `InputError` for one that cannot be used or may not mail somebody.
        """
        core = self._core
        account = account or self.account
        if check_only:
            message = replace(message, options=replace(message.options, check_only=True))
        if account.is_built_in:
            await self._start_sandbox()
            route = core.sandbox_route(path)
        else:
            route = await asyncio.to_thread(self._own_route, account, path)
        delivery = core.new_delivery(message, route, group_id, account=account.name)
        if account.is_built_in:
            return await core.deliver(delivery, core.sandbox_secret)
        try:
            key = await asyncio.to_thread(self.book.secret, account.name)
        except (SecretError, KeyStoreError) as error:
            if isinstance(error, SecretError):
                await self._note_failure(account.name, error)
            return await core.note_not_sent(delivery, key_problem(account, error))
        return await core.deliver(delivery, key)

    async def _note_failure(self, name: str, error: SgdeskError) -> None:
        """Keep with an account why it was no good; what failed is told all the same."""
        is_gone = isinstance(error, SecretError)
        with suppress(OSError):
            await asyncio.to_thread(
                self.book.note_failure, name, str(error), wall_utc(), key_gone=is_gone
            )

    async def check_key(self, key: Secret, values: Mapping[str, object]) -> "RegionCheck":
        """Try a key on both paths with the settings of an account, sending nothing.

        Where they name neither region nor host, the region is found out.
        Raises `InputError` for settings that cannot be used.
        """
        core = self._core
        places = await asyncio.to_thread(self._places, values)
        return await core.run(check_regions(places, key))

    async def try_routes(self, routes: Sequence[Route], key: Secret) -> AccountCheck:
        """Try a key on some routes, sending nothing."""
        found = await self._core.run(check_regions([(Region.GLOBAL, routes)], key))
        return found.check

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Await what is timed and sends nothing in the wire thread; cancelling cancels it there."""
        if self._app is None:
            work.close()
        return await self._core.run(work)

    async def check_account(self, name: str) -> Account:
        """Try the key of a kept account, keep what that finds, and give the account.

        Raises `SgdeskError` where it could not be tried, which is kept too.
        """
        core = self._core
        values = await asyncio.to_thread(self.book.values, name)
        try:
            key = await asyncio.to_thread(self.book.secret, name)
            places = await asyncio.to_thread(self._places, {"region": "global", **values})
            found = await core.run(check_regions(places, key))
        except SgdeskError as error:
            await self._note_failure(name, error)
            raise
        known = self.findings_of(found.check)
        return await asyncio.to_thread(self.book.note_check, name, known)

    def has_key(self, account: Account) -> bool:
        """Say whether the key of an account is there, as far as is known without asking."""
        if account.known.key_gone:
            return False
        is_held_here = account.known.key_place == KeyPlace.SESSION.value
        return not is_held_here or self.book.keys.holds(account.name)

    @staticmethod
    def findings_of(check: AccountCheck) -> Known:
        """Give what is worth keeping of a check made just now."""
        return known_of(check, wall_utc())

    def _places(self, values: Mapping[str, object]) -> list[tuple[Region, list[Route]]]:
        is_settled = any(key in values for key in ("region", "api_url", "smtp_host"))
        paths = check_paths(str(values.get("path", "")))
        regions = [Region(str(values.get("region", "global")))] if is_settled else list(Region)
        return [
            (region, [make_route(settings, path) for path in paths])
            for region in regions
            for settings in [self.book.settings_with({**values, "region": region.value})]
        ]

    def _own_route(self, account: Account, path: Path) -> Route:
        self.book.refuse_gone(account.name)
        route = make_route(self.book.settings(account.name), path)
        refuse_mixed(account, route)
        return replace(route, known_issuers=self.book.allowed_issuers(account.name))

    async def sender_of(self, account: str, attempt: Attempt) -> Sender:
        """Say who there is to send the mail of an attempt again, which an account sent."""
        if attempt.practice or account == PRACTICE.name:
            return Sender.ITSELF
        if not account:
            return Sender.NOBODY if self.account.is_practice else Sender.CHOSEN
        try:
            await asyncio.to_thread(self.book.account, account)
        except InputError:
            return Sender.NOBODY
        return Sender.ITSELF

    async def route(self, account: str, path: Path) -> Route:
        """Give the route that an account takes by a path; without a name it is the settings' own.

        Raises `InputError` for an account that is gone or cannot be used.
        """
        if account == PRACTICE.name:
            await self._start_sandbox()
            return self._core.sandbox_route(path)
        settings = await asyncio.to_thread(self.book.settings, account) if account else None
        return make_route(settings or self.settings, path)

    async def smtp_path(self, account: str) -> Path:
        """Give the path that an account takes where SMTP is asked for and no port is named.

        Raises `InputError` for an account that is gone or cannot be used.
        """
        if account == PRACTICE.name or not account:
            return check_paths()[-1]
        settings = await asyncio.to_thread(self.book.settings, account)
        return check_paths(settings.text("path"))[-1]

    def cancel(self, delivery_id: DeliveryId) -> None:
        """Ask a send to stop; how it ended comes as its outcome."""
        self._core.cancel(delivery_id)

    async def remote_images(self, addresses: Sequence[str]) -> "RemoteImages":
        """Fetch images of a mail from the web; each that is missing says why."""
        return await self._core.remote_images(addresses)

    async def inbox(self) -> tuple[InboxRow, ...]:
        """List the captured mail and the refused calls, newest first."""
        return inbox_rows(await self._core.inbox(), await self._core.refused_calls())

    async def mail_behind(self, attempt: Attempt, subject: str, recipient: str) -> str:
        """Give the id of the captured mail that an attempt brought; nothing when it is gone."""
        return id_of_mail(await self._core.inbox(), attempt, subject, recipient)

    async def open_mail(self, mail_id: str) -> OpenMail:
        """Give one captured mail; raises `SandboxError` when it is gone."""
        mail = await self._core.inbox_mail(mail_id)
        return await asyncio.to_thread(open_mail, mail, await self._core.inbox_raw(mail_id))

    async def open_call(self, call_id: str) -> OpenCall:
        """Give one refused call; raises `SandboxError` when it is gone."""
        return open_call(await self._core.refused_call(call_id))

    async def mail_as_eml(self, mail_id: str, at: int) -> MailFile:
        """Give a captured mail as a file; raises `SandboxError` when it is gone."""
        mail = await self._core.inbox_mail(mail_id)
        return await asyncio.to_thread(mail_file, mail, await self._core.inbox_raw(mail_id), at)

    async def attempt_behind(self, mail_id: str) -> Attempt | None:
        """Give the attempt that brought a captured mail; `None` when another program did."""
        found = await self._core.history.list(5, search=mail_id)
        return next((r.attempt for r in found if r.attempt.message_id == mail_id), None)

    async def simulate(self, simulation: Simulation | None) -> None:
        """Let this go wrong in the local SendGrid from now on, or nothing any more."""
        await self._start_sandbox()
        if simulation is None:
            await self._core.simulate(())
        else:
            await self._core.simulate(simulation.faults, simulation.words)
        self._simulation = simulation

    @property
    def simulated(self) -> str:
        """Say what goes wrong in the practice inbox now by its user's choice."""
        return self._simulation.words if self._simulation is not None else ""

    def simulated_for(self, attempt: Attempt) -> str:
        """Say what is simulated that a practice attempt would meet now; nothing otherwise."""
        now = self._simulation
        is_met = now is not None and now.is_in_the_way(attempt.path, attempt.simulated)
        return now.words if now is not None and is_met and attempt.practice else ""

    async def empty_inbox(self) -> None:
        """Delete all captured mail."""
        await self._core.empty_inbox()
