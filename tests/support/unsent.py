"""No server may hear of a mail from what sends none: what they hear is kept, and looked through.

A pytest plugin: the fixture `nothing_sent` looks after each test at what the local SendGrid of
the session and every server of `tests.support.servers` was asked.
"""

import asyncio
from collections.abc import Iterator

import pytest

from tests.support.heard import OF_A_MAIL, listen, told
from tests.support.sandbox import Sandbox

POINTS_OF_A_MAIL = {"mail", "rcpt", "data", "body"}
"""The local SendGrid's own words for them."""
_heard: list[bytearray] = []
"""A row for each connection since the test began."""


def listen_for_test(reader: asyncio.StreamReader) -> None:
    """Keep what comes, for the end of the test."""
    _heard.append(bytearray())
    listen(reader, _heard[-1].extend)


def keep_for_test(text: bytes) -> None:
    """Keep what a server has opened itself."""
    _heard.append(bytearray(text))


def points_of_a_mail(sandbox: Sandbox) -> list[str]:
    """Give what a local SendGrid was asked of a mail."""
    asked = {stamp["point"] for stamp in sandbox.stamps()} & POINTS_OF_A_MAIL
    return [*sorted(asked), *map(str, sandbox.inbox())]


@pytest.fixture
def nothing_sent(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which a server heard of a mail."""
    has_sandbox = "sandbox" in request.fixturenames
    sandbox: Sandbox | None = request.getfixturevalue("sandbox") if has_sandbox else None
    _heard.clear()
    yield
    words = told(OF_A_MAIL, _heard) + (points_of_a_mail(sandbox) if sandbox else [])
    assert not words, f"a server was told of a mail: {words}"
