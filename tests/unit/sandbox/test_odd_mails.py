"""No mail closes the inbox."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sgdesk.sandbox import mime
from sgdesk.sandbox.accounts import open_account
from sgdesk.sandbox.control import make_control
from sgdesk.sandbox.fault_book import FaultBook
from sgdesk.sandbox.listeners import Listeners
from sgdesk.sandbox.service import Service
from tests.support.odd_mails import HEAD, VILLAINS, nested, odd_mails


def _no_tls(_: Any) -> Any:
    raise AssertionError("nobody connects")


def shown(mail: bytes) -> Any:
    """Capture a mail and ask the inbox for it, for the list and for the events."""
    service = Service(account=open_account(), tls_contexts=_no_tls, messages_per_connection=1)
    control = make_control(service, Listeners([], "127.0.0.1", None, FaultBook()), is_exposed=False)

    async def ask() -> Any:
        transport = httpx.ASGITransport(app=control)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:1") as client:
            (entry,) = (await client.get("/inbox")).json()
            json.dumps((await client.get("/events")).json()).encode()
            return (await client.get(f"/inbox/{entry['id']}")).json()

    service.mailbox.capture_smtp(
        mail, mail_from="a@example.com", rcpt_tos=["b@example.com"], listener="plain", connection=1
    )
    answer = asyncio.run(ask())
    # What the window is to show must hold whole characters.
    json.dumps(answer, ensure_ascii=False).encode()
    return answer


@pytest.mark.parametrize("mail", VILLAINS.values(), ids=VILLAINS.keys())
def test_villain_can_be_looked_at(mail: bytes) -> None:
    assert shown(mail)["copies"]


@given(odd_mails())
@example(b"")
def test_any_mail_can_be_looked_at(mail: bytes) -> None:
    assert shown(mail)["size"] == len(mail)


@given(st.binary(max_size=300))
def test_any_bytes_can_be_looked_at(mail: bytes) -> None:
    assert shown(mail)["size"] == len(mail)


@pytest.mark.parametrize(
    "mail",
    [
        HEAD + b"Content-Disposition: attachment; filename=" + b'";' * 100_000 + b"\r\n\r\nx",
        HEAD + b"Content-Type: text/plain; " + b"a=b; " * 100_000 + b"\r\n\r\nx",
        HEAD + b"X-A: " + b"=?a?q? " * 100_000 + b"\r\n\r\nx",
        HEAD + b"X-A: " + b"=?utf-8?q?a?= " * 60_000 + b"\r\n\r\nx",
        HEAD + b"Content-ID: " + b"a " * 100_000 + b"\r\n\r\nx",
        HEAD + b"Cc: <" + b"@a," * 4_000_000 + b":c@example.com>\r\n\r\nx",
        nested(300, b"x y\r\n" * 100_000),
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 400_000,
    ],
    ids=[
        *("quotes", "parameters", "broken words", "words", "content id", "routes"),
        *("parts in parts", "parts"),
    ],
)
@pytest.mark.timeout(20)
def test_mail_that_takes_the_library_minutes_is_shown_in_seconds(mail: bytes) -> None:
    assert shown(mail)["subject"] == "odd"


def test_mail_that_cannot_be_taken_apart_is_one_text() -> None:
    (part,) = shown(nested(2_000))["parts"]

    assert part["type"] == "text/plain"
    assert part["text"].endswith("text\n")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"a =?utf-8?q?b c?= d", "a b c d"),
        (b"=?utf-8?q?what??= now", "what? now"),
        (b"=?utf-8?b?R3LDvA==?=", "Grü"),
        (b"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
    ],
)
def test_words_are_found_among_others(value: bytes, text: str) -> None:
    assert mime.decoded(value) == text
