"""Diagnoses in the window: of local servers, and of networks that were recorded."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from unittest import mock
from urllib.parse import urlsplit

from sgdesk.account.keystore import KeyPlace
from sgdesk.diagnose.also import Also
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import Observation
from sgdesk.diagnose.practice import Practice
from sgdesk.diagnose.run import target_of
from sgdesk.diagnose.verdict import Diagnosis, diagnose
from sgdesk.route import Endpoint, Route
from sgdesk.sandbox.process import SandboxInfo
from sgdesk.secret import Secret
from sgdesk.ui.life import Life
from tests.support.keys import KEY
from tests.support.qt import until
from tests.support.seen import API_HOST, SMTP_HOST


@contextmanager
def network_of(
    observations: Sequence[Observation], *, ends: bool = True
) -> Iterator[list[Sequence[Endpoint]]]:
    """Let every run see this; one that does not end waits to be stopped.

    Gives the servers of others that each run was allowed.
    """
    allowed: list[Sequence[Endpoint]] = []

    async def probe(
        routes: Sequence[Route],
        _limits: Limits,
        tell: Callable[[Observation], None],
        *,
        controls: Sequence[Endpoint] = (),
        also: Also,
        practice: Practice | None = None,
    ) -> Diagnosis:
        assert also.try_key is None
        allowed.append(controls)
        for each in observations:
            tell(each)
        if not ends:
            # One that comes to its end just as it is stopped.
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
        return diagnose([target_of(route) for route in routes], observations, practice)

    with mock.patch("sgdesk.ui.diagnose.here_desk.diagnose", probe):
        yield allowed


async def sign_up_at_sendgrid(life: Life, *, path: str = "webapi") -> None:
    """Send as an account whose servers are SendGrid's own; nobody is asked anything."""
    values = {"sender": "news@example.org", "path": path}
    add = life.session.book.add
    await asyncio.to_thread(add, "example.org", values, Secret(KEY), KeyPlace.SESSION)
    life.accounts.load()
    await life.tasks.wait_for("accounts")
    life.accounts.choose("example.org")
    await life.tasks.wait_for("keep-account", "accounts")


async def sign_up_led(
    life: Life, info: SandboxInfo, *, path: str = "webapi", smtp_port: int = 0
) -> None:
    """Send as an account that counts as live; every way of it leads to a local SendGrid.

    `smtp_port` stands for all its mail ports.
    """
    there = {465: info.tls_port} | dict.fromkeys((587, 2525, 25), info.starttls_port)
    led = [f"{SMTP_HOST}:{port}=127.0.0.1:{smtp_port or own}" for port, own in there.items()]
    api, plain = (urlsplit(url).port for url in (info.api_url, info.api_url_plain))
    values = {
        "sender": "news@example.com",
        "path": path,
        "ca_file": str(info.ca_file),
        "connect_to": [
            *led,
            f"{API_HOST}:443=127.0.0.1:{api}",
            f"{API_HOST}:80=127.0.0.1:{plain}",
        ],
    }
    add = life.session.book.add
    await asyncio.to_thread(add, "work", values, Secret(info.key), KeyPlace.SESSION)
    life.accounts.load()
    await life.tasks.wait_for("accounts")
    life.accounts.choose("work")
    await life.tasks.wait_for("keep-account", "accounts")


async def diagnosed(life: Life) -> None:
    """Wait until a run has ended and its verdict is shown."""
    await until(lambda: not life.tasks.is_running("diagnose"))


def cells(life: Life) -> dict[str, list[str]]:
    """Give what the matrix says, by way."""
    model = life.rooms.diagnose.here.outcome.matrix.model()
    lines = [
        [str(model.index(row, at).data()) for at in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    return {line[0]: line[1:] for line in lines}
