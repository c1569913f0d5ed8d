"""Practice mail never leaves this computer, and live mail never lands in the practice inbox."""

from dataclasses import replace

import pytest

from sgdesk.app import App
from sgdesk.errors import InputError
from sgdesk.route import Endpoint, Override, Route, parse_path
from sgdesk.secret import Secret
from sgdesk.settings import resolve
from tests.support.engine import a_message
from tests.support.keys import KEY
from tests.support.sandbox import Sandbox, routes

SETTINGS = resolve(flags={"timeout": 20.0})
ELSEWHERE = (
    {"api_url": "https://api.example.com"},
    {"api_url": "http://192.0.2.1:8080"},
    {"proxy": "http://127.0.0.1:3128"},
    {
        "overrides": (
            Override(
                target=Endpoint(host="127.0.0.1", port=443),
                address=Endpoint(host="192.0.2.1", port=443),
            ),
        ),
        "api_url": "https://127.0.0.1",
    },
)


async def send(app: App, route: Route, key: Secret) -> None:
    await app.deliver(app.new_delivery(a_message(), route), key)


async def test_practice_route_that_leads_elsewhere_is_refused(sandbox: Sandbox) -> None:
    (route,) = routes(sandbox, "webapi")
    async with App.open(SETTINGS, memory=True) as app:
        for changed in ELSEWHERE:
            leaving = replace(route, **changed)
            with pytest.raises(InputError, match="would have left this computer"):
                await send(app, leaving, Secret(sandbox.info.key))

        assert await app.history.count() == 0


async def test_live_key_never_goes_to_the_practice_inbox_nor_its_key_out(sandbox: Sandbox) -> None:
    (there,) = routes(sandbox, "webapi")
    elsewhere = replace(there, practice=False)
    async with App.open(SETTINGS, memory=True) as app:
        await app.start_sandbox()
        here = app.sandbox_route(parse_path("smtp:587"))
        with pytest.raises(InputError, match="not that of the practice inbox"):
            await send(app, here, Secret(sandbox.info.key))
        with pytest.raises(InputError, match="landed in the practice inbox"):
            await send(app, replace(here, practice=False), Secret(sandbox.info.key))
        with pytest.raises(InputError, match="landed in the practice inbox"):
            await send(app, elsewhere, app.sandbox_secret)
        await send(app, elsewhere, Secret(sandbox.info.key))
        inbox = await app.inbox()

    assert inbox == ()
    assert len(sandbox.inbox()) == 1


async def test_key_that_is_for_other_servers_is_refused_before_anything_is_noted(
    sandbox: Sandbox,
) -> None:
    (there,) = routes(sandbox, "webapi")
    async with App.open(SETTINGS, memory=True) as app:
        with pytest.raises(InputError, match="A practice key is not shown to"):
            await send(app, Route(path=parse_path("smtp:587")), Secret(sandbox.info.key))
        with pytest.raises(InputError, match="not shown to the practice inbox"):
            await send(app, there, Secret(KEY))

        assert await app.history.count() == 0
