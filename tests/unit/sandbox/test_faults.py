"""Faults are counted and matched; nonsense is refused (the rest: contract tests)."""

import sys

import pytest

from sgdesk.errors import InputError
from sgdesk.sandbox.fault_book import FaultBook
from sgdesk.sandbox.faults import (
    AcceptThenClose,
    Close,
    Delay,
    Drop,
    HttpReply,
    Point,
    RawReply,
    Refuse,
    WrongCertificate,
)


def _taken(book: FaultBook, times: int) -> list[bool]:
    return [bool(book.take(Point.REPLY, path="smtp", listener="tls")) for _ in range(times)]


@pytest.mark.parametrize(
    ("when", "hits"),
    [
        ({}, [True, True, True, True]),
        ({"nth": 3}, [False, False, True, True]),
        ({"count": 1}, [True, False, False, False]),
        ({"nth": 2, "count": 2}, [False, True, True, False]),
        ({"listener": "plain"}, [False] * 4),
        ({"path": "webapi"}, [False] * 4),
    ],
)
def test_occasions_are_counted(when: dict[str, object], hits: list[bool]) -> None:
    book = FaultBook()
    book.add({"at": "reply", "action": "close", "when": when})

    assert _taken(book, 4) == hits


def test_faults_at_one_point_add_up_in_order() -> None:
    book = FaultBook()
    book.add({"at": "mail", "action": {"delay_ms": 5}})
    book.add({"at": "mail", "action": "close"})

    assert book.take(Point.MAIL, path="smtp", listener="tls") == (Delay(ms=5.0), Close())


def test_think_then_fail_in_one_object() -> None:
    book = FaultBook()
    fault = book.add({"at": "mail", "action": {"close": True, "delay_ms": 5}})

    assert fault.actions == (Delay(ms=5.0), Close())


@pytest.mark.parametrize(
    ("at", "action", "meant"),
    [
        ("mail", {"reply": "451 x\r\n"}, RawReply(content=b"451 x\r\n")),
        ("mail", {"raw": "AP8="}, RawReply(content=b"\x00\xff")),
        (
            "reply",
            {"reply": {"status": 502, "headers": {"A": 1}, "body": {"a": 1}}},
            HttpReply(status=502, headers=(("A", "1"),), body='{"a": 1}'),
        ),
        ("tls", "wrong_certificate", WrongCertificate(kind="host")),
        ("tls", {"wrong_certificate": "ca"}, WrongCertificate(kind="ca")),
        ("reply", "accept_then_close", AcceptThenClose()),
    ],
)
def test_action_is_read(at: str, action: object, meant: object) -> None:
    assert FaultBook().add({"at": at, "action": action}).actions == (meant,)


def test_refused_listeners_follow_path_and_name() -> None:
    book = FaultBook()
    book.add({"at": "connect", "action": "refuse", "when": {"path": "webapi"}})
    assert book.shut_listeners(Refuse) == {"https", "http"}

    book.add({"at": "connect", "action": "refuse", "when": {"listener": "plain"}})
    assert book.shut_listeners(Refuse) == {"https", "http", "plain"}

    book.add({"at": "connect", "action": "drop", "when": {"listener": "starttls"}})
    assert book.shut_listeners(Drop) == {"starttls"}
    assert book.shut_listeners(Refuse) == {"https", "http", "plain"}

    book.add({"at": "connect", "action": "refuse"})
    assert book.shut_listeners(Refuse) == {"https", "http", "plain", "starttls", "tls"}


def test_system_that_answers_every_connection_is_not_asked_to_drop_any(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(InputError, match="use refuse"):
        FaultBook().add({"at": "connect", "action": "drop"})


@pytest.mark.parametrize("ms", [True, "5", -1, float("nan"), None])
def test_delay_must_be_a_number(ms: object) -> None:
    with pytest.raises(InputError, match="milliseconds"):
        FaultBook().add({"at": "mail", "action": {"delay_ms": ms}})


@pytest.mark.parametrize(
    ("when", "named"),
    [
        ("plain", "`when` is an object"),
        ([1], "`when` is an object"),
        ({"port": 25}, "knows no port"),
        ({"nth": 0}, "when.nth"),
        ({"nth": None}, "when.nth"),
        ({"count": True}, "when.count"),
        ({"bytes": -1}, "when.bytes"),
        ({"path": ["smtp"]}, "No such path"),
        ({"listener": {}}, "No such listener"),
        ({"recipient": 7}, "when.recipient"),
    ],
)
def test_when_that_could_never_come_is_refused(when: object, named: str) -> None:
    with pytest.raises(InputError, match=named):
        FaultBook().add({"at": "rcpt", "action": "close", "when": when})


@pytest.mark.parametrize(
    ("at", "action", "when"),
    [
        ("request", "close", {"path": "smtp"}),
        ("request", "close", {"listener": "plain"}),
        *((at, "close", {"path": "webapi"}) for at in ("greeting", "ehlo", "starttls", "auth")),
        *((at, "close", {"path": "webapi"}) for at in ("mail", "rcpt", "data", "quit")),
        ("mail", "close", {"listener": "https"}),
        ("reply", "close", {"path": "smtp", "listener": "http"}),
        ("reply", {"reply": {"status": 503}}, {"path": "smtp"}),
        ("reply", {"reply": {"status": 503}}, {"listener": "tls"}),
        ("mail", {"reply": {"status": 503}}, {}),
        ("tls", {"reply": {"status": 503}}, {}),
        ("reply", "close", {"recipient": "a@example.com"}),
        ("reply", "close", {"listener": "control"}),
    ],
)
def test_fault_that_cannot_strike_is_refused(
    at: str, action: object, when: dict[str, object]
) -> None:
    with pytest.raises(InputError):
        FaultBook().add({"at": at, "action": action, "when": when})


@pytest.mark.parametrize("action", [{"status": 503}, "503 no\r\n"])
def test_http_answer_is_none_of_smtp(action: object) -> None:
    book = FaultBook()
    book.add({"at": "reply", "action": {"delay_ms": 5, "reply": action}})

    assert bool(book.take(Point.REPLY, path="smtp", listener="tls")) is isinstance(action, str)
    assert book.take(Point.REPLY, path="webapi", listener="https")


@pytest.mark.parametrize(
    ("reply", "named"),
    [
        ({"status": 199}, "reply.status"),
        ({"status": 600}, "reply.status"),
        ({"status": "500"}, "integer `status`"),
        ({"status": 500, "header": {}}, "no header"),
        ({"status": 500, "headers": ["A: 1"]}, "reply.headers"),
        ({"status": 500, "headers": {"A B": "1"}}, "name of a header"),
        ({"status": 500, "headers": {"A": "1\r\nB: 2"}}, "one line"),
        ({"status": 500, "headers": {"A": "\u20ac"}}, "one line"),
        ({"status": 500, "headers": {"A": [1]}}, "one line"),
        ({"status": 500, "headers": {"Content-Length": "3"}}, "belongs to the server"),
        ({"status": 500, "body": "\ud800"}, "half a character"),
        ("\ud800", "half a character"),
    ],
)
def test_answer_that_no_server_can_give_is_refused(reply: object, named: str) -> None:
    with pytest.raises(InputError, match=named):
        FaultBook().add({"at": "reply", "action": {"reply": reply}})


def test_recipient_narrows() -> None:
    book = FaultBook()
    book.add({"at": "rcpt", "action": "close", "when": {"recipient": "a@example.com"}})

    assert not book.take(Point.RCPT, path="smtp", listener="tls", recipient="b@example.com")
    assert book.take(Point.RCPT, path="smtp", listener="tls", recipient="a@example.com")


def test_faults_of_one_body_strike_once_each_in_the_order_of_their_bytes() -> None:
    book = FaultBook()
    book.add({"at": "body", "action": "close", "when": {"bytes": 40}})
    book.add({"at": "body", "action": {"delay_ms": 5}, "when": {"bytes": 10}})
    faults = book.take_body(path="smtp", listener="tls")

    assert [faults.due(received) for received in (9, 10, 39, 40, 41)] == [
        *((), (Delay(ms=5.0),)),
        *((), (Close(),), ()),
    ]
