"""The whole core against the local SendGrid: both paths, warm and cold, cancel, quit, canary."""

import asyncio
import base64
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from sgdesk.app import App
from sgdesk.delivery import Accepted, Cancelled, Rejected, Unknown
from sgdesk.engine.events import DeliveryFinished, Event, PhaseStarted
from sgdesk.errors import SandboxError
from sgdesk.message import Address, Message
from sgdesk.present.history_csv import csv_bytes
from sgdesk.route import Override, Route, overridden, parse_path
from sgdesk.sandbox.accounts import make_key
from sgdesk.secret import Secret
from sgdesk.settings import resolve
from sgdesk.trace import Phase
from tests.support.engine import a_message
from tests.support.sandbox import Sandbox, routes

BOTH = ("webapi", "smtp:587:starttls")
SETTINGS = resolve(flags={"timeout": 20.0})


def the_route(sandbox: Sandbox, path: str) -> Route:
    """Give the route to the session's local SendGrid."""
    (route,) = routes(sandbox, path, timeout=20.0)
    return route


@asynccontextmanager
async def an_app(folder: Path) -> AsyncIterator[App]:
    """Open the core over a history in `folder`."""
    async with App.open(SETTINGS, data_dir=folder) as app:
        yield app


def reached(app: App, phase: Phase) -> asyncio.Event:
    """Give an event that is set when a delivery has come to a phase."""
    loop = asyncio.get_running_loop()
    there = asyncio.Event()

    def listen(event: Event) -> None:
        if isinstance(event, PhaseStarted) and event.phase is phase:
            loop.call_soon_threadsafe(there.set)

    app.subscribe(listen)
    return there


@pytest.mark.parametrize("path", BOTH)
async def test_second_of_two_reused_sends_is_warm(
    sandbox: Sandbox, tmp_path: Path, path: str
) -> None:
    route, key = the_route(sandbox, path), Secret(sandbox.info.key)
    async with an_app(tmp_path) as app:
        first, second = [
            await app.deliver(app.new_delivery(a_message(), route), key, reuse=True)
            for _ in range(2)
        ]
        cold = await app.deliver(app.new_delivery(a_message(), route), key)

    assert [a.outcome for a in (first, second, cold)] == [Accepted()] * 3
    assert [a.trace.warm for a in (first, second, cold)] == [False, True, False]
    assert len(sandbox.inbox()) == 3


@pytest.mark.parametrize("path", BOTH)
async def test_connection_that_died_idle_is_replaced(
    sandbox: Sandbox, tmp_path: Path, path: str
) -> None:
    route, key = the_route(sandbox, path), Secret(sandbox.info.key)
    async with an_app(tmp_path) as app:
        await app.deliver(app.new_delivery(a_message(), route), key, reuse=True)
        sandbox.clear_faults()
        attempt = await app.deliver(app.new_delivery(a_message(), route), key, reuse=True)

    assert attempt.outcome == Accepted()
    assert len(sandbox.inbox()) == 2


@pytest.mark.parametrize("path", [*BOTH, "smtp:465:tls"])
async def test_last_dot_of_a_name_keeps_no_certificate_from_being_good(
    sandbox: Sandbox, tmp_path: Path, path: str
) -> None:
    route = the_route(sandbox, path)
    real = overridden(route.endpoint, route)
    dotted = replace(route, api_url=f"https://localhost.:{real.port}", smtp_host="localhost.")
    led = Override(target=dotted.endpoint, address=real)
    async with an_app(tmp_path) as app:
        delivery = app.new_delivery(a_message(), replace(dotted, overrides=(led,)))
        attempt = await app.deliver(delivery, Secret(sandbox.info.key))

    assert attempt.outcome == Accepted()


@pytest.mark.parametrize(
    ("path", "at", "phase"), [("webapi", "tls", Phase.TLS), ("smtp:587", "auth", Phase.AUTH)]
)
async def test_cancel_before_the_body_is_cancelled(
    sandbox: Sandbox, tmp_path: Path, path: str, at: str, phase: Phase
) -> None:
    sandbox.fault(at, "silence")
    async with an_app(tmp_path) as app, asyncio.TaskGroup() as group:
        delivery = app.new_delivery(a_message(), the_route(sandbox, path))
        there = reached(app, phase)
        running = group.create_task(app.deliver(delivery, Secret(sandbox.info.key)))
        await there.wait()
        app.cancel(delivery.id)
        attempt = await running
        (row,) = await app.history.list()

    assert attempt.outcome == Cancelled()
    assert row.attempt.outcome == Cancelled()
    assert sandbox.inbox() == []


@pytest.mark.parametrize("path", BOTH)
async def test_caller_cancelled_after_the_body_gets_an_unknown(
    sandbox: Sandbox, tmp_path: Path, path: str
) -> None:
    sandbox.fault("reply", "silence")
    async with an_app(tmp_path) as app, asyncio.TaskGroup() as group:
        delivery = app.new_delivery(a_message(), the_route(sandbox, path))
        there = reached(app, Phase.REPLY)
        running = group.create_task(app.deliver(delivery, Secret(sandbox.info.key)))
        await there.wait()
        running.cancel()
        attempt = await running
        (row,) = await app.history.unknowns()

    assert isinstance(attempt.outcome, Unknown)
    assert row.attempt.id == attempt.id


async def test_closing_while_a_mail_is_on_its_way_ends_it_and_records_it(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.fault("auth", "silence")
    async with asyncio.TaskGroup() as group:  # noqa: SIM117  # the app closes first
        async with an_app(tmp_path) as app:
            delivery = app.new_delivery(a_message(), the_route(sandbox, "smtp:587"))
            there = reached(app, Phase.AUTH)
            running = group.create_task(app.deliver(delivery, Secret(sandbox.info.key)))
            await there.wait()
    async with an_app(tmp_path) as later:
        (row,) = await later.history.list()

    assert running.result().outcome == Cancelled()
    assert row.attempt == replace(running.result(), transcript="")


async def test_bulk_run_sends_each_once_and_one_refusal_stops_nobody(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    route = the_route(sandbox, "smtp:587")
    told: list[Event] = []
    async with an_app(tmp_path) as app:
        app.subscribe(told.append)
        deliveries = [app.new_delivery(a_message(f"mail {n}"), route) for n in range(30)]
        bad = Message(
            sender=Address(email="x@unverified.example.com"),
            to=a_message().to,
            subject="bad",
            text="x",
        )
        deliveries.insert(7, app.new_delivery(bad, route))
        attempts = await app.deliver_many(deliveries, Secret(sandbox.info.key))
        count = await app.history.count(outcome="accepted")

    assert [a.delivery_id for a in attempts] == [d.id for d in deliveries]
    assert [n for n, a in enumerate(attempts) if a.outcome != Accepted()] == [7]
    assert attempts[7].outcome == Rejected()
    assert sorted(m["subject"] for m in sandbox.inbox()) == sorted(f"mail {n}" for n in range(30))
    assert count == 30
    assert sum(isinstance(event, DeliveryFinished) for event in told) == 31


async def test_cancelled_part_of_a_bulk_run_is_not_sent(sandbox: Sandbox, tmp_path: Path) -> None:
    route = the_route(sandbox, "smtp:587")
    async with an_app(tmp_path) as app:
        deliveries = [app.new_delivery(a_message(f"mail {n}"), route) for n in range(20)]
        unwanted = {deliveries[n].id for n in (1, 2, 10, 19)}

        def stop(event: Event) -> None:
            if isinstance(event, DeliveryFinished):
                for delivery_id in unwanted:
                    app.cancel(delivery_id)

        app.subscribe(stop)
        attempts = await app.deliver_many(deliveries, Secret(sandbox.info.key))

    cancelled = {a.delivery_id for a in attempts if a.outcome == Cancelled()}
    accepted = sum(a.outcome == Accepted() for a in attempts)
    assert {deliveries[10].id, deliveries[19].id} <= cancelled <= unwanted
    # One that was cancelled while its answer was awaited is unknown, and may have come.
    unknown = 20 - len(cancelled) - accepted
    assert unknown <= 1
    assert accepted <= len(sandbox.inbox()) <= accepted + unknown


async def test_events_come_in_the_wire_thread(sandbox: Sandbox, tmp_path: Path) -> None:
    threads: set[str] = set()
    async with an_app(tmp_path) as app:
        app.subscribe(lambda event: threads.add(threading.current_thread().name))
        delivery = app.new_delivery(a_message(), the_route(sandbox, "webapi"))
        await app.deliver(delivery, Secret(sandbox.info.key))

    assert threads == {"wire"}


async def test_app_starts_its_own_sandbox_once_and_reads_its_inbox() -> None:
    async with App.open(SETTINGS, memory=True) as app:
        with pytest.raises(SandboxError):
            app.sandbox_route(parse_path("webapi"))
        async with asyncio.TaskGroup() as group:
            starts = [group.create_task(app.start_sandbox()) for _ in range(3)]
        for path in BOTH:
            route = app.sandbox_route(parse_path(path))
            delivery = app.new_delivery(a_message(path), route)
            attempt = await app.deliver(delivery, app.sandbox_secret)
            assert attempt.outcome == Accepted()
            assert attempt.practice
        entries = await app.inbox()
        mail = await app.inbox_mail(entries[0].id)
        raw = await app.inbox_raw(entries[0].id)
        await app.empty_inbox()
        emptied = await app.inbox()
        with pytest.raises(SandboxError):
            await app.inbox_mail(entries[0].id)

    assert len({start.result().pid for start in starts}) == 1
    assert [entry.subject for entry in entries] == list(reversed(BOTH))
    assert (mail.entry, mail.rcpt_to) == (entries[0], ("one@example.net",))
    assert b"Subject: smtp:587:starttls" in raw
    assert emptied == ()


async def test_simulation_that_could_not_be_changed_marks_no_mail() -> None:
    slow = {"at": "reply", "action": {"delay_ms": 1}, "when": {}}
    async with App.open(SETTINGS, memory=True) as app:
        await app.start_sandbox()
        await app.simulate([slow], "slow reply")
        before = [app.sandbox_route(parse_path(path)).simulated for path in BOTH]
        with pytest.raises(SandboxError):
            await app.simulate([slow, {**slow, "at": "nowhere"}], "something else")
        after = [app.sandbox_route(parse_path(path)).simulated for path in BOTH]

    assert (before, after) == (["slow reply"] * 2, [""] * 2)


@pytest.mark.parametrize("path", BOTH)
async def test_key_leaves_no_trace_in_the_history(
    sandbox: Sandbox, tmp_path: Path, path: str
) -> None:
    canaries = (sandbox.info.key, make_key())
    async with an_app(tmp_path) as app:
        for key in canaries:
            delivery = app.new_delivery(a_message(), the_route(sandbox, path))
            await app.deliver(delivery, Secret(key))
        table = csv_bytes(await app.history.list(), head=True)
        (tmp_path / "all.csv").write_bytes(table)
        written = all_bytes(tmp_path)

    assert b"one@example.net" in written
    for key in canaries:
        login = f"\0apikey\0{key}".encode()
        for form in (
            key.encode(),
            base64.b64encode(key.encode()),
            base64.b64encode(login),
            base64.b64encode(login)[4:-4],
            quote(key, safe="").encode(),
        ):
            assert form not in written


def all_bytes(folder: Path) -> bytes:
    """Give what stands in a folder's files."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
