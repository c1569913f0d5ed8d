"""Messages a second over one SMTP connection: ours, curl's, and ours through the engine.

Server: the C sink on loopback, STARTTLS and AUTH once, then every message on
that connection. Rounds are interleaved, because a shared machine drifts.
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
from sgdesk.route import Route, Tls
from sgdesk.transport.smtp import SmtpConnection
from sgdesk.wire.thread import WireThread
from tests.bench.sends import KEY, job, small_message, smtp_route
from tests.support.lab import build_sink, make_certificate, running_sink

HOST = "sink.test"


async def through_transport(route: Route, count: int) -> float:
    """Give messages a second, the session's opening left out."""
    connection = SmtpConnection(route, KEY)
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
    async with App.open(data_dir=folder) as app:
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
    rates: dict[str, list[float]] = {"transport": [], "curl": [], "engine": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        certificate = make_certificate(folder, HOST)
        sink = build_sink(folder)
        wire = WireThread()
        wire.start()
        with running_sink(sink, certificate) as ports:
            route = smtp_route(HOST, 587, Tls.STARTTLS, certificate.ca_file, dial=ports.starttls)
            for turn in range(options.rounds):
                sending = wire.submit(through_transport(route, options.messages))
                rates["transport"].append(sending.result())
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
        print(f"{who:10} median {statistics.median(values):8.0f}/s  ({low:.0f} to {high:.0f})")
    ratio = statistics.median(a / b for a, b in zip(rates["transport"], rates["curl"], strict=True))
    print(f"transport / curl, pair by pair: {ratio:.2f}x (goal 2x); engine goal 1000/s")


if __name__ == "__main__":
    main()
