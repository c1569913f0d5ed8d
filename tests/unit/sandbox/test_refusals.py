"""Refused calls are kept within limits, and no key in them is whole."""

import pytest
from starlette.types import Message, Receive, Scope, Send

from sgdesk.sandbox.mailbox import Mailbox
from sgdesk.sandbox.refusals import (
    BYTES_LIMIT,
    NotingApi,
    Refusals,
    RefusedCall,
)
from sgdesk.sandbox.request_head import RequestHead
from sgdesk.secret import MARK
from tests.unit.sandbox.connections import a_connection

KEY = "SG." + "x" * 22 + "." + "y" * 43


def test_no_part_of_a_refused_call_holds_a_key() -> None:
    refusals = Refusals()
    refusals.note(
        path="webapi",
        listener="https",
        code=400,
        call=f"GET /{KEY}",
        reason=KEY,
        head=f"X-Key: {KEY}",
        body=f"{{{KEY}}}",
        answer=f"no {KEY}",
    )
    (summary,) = refusals.summaries()
    whole = refusals.get(summary["id"])

    assert whole is not None
    assert KEY not in str(whole.to_json())
    assert str(whole.to_json()).count(MARK) == 5
    assert summary.items() <= whole.to_json().items()
    assert refusals.get("another") is None


async def called(
    status: int,
    *,
    body: bytes = b"",
    answer: bytes = b"no",
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> RefusedCall | None:
    """Call an application that gives one answer; give what is kept of it."""
    refusals, sent = Refusals(), list[Message]()

    async def answering(_: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": status, "headers": [(b"x", b"y")]})
        await send({"type": "http.response.body", "body": answer})

    half = len(body) // 2
    parts = [
        {"type": "http.request", "body": body[:half], "more_body": True},
        {"type": "http.request", "body": body[half:], "more_body": False},
    ]

    async def receive() -> Message:
        return parts.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": "/v3/x",
        "http_version": "1.1",
        "headers": headers,
        "state": {
            "connection": a_connection(),
            "head": RequestHead(line="POST /v3/x HTTP/1.1", headers=headers),
        },
    }
    await NotingApi(answering, refusals, Mailbox())(scope, receive, send)
    assert [each["type"] for each in sent] == ["http.response.start", "http.response.body"]
    assert sent[1]["body"] == answer
    calls = refusals.summaries()
    return refusals.get(calls[0]["id"]) if calls else None


@pytest.mark.parametrize(("status", "is_kept"), [(202, False), (399, False), (400, True)])
async def test_call_that_is_refused_is_kept_whole(status: int, is_kept: bool) -> None:
    call = await called(status, body=b'{"a": 1}', answer=b"  first\nsecond")

    assert (call is not None) is is_kept
    if call is not None:
        assert (call.code, call.call, call.listener) == (400, "POST /v3/x", "smtp587")
        assert (call.body, call.reason) == ('{"a": 1}', "first")
        assert call.head == "POST /v3/x HTTP/1.1"
        assert call.answer == "HTTP/1.1 400 Bad Request\nx: y\n\n  first\nsecond"


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ((b"Authorization", f"Bearer {KEY}".encode()), f"Authorization: Bearer SG.xxxx…{MARK}"),
        ((b"authorization", b"pass-word"), f"authorization: {MARK}"),
        ((b"Proxy-Authorization", b"Basic abc"), f"Proxy-Authorization: Basic {MARK}"),
        ((b"X-Key", KEY.encode()), f"X-Key: {MARK}"),
        ((b"Host", b"api.example.com"), "Host: api.example.com"),
    ],
)
async def test_no_header_shows_a_key(header: tuple[bytes, bytes], shown: str) -> None:
    call = await called(401, headers=(header,))

    assert call is not None
    assert call.head.splitlines()[1:] == [shown]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b'{"errors": [{"message": "one"}, {"message": "two"}]}', "one two"),
        (b'{"errors": ["one"]}', '{"errors": ["one"]}'),
        (b'{"errors": 5}', '{"errors": 5}'),
        (b"", "Bad Request"),
        (b"x" * 201, "x" * 200),
    ],
)
async def test_reason_is_the_answer_in_one_line(answer: bytes, reason: str) -> None:
    call = await called(400, answer=answer)

    assert call is not None
    assert call.reason == reason


async def test_status_without_a_name_has_none_and_long_bodies_are_cut() -> None:
    call = await called(499, body=b"x" * 70_001, answer=b"\xff" + b"y" * 70_000)

    assert call is not None
    assert call.answer.startswith("HTTP/1.1 499\nx: y\n\n\ufffdyy")
    assert len(call.body) == BYTES_LIMIT == 65_536
    assert call.answer.count("y", call.answer.index("\ufffd")) == BYTES_LIMIT - 1
