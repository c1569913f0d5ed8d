"""Every do-not-send list is asked about an address, and a list that says no is named."""

import asyncio
import json
from datetime import UTC, datetime

import pytest

from sgdesk.account.do_not_send import LISTS, look_up
from sgdesk.account.listed import Listed, LookUp
from sgdesk.route import Route
from sgdesk.sandbox.accounts import make_key
from sgdesk.sandbox.do_not_send import ADDED_AT, NO_SUCH_USER
from sgdesk.secret import Secret
from sgdesk.wire.thread import WireThread
from tests.support.sandbox import Sandbox, routes

SINCE = datetime.fromtimestamp(ADDED_AT, UTC)


async def asked(route: Route, key: str, address: str) -> LookUp:
    """Ask in a wire thread, as the program does."""
    wire = WireThread()
    wire.start()
    try:
        return await wire.run(look_up(route, Secret(key), address))
    finally:
        await asyncio.to_thread(wire.stop)


@pytest.mark.parametrize(
    ("local", "listed"),
    [
        ("bounced", Listed(list="bounces", since=SINCE, reason=NO_SUCH_USER)),
        (
            "blocked",
            Listed(list="blocks", since=SINCE, reason="550 5.7.1 Refused by policy", stops=False),
        ),
        ("complained", Listed(list="spam_reports", since=SINCE)),
        ("unsubscribed", Listed(list="global_unsubscribes")),
        ("left-group", Listed(list="group_unsubscribes", reason="Newsletter", stops=False)),
    ],
)
async def test_an_address_is_found_on_its_list(
    sandbox: Sandbox, local: str, listed: Listed
) -> None:
    (route,) = routes(sandbox, "webapi")
    found = await asked(route, sandbox.info.key, f"{local}+x/y@example.com")
    assert found == LookUp(listed=(listed,))
    assert found.is_stopped is listed.stops


async def test_an_address_on_no_list_is_stopped_by_none(sandbox: Sandbox) -> None:
    (route,) = routes(sandbox, "webapi")
    found = await asked(route, sandbox.info.key, "reader@example.com")
    assert (found, found.is_stopped) == (LookUp(), False)


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500])
async def test_a_list_that_may_not_be_read_is_told_and_the_others_are_asked(
    sandbox: Sandbox, status: int
) -> None:
    (route,) = routes(sandbox, "webapi")
    body = '{"errors":[{"message":"no","field":null,"help":null}]}'
    answer = {"status": status, "headers": {"content-type": "application/json"}, "body": body}
    sandbox.fault("reply", {"reply": answer}, path="webapi", count=1)
    found = await asked(route, sandbox.info.key, "left-group@example.com")

    assert [each.list for each in found.unread] == ["bounces"]
    said = found.unread[0].problem
    assert said.title
    assert said.remedy
    assert "mail" not in said.explanation.split()
    assert [each.list for each in found.listed] == ["group_unsubscribes"]


async def test_a_key_that_nobody_knows_reads_no_list(sandbox: Sandbox) -> None:
    (route,) = routes(sandbox, "webapi")
    found = await asked(route, make_key("gone"), "reader@example.com")
    assert [each.list for each in found.unread] == list(LISTS)
    assert found.is_stopped is None


@pytest.mark.parametrize("status", [200, 401])
async def test_a_server_that_repeats_the_key_gets_it_into_no_words(
    sandbox: Sandbox, status: int
) -> None:
    (route,) = routes(sandbox, "webapi")
    key = sandbox.info.key
    rows = [{"reason": f"to {key}", "created": ADDED_AT, "email": "reader@example.com"}]
    refused = {"errors": [{"message": f"No: {key}", "field": None, "help": None}]}
    body = json.dumps(rows if status == 200 else refused)
    answer = {"status": status, "headers": {"content-type": "application/json"}, "body": body}
    sandbox.fault("reply", {"reply": answer}, path="webapi", count=1)
    found = await asked(route, key, "reader@example.com")

    assert len(found.listed) + len(found.unread) == 1
    assert key not in repr(found)
