"""Put the local SendGrid together, say where it is, run until told to stop."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import ssl
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from starlette.types import ASGIApp
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from sgdesk.errors import SandboxError
from sgdesk.sandbox.accounts import open_account
from sgdesk.sandbox.api import make_api
from sgdesk.sandbox.certificates import Certificates
from sgdesk.sandbox.control import make_control
from sgdesk.sandbox.faults import WrongCertificateKind
from sgdesk.sandbox.http_faults import FaultyApi
from sgdesk.sandbox.listeners import Listeners
from sgdesk.sandbox.options import LISTENERS, SandboxOptions
from sgdesk.sandbox.process import SCHEMA
from sgdesk.sandbox.refusals import NotingApi
from sgdesk.sandbox.relay import Connection, Door
from sgdesk.sandbox.replay import Replay
from sgdesk.sandbox.request_head import HeadKeeper
from sgdesk.sandbox.service import Service
from sgdesk.sandbox.smtp import Conversation

KEEP_ALIVE_S = 3_600
"""uvicorn's own 5 s would close the warm connections that are to be measured."""


async def run(options: SandboxOptions) -> int:
    """Run a SendGrid on this computer, for trying things out; nothing is ever delivered.

    Prints one JSON line when it is ready to answer. Gives 0 when told to stop;
    raises `SandboxError` when a port cannot be had, or nobody reads that line.
    """
    # uvicorn calls a client that left in the middle an error; aiosmtpd warns of its own habits.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    asyncio.get_running_loop().set_exception_handler(_report_unexpected)
    # In this order: a signal in the middle of the start leaves no folder of certificates behind.
    with (
        _told_to_stop(options) as stop,
        Certificates(options.host) as certificates,
        _recorded(options, certificates) as replay,
    ):

        def tls_contexts(kind: WrongCertificateKind | None) -> ssl.SSLContext:
            return certificates.right if kind is None else certificates.wrong(kind)

        service = Service(
            account=open_account(options.verified_senders, seed=options.key_seed),
            tls_contexts=tls_contexts,
            messages_per_connection=options.messages_per_connection,
        )
        control = _Later()
        listeners = Listeners(
            _doors(service, control), options.host, options.port_base, service.faults
        )
        control.application = make_control(service, listeners, is_exposed=options.expose)
        unheard: OSError | None = None
        try:
            async with asyncio.TaskGroup() as group:
                await listeners.open(group)
                line = ready_line(options, service, listeners.ports, str(certificates.ca_file))
                if replay is not None:
                    base = options.port_base and options.port_base + len(LISTENERS)
                    await replay.open(options.host, base, group)
                    line = replayed_line(line, options, replay)
                unheard = _say(line)
                if unheard is None:
                    await stop.wait()
                raise _Stopped  # cancels what still waits in the group
        except* _Stopped:
            pass
        finally:
            listeners.close()
    if unheard is not None:
        raise SandboxError("Nobody took the line that says where it listens.", why=str(unheard))
    return 0


def _say(line: Mapping[str, object]) -> OSError | None:
    """Print the one line of the command's contract; give what kept it from its reader."""
    try:
        print(json.dumps(line), flush=True)  # noqa: T201  the contract of the command
    except OSError as error:
        return error
    return None


class _Stopped(Exception):  # noqa: N818  nothing went wrong
    """Ends the group in which the connections run."""


def ready_line(
    options: SandboxOptions, service: Service, ports: Mapping[str, int], ca_file: str
) -> dict[str, Any]:
    """Say where everything is."""
    host = options.advertised_host
    netloc = f"[{host}]" if ":" in host else host
    control = f"http://{netloc}:{ports['control']}"
    return {
        "schema": SCHEMA,
        "api_url": f"https://{netloc}:{ports['https']}",
        "api_url_plain": f"http://{netloc}:{ports['http']}",
        "smtp_host": host,
        "smtp_ports": {name: ports[name] for name in ("starttls", "tls", "plain")},
        "ca_file": ca_file,
        "key": service.account.key,
        "other_keys": service.account.other_keys,
        "inbox_url": f"{control}/inbox",
        "faults_url": f"{control}/faults",
        "events_url": f"{control}/events",
        "stamps_url": f"{control}/stamps",
        "refusals_url": f"{control}/refusals",
        "pid": os.getpid(),
    }


def replayed_line(
    line: Mapping[str, Any], options: SandboxOptions, replay: Replay
) -> dict[str, Any]:
    """Lead to the recorded ways, where there are such, and name each."""
    host, ports = options.advertised_host, replay.doors()
    netloc = f"[{host}]" if ":" in host else host
    urls = {
        name: f"{scheme}://{netloc}:{ports[scheme]}"
        for name, scheme in (("api_url", "https"), ("api_url_plain", "http"))
        if scheme in ports
    }
    return {
        **line,
        **urls,
        "smtp_ports": {name: ports.get(name, own) for name, own in line["smtp_ports"].items()},
        "ca_file": str(replay.ca_file),
        "replay": [each.to_json() for each in replay.ways],
    }


def _recorded(
    options: SandboxOptions, certificates: Certificates
) -> contextlib.AbstractContextManager[Replay | None]:
    if options.replay is None:
        return contextlib.nullcontext()
    return Replay(options.replay, certificates)


class _Later:
    """An application that is known only after the listeners are bound."""

    application: ASGIApp

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.application(scope, receive, send)


def _doors(service: Service, control: ASGIApp) -> list[Door]:
    application = FaultyApi(make_api(service), service)
    api = _HttpServer(NotingApi(application, service.refusals, service.mailbox))

    def smtp(connection: Connection) -> asyncio.BaseProtocol:
        return Conversation(connection, service, implicit_tls=connection.listener == "tls")

    contexts = service.tls_contexts
    return [
        Door(listener="starttls", path="smtp", server=smtp),
        Door(listener="tls", path="smtp", server=smtp, tls=contexts),
        Door(listener="plain", path="smtp", server=smtp),
        Door(listener="https", path="webapi", server=api, tls=contexts),
        Door(listener="http", path="webapi", server=api),
        Door(listener="control", path=None, server=_HttpServer(control)),
    ]


class _HttpServer:
    """Makes uvicorn's protocol for one connection; the relay does the listening."""

    def __init__(self, application: ASGIApp) -> None:
        self._config = Config(
            application, log_config=None, lifespan="off", timeout_keep_alive=KEEP_ALIVE_S, ws="none"
        )
        self._config.load()
        self._state = ServerState()

    def __call__(self, connection: Connection) -> asyncio.BaseProtocol:
        state: dict[str, Any] = {"connection": connection}
        protocol = H11Protocol(config=self._config, server_state=self._state, app_state=state)
        protocol.conn = HeadKeeper(state)
        connection.write_raw = lambda content: protocol.transport.write(content)
        return protocol


@contextlib.contextmanager
def _told_to_stop(options: SandboxOptions) -> Iterator[asyncio.Event]:
    """Give an event that a signal, or the end of standard input, sets."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    # The last is a terminal that was closed; Windows has no such one.
    for number in filter(None, (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", None))):
        # Ignored is what a shell makes Ctrl-C for a command in the background.
        if signal.getsignal(number) is signal.SIG_IGN:
            continue
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # the loops of Windows take no signals
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))

    def watch_input() -> None:
        # Not sys.stdin: its lock, held by this thread, would abort the interpreter's exit.
        while os.read(0, 4096):
            pass
        with contextlib.suppress(RuntimeError):  # the loop may have ended before
            loop.call_soon_threadsafe(stop.set)

    if options.until_eof:
        threading.Thread(target=watch_input, name="stdin-watch", daemon=True).start()
    yield stop


def _report_unexpected(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Keep quiet about clients that went away; report everything else."""
    if not isinstance(context.get("exception"), ConnectionError | ssl.SSLError):
        loop.default_exception_handler(context)
