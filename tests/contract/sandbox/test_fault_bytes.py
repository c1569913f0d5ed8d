"""Faults at a byte: a simulated distance, and what strikes in the middle of an upload."""

import ssl
import time

import pytest

from tests.contract.sandbox.clients import MAIL, Talk, elapsed_ms, request_bytes, send_headers
from tests.contract.sandbox.points import THINK_MS, Reach, ask, body, data, open_door
from tests.support.sandbox import Sandbox


@pytest.mark.measures
def test_distance_delays_each_direction_and_not_the_connect(sandbox: Sandbox) -> None:
    sandbox.fault("connect", {"distance_ms": 300}, listener="plain")
    start = time.monotonic()
    with open_door(sandbox, "plain") as talk:
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
    with open_door(sandbox, "tls") as talk:
        talk.sign_in()
        assert talk.deliver(mail).startswith("250 ")

    assert sandbox.raw(sandbox.only_mail()["id"]) == mail.encode()


@pytest.mark.measures
def test_pipelined_group_over_a_distance_takes_one_round_trip(sandbox: Sandbox) -> None:
    sandbox.fault("connect", {"distance_ms": 200})
    with open_door(sandbox, "plain") as talk:
        talk.sign_in()
        start = time.monotonic()
        talk.send("MAIL FROM:<from@example.com>\r\nRCPT TO:<to@example.com>\r\nDATA\r\n")
        for _ in range(3):
            talk.reply()

        assert 200 <= elapsed_ms(start) < 400


def _pour(talk: Talk, size: int) -> None:
    """Send lines until so many bytes are out."""
    piece = (b"x" * 78 + b"\r\n") * 125
    for _ in range(size // len(piece)):
        talk.send(piece)


@pytest.mark.parametrize("listener", ["plain", "https"])
def test_body_is_cut_after_so_many_bytes(sandbox: Sandbox, listener: str) -> None:
    sandbox.fault("body", "reset", bytes=300_000)
    with open_door(sandbox, listener) as talk:
        if listener == "plain":
            data(talk, sandbox)
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
    with open_door(sandbox, "plain") as talk:
        data(talk, sandbox)
        talk.reply()
        talk.sock.settimeout(0.5)

        with pytest.raises(TimeoutError):
            _pour(talk, 100_000_000)


def test_421_in_the_middle_of_the_body(sandbox: Sandbox) -> None:
    sandbox.fault("body", [{"reply": "421 Enough\r\n"}, "close"], bytes=10)
    with open_door(sandbox, "plain") as talk:
        body(talk, sandbox)

        assert talk.reply() == "421 Enough"
        assert talk.ending() == "fin"


@pytest.mark.parametrize(("listener", "reach"), [("plain", body), ("http", ask)])
def test_every_fault_of_one_body_strikes(sandbox: Sandbox, listener: str, reach: Reach) -> None:
    sandbox.fault("body", "close", bytes=40)
    sandbox.fault("body", {"delay_ms": THINK_MS}, bytes=10)
    start = time.monotonic()
    with open_door(sandbox, listener) as talk:
        reach(talk, sandbox)

        assert talk.ending() == "fin"
    assert elapsed_ms(start) >= THINK_MS


def test_bytes_on_their_way_arrive_although_their_sender_has_gone(sandbox: Sandbox) -> None:
    sandbox.fault("connect", {"distance_ms": 200})
    with open_door(sandbox, "plain") as talk:
        body(talk, sandbox)
    mails: list[object] = []
    deadline = time.monotonic() + 5
    while not mails and time.monotonic() < deadline:
        mails = list(sandbox.inbox())

    assert len(mails) == 1
