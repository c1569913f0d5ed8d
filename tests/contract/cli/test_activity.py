"""What became of a mail is asked by its id, and an account that may not is told so."""

import asyncio
import zipfile
from pathlib import Path

import pytest

from sgdesk.account.activity import ask_what_happened, checked_message_id
from sgdesk.account.happened import Activity
from sgdesk.errors import InputError
from sgdesk.present.activity import NOTHING, activity_json, activity_lines
from sgdesk.route import Route
from sgdesk.sandbox.activity import NO_SUCH_USER
from sgdesk.secret import Secret
from sgdesk.wire.thread import WireThread
from tests.support.cli import key_of, live_at, sgdesk
from tests.support.sandbox import Sandbox, routes


async def asked(route: Route, key: str, message_id: str) -> Activity:
    """Ask in a wire thread, as the program does."""
    wire = WireThread()
    wire.start()
    try:
        return await wire.run(ask_what_happened(route, Secret(key), message_id))
    finally:
        await asyncio.to_thread(wire.stop)


def sent(sandbox: Sandbox, *to: str, via: str = "webapi") -> str:
    """Send a mail, and give the id by which the server knows it."""
    people = [word for one in to for word in ("--to", one)]
    mail = ("--from", "news@example.com", "--subject", "s", "--text", "t", "--yes")
    words = (*live_at(sandbox.info), "--via", via, *mail, *people)
    ran = sgdesk("send", *words, env=key_of(sandbox.info))
    assert ran.code == 0, ran.err
    return str(sandbox.inbox()[-1]["id"])


@pytest.mark.parametrize("via", ["webapi", "smtp:587"])
async def test_each_recipient_of_a_mail_is_told_with_the_reason_of_a_bounce(
    sandbox: Sandbox, via: str
) -> None:
    people = ("ada@example.com", "bounced@example.net")
    message_id = await asyncio.to_thread(sent, sandbox, *people, via=via)
    await asyncio.to_thread(sent, sandbox, "somebody-else@example.com")
    (route,) = routes(sandbox, "webapi")
    found = await asked(route, sandbox.info.key, message_id)

    by_person = {each.to: (each.status, each.event, each.reason) for each in found.happened}
    assert by_person == {
        "ada@example.com": ("delivered", "", ""),
        "bounced@example.net": ("not_delivered", "bounced", NO_SUCH_USER),
    }
    assert found.unread is None
    first, *lines = activity_lines(found)
    assert first == "Of this message SendGrid says: 1 delivered, 1 not delivered."
    assert any(NO_SUCH_USER in line for line in lines)


async def test_unknown_message_is_not_called_lost(sandbox: Sandbox) -> None:
    (route,) = routes(sandbox, "webapi")
    found = await asked(route, sandbox.info.key, "A" * 22)

    assert found == Activity()
    assert list(activity_lines(found)) == [NOTHING]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500])
async def test_account_without_it_is_told_what_it_needs(sandbox: Sandbox, status: int) -> None:
    (route,) = routes(sandbox, "webapi")
    body = '{"errors":[{"message":"no","field":null,"help":null}]}'
    answer = {"status": status, "headers": {"content-type": "application/json"}, "body": body}
    sandbox.fault("reply", {"reply": answer}, path="webapi", count=1)
    found = await asked(route, sandbox.info.key, "A" * 22)

    assert not found.happened
    assert found.unread is not None
    (line,) = activity_lines(found)
    assert "messages.read" in line
    assert activity_json(found)["unread"]


async def test_reason_that_cannot_be_read_leaves_the_rest_told(sandbox: Sandbox) -> None:
    message_id = await asyncio.to_thread(sent, sandbox, "bounced@example.net")
    sandbox.fault("reply", {"reply": {"status": 429, "headers": {}}}, path="webapi", nth=2)
    (route,) = routes(sandbox, "webapi")
    found = await asked(route, sandbox.info.key, message_id)

    (each,) = found.happened
    assert (each.status, each.event) == ("not_delivered", "")


@pytest.mark.parametrize("text", ["", "short", "<a@example.com>", 'x" OR "1"="1', "a b" * 9])
def test_what_is_no_id_is_refused_before_anybody_is_asked(text: str) -> None:
    with pytest.raises(InputError):
        checked_message_id(text)
    assert checked_message_id(f" {'A' * 22} ") == "A" * 22


def test_it_is_asked_from_the_command_line_and_kept_in_no_report(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    message_id = sent(sandbox, "bounced@example.net")
    report, env = tmp_path / "report.zip", key_of(sandbox.info)
    words = (*live_at(sandbox.info), "--via", "webapi", "--message-id", message_id)
    ran = sgdesk("diagnose", *words, "--json", "--report", str(report), env=env)
    told = sgdesk("diagnose", *words, env=env)

    (each,) = ran.document()["activity"]["recipients"]
    assert (each["to"], each["event"]) == ("bounced@example.net", "bounced")
    assert "not delivered, the recipient's server refused it" in " ".join(told.out.split())
    with zipfile.ZipFile(report) as opened:
        kept = b"".join(opened.read(name) for name in opened.namelist())
    assert b"bounced" not in kept
    assert message_id.encode() not in kept


def test_it_does_not_go_with_what_asks_nobody() -> None:
    ran = sgdesk("diagnose", "--message-id", "A" * 22, "--watch", "30")
    assert ran.code == 2
    assert "--message-id and --watch do not go together." in ran.err
