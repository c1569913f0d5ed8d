"""Interim answers (1xx), which nobody has asked for, and answers that come in crumbs."""

import asyncio
from collections import Counter
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from sgdesk.delivery import Accepted, NotSent, Rejected, Unknown
from sgdesk.message import sample
from sgdesk.message.model import Attachment
from sgdesk.trace import Phase
from sgdesk.transport.webapi import WebApiConnection
from sgdesk.transport.webapi_http import HttpExchange, HttpLine, WireTransport
from sgdesk.wire.recorder import Recorder
from tests.support.sending import Marks, job, send_all
from tests.support.servers import ACCEPTED, TestCa, Visit, serving
from tests.support.webapi_sending import KEY, attempts_at, big, error_body, plain_route

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"
_REASON = error_body("content too large")
TOO_LARGE = b"HTTP/1.1 413 Too Large\r\nContent-Length: %d\r\n\r\n" % len(_REASON) + _REASON


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize(
    "parts", [[CONTINUE], [CONTINUE + HINTS], [HINTS[:5], HINTS[5:30], HINTS[30:] + CONTINUE]]
)
async def test_an_interim_answer_does_not_stop_the_upload(
    tmp_path: Path, encrypted: bool, parts: list[bytes]
) -> None:
    ca = TestCa(tmp_path)
    sizes: list[int] = []

    async def behave(visit: Visit) -> None:
        head = (await visit.reader.readuntil(b"\r\n\r\n")).decode()
        size = int(head.lower().partition("content-length: ")[2].split()[0])
        # The kernels take about half of it before anybody has to wait.
        for part in parts:
            sizes.append(len(await visit.reader.readexactly(100_000)))
            await visit.say(part)
        sizes.append(len(await visit.reader.readexactly(size - sum(sizes))))
        await visit.say(HINTS + ACCEPTED)

    async with serving(behave, tls=ca.server() if encrypted else None) as server:
        scheme = "https" if encrypted else "http"
        url = f"{scheme}://localhost:{server.port}"
        route = plain_route(server.port, api_url=url, ca_file=str(ca.file) if encrypted else None)
        (attempt,) = await send_all(WebApiConnection(route, KEY), [job(route, big())])

    assert attempt.outcome == Accepted()
    assert attempt.message_id == "abc123"
    assert sum(sizes) > 8_000_000


@pytest.mark.parametrize("cut", [None, 5, len(CONTINUE), len(CONTINUE) + 9])
async def test_a_refusal_behind_an_interim_answer_ends_the_upload(cut: int | None) -> None:
    async def behave(visit: Visit) -> None:
        await visit.reader.readuntil(b"\r\n\r\n")
        said = CONTINUE + TOO_LARGE
        await visit.say(said[:cut])
        if cut is not None:
            await visit.reader.readexactly(300_000)
            await visit.say(said[cut:])
        await asyncio.Event().wait()

    (attempt,) = await attempts_at(behave, message=big())

    assert attempt.outcome == Rejected()
    assert attempt.reply == "content too large"
    upload = next(s for s in attempt.trace.spans if s.phase is Phase.UPLOAD)
    assert upload.detail == "answered before all was out"


@pytest.mark.parametrize("said", [TOO_LARGE, CONTINUE + TOO_LARGE])
async def test_a_refusal_ends_an_upload_that_can_go_no_further(said: bytes) -> None:
    told: list[float] = []

    async def behave(visit: Visit) -> None:
        await visit.reader.readuntil(b"\r\n\r\n")
        before = -1
        while before != len(told):
            before = len(told)
            await asyncio.sleep(0.05)
        await visit.say(said)
        await asyncio.Event().wait()

    huge = replace(sample(), attachments=(Attachment(filename="b", content=b"x" * 20_000_000),))
    async with serving(behave) as server:
        route = plain_route(server.port)
        listening = replace(job(route, huge), progress=lambda _, part: told.append(part))
        (attempt,) = await send_all(WebApiConnection(route, KEY), [listening])

    assert attempt.outcome == Rejected()
    assert 0 < max(told) < 0.9


async def test_interim_answers_without_end_are_no_answer() -> None:
    async def behave(visit: Visit) -> None:
        await visit.request()
        while True:
            await visit.say(CONTINUE * 1000)

    (attempt,) = await attempts_at(behave)

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)
    assert attempt.problem is not None
    assert "no answer that can be read" in attempt.problem.explanation


async def test_interim_answers_without_end_stop_an_upload() -> None:
    async def behave(visit: Visit) -> None:
        await visit.reader.readuntil(b"\r\n\r\n")
        while True:
            await visit.say(CONTINUE * 1000)

    (attempt,) = await attempts_at(behave, message=big())

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert "no answer of a Web API" in attempt.problem.explanation


async def test_an_answer_in_crumbs_lets_time_limits_act_between() -> None:
    crumbs = 40_000

    async def behave(visit: Visit) -> None:
        await visit.request()
        head = b"HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n"
        await visit.say(head + b"1\r\na\r\n" * crumbs + b"0\r\n\r\n")

    turns = 0
    parts_of_turn: Counter[int] = Counter()

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async with serving(behave) as server, asyncio.TaskGroup() as group:
        counting = group.create_task(count())
        line = HttpLine(plain_route(server.port), None)
        line.exchange = HttpExchange(recorder=Recorder(), body=b"{}", mark=Marks())
        async with httpx.AsyncClient(transport=WireTransport(line), trust_env=False) as client:
            body = line.exchange.pieces()
            url = f"http://127.0.0.1:{server.port}"
            async with client.stream("POST", url, content=body) as response:
                async for _ in response.aiter_raw():
                    parts_of_turn[turns] += 1
        counting.cancel()
        line.exchange.recorder.release()
        if line.exchange.watch is not None:
            line.exchange.watch.close()

    assert parts_of_turn.total() == crumbs
    assert max(parts_of_turn.values()) < 4000
