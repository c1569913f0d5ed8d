"""The composition root: introduces the rooms to each other, opens them and closes them.

    async with App.open(settings) as app:
        attempt = await app.deliver(app.new_delivery(message, route), secret)

Usable from any running event loop. Everything that is timed runs in the wire
thread, the history in its own threads, the local SendGrid in a child process.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from sgdesk.account.account import PRACTICE
from sgdesk.clock import wall_utc
from sgdesk.delivery import Attempt, Delivery, DeliveryId, Problem
from sgdesk.engine.connections import Limits
from sgdesk.engine.engine import Engine
from sgdesk.engine.events import Hub, Subscriber
from sgdesk.errors import InputError, SandboxError
from sgdesk.message import Message
from sgdesk.remote_images import RemoteImages, fetch_images
from sgdesk.route import Path as SendPath
from sgdesk.route import Route, SmtpPath, overridden
from sgdesk.routing import (
    PracticePorts,
    is_loopback,
    practice_route,
    refuse_gone,
    stays_here,
    web_route,
)
from sgdesk.sandbox import client
from sgdesk.sandbox.client import InboxEntry, InboxMail, RefusedCall, RefusedEntry
from sgdesk.sandbox.process import SandboxInfo, SandboxProcess
from sgdesk.secret import Secret
from sgdesk.settings import Settings
from sgdesk.store import Store
from sgdesk.store.opening import open_history
from sgdesk.transport.choose import open_connection
from sgdesk.transport.keyguard import refuse_key
from sgdesk.wire.thread import WireThread

T = TypeVar("T")

SHUTDOWN_S = 10.0
"""How long closing waits for attempts to be cancelled and connections to say goodbye."""


class App:
    """The open core. Made by `App.open`."""

    def __init__(
        self, settings: Settings, store: Store, wire: WireThread, engine: Engine, hub: Hub
    ) -> None:
        self.settings = settings
        self.history = store
        self._wire = wire
        self._engine = engine
        self._hub = hub
        self._sandbox: SandboxProcess | None = None
        self._faults: tuple[Mapping[str, object], ...] = ()
        self._simulated = ""
        self.missed_ports = False
        """The local SendGrid has other ports than were asked for."""
        self._starting = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        settings: Settings,
        *,
        data_dir: Path | None = None,
        memory: bool = False,
    ) -> "AsyncIterator[App]":
        """Open the history, the wire thread and the engine; close them at the end.

        `memory` keeps the history only as long as the app is open. Raises `StoreError`.
        """
        async with AsyncExitStack() as stack:
            store = await stack.enter_async_context(
                open_history(settings, data_dir=data_dir, memory=memory)
            )
            wire, hub = WireThread(), Hub()
            limits = Limits(connections=settings.count("connections"))
            engine = Engine(open_connection, store, hub.publish, limits=limits)
            app = cls(settings, store, wire, engine, hub)
            # The local SendGrid ends after the engine, which may be talking to it.
            stack.push_async_callback(app.stop_sandbox)
            wire.start()
            stack.callback(wire.stop, SHUTDOWN_S)
            wire.submit(engine.serve())
            stack.push_async_callback(_close, wire, engine)
            yield app

    def use_settings(self, settings: Settings) -> None:
        """Take other settings from the next send on; some are read at the start alone."""
        self.settings = settings
        self.history.keep_text(kept=settings.flag("keep_message_text"))

    def new_delivery(
        self, message: Message, route: Route, group_id: str = "", *, account: str = ""
    ) -> Delivery:
        """Put a message on its way by one route.

        `group_id` ties several routes together; `account` is what the history
        calls the sender: without a name, for practice, it is `Practice`.
        """
        if route.practice and self.leads_here(route):
            route = self._as_met(route)
        return Delivery(
            id=DeliveryId(secrets.token_hex(8)),
            message=message,
            route=route,
            created_at=wall_utc(),
            group_id=group_id,
            account=account or (PRACTICE.name if route.practice else ""),
        )

    def leads_here(self, route: Route) -> bool:
        """Say whether a route leads to the local SendGrid that this program runs."""
        return self._sandbox is not None and _leads_to(self._sandbox.info, route)

    async def deliver(self, delivery: Delivery, secret: Secret, *, reuse: bool = False) -> Attempt:
        """Send and give the attempt, whatever became of it.

        A cancelled caller cancels the delivery and still gets its attempt.
        Raises `StoreError` (nothing was sent), `MessageError`, and `InputError`
        for a route that mixes practice and live mail up.
        """
        self._keep_apart(delivery.route, secret)
        return await self._wire.run(self._engine.deliver(delivery, secret, reuse=reuse))

    async def note_not_sent(self, delivery: Delivery, problem: Problem) -> Attempt:
        """Record what cannot even be tried, e.g. for want of its key; raises `StoreError`."""
        return await self._wire.run(self._engine.note_not_sent(delivery, problem))

    async def deliver_many(
        self, deliveries: Sequence[Delivery], secret: Secret
    ) -> tuple[Attempt, ...]:
        """Send many on one connection; their times give throughput, never latency."""
        for delivery in deliveries:
            self._keep_apart(delivery.route, secret)
        return await self._wire.run(self._engine.deliver_many(deliveries, secret))

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Await what is timed and sends nothing in the wire thread; cancelling cancels it there."""
        return await self._wire.run(work)

    def cancel(self, delivery_id: DeliveryId) -> None:
        """Stop a delivery from any thread; its attempt still comes."""
        self._wire.submit(_cancel(self._engine, delivery_id))

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Hear of events in the wire thread; gives the call that ends it."""
        return self._hub.subscribe(subscriber)

    async def start_sandbox(self, port_base: int = 0) -> SandboxInfo:
        """Start the local SendGrid unless it runs, on the ports from `port_base` on if it is given.

        Where those cannot be had it takes others, and `missed_ports` says so.
        Raises `SandboxError`.
        """
        async with self._starting:
            if self._sandbox is not None and self._sandbox.returncode is not None:
                # It died by itself; its pipe is still ours to close.
                await self._sandbox.aclose()
                self._sandbox = None
            if self._sandbox is None:
                self._faults = ()
                self._sandbox = await self._started(port_base)
            return self._sandbox.info

    async def _started(self, port_base: int) -> SandboxProcess:
        if port_base:
            try:
                return await SandboxProcess.start(("--port-base", str(port_base)))
            except SandboxError:
                self.missed_ports = True
        return await SandboxProcess.start()

    async def stop_sandbox(self) -> None:
        """End the local SendGrid, and with it what it has captured."""
        async with self._starting:
            if self._sandbox is not None:
                await self._sandbox.aclose()
                self._sandbox = None

    @property
    def sandbox(self) -> SandboxInfo:
        """Where the local SendGrid is; raises `SandboxError` when it was not started."""
        if self._sandbox is None:
            raise SandboxError("The local SendGrid is not running.")
        return self._sandbox.info

    @property
    def sandbox_secret(self) -> Secret:
        """The local SendGrid's key."""
        return Secret(self.sandbox.key)

    def sandbox_route(self, path: SendPath) -> Route:
        """Give the route of `path` to the local SendGrid."""
        info = self.sandbox
        ports = PracticePorts(
            api_url=info.api_url,
            smtp_host=info.smtp_host,
            starttls=info.starttls_port,
            tls=info.tls_port,
            plain=info.plain_port,
            ca_file=str(info.ca_file),
        )
        return self._as_met(practice_route(self.settings, path, ports))

    def _as_met(self, route: Route) -> Route:
        """Add what is simulated where the route leads."""
        distance_ms, is_faulty = client.met_at(self._faults, **_door_of(route.path))
        return replace(
            route, simulated_ms=distance_ms, simulated=self._simulated if is_faulty else ""
        )

    async def simulate(self, faults: Sequence[Mapping[str, object]], words: str = "") -> None:
        """Let the local SendGrid go wrong in these ways and no others; none: all is well.

        Each is as `sandbox/faults.py` describes it; `words` says it to people.
        Raises `SandboxError`.
        """
        # What fails half way has taken away what was; nobody knows what came in its place.
        self._faults, self._simulated = (), ""
        await self._wire.run(client.replace_faults(self.sandbox.faults_url, faults))
        self._faults, self._simulated = tuple(faults), words

    def _keep_apart(self, route: Route, secret: Secret) -> None:
        """Let no practice mail off this computer and no live mail into the practice inbox.

        Nor the key of one to the servers of the other.
        What counts as practice is the route's to say (`leads_to_local_sendgrid`), and faces show
        it before anything is sent: here it is caught when a mail would go another way unnoticed.
        """
        own = None if self._sandbox is None else self._sandbox.info
        is_own_key = own is not None and secret.reveal() == own.key
        refuse_gone(route)
        if route.practice and not stays_here(route):
            raise InputError(
                "A practice mail would have left this computer, so it was not sent.",
                remedy="Choose the account that is to send it.",
            )
        if own is not None and route.practice and _leads_to(own, route) and not is_own_key:
            raise InputError(
                "The key is not that of the practice inbox, so nothing was sent there.",
                remedy="Choose Practice, or give the account the key that the inbox names.",
            )
        if own is not None and not route.practice and (is_own_key or _leads_to(own, route)):
            raise InputError(
                "Live mail would have landed in the practice inbox, so it was not sent.",
                why="The account's address or key is that of this program's own practice inbox.",
                remedy="Choose Practice, or let the account lead there by both paths, encrypted, "
                "with the inbox's certificate file.",
            )
        refuse_key(route, secret)

    async def remote_images(self, addresses: Sequence[str]) -> RemoteImages:
        """Fetch images of a mail from the web, by the settings for proxies and certificates."""
        route_to = partial(web_route, self.settings)
        return await self._wire.run(fetch_images(addresses, route_to))

    async def inbox(self) -> tuple[InboxEntry, ...]:
        """List the captured mail, newest first."""
        return await self._wire.run(client.entries(self.sandbox.inbox_url))

    async def inbox_mail(self, mail_id: str) -> InboxMail:
        """Show one captured mail."""
        return await self._wire.run(client.mail(self.sandbox.inbox_url, mail_id))

    async def inbox_raw(self, mail_id: str) -> bytes:
        """Give a captured mail's bytes as received."""
        return await self._wire.run(client.raw(self.sandbox.inbox_url, mail_id))

    async def refused_calls(self) -> tuple[RefusedEntry, ...]:
        """List the calls that the local SendGrid refused, newest first."""
        return await self._wire.run(client.refusals(self.sandbox.refusals_url))

    async def refused_call(self, call_id: str) -> RefusedCall:
        """Show one of them."""
        return await self._wire.run(client.refused_call(self.sandbox.refusals_url, call_id))

    async def empty_inbox(self) -> None:
        """Forget the captured mail and the refused calls."""
        await self._wire.run(client.empty(self.sandbox.inbox_url))


def _leads_to(own: SandboxInfo, route: Route) -> bool:
    dialled = overridden(route.endpoint, route)
    own_ports = {own.starttls_port, own.tls_port, own.plain_port}
    own_ports |= {urlsplit(url).port or 0 for url in (own.api_url, own.api_url_plain)}
    return is_loopback(dialled.host) and dialled.port in own_ports


async def _close(wire: WireThread, engine: Engine) -> None:
    """End the engine, waiting as long as may be for what is on its way."""
    await asyncio.wait([asyncio.wrap_future(wire.submit(engine.aclose()))], timeout=SHUTDOWN_S)


async def _cancel(engine: Engine, delivery_id: DeliveryId) -> None:
    engine.cancel(delivery_id)


def _door_of(path: SendPath) -> dict[str, str]:
    """Name the local SendGrid's door for a path, in its own words."""
    if isinstance(path, SmtpPath):
        return {"path": "smtp", "listener": path.tls.value}
    return {"path": "webapi", "listener": "https"}
