"""Any answer in place of the real one."""

import base64
import time

import pytest

from tests.contract.sandbox.clients import MAIL, open_http, read_answer, request_bytes, send_headers
from tests.contract.sandbox.points import WAYS, Reach, ask, auth, body, open_door
from tests.support.sandbox import Sandbox

REPLACED = [
    way for way in WAYS if way[1] not in ("connect", "body", "idle") and way[0] in ("plain", "tls")
]


@pytest.mark.parametrize(("listener", "point", "reach"), REPLACED)
def test_reply_stands_in_place_of_the_real_one(
    sandbox: Sandbox, listener: str, point: str, reach: Reach
) -> None:
    sandbox.fault(point, {"reply": "421 Something else\r\n"})
    with open_door(sandbox, listener) as talk:
        reach(talk, sandbox)

        assert talk.reply() == "421 Something else"
        assert talk.is_silent_for(0.05)
    assert sandbox.inbox() == []


def test_two_replies_come_in_one_segment(sandbox: Sandbox) -> None:
    sandbox.fault("auth", [{"reply": "235 Yes\r\n421 Going down\r\n"}, "close"])
    with open_door(sandbox, "plain") as talk:
        auth(talk, sandbox)

        assert talk.sock.recv(4096) == b"235 Yes\r\n421 Going down\r\n"
        assert talk.ending() == "fin"


def test_raw_bytes_need_be_no_reply_at_all(sandbox: Sandbox) -> None:
    garbage = b"\x00\xff no reply \r\n"
    sandbox.fault("reply", {"raw": base64.b64encode(garbage).decode()})
    with open_door(sandbox, "plain") as talk:
        body(talk, sandbox)

        assert talk.sock.recv(4096) == garbage


def test_raw_bytes_over_https_need_be_no_http(sandbox: Sandbox) -> None:
    sandbox.fault("reply", [{"raw": base64.b64encode(b"no HTTP").decode()}, "close"])
    with open_http(sandbox.info) as talk:
        ask(talk, sandbox)

        assert talk.sock.recv(4096) == b"no HTTP"
        assert talk.ending() == "fin"


@pytest.mark.parametrize("body", [None, "text"])
def test_every_status_that_ends_an_exchange_can_be_answered(
    sandbox: Sandbox, body: str | None
) -> None:
    statuses = list(range(200, 600))
    for number, status in enumerate(statuses, 1):
        reply = {"status": status, "body": body}
        sandbox.fault("request", {"reply": reply}, nth=number, count=1)
    got = []
    for _ in statuses:
        with open_http(sandbox.info, tls=False) as talk:
            talk.send(request_bytes("GET", "/v3/scopes", {}))
            got.append(int(talk.line().split()[1]))

    assert got == statuses


@pytest.mark.parametrize("point", ["request", "reply"])
def test_html_from_a_gateway_stands_in_place_of_the_answer(sandbox: Sandbox, point: str) -> None:
    reply = {"status": 502, "headers": {"X-Test": "1"}, "body": "<html>Bad gateway</html>"}
    sandbox.fault(point, {"reply": reply})
    with open_http(sandbox.info) as talk:
        ask(talk, sandbox)
        answer = read_answer(talk)

    assert (answer.status, answer.body) == (502, b"<html>Bad gateway</html>")
    assert (answer.headers["content-type"], answer.headers["x-test"]) == ("text/html", "1")
    assert sandbox.inbox() == []


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (401, b"authorization required"),
        (413, b"content too large"),
        (429, b"too many requests"),
        (500, b"internal server error"),
        (502, b"<center>nginx</center>"),
        (503, b"503 Service Unavailable"),
        (504, b"504 Gateway Timeout"),
    ],
)
def test_status_alone_brings_sendgrids_usual_body(
    sandbox: Sandbox, status: int, text: bytes
) -> None:
    sandbox.fault("reply", {"reply": {"status": status}})
    with open_http(sandbox.info) as talk:
        ask(talk, sandbox)
        answer = read_answer(talk)

    assert answer.status == status
    assert text in answer.body
    if status == 429:
        assert answer.headers["x-ratelimit-remaining"] == "0"
        assert int(answer.headers["x-ratelimit-reset"]) > time.time()


def test_413_comes_before_the_body_is_out(sandbox: Sandbox) -> None:
    sandbox.fault("request", {"reply": {"status": 413}})
    with open_http(sandbox.info, tls=False) as talk:
        head = request_bytes("POST", "/v3/mail/send", send_headers(sandbox.info.key), b"x" * 5000)
        talk.send(head[:-4000])

        assert read_answer(talk).status == 413


@pytest.mark.parametrize("listener", ["plain", "tls"])
def test_accepted_smtp_message_is_kept_although_nothing_is_said(
    sandbox: Sandbox, listener: str
) -> None:
    sandbox.fault("reply", "accept_then_close")
    with open_door(sandbox, listener) as talk:
        body(talk, sandbox)

        assert talk.ending() == "fin"
    assert len(sandbox.inbox()) == 1


@pytest.mark.parametrize("listener", ["http", "https"])
def test_accepted_request_is_kept_although_nothing_is_said(sandbox: Sandbox, listener: str) -> None:
    sandbox.fault("reply", "accept_then_close")
    with open_door(sandbox, listener) as talk:
        ask(talk, sandbox)

        assert talk.ending() == "fin"
    assert len(sandbox.inbox()) == 1


def test_one_recipient_is_refused_and_the_others_get_their_mail(sandbox: Sandbox) -> None:
    sandbox.fault("rcpt", {"reply": "550 No such user\r\n"}, recipient="b@example.com")
    with open_door(sandbox, "plain") as talk:
        talk.sign_in()
        talk.ask("MAIL FROM:<from@example.com>")
        replies = [talk.ask(f"RCPT TO:<{name}@example.com>")[:3] for name in "abc"]
        talk.ask("DATA")
        talk.send(MAIL + ".\r\n")
        assert talk.reply().startswith("250 ")

    assert replies == ["250", "550", "250"]
    assert sandbox.only_mail()["envelope"]["rcpt_to"] == ["a@example.com", "c@example.com"]


def test_354_although_every_recipient_was_refused(sandbox: Sandbox) -> None:
    sandbox.fault("rcpt", {"reply": "550 No such user\r\n"})
    sandbox.fault("data", {"reply": "354 Go ahead\r\n"})
    with open_door(sandbox, "plain") as talk:
        talk.sign_in()
        talk.send("MAIL FROM:<from@example.com>\r\nRCPT TO:<to@example.com>\r\nDATA\r\n")
        heard = [talk.reply() for _ in range(3)]
        talk.send(".\r\n")
        heard.append(talk.reply())

        assert [reply[:3] for reply in heard] == ["250", "550", "354", "554"]
        assert talk.ask("NOOP").startswith("250")
    assert sandbox.inbox() == []


def test_replaced_good_reply_still_means_accepted(sandbox: Sandbox) -> None:
    sandbox.fault("reply", {"reply": "250 2.0.0 As you like\r\n"})
    with open_door(sandbox, "plain") as talk:
        body(talk, sandbox)

        assert talk.reply() == "250 2.0.0 As you like"
    assert len(sandbox.inbox()) == 1
