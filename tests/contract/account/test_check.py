"""A key is tried on every path of the local SendGrid, and nothing is sent."""

import asyncio
import gzip
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from sgdesk.account.api import ask_api
from sgdesk.account.check import check_account
from sgdesk.account.facts import AccountCheck, Standing
from sgdesk.errors import InputError
from sgdesk.route import Endpoint, Override, Route, SmtpPath, Tls, parse_path
from sgdesk.sandbox.accounts import make_key
from sgdesk.secret import Secret
from sgdesk.sendgrid.catalogue_failures import PLAINTEXT_KEY
from sgdesk.wire.thread import WireThread
from tests.support.sandbox import Sandbox, routes
from tests.support.servers import Visit, serving
from tests.support.webapi_sending import KEY, plain_route

PATHS = ("webapi", "smtp:587:starttls", "smtp:465:tls", "smtp:25:plain")


async def check(tried: Sequence[Route], key: str) -> AccountCheck:
    """Check in a wire thread, as the program does."""
    wire = WireThread()
    wire.start()
    try:
        return await wire.run(check_account(tried, Secret(key)))
    finally:
        await asyncio.to_thread(wire.stop)


async def test_good_key_works_on_every_path_and_nothing_is_sent(sandbox: Sandbox) -> None:
    found = await check(routes(sandbox, *PATHS), sandbox.info.key)

    assert [path.standing for path in found.paths] == [Standing.WORKS] * 4
    assert [path.path.text for path in found.paths] == list(PATHS)
    assert all(path.total_ns > 0 for path in found.paths)
    assert found.may_send is True
    assert sandbox.inbox() == []


async def test_account_is_looked_at_as_far_as_the_key_allows(sandbox: Sandbox) -> None:
    found = await check(routes(sandbox, "webapi"), sandbox.info.key)

    assert found.senders
    assert any(sender.is_verified for sender in found.senders)
    assert found.credits is not None
    assert found.credits.remaining <= found.credits.total


async def test_key_that_may_not_send_is_told_from_a_dead_one(sandbox: Sandbox) -> None:
    found = await check(routes(sandbox, "webapi"), sandbox.info.other_keys["read_only"])

    assert found.paths[0].standing is Standing.WORKS
    assert found.may_send is False


async def test_unknown_key_is_refused_on_both_paths_with_the_servers_words(
    sandbox: Sandbox,
) -> None:
    found = await check(routes(sandbox, "webapi", "smtp:587"), make_key())

    assert [(path.standing, path.code) for path in found.paths] == [
        (Standing.REFUSED, 401),
        (Standing.REFUSED, 535),
    ]
    assert all(path.problem and path.reply for path in found.paths)
    assert found.may_send is None
    for path in found.paths:
        assert path.problem is not None
        assert not path.problem.explanation.startswith("Not sent")


async def test_key_never_shows_in_what_was_found(sandbox: Sandbox) -> None:
    found = await check(routes(sandbox, *PATHS), sandbox.info.key)

    assert sandbox.info.key not in repr(found)
    assert all(path.transcript for path in found.paths)


async def test_check_that_reaches_nobody_speaks_of_no_mail_and_sends_to_no_path_that_it_tried(
    sandbox: Sandbox,
) -> None:
    nowhere = Endpoint(host="127.0.0.1", port=1)
    tried = [
        replace(
            route,
            practice=False,
            overrides=(Override(target=route.endpoint, address=nowhere),),
        )
        for route in routes(sandbox, "webapi", "smtp:587")
    ]
    for path in (await check(tried, sandbox.info.key)).paths:
        assert path.problem is not None
        assert "so the key did not leave this computer." in path.problem.explanation
        assert path.problem.remedy == "Check host and port, or try again."


async def test_one_path_may_fail_while_the_other_works(sandbox: Sandbox) -> None:
    sandbox.fault("greeting", "close")
    found = await check(routes(sandbox, "webapi", "smtp:587"), sandbox.info.key)

    assert [path.standing for path in found.paths] == [Standing.WORKS, Standing.FAILED]
    assert found.paths[1].problem is not None


async def test_sign_in_that_is_refused_where_the_web_api_takes_the_key_is_not_the_keys_fault(
    sandbox: Sandbox,
) -> None:
    api, smtp = routes(sandbox, "webapi", "smtp:587")
    key = sandbox.info.key
    misnamed = (await check([api, replace(smtp, username="someone")], key)).paths[1]
    sandbox.fault("auth", {"reply": "535 Authentication failed: Bad username / password\r\n"})
    alone = (await check([api, smtp], key)).paths[1]
    both = (await check([smtp], key)).paths[0]

    assert misnamed.problem is not None
    assert misnamed.problem.title == "The user name must be the word apikey"
    assert alone.problem is not None
    assert alone.problem.title == "The practice inbox refuses here the key that the Web API accepts"
    assert both.problem is not None
    assert "paste the key again" in both.problem.remedy


async def check_at(**answers: bytes) -> AccountCheck:
    """Check at a Web API that answers 200 with such bodies, and hangs up at other questions."""

    async def behave(visit: Visit) -> None:
        while True:
            asked, _ = await visit.request()
            question = asked.split(" ")[1].partition("?")[0].rpartition("/")[2]
            if question not in answers:
                return
            body = answers[question]
            packed = b"Content-Encoding: gzip\r\n" if body.startswith(b"\x1f\x8b") else b""
            head = b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n" % (packed, len(body))
            await visit.say(head + body)

    async with serving(behave) as server:
        return await check([plain_route(server.port)], KEY.reveal())


@pytest.mark.parametrize("body", [b"[]", b'{"scopes":5}', b"{}", b"<html>", b"[" * 100_000])
async def test_answer_without_scopes_proves_nothing(body: bytes) -> None:
    found = await check_at(scopes=body)

    assert found.paths[0].standing is Standing.FAILED
    assert found.paths[0].problem is not None
    assert found.may_send is None


@pytest.mark.parametrize(
    ("senders", "credit"),
    [
        (b'{"results":7}', b'{"remain":1e999,"total":1}'),
        (b"[" * 100_000, b"[" * 100_000),
        (b"[]", b"7"),
    ],
)
async def test_garbled_account_is_not_known_and_the_key_works(
    senders: bytes, credit: bytes
) -> None:
    scopes = b'{"scopes":["mail.send","user.credits.read"]}'
    found = await check_at(scopes=scopes, verified_senders=senders, credits=credit)

    assert found.paths[0].standing is Standing.WORKS
    assert (found.may_send, found.senders, found.credits) == (True, None, None)


async def test_scopes_are_read_though_they_came_packed() -> None:
    found = await check_at(scopes=gzip.compress(b'{"scopes":["mail.send"]}'))

    assert found.may_send is True


async def test_connection_that_breaks_behind_the_scopes_leaves_the_key_working() -> None:
    found = await check_at(scopes=b'{"scopes":["mail.send"]}')

    assert found.paths[0].standing is Standing.WORKS
    assert (found.may_send, found.senders) == (True, None)


@pytest.mark.parametrize("status", ["200 OK", "401 Unauthorized"])
async def test_answer_without_end_is_read_no_further_than_any_answer_goes(status: str) -> None:
    said = 0

    async def behave(visit: Visit) -> None:
        nonlocal said
        await visit.reader.readuntil(b"\r\n\r\n")
        await visit.say(f"HTTP/1.1 {status}\r\nConnection: close\r\n\r\n".encode())
        while True:
            await visit.say(b"a" * 65_536)
            said += 65_536

    async with serving(behave) as server:
        found = await check([plain_route(server.port)], KEY.reveal())

    assert found.paths[0].code == int(status[:3])
    assert said < 32_000_000


async def test_sign_in_that_is_answered_with_a_question_is_no_refusal(sandbox: Sandbox) -> None:
    sandbox.fault("auth", {"reply": "334 YQ==\r\n"})
    found = await check(routes(sandbox, "smtp:587"), sandbox.info.key)

    assert found.paths[0].standing is Standing.FAILED


async def test_silence_ends_in_time(sandbox: Sandbox) -> None:
    found = await check(
        [
            replace(route, api_url="https://127.0.0.1:1", smtp_host="127.0.0.1", overrides=())
            for route in routes(sandbox, "webapi", "smtp:465", timeout=1.0)
        ],
        sandbox.info.key,
    )

    assert [path.standing for path in found.paths] == [Standing.FAILED] * 2
    assert all(path.problem for path in found.paths)


async def test_api_that_does_not_answer_is_asked_about_a_key_and_handed_no_message(
    sandbox: Sandbox,
) -> None:
    async with serving(lambda visit: visit.wait_for_end()) as server:
        found = await check([plain_route(server.port, total_timeout=0.5)], KEY.reveal())

    (path,) = found.paths
    assert path.problem is not None
    assert path.problem.title == "No answer while asking about the key"
    said = path.problem.explanation + path.problem.remedy
    assert "message" not in said
    assert not re.search("send again|sending", said, re.IGNORECASE)


async def test_port_that_waits_for_encryption_is_named_before_a_mail_would_be(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sgdesk.account.check.ANSWER_S", 0.5)
    (route,) = routes(sandbox, "smtp:465", timeout=30.0)
    port = sandbox.info.tls_port
    path = SmtpPath(port=port, tls=Tls.STARTTLS)
    silent = replace(route, path=path, smtp_host="localhost", overrides=())
    found = (await check([silent], sandbox.info.key)).paths[0]

    assert found.problem is not None
    assert found.problem.explanation.startswith("The key was not sent.")
    assert "within 0.5 s" in found.problem.explanation
    assert f"--via smtp:{port}:tls" in found.problem.remedy


async def test_bad_certificate_keeps_the_key_at_home(sandbox: Sandbox) -> None:
    strangers = [replace(route, ca_file=None) for route in routes(sandbox, "webapi", "smtp:465")]
    found = await check(strangers, sandbox.info.key)

    assert [path.standing for path in found.paths] == [Standing.FAILED] * 2
    assert all("••••" not in path.transcript for path in found.paths)


@pytest.mark.parametrize("paths", [PATHS[:2], PATHS[:1], PATHS[1:2]])
async def test_certificate_file_that_is_not_there_is_said_as_what_the_user_gave(
    sandbox: Sandbox, paths: Sequence[str]
) -> None:
    tried = [replace(route, ca_file="/nowhere/ca.pem") for route in routes(sandbox, *paths)]

    with pytest.raises(InputError, match="The CA file /nowhere/ca") as caught:
        await check(tried, sandbox.info.key)
    assert caught.value.setting == "ca_file"


async def test_key_without_encryption_stays_at_home(sandbox: Sandbox) -> None:
    (route,) = routes(sandbox, "webapi")
    exposed = replace(route, api_url="http://api.example.com", allow_plaintext_auth=False)
    found = await check([exposed], sandbox.info.key)

    assert found.paths[0].standing is Standing.FAILED
    assert found.paths[0].problem is not None
    assert found.paths[0].problem.id == PLAINTEXT_KEY.id
    assert found.paths[0].transcript == ""


async def test_name_of_this_machine_that_leads_elsewhere_gets_no_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sgdesk.wire.dial.Dialled.is_loopback", False)
    found = await check_at(scopes=b'{"scopes":[]}')

    assert found.paths[0].problem is not None
    assert found.paths[0].problem.id == PLAINTEXT_KEY.id
    assert "GET" not in found.paths[0].transcript


@pytest.mark.parametrize("key", ["", "password", "SG.short"])
async def test_what_cannot_be_a_key_is_shown_to_nobody(sandbox: Sandbox, key: str) -> None:
    live = [replace(route, practice=False) for route in routes(sandbox, "webapi", "smtp:587")]
    found = await check(live, key)

    assert found.paths == ()
    assert found.key.problem is not None
    assert sandbox.stamps() == []


async def test_key_that_is_for_other_servers_is_shown_to_none_of_them(sandbox: Sandbox) -> None:
    live = [Route(path=parse_path(path)) for path in ("webapi", "smtp:587")]
    there = routes(sandbox, "webapi", "smtp:587")
    for tried in (live, [*there, live[1]]):
        with pytest.raises(InputError, match="A practice key is not shown to"):
            await check(tried, sandbox.info.key)
    with pytest.raises(InputError, match="not shown to the practice inbox"):
        await check(there, KEY.reveal())
    with pytest.raises(InputError, match=r"A practice key is not shown to api\.sendgrid\.com"):
        await ask_api(live[0], Secret(sandbox.info.key))


@pytest.mark.parametrize("code", ["535", "454", "334"])
async def test_server_that_repeats_the_key_gets_it_into_no_words(
    sandbox: Sandbox, code: str
) -> None:
    sandbox.fault("auth", {"reply": f"{code} no use for {sandbox.info.key}\r\n"})
    found = await check(routes(sandbox, "smtp:587"), sandbox.info.key)

    assert found.paths[0].problem is not None
    assert sandbox.info.key not in repr(found)
