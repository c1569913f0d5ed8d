"""Every way is walked against real servers that go wrong, and nothing is sent."""

import asyncio
import random
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from sgdesk.clock import monotonic_ns
from sgdesk.diagnose import run, walk
from sgdesk.diagnose.finding import Severity
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import HttpAnswered, Observation, Probe, Result
from sgdesk.diagnose.run import probe_all, target_of
from sgdesk.diagnose.verdict import Diagnosis, diagnose
from sgdesk.route import Endpoint, Override, Route
from sgdesk.wire.thread import WireThread
from tests.support.nowhere import nobody_answers
from tests.support.sandbox import Sandbox, routes

EVERY = ("webapi", "smtp:587:starttls", "smtp:2525:starttls", "smtp:465:tls", "smtp:25:starttls")
OF_A_SEND = {"auth", "mail", "rcpt", "data", "body"}
"""Points of the local SendGrid that no run without a key may touch."""
SHORT = Limits(run=1.5)
_OF_A_GOOD_RUN = {
    Probe.LOOK_UP,
    Probe.CONNECT,
    Probe.AGAIN,
    Probe.GREETING,
    Probe.EHLO,
    Probe.STARTTLS,
    Probe.TLS,
    Probe.EHLO_TLS,
    Probe.AUTH,
    Probe.SCOPES,
}


@pytest.fixture
def wire() -> Iterator[WireThread]:
    """A wire thread of the test's own."""
    thread = WireThread()
    thread.start()
    yield thread
    thread.stop()


def probed(
    wire: WireThread,
    ways: list[Route],
    limits: Limits = SHORT,
    tell: Callable[[Observation], None] = lambda _: None,
) -> Diagnosis:
    """Make a run and judge it."""
    seen = wire.submit(probe_all(ways, limits, tell)).result(30)
    return diagnose([target_of(way) for way in ways], seen)


def mixed(sandbox: Sandbox) -> list[Route]:
    """Give every way, in an order of chance."""
    ways = routes(sandbox, *EVERY)
    random.Random().shuffle(ways)
    return ways


def test_all_is_well(sandbox: Sandbox, wire: WireThread) -> None:
    found = probed(wire, mixed(sandbox), Limits())
    assert found.verdict.headline == "SMTP and Web API both work from here."
    assert not found.findings
    assert {o.probe for o in found.observations} == _OF_A_GOOD_RUN


def test_nothing_is_sent_and_no_key_is_shown(sandbox: Sandbox, wire: WireThread) -> None:
    probed(wire, mixed(sandbox), Limits())
    asked = {stamp["point"] for stamp in sandbox.stamps()}
    assert asked, "the local SendGrid must have heard of the run"
    assert not asked & OF_A_SEND
    assert not sandbox.inbox()
    assert not sandbox.events()


TROUBLES: list[tuple[str, Any, dict[str, str], str, str | None]] = [
    ("connect", "refuse", {"path": "smtp"}, "D-TCP-2", "webapi"),
    ("connect", "drop", {"path": "smtp"}, "D-TCP-1", "webapi"),
    ("connect", "refuse", {"listener": "tls"}, "D-TCP-2", "smtp:587:starttls"),
    ("greeting", "silence", {"path": "smtp"}, "D-SMTP-1", "webapi"),
    ("greeting", "close", {"listener": "starttls"}, "D-TCP-6", "smtp:465:tls"),
    ("greeting", "reset", {"listener": "starttls"}, "D-TCP-6", "smtp:465:tls"),
    (
        "greeting",
        {"reply": "220 " + "*" * 40 + "\r\n"},
        {"listener": "starttls"},
        "D-SMTP-3",
        "webapi",
    ),
    ("greeting", {"reply": "HTTP/1.1 400 Bad Request\r\n"}, {"path": "smtp"}, "D-SMTP-8", "webapi"),
    ("greeting", {"reply": "554 go away\r\n"}, {"path": "smtp"}, "D-SMTP-GREETING", "webapi"),
    ("ehlo", "strip_starttls", {"path": "smtp"}, "D-SMTP-4", "smtp:465:tls"),
    ("ehlo", "reset", {"listener": "starttls"}, "D-TCP-6", "smtp:465:tls"),
    ("ehlo", {"reply": "502 what?\r\n"}, {"path": "smtp"}, "D-SMTP-6", "webapi"),
    ("starttls", {"reply": "454 not now\r\n"}, {"path": "smtp"}, "D-TLS-10", "smtp:465:tls"),
    ("tls", {"wrong_certificate": "host"}, {}, "D-TLS-8", None),
    ("tls", {"wrong_certificate": "ca"}, {}, "D-TLS-3", None),
    ("tls", {"wrong_certificate": "expired"}, {}, "D-TLS-DATE", None),
    ("tls", "close", {"path": "webapi"}, "D-TLS-9", "smtp:587:starttls"),
    ("tls", "silence", {"path": "webapi"}, "D-TCP-8", "smtp:587:starttls"),
    (
        "reply",
        {"reply": {"status": 200, "headers": {"content-type": "text/html"}, "body": "<html>"}},
        {"path": "webapi"},
        "D-HTTP-6",
        "smtp:587:starttls",
    ),
    (
        "reply",
        {"reply": {"status": 503, "headers": {"via": "1.1 gate"}, "body": "busy"}},
        {"path": "webapi"},
        "D-HTTP-12",
        "smtp:587:starttls",
    ),
]


@pytest.mark.parametrize(
    ("at", "action", "when", "top", "use"), TROUBLES, ids=lambda value: str(value)[:24]
)
def test_what_goes_wrong_is_named(
    sandbox: Sandbox,
    wire: WireThread,
    at: str,
    action: Any,
    when: dict[str, str],
    top: str,
    use: str | None,
) -> None:
    sandbox.fault(at, action, **when)
    found = probed(wire, mixed(sandbox))
    named = [f"{f.id} {f.certainty.value} {f.title}" for f in found.findings]
    assert found.findings, "nothing was found"
    assert found.findings[0].id == top, named
    assert (found.verdict.use.text if found.verdict.use else None) == use, named
    assert not {stamp["point"] for stamp in sandbox.stamps()} & OF_A_SEND


def test_a_web_api_that_asks_to_wait_is_there(sandbox: Sandbox, wire: WireThread) -> None:
    headers = {"content-type": "application/json"}
    busy = {"status": 429, "headers": headers, "body": '{"errors": [{"message": "too many"}]}'}
    sandbox.fault("reply", {"reply": busy}, path="webapi")
    found = probed(wire, routes(sandbox, "webapi"), Limits())

    assert [(f.id, f.severity) for f in found.findings] == [("D-HTTP-11", Severity.WARNING)]
    assert found.verdict.headline == "The Web API works from here."


def test_without_a_sign_in_none_is_asked_for(sandbox: Sandbox, wire: WireThread) -> None:
    hello = "250-mail.example.org\r\n250 STARTTLS\r\n"
    sandbox.fault("ehlo", {"reply": hello}, path="smtp")
    ways = [replace(way, authenticate=False) for way in routes(sandbox, *EVERY[1:])]
    found = probed(wire, ways, Limits())

    assert found.verdict.use is not None
    assert Probe.AUTH not in {o.probe for o in found.observations}


@pytest.mark.parametrize("broken", ["talk_smtp", "look_up"])
def test_a_mistake_of_this_program_ends_one_way_and_no_other(
    sandbox: Sandbox, wire: WireThread, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise KeyError("a secret")

    module = walk if broken == "talk_smtp" else run
    monkeypatch.setattr(module, broken, fail)
    ways = [
        replace(way, overrides=(), smtp_host="localhost") if broken == "look_up" else way
        for way in routes(sandbox, "smtp:587:starttls")
    ]
    found = probed(wire, [*routes(sandbox, "webapi"), *ways], Limits())

    assert [f.id for f in found.findings] == ["SGDESK-FAULT"]
    assert "KeyError at test_ways.py" in found.findings[0].explanation
    assert "a secret" not in repr(found)
    assert found.verdict.headline == "The Web API works from here."


def test_a_silent_network_takes_no_longer_than_it_may(sandbox: Sandbox, wire: WireThread) -> None:
    sandbox.fault("greeting", "silence", path="smtp")
    sandbox.fault("tls", "silence", path="webapi")
    told: list[int] = []
    found = probed(wire, mixed(sandbox), Limits(run=1.0), lambda _: told.append(monotonic_ns()))
    silent = [o for o in found.observations if o.result is Result.NO_ANSWER]
    cut = [o for o in silent if o.probe is not Probe.TLS_FIRST]
    assert len(cut) == len(EVERY)
    assert all(o.is_cut for o in cut)
    # What was seen is told as it is, and not at the end.
    assert told[-1] - told[0] > 0.5e9


def dropped(sandbox: Sandbox, port: int) -> list[Route]:
    """Lead every way to a port at which nobody answers."""
    nowhere = Endpoint(host="127.0.0.1", port=port)
    return [
        replace(way, overrides=(Override(target=way.endpoint, address=nowhere),))
        for way in mixed(sandbox)
    ]


def test_a_network_that_drops_everything_is_told_row_by_row(
    sandbox: Sandbox, wire: WireThread
) -> None:
    told: list[Observation] = []
    with nobody_answers() as port:
        found = probed(wire, dropped(sandbox, port), Limits(run=1.0), told.append)

    assert {o.probe for o in told[: len(EVERY)]} == {Probe.LOOK_UP}
    ended = [o for o in told if o.probe is Probe.CONNECT]
    assert [(o.result, o.is_cut) for o in ended] == [(Result.NO_ANSWER, True)] * len(EVERY)
    assert found.findings[0].id == "D-TCP-9"
    assert found.verdict.use is None


def test_a_network_that_drops_everything_is_left_at_once(
    sandbox: Sandbox, wire: WireThread
) -> None:
    async def run() -> None:
        with nobody_answers() as port:
            endless = Limits(run=600.0, connect=600.0)
            work = probe_all(dropped(sandbox, port), endless, lambda _: None)
            task = asyncio.create_task(wire.run(work))
            await asyncio.sleep(0.3)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                async with asyncio.timeout(20):
                    await task

    asyncio.run(run())


def test_a_run_is_stopped_at_once(sandbox: Sandbox, wire: WireThread) -> None:
    sandbox.fault("greeting", "silence", path="smtp")

    async def run() -> None:
        endless = Limits(run=600.0, greeting=600.0)
        task = asyncio.create_task(wire.run(probe_all(mixed(sandbox), endless, lambda _: None)))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            async with asyncio.timeout(20):
                await task

    asyncio.run(run())


def test_the_answer_without_a_key_is_kept_as_evidence(sandbox: Sandbox, wire: WireThread) -> None:
    found = probed(wire, routes(sandbox, "webapi"), Limits())
    answer = next(o.seen for o in found.observations if o.probe is Probe.SCOPES)
    assert isinstance(answer, HttpAnswered)
    assert (answer.status, b"authorization required" in answer.first_bytes) == (401, True)
    assert answer.skew_s is not None
    assert abs(answer.skew_s) < 5


HOSTILE_DATES = ("Mon, 01 Jan 2024 00:00:00 +99999999999999999999", "yesterday", "")


@pytest.mark.parametrize("date", HOSTILE_DATES)
def test_a_date_that_cannot_be_stops_no_other_way(
    sandbox: Sandbox, wire: WireThread, date: str
) -> None:
    answer = {"status": 401, "headers": {"date": date, "content-type": "application/json"}}
    sandbox.fault("reply", {"reply": {**answer, "body": '{"errors": []}'}}, path="webapi")
    found = probed(wire, mixed(sandbox))
    assert found.verdict.headline == "SMTP and Web API both work from here."


def test_a_proxy_that_is_not_there_is_not_sendgrids_fault(
    sandbox: Sandbox, wire: WireThread
) -> None:
    ways = [replace(way, proxy="http://127.0.0.1:1") for way in mixed(sandbox)]
    found = probed(wire, ways)
    assert [f.id for f in found.findings] == ["D-HTTP-4"]
    assert found.verdict.use is None


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        (b"HTTP/1.1 407 Login\r\n\r\n", "The proxy wants a user name and password"),
        (b"HTTP/1.1 403 No\r\n\r\n", "The proxy does not let 127.0.0.1 through"),
        (b"220 mail.example.com\r\n", "The proxy does not answer as a proxy"),
        (b"", "The proxy does not answer as a proxy"),
    ],
)
def test_what_a_proxy_says_is_told(
    sandbox: Sandbox, wire: WireThread, answer: bytes, title: str
) -> None:
    with answering(answer) as port:
        ways = [replace(way, proxy=f"http://127.0.0.1:{port}") for way in routes(sandbox, "webapi")]
        found = probed(wire, ways)
    assert [f.title for f in found.findings] == [title]


@contextmanager
def answering(answer: bytes) -> Iterator[int]:
    """Listen, read one request and say `answer`; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:

        def serve() -> None:
            for _ in range(2):
                # A failure that comes at once is tried again.
                client, _address = server.accept()
                with client:
                    client.recv(4096)
                    client.sendall(answer)

        served = pool.submit(serve)
        yield server.getsockname()[1]
        served.result(10)
