"""A TLS context that takes long to make is our own time: no limit of an attempt runs meanwhile."""

import asyncio
import ssl
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from sgdesk.delivery import Accepted
from sgdesk.transport.smtp import SmtpConnection
from sgdesk.transport.webapi import WebApiConnection
from sgdesk.wire import tls
from tests.support.sending import job, send_all
from tests.support.servers import TestCa, serving
from tests.support.smtp_script import envelope, hear_body, say, scripted
from tests.support.smtp_sending import GO, PIPELINED, message
from tests.support.smtp_sending import plain_route as smtp_route
from tests.support.webapi_sending import KEY, answer
from tests.support.webapi_sending import plain_route as api_route

LATE_S = 6.0
"""More than the five seconds that an attempt of these tests may take."""


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make each new context take long by the loop's clock; gives what was made."""
    names: list[str] = []
    true_make = tls._context

    @lru_cache
    def make(ca_file: str | None, mtime_ns: int, alpn: str, *, alone: bool) -> ssl.SSLContext:
        loop = asyncio.get_running_loop()
        now = loop.time
        monkeypatch.setattr(loop, "time", lambda: now() + LATE_S)
        names.append(alpn or "smtp")
        return true_make(ca_file, mtime_ns, alpn, alone=alone)

    monkeypatch.setattr(tls, "_context", make)
    return names


async def test_no_limit_of_a_mail_by_smtp_runs_meanwhile(made: list[str]) -> None:
    whole = [*PIPELINED, *envelope(), say(*GO), hear_body(), say("250 ok")]
    async with scripted(whole) as script:
        route = smtp_route(script)
        connection = SmtpConnection(route, None)
        attempt = await connection.send(job(route, message()))
        await connection.aclose()

    assert attempt.outcome == Accepted()
    assert made == ["smtp"]


async def test_no_limit_of_a_mail_by_the_web_api_runs_meanwhile(
    made: list[str], tmp_path: Path
) -> None:
    ca = TestCa(tmp_path)
    async with serving(answer("202 Accepted"), tls=ca.server()) as server:
        url = f"https://localhost:{server.port}"
        route = replace(api_route(server.port), api_url=url, ca_file=str(ca.file))
        (attempt,) = await send_all(WebApiConnection(route, KEY), [job(route)])

    assert attempt.outcome == Accepted()
    assert made == ["http/1.1"]
