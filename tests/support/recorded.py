"""A diagnosis in which the network is one that was recorded: the probes give what it showed."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from unittest import mock

from sgdesk.account.keystore import KeyPlace
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import Observation
from sgdesk.diagnose.run import target_of
from sgdesk.diagnose.verdict import Diagnosis, diagnose
from sgdesk.route import Endpoint, Route
from sgdesk.secret import Secret
from sgdesk.ui.life import Life
from tests.support.keys import KEY
from tests.support.qt import until


@contextmanager
def network_of(observations: Sequence[Observation], *, ends: bool = True) -> Iterator[None]:
    """Let every run see this; one that does not end waits to be stopped."""

    async def probe(
        routes: Sequence[Route],
        _limits: Limits,
        tell: Callable[[Observation], None],
        *,
        controls: Sequence[Endpoint] = (),
    ) -> Diagnosis:
        del controls
        for each in observations:
            tell(each)
        if not ends:
            await asyncio.Event().wait()
        return diagnose([target_of(route) for route in routes], observations)

    with mock.patch("sgdesk.ui.diagnose.desk.diagnose", probe):
        yield


async def sign_up_at_sendgrid(life: Life, *, path: str = "webapi") -> None:
    """Send as an account whose servers are SendGrid's own; nobody is asked anything."""
    values = {"sender": "news@example.org", "path": path}
    add = life.session.book.add
    await asyncio.to_thread(add, "example.org", values, Secret(KEY), KeyPlace.SESSION)
    life.accounts.load()
    await life.tasks.wait_for("accounts")
    life.accounts.choose("example.org")
    await life.tasks.wait_for("keep-account", "accounts")


async def diagnosed(life: Life) -> None:
    """Wait until a run has ended and its verdict is shown."""
    await until(lambda: not life.tasks.is_running("diagnose"))
