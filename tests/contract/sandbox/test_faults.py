"""Each fault point with each action, seen from a bare socket."""

import socket
import time
import urllib.error
import urllib.request

import pytest

from tests.contract.sandbox.clients import Talk, elapsed_ms, request_bytes
from tests.contract.sandbox.points import THINK_MS, WAYS, Reach, answered, body, idle, open_door
from tests.support.sandbox import Sandbox

every_way = pytest.mark.parametrize(("listener", "point", "reach"), WAYS)


@every_way
@pytest.mark.parametrize(("action", "ending"), [("close", "fin"), ("reset", "reset")])
def test_connection_ends_as_asked(
    sandbox: Sandbox, listener: str, point: str, reach: Reach, action: str, ending: str
) -> None:
    sandbox.fault(point, action)
    try:
        with open_door(sandbox, listener) as talk:
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
    with open_door(sandbox, listener) as talk:
        reach(talk, sandbox)

        assert talk.is_silent_for(0.15)


@pytest.mark.parametrize(("listener", "point", "reach"), [way for way in WAYS if way[1] != "idle"])
def test_think_time_passes_before_the_answer(
    sandbox: Sandbox, listener: str, point: str, reach: Reach
) -> None:
    sandbox.fault(point, {"delay_ms": THINK_MS})
    start = time.monotonic()
    with open_door(sandbox, listener) as talk:
        reach(talk, sandbox)
        assert talk.line()
        assert elapsed_ms(start) >= THINK_MS
    assert len(sandbox.inbox()) == (1 if point in ("body", "reply") or "http" in listener else 0)


@pytest.mark.measures
@pytest.mark.parametrize("point", ["auth", "reply"])
def test_think_time_is_exact_by_the_servers_own_stamps(sandbox: Sandbox, point: str) -> None:
    sandbox.fault(point, {"delay_ms": THINK_MS})
    with open_door(sandbox, "plain") as talk:
        body(talk, sandbox)
        talk.reply()
    (row,) = [stamp for stamp in sandbox.stamps() if stamp["point"] == point]

    assert THINK_MS <= (row["answered_ns"] - row["asked_ns"]) / 1e6 < THINK_MS + 50


def test_refused_connects_meet_rst_until_the_fault_is_cleared(sandbox: Sandbox) -> None:
    sandbox.fault("connect", "refuse", listener="plain")
    with pytest.raises(ConnectionRefusedError):
        Talk(sandbox.info, sandbox.info.plain_port)
    with Talk(sandbox.info, sandbox.info.starttls_port) as talk:
        assert talk.reply().startswith("220")

    sandbox.clear_faults()
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        assert talk.reply().startswith("220")


def test_dropped_connects_get_no_answer_until_the_fault_is_cleared(sandbox: Sandbox) -> None:
    for action in ("refuse", "drop"):
        sandbox.fault("connect", action, listener="plain")
    for _ in range(3):
        with pytest.raises(TimeoutError):
            socket.create_connection((sandbox.info.smtp_host, sandbox.info.plain_port), 0.3)
    with Talk(sandbox.info, sandbox.info.starttls_port) as talk:
        assert talk.reply().startswith("220")

    sandbox.clear_faults()
    for _ in range(3):
        with Talk(sandbox.info, sandbox.info.plain_port) as talk:
            assert talk.reply().startswith("220")


def test_fault_counts_its_occasions(sandbox: Sandbox) -> None:
    sandbox.fault("mail", {"reply": "451 Later\r\n"}, nth=2, count=2)
    with open_door(sandbox, "plain") as talk:
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
    with open_door(sandbox, "plain") as talk:
        assert (talk.line() == "") == is_hit


def test_421_waits_on_the_idle_connection(sandbox: Sandbox) -> None:
    sandbox.fault("idle", [{"delay_ms": 20}, {"reply": "421 Idle too long\r\n"}, "close"])
    with open_door(sandbox, "plain") as talk:
        idle(talk, sandbox)

        assert talk.reply() == "421 Idle too long"
        assert talk.ending() == "fin"


@pytest.mark.parametrize("listener", ["plain", "http"])
def test_idle_close_is_complete_so_that_later_bytes_meet_rst(
    sandbox: Sandbox, listener: str
) -> None:
    sandbox.fault("idle", "close")
    with open_door(sandbox, listener) as talk:
        {"plain": idle, "http": answered}[listener](talk, sandbox)
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


@pytest.mark.parametrize("posted", [b"", b"\xff", b"[" * 100_000, b'{"at":' * 100_000])
def test_fault_that_is_no_json_is_refused(sandbox: Sandbox, posted: bytes) -> None:
    asked = urllib.request.Request(sandbox.info.faults_url, data=posted, method="POST")
    with pytest.raises(urllib.error.HTTPError) as failed:
        urllib.request.urlopen(asked, timeout=5)
    with failed.value:
        assert failed.value.code == 400


def test_clearing_lets_go_of_held_connections(sandbox: Sandbox) -> None:
    sandbox.fault("greeting", "silence")
    with open_door(sandbox, "plain") as talk:
        assert talk.is_silent_for(0.05)
        sandbox.clear_faults()

        assert talk.ending() in ("fin", "reset")


def test_client_that_leaves_in_the_middle_does_no_harm(sandbox: Sandbox) -> None:
    for point in ("connect", "greeting", "auth", "reply"):
        sandbox.fault(point, {"delay_ms": 50}, count=1)
    for _ in range(8):
        with open_door(sandbox, "plain") as talk:
            talk.send("EHLO x\r\nNOOP\r\n")
    with open_door(sandbox, "plain") as talk:
        idle(talk, sandbox)

    assert len(sandbox.inbox()) == 1


def test_control_listener_asks_for_an_address_as_host(sandbox: Sandbox) -> None:
    port = int(sandbox.info.inbox_url.rpartition(":")[2].partition("/")[0])
    with socket.create_connection((sandbox.info.smtp_host, port), 5) as sock:
        sock.sendall(request_bytes("GET", "/inbox", {}, host="evil.example.com:1"))

        assert sock.recv(100).startswith(b"HTTP/1.1 421 ")
