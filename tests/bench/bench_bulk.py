"""Messages a second over one SMTP connection: ours at three depths, and curl's.

`transaction` is the client that speaks to the server, given rendered mails as
curl is; `attempts` adds rendering, a trace, a transcript and a verdict for each
mail; `engine` adds the queue and the journal's three records.
Server: the C sink on loopback, STARTTLS and AUTH once, then every message on
that connection. Rounds are interleaved, because the load of a machine drifts.
"""

import argparse
import asyncio
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from sgdesk import clock
from sgdesk.app import App
from sgdesk.delivery import Accepted, Delivery, DeliveryId
from sgdesk.render import render_mime
from sgdesk.route import Route, Tls
from sgdesk.settings import resolve
from sgdesk.transport.envelope import Envelope, pieces, stuffed
from sgdesk.transport.session import ConnectLimit, Overheard, open_session
from sgdesk.transport.smtp import SmtpConnection
from sgdesk.transport.transaction import Exchange
from sgdesk.wire.recorder import Recorder, no_progress
from sgdesk.wire.thread import WireThread
from tests.bench.sends import KEY, job, no_mark, small_message, smtp_route
from tests.support.lab import build_sink, make_certificate, running_sink

HOST = "sink.test"


async def through_transaction(route: Route, count: int) -> float:
    """Give messages a second of rendered mails, the session's opening left out."""
    overheard = Overheard()
    recorder = Recorder(transcript=overheard)
    limit = ConnectLimit(no_progress)
    session = await open_session(route, KEY, recorder, overheard, limit)
    session.dialled.tap.recorder = None
    mails = [render_mime(small_message(), smtpapi=False)[0] for _ in range(count)]
    envelopes = [Envelope.of(mail, session.offer) for mail in mails]
    bodies = [pieces(stuffed(mail.head), stuffed(mail.body)) for mail in mails]
    made = [Exchange() for _ in mails]
    start = time.perf_counter()
    for number, following in enumerate([*envelopes[1:], None]):
        await session.transaction.send(
            envelopes[number], bodies[number], made[number], mark=no_mark, following=following
        )
    rate = count / (time.perf_counter() - start)
    await session.transaction.goodbye()
    session.transaction.close()
    recorder.finish()
    if not all(exchange.final and exchange.final.is_positive for exchange in made):
        raise SystemExit("not all accepted")
    return rate


async def through_attempts(route: Route, count: int) -> float:
    """Give messages a second of whole attempts, the session's opening left out."""
    connection = SmtpConnection(route, KEY, message_cap=count + 2)
    message = small_message()
    await connection.send(job(route, 0, message))
    jobs = [job(route, number, message, bulk=True) for number in range(count)]
    start = time.perf_counter()
    made = [attempt async for attempt in connection.send_many(jobs)]
    rate = count / (time.perf_counter() - start)
    await connection.aclose()
    if not all(isinstance(attempt.outcome, Accepted) for attempt in made):
        raise SystemExit(f"not all accepted: {made[-1].outcome} {made[-1].reply}")
    return rate


async def through_engine(route: Route, count: int, folder: Path) -> float:
    """Give messages a second with the journal's three records each."""
    message = small_message()
    async with App.open(resolve(), data_dir=folder) as app:
        first = _delivery(route, 0)
        await app.deliver(first, KEY, reuse=True)
        deliveries = [
            Delivery(
                id=DeliveryId(f"e{number}"),
                message=message,
                route=route,
                created_at=clock.wall_utc(),
            )
            for number in range(count)
        ]
        start = time.perf_counter()
        made = await app.deliver_many(deliveries, KEY)
        rate = count / (time.perf_counter() - start)
    if not all(isinstance(attempt.outcome, Accepted) for attempt in made):
        raise SystemExit(f"not all accepted: {made[-1].outcome} {made[-1].reply}")
    return rate


def _delivery(route: Route, number: int) -> Delivery:
    return Delivery(
        id=DeliveryId(f"w{number}"),
        message=small_message(),
        route=route,
        created_at=clock.wall_utc(),
    )


def through_curl(port: int, ca: Path, count: int, folder: Path) -> float:
    """Give messages a second of one curl process that reuses its connection."""
    mail = folder / "mail.txt"
    mail.write_bytes(b"Subject: bench\r\n\r\n" + (b"x" * 70 + b"\r\n") * 12)
    lines = []
    for _ in range(count + 1):
        lines += [
            f'url = "smtp://{HOST}:{port}/client.example"',
            f'upload-file = "{mail}"',
            'mail-from = "bench@example.com"',
            'mail-rcpt = "sink@example.net"',
            f'user = "apikey:{KEY.reveal()}"',
            "sasl-ir",
            "ssl-reqd",
            f'cacert = "{ca}"',
            f'resolve = "{HOST}:{port}:127.0.0.1"',
            "next",
        ]
    config = folder / "curl.cfg"
    config.write_text("\n".join(lines[:-1]) + "\n")
    start = time.perf_counter()
    subprocess.run(["curl", "-sS", "-K", str(config)], check=True, stdout=subprocess.DEVNULL)
    return (count + 1) / (time.perf_counter() - start)


def main() -> None:
    """Interleave the three and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    rates: dict[str, list[float]] = {"transaction": [], "curl": [], "attempts": [], "engine": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        certificate = make_certificate(folder, HOST)
        sink = build_sink(folder)
        wire = WireThread()
        wire.start()
        with running_sink(sink, certificate) as ports:
            route = smtp_route(HOST, 587, Tls.STARTTLS, certificate.ca_file, dial=ports.starttls)
            for turn in range(options.rounds):
                for who, way in (
                    ("transaction", through_transaction),
                    ("attempts", through_attempts),
                ):
                    rates[who].append(wire.submit(way(route, options.messages)).result())
                curl = through_curl(ports.starttls, certificate.ca_file, options.messages, folder)
                rates["curl"].append(curl)
                journal = folder / f"journal{turn}"
                rates["engine"].append(
                    asyncio.run(through_engine(route, options.messages, journal))
                )
        wire.stop()
    print(f"one SMTP connection, STARTTLS, {options.messages} messages, C sink on loopback")
    for who, values in rates.items():
        low, high = min(values), max(values)
        print(f"{who:11} median {statistics.median(values):8.0f}/s  ({low:.0f} to {high:.0f})")
    ratio = statistics.median(
        a / b for a, b in zip(rates["transaction"], rates["curl"], strict=True)
    )
    whole = statistics.median(a / b for a, b in zip(rates["engine"], rates["curl"], strict=True))
    print(f"transaction / curl, pair by pair: {ratio:.2f}x (goal 2x)")
    print(f"engine / curl {whole:.2f}x; goal 1000/s, where curl made 3,788/s: {1000 / 3788:.2f}x")


if __name__ == "__main__":
    main()
