"""The program across a link with a distance: what it counts is what a capture shows.

Packets are delayed, not bytes, so TCP, TLS and the name look-up meet the
distance as they would on a real network. Nothing here asserts a duration but
that no wait is shorter than physics allows.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.pcap import read_packets, waits_ns
from tests.support.wan import Link, running_link

RTT_MS = 30.0
MESSAGE = ("--from", "lab@example.com", "--to", "sink@example.net", "--subject", "x", "--text", "y")
KEY = "SG." + "l" * 22 + "." + "m" * 43
COLD_WITH_LOOKUP = {"webapi": 4, "smtp:587:starttls": 10, "smtp:465:tls": 8}
WARM = {"webapi": 1, "smtp:587:starttls": 2, "smtp:465:tls": 2}
PORTS = {"webapi": 443, "smtp:587:starttls": 587, "smtp:465:tls": 465}


def _why_not() -> str:
    if os.geteuid() != 0:
        return "network namespaces need root; run the tests as root"
    if not Path("/dev/net/tun").exists():
        return "/dev/net/tun is missing; load the tun module"
    return ""


@pytest.fixture(scope="module")
def link() -> Iterator[Link]:
    reason = _why_not()
    if reason:
        pytest.fail(f"the lab cannot run here: {reason}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with running_link(folder, name=f"lab{os.getpid()}", rtt_ms=RTT_MS) as running:
            yield running


def _send(link: Link, *options: str) -> list[dict[str, Any]]:
    done = link.in_client(
        *(sys.executable, "-m", "sgdesk", "send", "--json", "--yes", *MESSAGE, *options),
        *("--ca-file", str(link.certificate.ca_file)),
        env={**os.environ, "SENDGRID_API_KEY": KEY},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    attempts: list[dict[str, Any]] = json.loads(done.stdout)["attempts"]
    return attempts


@pytest.mark.parametrize("path", PORTS)
def test_a_send_takes_the_round_trips_that_the_protocol_needs(link: Link, path: str) -> None:
    cold, warm = _send(link, "--via", path, "--repeat", "2", "--warm")

    assert (cold["warm"], warm["warm"]) == (False, True)
    assert cold["round_trips"] == COLD_WITH_LOOKUP[path]
    assert warm["round_trips"] == WARM[path]
    assert cold["rtt_source"] == warm["rtt_source"] == "tcp_info"
    for attempt in (cold, warm):
        assert attempt["rtt_ms"] >= RTT_MS
        assert attempt["wire_ms"] >= attempt["round_trips"] * RTT_MS
        assert attempt["clock"] == "kernel"


@pytest.mark.parametrize("path", PORTS)
def test_a_capture_shows_the_same_round_trips(link: Link, path: str) -> None:
    file = link.folder / f"{PORTS[path]}.pcap"
    inside = ["ip", "netns", "exec", link.client_namespace]
    words = ["tcpdump", "-i", "wan0", "-w", str(file), "--time-stamp-precision=nano", "-U"]
    words += ["--immediate-mode", f"tcp port {PORTS[path]}"]
    with subprocess.Popen([*inside, *words], stderr=subprocess.PIPE) as tcpdump:
        assert tcpdump.stderr is not None
        while b"listening" not in tcpdump.stderr.readline():
            pass
        try:
            (attempt,) = _send(link, "--via", path)
        finally:
            tcpdump.terminate()
    (waits,) = waits_ns(list(read_packets(file)), PORTS[path])
    needed = [wait for wait in waits if wait >= RTT_MS * 1e6]
    expected = attempt["round_trips"] - 1  # the look-up goes to another port
    if path != "webapi":
        expected += 1  # QUIT lies outside the attempt
    if path.endswith("starttls"):
        expected -= 1  # the greeting follows the SYN-ACK unasked: a capture shows one wait

    assert len(needed) == expected


def test_a_dead_ipv6_address_does_not_stop_a_send(link: Link) -> None:
    """Packets to the IPv6 address vanish; happy eyeballs go on with IPv4."""
    namespace = link.client_namespace
    hosts = Path("/etc/netns") / namespace / "hosts"
    vanishing = ["ip", "-n", namespace, "-6", "route", "add", "fd5d:dead::/64", "dev", "wan0"]
    subprocess.run(vanishing, check=True)
    hosts.write_text(
        f"fd5d:dead::1 smtp.sendgrid.net\n{link.server_ip} smtp.sendgrid.net\n127.0.0.1 localhost\n"
    )
    try:
        (attempt,) = _send(link, "--via", "smtp:587")
    finally:
        hosts.unlink()

    assert attempt["outcome"] == "accepted"
    assert attempt["peer"] == f"{link.server_ip}:587"


def test_asking_for_ipv6_alone_fails_clearly_where_there_is_none(link: Link) -> None:
    done = link.in_client(
        *(sys.executable, "-m", "sgdesk", "send", "--json", "-6", "--via", "smtp:587"),
        *MESSAGE,
        env={**os.environ, "SENDGRID_API_KEY": KEY},
    )

    assert done.returncode == 3
    (attempt,) = json.loads(done.stdout)["attempts"]
    assert attempt["outcome"] == "not_sent"
    assert attempt["problem"]["id"] == "DNS-FAMILY"
