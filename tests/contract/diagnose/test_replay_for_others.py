"""A recorded failure is there for other programs, too: swaks and curl meet what sgdesk met."""

import asyncio
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sgdesk.sandbox.process import SandboxInfo, SandboxProcess
from tests.contract.sandbox.clients import run
from tests.support.cli import live_at, sgdesk
from tests.support.sandbox import Sandbox

WAYS = ("--via", "webapi", "--via", "smtp:587", "--via", "smtp:465", "--max-seconds", "2")


@pytest.fixture
def record(sandbox: Sandbox, tmp_path: Path) -> Callable[..., Path]:
    """Give what lets a server go wrong and writes the report of it."""

    def made(at: str, action: Any, **when: Any) -> Path:
        file = tmp_path / "report.zip"
        sandbox.fault(at, action, **when)
        ran = sgdesk("diagnose", *live_at(sandbox.info), *WAYS, "--report", str(file))
        assert file.exists(), ran.err
        sandbox.clear_faults()
        return file

    return made


@contextmanager
def played(file: Path) -> Iterator[SandboxInfo]:
    """Run `sgdesk sandbox --replay FILE`."""
    process = asyncio.run(SandboxProcess.start(("--replay", str(file))))
    try:
        yield process.info
    finally:
        asyncio.run(process.aclose())
        assert (process.returncode, process.said) == (0, "")


def swaks(info: SandboxInfo, port: int, *more: str) -> str:
    """Give all that swaks says of a mail to there."""
    people = ("--from", "from@example.com", "--to", "to@example.com")
    where = ("--server", info.smtp_host, "--port", str(port))
    ended = run("swaks", *where, *people, "--timeout", "5", *more)
    return ended.stdout + ended.stderr


STARTTLS: tuple[tuple[str, Any, str], ...] = (
    ("greeting", {"reply": "554 go away\r\n"}, "<** 554 go away"),
    ("greeting", "close", "Remote host closed connection unexpectedly"),
    ("ehlo", "strip_starttls", "Host did not advertise STARTTLS"),
    ("ehlo", "reset", "Remote host closed connection unexpectedly"),
    ("ehlo", {"reply": "502 what?\r\n"}, "<** 502 what?"),
    ("starttls", {"reply": "454 not now\r\n"}, "<** 454 not now"),
    ("tls", "close", "TLS startup failed"),
)


@pytest.mark.parametrize(("at", "action", "said"), STARTTLS, ids=lambda each: str(each)[:24])
def test_swaks_meets_the_recorded_failure(
    record: Callable[..., Path], at: str, action: Any, said: str
) -> None:
    file = record(at, action, listener="starttls")

    with played(file) as info:
        met = swaks(info, info.starttls_port, "--tls")

    assert said in met, met


def test_swaks_is_refused_where_the_port_was(record: Callable[..., Path]) -> None:
    file = record("connect", "refuse", listener="starttls")

    with played(file) as info:
        assert (
            "Connection refused"
            in run(
                *("swaks", "--server", f"{info.smtp_host}:{info.starttls_port}"),
                *("--to", "to@example.com", "--timeout", "5"),
            ).stderr
        )


def test_swaks_comes_as_far_as_the_recording_goes(record: Callable[..., Path]) -> None:
    file = record("connect", "refuse", listener="tls")

    with played(file) as info:
        met = swaks(info, info.starttls_port, "--tls")

    assert "~> EHLO" in met
    assert "421 4.3.0 The recording ends here" in met


def test_curl_meets_the_recorded_answer(record: Callable[..., Path]) -> None:
    page = {"status": 503, "headers": {"via": "1.1 gate", "retry-after": "7"}, "body": "busy"}
    file = record("reply", {"reply": page}, path="webapi")

    with played(file) as info:
        met = run(
            *("curl", "-sS", "-i", "--cacert", str(info.ca_file)),
            *("-d", "{}", f"{info.api_url}/v3/mail/send"),
        ).stdout

    head, _, body = met.partition("\n\n")
    assert head.startswith("HTTP/1.1 503 Service Unavailable")
    assert "via: 1.1 gate" in head
    assert body == "busy"


def test_curl_refuses_the_recorded_certificate(record: Callable[..., Path]) -> None:
    file = record("tls", {"wrong_certificate": "ca"}, path="webapi")

    with played(file) as info:
        met = run("curl", "-sS", "--cacert", str(info.ca_file), f"{info.api_url}/v3/scopes")

    assert met.returncode == 60
    assert "self" in met.stderr or "issuer" in met.stderr


def test_the_command_says_whether_it_is_the_same(record: Callable[..., Path]) -> None:
    file = record("ehlo", "strip_starttls", path="smtp")
    opened = sgdesk("diagnose", "--open", str(file), "--json")
    again = sgdesk("diagnose", "--replay", str(file), "--json")

    assert (again.code, again.err) == (opened.code, "")
    made: Mapping[str, Any] = again.document()
    assert made["replay"] == {
        "same": True,
        "recorded_headline": opened.document()["verdict"]["headline"],
        "not_played": [],
    }
    assert made["verdict"] == opened.document()["verdict"]
    told = sgdesk("diagnose", "--replay", str(file))
    assert "Replayed here: it came to the same verdict" in told.out


def test_who_still_speaks_at_the_end_is_not_cut_off(record: Callable[..., Path]) -> None:
    file = record("greeting", {"reply": "HTTP/1.1 400 no\r\n"}, listener="starttls")

    with played(file) as info, socket.create_connection(("127.0.0.1", info.starttls_port)) as end:
        end.settimeout(10)
        assert end.recv(100) == b"HTTP/1.1 400 no\r\n"
        assert end.recv(100) == b""
        for _ in range(3):
            end.sendall(b"QUIT\r\n")
        assert end.recv(100) == b""


@pytest.mark.parametrize("command", [("sandbox", "--replay"), ("diagnose", "--replay")])
def test_a_strangers_file_is_played_by_nobody(command: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "report.zip"
    file.write_bytes(json.dumps({"schema": "sgdesk.report/1"}).encode())
    ran = sgdesk(*command, str(file))

    assert (ran.code, ran.out) == (2, "")
    assert "This is no report of sgdesk." in ran.err
