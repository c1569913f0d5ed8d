"""Each fault point with each action, seen from a bare socket."""

import base64
import json
import socket
import ssl
import time
from collections.abc import Callable

import pytest

from tests.contract.sandbox.clients import (
    MAIL,
    Talk,
    elapsed_ms,
    open_http,
    plain_word,
    read_answer,
    request_bytes,
    send_headers,
)
from tests.support.broken.base import good_body
from tests.support.sandbox import Sandbox

THINK_MS = 120

Reach = Callable[[Talk, Sandbox], None]
"""Brings a conversation to the point at which the server is asked, and asks."""


def _greeted(talk: Talk, _: Sandbox) -> None:
    talk.reply()


def _signed_in(talk: Talk, sandbox: Sandbox) -> None:
    talk.reply()
    talk.ask("EHLO client.example.com")
    talk.ask(f"AUTH PLAIN {plain_word(sandbox.info.key)}")


def _ehlo(talk: Talk, sandbox: Sandbox) -> None:
    _greeted(talk, sandbox)
    talk.send("EHLO client.example.com\r\n")


def _starttls(talk: Talk, sandbox: Sandbox) -> None:
    _ehlo(talk, sandbox)
    talk.reply()
    talk.send("STARTTLS\r\n")


def _auth(talk: Talk, sandbox: Sandbox) -> None:
    _ehlo(talk, sandbox)
    talk.reply()
    talk.send(f"AUTH PLAIN {plain_word(sandbox.info.key)}\r\n")


def _mail(talk: Talk, sandbox: Sandbox) -> None:
    _signed_in(talk, sandbox)
    talk.send("MAIL FROM:<from@example.com>\r\n")


def _rcpt(talk: Talk, sandbox: Sandbox) -> None:
    _mail(talk, sandbox)
    talk.reply()
    talk.send("RCPT TO:<to@example.com>\r\n")


def _data(talk: Talk, sandbox: Sandbox) -> None:
    _rcpt(talk, sandbox)
    talk.reply()
    talk.send("DATA\r\n")


def _body(talk: Talk, sandbox: Sandbox) -> None:
    _data(talk, sandbox)
    talk.reply()
    talk.send(MAIL + ".\r\n")


def _idle(talk: Talk, sandbox: Sandbox) -> None:
    _body(talk, sandbox)
    assert talk.reply().startswith("250 Ok: queued as ")


def _quit(talk: Talk, sandbox: Sandbox) -> None:
    _signed_in(talk, sandbox)
    talk.send("QUIT\r\n")


def _nothing(talk: Talk, sandbox: Sandbox) -> None:
    """The server speaks first."""


SMTP: dict[str, Reach] = {
    "connect": _nothing,
    "greeting": _nothing,
    "ehlo": _ehlo,
    "starttls": _starttls,
    "auth": _auth,
    "mail": _mail,
    "rcpt": _rcpt,
    "data": _data,
    "body": _body,
    "reply": _body,
    "idle": _idle,
    "quit": _quit,
}


def _ask(talk: Talk, sandbox: Sandbox) -> None:
    raw = json.dumps(good_body()).encode()
    talk.send(request_bytes("POST", "/v3/mail/send", send_headers(sandbox.info.key), raw))


def _answered(talk: Talk, sandbox: Sandbox) -> None:
    _ask(talk, sandbox)
    assert read_answer(talk).status == 202


HTTP: dict[str, Reach] = {
    "connect": _ask,
    "request": _ask,
    "body": _ask,
    "reply": _ask,
    "idle": _answered,
}


def _open(sandbox: Sandbox, listener: str) -> Talk:
    match listener:
        case "https" | "http":
            return open_http(sandbox.info, tls=listener == "https")
        case "tls":
            return Talk(sandbox.info, sandbox.info.tls_port, tls=True)
        case _:
            return Talk(sandbox.info, sandbox.info.plain_port)


WAYS = [
    *(("plain", point, reach) for point, reach in SMTP.items()),
    # On TLS there is neither STARTTLS nor a connection to talk on when `connect` fails.
    *(
        ("tls", point, reach)
        for point, reach in SMTP.items()
        if point not in ("starttls", "connect")
    ),
    *(("http", point, reach) for point, reach in HTTP.items()),
    *(("https", point, reach) for point, reach in HTTP.items() if point != "connect"),
]
every_way = pytest.mark.parametrize(("listener", "point", "reach"), WAYS)


@every_way
@pytest.mark.parametrize(("action", "ending"), [("close", "fin"), ("reset", "reset")])
def test_connection_ends_as_asked(
    sandbox: Sandbox, listener: str, point: str, reach: Reach, action: str, ending: str
) -> None:
    sandbox.fault(point, action)
    try:
        with _open(sandbox, listener) as talk:
            reach(talk, sandbox)
            ended = talk.ending()
    except ConnectionResetError:  # quicker than the client could ask
        ended = "reset"

    assert ended == ending
    assert len(sandbox.inbox()) == (1 if point == "idle" else 0)


@every_way
def test_silence_keeps_the_connection_open(
    sandbox: Sandbox, listener: str, point: str, reach: Reach
) -> None:
    sandbox.fault(point, "silence")
    with _open(sandbox, listener) as talk:
        reach(talk, sandbox)

        assert talk.is_silent_for(0.15)


@every_way
def test_think_time_passes_before_the_answer(
    sandbox: Sandbox, listener: str, point: str, reach: Reach
) -> None:
    sandbox.fault(point, {"delay_ms": THINK_MS})
    with _open(sandbox, listener) as talk:
        start = time.monotonic()
        reach(talk, sandbox)
        if point != "idle":
            assert talk.line()
            assert elapsed_ms(start) >= THINK_MS
    assert len(sandbox.inbox()) == (
        1 if point in ("body", "reply", "idle") or "http" in listener else 0
    )


REPLACED = [
    way for way in WAYS if way[1] not in ("connect", "body", "idle") and way[0] in ("plain", "tls")
]


@pytest.mark.parametrize(("listener", "point", "reach"), REPLACED)
def test_reply_stands_in_place_of_the_real_one(
    sandbox: Sandbox, listener: str, point: str, reach: Reach
) -> None:
    sandbox.fault(point, {"reply": "421 Something else\r\n"})
    with _open(sandbox, listener) as talk:
        reach(talk, sandbox)

        assert talk.reply() == "421 Something else"
        assert talk.is_silent_for(0.05)
    assert sandbox.inbox() == []


def test_two_replies_come_in_one_segment(sandbox: Sandbox) -> None:
    sandbox.fault("auth", [{"reply": "235 Yes\r\n421 Going down\r\n"}, "close"])
    with _open(sandbox, "plain") as talk:
        _auth(talk, sandbox)

        assert talk.sock.recv(4096) == b"235 Yes\r\n421 Going down\r\n"
        assert talk.ending() == "fin"


def test_raw_bytes_need_be_no_reply_at_all(sandbox: Sandbox) -> None:
    garbage = b"\x00\xff no reply \r\n"
    sandbox.fault("reply", {"raw": base64.b64encode(garbage).decode()})
    with _open(sandbox, "plain") as talk:
        _body(talk, sandbox)

        assert talk.sock.recv(4096) == garbage


def test_raw_bytes_over_https_need_be_no_http(sandbox: Sandbox) -> None:
    sandbox.fault("reply", [{"raw": base64.b64encode(b"no HTTP").decode()}, "close"])
    with open_http(sandbox.info) as talk:
        _ask(talk, sandbox)

        assert talk.sock.recv(4096) == b"no HTTP"
        assert talk.ending() == "fin"


@pytest.mark.parametrize("point", ["request", "reply"])
def test_html_from_a_gateway_stands_in_place_of_the_answer(sandbox: Sandbox, point: str) -> None:
    reply = {"status": 502, "headers": {"X-Test": "1"}, "body": "<html>Bad gateway</html>"}
    sandbox.fault(point, {"reply": reply})
    with open_http(sandbox.info) as talk:
        _ask(talk, sandbox)
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
        _ask(talk, sandbox)
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
    with _open(sandbox, listener) as talk:
        _body(talk, sandbox)

        assert talk.ending() == "fin"
    assert len(sandbox.inbox()) == 1


@pytest.mark.parametrize("listener", ["http", "https"])
def test_accepted_request_is_kept_although_nothing_is_said(sandbox: Sandbox, listener: str) -> None:
    sandbox.fault("reply", "accept_then_close")
    with _open(sandbox, listener) as talk:
        _ask(talk, sandbox)

        assert talk.ending() == "fin"
    assert len(sandbox.inbox()) == 1


def test_refused_connects_meet_rst_until_the_fault_is_cleared(sandbox: Sandbox) -> None:
    sandbox.fault("connect", "refuse", listener="plain")
    with pytest.raises(ConnectionRefusedError):
        Talk(sandbox.info, sandbox.info.plain_port)
    with Talk(sandbox.info, sandbox.info.starttls_port) as talk:
        assert talk.reply().startswith("220")

    sandbox.clear_faults()
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        assert talk.reply().startswith("220")


def test_stripped_starttls_is_missing_from_the_list(sandbox: Sandbox) -> None:
    sandbox.fault("ehlo", "strip_starttls")
    with _open(sandbox, "plain") as talk:
        _ehlo(talk, sandbox)
        reply = talk.reply()

    assert "STARTTLS" not in reply
    assert "250-PIPELINING" in reply


def _shake_hands(sandbox: Sandbox, listener: str) -> Talk:
    if listener != "starttls":
        return _open(sandbox, listener)
    talk = Talk(sandbox.info, sandbox.info.starttls_port)
    _starttls(talk, sandbox)
    assert talk.reply().startswith("220")
    talk.start_tls()
    return talk


TLS_LISTENERS = ["starttls", "tls", "https"]


@pytest.mark.parametrize("listener", TLS_LISTENERS)
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("host", "IP address mismatch"),
        ("ca", "unable to get local issuer certificate"),
        ("expired", "certificate has expired"),
    ],
)
def test_wrong_certificate_is_shown(sandbox: Sandbox, listener: str, kind: str, words: str) -> None:
    sandbox.fault("tls", {"wrong_certificate": kind}, count=1)
    with pytest.raises(ssl.SSLCertVerificationError, match=words):
        _shake_hands(sandbox, listener)

    _shake_hands(sandbox, listener).sock.close()


def _say_hello(sandbox: Sandbox, listener: str) -> Talk:
    """Begin a handshake by hand: TLS of one's own blurs how the connection ended."""
    info = sandbox.info
    ports = {"starttls": info.starttls_port, "tls": info.tls_port}
    port = ports.get(listener) or int(info.api_url.rpartition(":")[2])
    talk = Talk(info, port)
    if listener == "starttls":
        _starttls(talk, sandbox)
        assert talk.reply().startswith("220")
    talk.send(b"\x16\x03\x01\x00\x05hello")
    return talk


@pytest.mark.parametrize("listener", TLS_LISTENERS)
@pytest.mark.parametrize(("action", "ending"), [("close", "fin"), ("reset", "reset")])
def test_handshake_ends_as_asked(sandbox: Sandbox, listener: str, action: str, ending: str) -> None:
    sandbox.fault("tls", action)
    with _say_hello(sandbox, listener) as talk:
        assert talk.ending() == ending


@pytest.mark.parametrize("listener", TLS_LISTENERS)
def test_handshake_meets_silence(sandbox: Sandbox, listener: str) -> None:
    sandbox.fault("tls", "silence")
    with _say_hello(sandbox, listener) as talk:
        assert talk.is_silent_for(0.15)


@pytest.mark.parametrize("listener", TLS_LISTENERS)
def test_handshake_is_held_up(sandbox: Sandbox, listener: str) -> None:
    sandbox.fault("tls", {"delay_ms": THINK_MS})
    start = time.monotonic()
    with _shake_hands(sandbox, listener):
        assert elapsed_ms(start) >= THINK_MS


def test_plain_bytes_in_place_of_the_handshake(sandbox: Sandbox) -> None:
    sandbox.fault("tls", {"reply": "220 no TLS here\r\n"})

    with pytest.raises(ssl.SSLError, match="WRONG_VERSION_NUMBER"):
        _shake_hands(sandbox, "tls")


def test_distance_delays_each_direction_and_not_the_connect(sandbox: Sandbox) -> None:
    sandbox.fault("connect", {"distance_ms": 300}, listener="plain")
    start = time.monotonic()
    with _open(sandbox, "plain") as talk:
        assert elapsed_ms(start) < 150
        talk.reply()
        assert 150 <= elapsed_ms(start) < 300
        for _ in range(3):
            start = time.monotonic()
            talk.ask("NOOP")
            assert 300 <= elapsed_ms(start) < 450


def test_distance_keeps_order_and_every_byte(sandbox: Sandbox) -> None:
    sandbox.fault("connect", {"distance_ms": 20})
    mail = MAIL + "".join(f"line {number}\r\n" for number in range(200_000))
    with _open(sandbox, "tls") as talk:
        talk.sign_in()
        assert talk.deliver(mail).startswith("250 ")

    assert sandbox.raw(sandbox.only_mail()["id"]) == mail.encode()


def test_pipelined_group_over_a_distance_takes_one_round_trip(sandbox: Sandbox) -> None:
    sandbox.fault("connect", {"distance_ms": 200})
    with _open(sandbox, "plain") as talk:
        talk.sign_in()
        start = time.monotonic()
        talk.send("MAIL FROM:<from@example.com>\r\nRCPT TO:<to@example.com>\r\nDATA\r\n")
        for _ in range(3):
            talk.reply()

        assert 200 <= elapsed_ms(start) < 400


@pytest.mark.parametrize("point", ["auth", "reply"])
def test_think_time_is_exact_by_the_servers_own_stamps(sandbox: Sandbox, point: str) -> None:
    sandbox.fault(point, {"delay_ms": THINK_MS})
    with _open(sandbox, "plain") as talk:
        _body(talk, sandbox)
        talk.reply()
    (row,) = [stamp for stamp in sandbox.stamps() if stamp["point"] == point]

    assert THINK_MS <= (row["answered_ns"] - row["asked_ns"]) / 1e6 < THINK_MS + 50


def _pour(talk: Talk, size: int) -> None:
    """Send lines until so many bytes are out."""
    piece = (b"x" * 78 + b"\r\n") * 125
    for _ in range(size // len(piece)):
        talk.send(piece)


@pytest.mark.parametrize("listener", ["plain", "https"])
def test_body_is_cut_after_so_many_bytes(sandbox: Sandbox, listener: str) -> None:
    sandbox.fault("body", "reset", bytes=300_000)
    with _open(sandbox, listener) as talk:
        if listener == "plain":
            _data(talk, sandbox)
            talk.reply()
        else:
            head = request_bytes(
                "POST", "/v3/mail/send", send_headers(sandbox.info.key), b"x" * 10_000_000
            )
            talk.send(head[:-10_000_000])
        talk.send(b"y" * 80 + b"\r\n")

        with pytest.raises((ConnectionResetError, BrokenPipeError, ssl.SSLEOFError)):
            _pour(talk, 10_000_000)


def test_silence_in_the_body_stops_reading(sandbox: Sandbox) -> None:
    sandbox.fault("body", "silence")
    with _open(sandbox, "plain") as talk:
        _data(talk, sandbox)
        talk.reply()
        talk.sock.settimeout(0.5)

        with pytest.raises(TimeoutError):
            _pour(talk, 100_000_000)


def test_421_in_the_middle_of_the_body(sandbox: Sandbox) -> None:
    sandbox.fault("body", [{"reply": "421 Enough\r\n"}, "close"], bytes=10)
    with _open(sandbox, "plain") as talk:
        _body(talk, sandbox)

        assert talk.reply() == "421 Enough"
        assert talk.ending() == "fin"


def test_one_recipient_is_refused_and_the_others_get_their_mail(sandbox: Sandbox) -> None:
    sandbox.fault("rcpt", {"reply": "550 No such user\r\n"}, recipient="b@example.com")
    with _open(sandbox, "plain") as talk:
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
    with _open(sandbox, "plain") as talk:
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
    with _open(sandbox, "plain") as talk:
        _body(talk, sandbox)

        assert talk.reply() == "250 2.0.0 As you like"
    assert len(sandbox.inbox()) == 1


def test_fault_counts_its_occasions(sandbox: Sandbox) -> None:
    sandbox.fault("mail", {"reply": "451 Later\r\n"}, nth=2, count=2)
    with _open(sandbox, "plain") as talk:
        talk.sign_in()
        heard = []
        for _ in range(4):
            heard.append(talk.ask("MAIL FROM:<from@example.com>")[:3])
            talk.ask("RSET")

    assert heard == ["250", "451", "451", "250"]
    (fault,) = sandbox.faults()
    assert fault["seen"] == 4


@pytest.mark.parametrize(
    ("when", "is_hit"), [({"path": "smtp"}, True), ({"path": "webapi"}, False)]
)
def test_fault_can_be_meant_for_one_path(
    sandbox: Sandbox, when: dict[str, str], is_hit: bool
) -> None:
    sandbox.fault("connect", "close", **when)
    with _open(sandbox, "plain") as talk:
        assert (talk.line() == "") == is_hit


def test_421_waits_on_the_idle_connection(sandbox: Sandbox) -> None:
    sandbox.fault("idle", [{"delay_ms": 20}, {"reply": "421 Idle too long\r\n"}, "close"])
    with _open(sandbox, "plain") as talk:
        _idle(talk, sandbox)

        assert talk.reply() == "421 Idle too long"
        assert talk.ending() == "fin"


@pytest.mark.parametrize("listener", ["plain", "http"])
def test_idle_close_is_complete_so_that_later_bytes_meet_rst(
    sandbox: Sandbox, listener: str
) -> None:
    sandbox.fault("idle", "close")
    with _open(sandbox, listener) as talk:
        {"plain": _idle, "http": _answered}[listener](talk, sandbox)
        assert talk.ending() == "fin"
        talk.send("NOOP\r\n")

        assert talk.is_reset_within(5)


@pytest.mark.parametrize(
    "posted",
    [
        {"at": "nowhere", "action": "close"},
        {"at": "mail", "action": "explode"},
        {"at": "mail"},
        {"at": "mail", "action": "refuse"},
        {"at": "mail", "action": {"delay_ms": -1}},
        {"at": "mail", "action": {"raw": "no base64!"}},
        {"at": "mail", "action": "close", "when": {"nth": 0}},
        {"at": "mail", "action": "close", "when": {"often": 1}},
        {"at": "mail", "action": "close", "when": {"listener": "back door"}},
        {"at": "tls", "action": {"wrong_certificate": "blue"}},
        {"at": "mail", "action": "close", "why": "x"},
    ],
    ids=str,
)
def test_fault_that_makes_no_sense_is_refused(sandbox: Sandbox, posted: dict[str, object]) -> None:
    with pytest.raises(AssertionError, match="400"):
        sandbox._ask("POST", sandbox.info.faults_url, posted)

    assert sandbox.faults() == []


def test_clearing_lets_go_of_held_connections(sandbox: Sandbox) -> None:
    sandbox.fault("greeting", "silence")
    with _open(sandbox, "plain") as talk:
        assert talk.is_silent_for(0.05)
        sandbox.clear_faults()

        assert talk.ending() in ("fin", "reset")


def test_client_that_leaves_in_the_middle_does_no_harm(sandbox: Sandbox) -> None:
    for point in ("connect", "greeting", "auth", "reply"):
        sandbox.fault(point, {"delay_ms": 50}, count=1)
    for _ in range(8):
        with _open(sandbox, "plain") as talk:
            talk.send("EHLO x\r\nNOOP\r\n")
    with _open(sandbox, "plain") as talk:
        _idle(talk, sandbox)

    assert len(sandbox.inbox()) == 1


def test_control_listener_asks_for_an_address_as_host(sandbox: Sandbox) -> None:
    port = int(sandbox.info.inbox_url.rpartition(":")[2].partition("/")[0])
    with socket.create_connection((sandbox.info.smtp_host, port), 5) as sock:
        sock.sendall(request_bytes("GET", "/inbox", {}, host="evil.example.com:1"))

        assert sock.recv(100).startswith(b"HTTP/1.1 421 ")
