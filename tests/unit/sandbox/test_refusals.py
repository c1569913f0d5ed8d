"""Refused calls are kept within limits, and no key in them is whole."""

import pytest
from starlette.types import Message, Receive, Scope, Send

from sgdesk.sandbox.refusals import (
    BYTES_LIMIT,
    CALLS_LIMIT,
    LINES_LIMIT,
    MAIL_LINES_LIMIT,
    NotingApi,
    Refusals,
    RefusedCall,
    Spoken,
)
from sgdesk.secret import MARK
from tests.unit.sandbox.connections import a_connection

KEY = "SG." + "x" * 22 + "." + "y" * 43


def spoken() -> tuple[Spoken, Refusals]:
    """Give a conversation, and where its refusals go."""
    refusals = Refusals()
    return Spoken(refusals, a_connection()), refusals


@pytest.mark.parametrize(
    ("arg", "shown"),
    [
        ("PLAIN AGFwaWtleQBTRy54", f"PLAIN {MARK}"),
        ("login", f"login {MARK}"),
        ("AGFwaWtleQBTRy54", MARK),
        ("", MARK),
        (None, MARK),
    ],
)
def test_of_a_sign_in_its_mechanism_alone_is_kept(arg: str | None, shown: str) -> None:
    talk, refusals = spoken()
    talk.ask("AUTH", arg)
    talk.answer("504 no")
    (call,) = refusals.summaries()
    whole = refusals.get(call["id"])

    assert whole is not None
    assert whole.head == f"C: AUTH {shown}"


def test_who_signs_in_is_said_without_what_was_given() -> None:
    talk, refusals = spoken()
    talk.sign_in(b"apikey", KEY.encode())
    talk.sign_in(b"my-own-name", b"pass-word")
    talk.answer("535 no")
    whole = refusals.get(refusals.summaries()[0]["id"])

    assert whole is not None
    assert whole.head == (
        f"*: user name apikey, key SG.xxxx…{MARK}\n*: not the user name apikey, key {MARK}"
    )


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


def test_only_a_no_is_kept_and_what_was_asked_stands_once() -> None:
    talk, refusals = spoken()
    talk.answer("554 go")
    talk.ask("EHLO", "client")
    talk.answer("250-one\r\n250 two\r\n")
    talk.ask("MAIL", "FROM:<a@example.com>")
    talk.answer("451-not\r\n451 now\r\n")
    talk.answer("500 what")
    talk.answer("5 no reply at all")
    calls = [refusals.get(each["id"]) for each in refusals.summaries()]

    assert [(call.code, call.call) for call in calls if call] == [
        (554, "the connection"),
        (451, "MAIL"),
        (500, "a command"),
    ]
    assert calls[1] is not None
    assert calls[1].reason == "not 451 now"
    assert calls[1].head == (
        "S: 554 go\nC: EHLO client\nS: 250-one\nS: 250 two\nC: MAIL FROM:<a@example.com>"
    )


@pytest.mark.parametrize(("lines", "kept"), [(MAIL_LINES_LIMIT, 100), (MAIL_LINES_LIMIT + 1, 101)])
def test_of_a_long_mail_the_beginning_is_kept_and_its_size(lines: int, kept: int) -> None:
    talk, refusals = spoken()
    mail = b"x\r\n" * lines
    talk.hand_over(mail)
    talk.answer("550 no")
    whole = refusals.get(refusals.summaries()[0]["id"])

    assert whole is not None
    assert whole.call == "the mail"
    assert len(whole.head.splitlines()) == kept
    assert (f"C: … {len(mail):,} bytes in all" in whole.head) is (kept > MAIL_LINES_LIMIT)


def test_the_last_lines_and_the_last_calls_are_kept() -> None:
    talk, refusals = spoken()
    for number in range(CALLS_LIMIT + 1):
        talk.ask("NOOP", str(number))
        talk.answer("500 no")
    calls = refusals.summaries()
    whole = refusals.get(calls[-1]["id"])

    assert len(calls) == CALLS_LIMIT
    assert whole is not None
    assert whole.head.count("\n") + 1 == LINES_LIMIT
    assert whole.head.endswith(f"C: NOOP {CALLS_LIMIT}")
    refusals.clear()
    assert refusals.summaries() == []


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
        "state": {"connection": a_connection()},
    }
    await NotingApi(answering, refusals)(scope, receive, send)
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
