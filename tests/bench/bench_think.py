"""How far the time of a phase is from what the server took, beside Python's own clients.

    python -m tests.bench.bench_think [ROUNDS]

The local SendGrid thinks for 200 ms at AUTH, at the final reply or at the 202, and stamps
when it began and ended. Ours: the phase's time, and what `server_ms` holds for that phase.
Beside it: smtplib and http.client around the one call that waits, on the same server. The
goal is 5 ms.
"""

import asyncio
import http.client
import json
import smtplib
import ssl
import statistics
import sys
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import urlsplit

from sgdesk.clock import monotonic_ns
from sgdesk.sandbox.process import SandboxInfo, SandboxProcess
from tests.contract.sandbox.clients import send_headers
from tests.support.broken.base import good_body
from tests.support.cli import key_of, live_at, sgdesk
from tests.support.sandbox import Sandbox
from tests.support.timing import phase_times, server_share

THINK_MS = 200.0
ROUNDS = 20
MAIL = ("--from", "sender@example.com", "--to", "to@example.com", "--subject", "s", "--text", "t")
Client = Callable[[Sandbox, str, str, int], list[list[float]]]
"""Sends so many times; gives the figures of each, in ms."""
CASES = (
    ("auth", "smtp:587:starttls"),
    ("auth", "smtp:465:tls"),
    ("reply", "smtp:587:starttls"),
    ("reply", "smtp:465:tls"),
    ("reply", "webapi"),
)


def ours(sandbox: Sandbox, point: str, path: str, rounds: int) -> list[list[float]]:
    """Give the phase's time and its share of `server_ms` of each attempt, in ms."""
    ran = sgdesk(
        *("send", *live_at(sandbox.info), "--via", path, *MAIL),
        *("--repeat", str(rounds), "--yes", "--json"),
        env=key_of(sandbox.info),
    )
    assert ran.code == 0, ran.err
    return [
        [phase_times(attempt)[point], server_share(attempt, point)] for attempt in ran.attempts()
    ]


def pythons(sandbox: Sandbox, point: str, path: str, rounds: int) -> list[list[float]]:
    """Give what a clock around smtplib's or http.client's one call shows, in ms."""
    once = post_once if path == "webapi" else lambda info: mail_once(info, point, path)
    return [[once(sandbox.info)] for _ in range(rounds)]


def post_once(info: SandboxInfo) -> float:
    """Post one message; time from the written request to the answer's head."""
    parts = urlsplit(info.api_url)
    context = ssl.create_default_context(cafile=str(info.ca_file))
    client = http.client.HTTPSConnection(parts.hostname or "", parts.port, context=context)
    client.request("POST", "/v3/mail/send", json.dumps(good_body()), send_headers(info.key))
    elapsed = timed(client.getresponse)
    client.close()
    return elapsed


def mail_once(info: SandboxInfo, point: str, path: str) -> float:
    """Mail one message; time AUTH, or the data with its final reply."""
    context = ssl.create_default_context(cafile=str(info.ca_file))
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "sender@example.com", "to@example.com", "s"
    mail.set_content("t")
    if path.endswith(":tls"):
        client: smtplib.SMTP = smtplib.SMTP_SSL(info.smtp_host, info.tls_port, context=context)
    else:
        client = smtplib.SMTP(info.smtp_host, info.starttls_port)
        client.starttls(context=context)
    with client:
        client.ehlo()
        signing_in = timed(lambda: client.login("apikey", info.key))
        if point == "auth":
            return signing_in
        client.mail("sender@example.com")
        client.rcpt("to@example.com")
        return timed(lambda: client.data(mail.as_bytes()))


def timed(work: Callable[[], object]) -> float:
    """Run `work`; give its time in ms."""
    begun = monotonic_ns()
    work()
    return (monotonic_ns() - begun) / 1e6


def off_by(
    sandbox: Sandbox, client: Client, point: str, path: str, rounds: int
) -> list[list[float]]:
    """Give how far each kind of figure is from the server's own stamps, in ms."""
    sandbox.reset()
    sandbox.fault(point, {"delay_ms": THINK_MS})
    measured = client(sandbox, point, path, rounds)
    thought = [
        (stamp["answered_ns"] - stamp["asked_ns"]) / 1e6
        for stamp in sandbox.stamps()
        if stamp["point"] == point
    ]
    return [
        [abs(one - took) for one, took in zip(kind, thought, strict=True)]
        for kind in zip(*measured, strict=True)
    ]


def main() -> None:
    """Print median and worst of each, and the ratio of the phase's median to Python's."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else ROUNDS
    print(f"off the server's own stamps, {rounds} sends each, in ms: median and worst (goal 5)")
    process = asyncio.run(SandboxProcess.start())
    try:
        for point, path in CASES:
            sandbox = Sandbox(info=process.info)
            phase, server = off_by(sandbox, ours, point, path, rounds)
            (python,) = off_by(sandbox, pythons, point, path, rounds)
            ratio = statistics.median(phase) / statistics.median(python)
            print(
                f"{point:6}{path:18} phase {told(phase)}   server_ms {told(server)}"
                f"   Python {told(python)}   {ratio:.2f}x"
            )
    finally:
        asyncio.run(process.aclose())


def told(off: list[float]) -> str:
    """Give median and worst."""
    return f"{statistics.median(off):5.2f} {max(off):6.2f}"


if __name__ == "__main__":
    main()
