"""The window's hold on the core: settings, history, sends, the local SendGrid.

Everything here may be awaited in the window's loop; nothing here touches a
widget.
"""

import os
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sgdesk.account.account import PRACTICE, Account
from sgdesk.delivery import Attempt, DeliveryId
from sgdesk.doors import open_app
from sgdesk.engine.events import Subscriber
from sgdesk.errors import StoreError
from sgdesk.message import Message
from sgdesk.present.inbox import InboxRow, OpenMail, inbox_rows, open_mail
from sgdesk.profile import Config, config_dir, load_config, save_config
from sgdesk.route import Path
from sgdesk.settings import Settings, resolve

if TYPE_CHECKING:
    from sgdesk.app import App
    from sgdesk.sandbox.process import SandboxInfo
    from sgdesk.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where one's own programs reach the local SendGrid."""

    words: str
    environment: str


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

    def load_settings(self) -> None:
        """Read settings file and environment; raises `InputError` for what cannot be read."""
        self._config = load_config(config_dir(self._environ))
        self.settings = resolve(environ=self._environ, file=self._config.settings)

    def save_setting(self, key: str, value: object) -> None:
        """Keep one setting; raises `OSError` when the file cannot be written."""
        self._config = self._config.with_setting(key, value)
        save_config(config_dir(self._environ), self._config)
        self.settings = resolve(environ=self._environ, file=self._config.settings)

    async def open(self, subscriber: Subscriber) -> None:
        """Open history, wire thread and engine; `subscriber` is called in the wire thread."""
        self._app = await self._stack.enter_async_context(open_app(self.settings))
        self._stack.callback(self._app.subscribe(subscriber))

    async def aclose(self) -> None:
        """Close everything; safe to call twice."""
        self._app = None
        await self._stack.aclose()

    @property
    def is_open(self) -> bool:
        """Say whether the core can be used."""
        return self._app is not None

    @property
    def notices(self) -> tuple[str, ...]:
        """Give what opening has to tell, e.g. that a damaged history was set aside."""
        return self._core.notices

    @property
    def _core(self) -> "App":
        if self._app is None:
            raise StoreError(
                "The history is not open.",
                why="Without it nothing is sent: it keeps a mail from going out twice.",
            )
        return self._app

    @property
    def history(self) -> "Store":
        """Give the history."""
        return self._core.history

    @property
    def practice(self) -> "SandboxInfo":
        """Say where the local SendGrid is; raises `SandboxError` before it was started."""
        return self._core.sandbox

    async def start_practice(self) -> Where:
        """Start the local SendGrid, once; raises `SandboxError` when it does not come up."""
        info = await self._core.start_sandbox()
        words = (
            f"Send here from your program: API {info.api_url_plain} · "
            f"SMTP {info.smtp_host}:{info.starttls_port} · key {info.key[:8]}…"
        )
        environment = (
            f"export SENDGRID_API_KEY={info.key}\n"
            f"export SENDGRID_API_URL={info.api_url_plain}\n"
            f"export SMTP_HOST={info.smtp_host}\n"
            f"export SMTP_PORT={info.starttls_port}\n"
            f"export SSL_CERT_FILE={info.ca_file}\n"
        )
        return Where(words=words, environment=environment)

    async def deliver(
        self, message: Message, path: Path, *, group_id: str, check_only: bool = False
    ) -> Attempt:
        """Send one message to the practice inbox by one path; the events tell the rest."""
        core = self._core
        await core.start_sandbox()
        if check_only:
            message = replace(message, options=replace(message.options, check_only=True))
        delivery = core.new_delivery(
            message, core.sandbox_route(path), group_id, account=self.account.name
        )
        return await core.deliver(delivery, core.sandbox_secret)

    def cancel(self, delivery_id: DeliveryId) -> None:
        """Ask a send to stop; how it ended comes as its outcome."""
        self._core.cancel(delivery_id)

    async def inbox(self) -> tuple[InboxRow, ...]:
        """List the captured mail, newest first."""
        return inbox_rows(await self._core.inbox())

    async def open_mail(self, mail_id: str) -> OpenMail:
        """Give one captured mail; raises `SandboxError` when it is gone."""
        mail = await self._core.inbox_mail(mail_id)
        return open_mail(mail, await self._core.inbox_raw(mail_id))

    async def empty_inbox(self) -> None:
        """Delete all captured mail."""
        await self._core.empty_inbox()
