"""Run inside the client's namespace: send over each path and print the medians as JSON."""

import argparse
import asyncio
import json
from pathlib import Path

from sgdesk.delivery import Accepted, Attempt
from sgdesk.route import Route, Tls
from sgdesk.transport.choose import open_connection
from sgdesk.wire.thread import WireThread
from tests.bench.sends import api_route, attempts, median_ms, smtp_route
from tests.support.wan import API_HOST, SMTP_HOST


def figures(made: list[Attempt]) -> dict[str, float | int | str | None]:
    """Summarise attempts; a failed one stops the benchmark with its words."""
    for attempt in made:
        if not isinstance(attempt.outcome, Accepted):
            raise SystemExit(f"{attempt.path.text}: {attempt.outcome} {attempt.reply}")
    trace = made[-1].trace
    return {
        "total_ms": median_ms(attempt.trace.total_ns for attempt in made),
        "wire_ms": median_ms(attempt.trace.wire_ns for attempt in made),
        "round_trips": trace.round_trips,
        "rtt_ms": round((trace.rtt_ns or 0) / 1e6, 2),
        "rtt_source": trace.rtt_source.value if trace.rtt_source else None,
        "clock": trace.clock.value,
    }


async def measure(ca_file: Path, rounds: int) -> dict[str, object]:
    """Send cold and warm over each path."""
    starttls = smtp_route(SMTP_HOST, 587, Tls.STARTTLS, ca_file)
    implicit = smtp_route(SMTP_HOST, 465, Tls.IMPLICIT, ca_file)
    api = api_route(API_HOST, 443, ca_file)
    plan: list[tuple[str, Route, bool]] = [
        ("cold 587", starttls, False),
        ("cold 465", implicit, False),
        ("warm SMTP", implicit, True),
        ("cold API", api, False),
        ("warm API", api, True),
    ]
    await attempts(open_connection, api, rounds=1, warm=False)  # the imports are paid here
    await attempts(open_connection, implicit, rounds=1, warm=False)
    return {
        name: figures(await attempts(open_connection, route, rounds=rounds, warm=warm))
        for name, route, warm in plan
    }


def main() -> None:
    """Measure in the wire thread, as the program does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ca", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    wire = WireThread()
    wire.start()
    try:
        result = asyncio.run(run(wire, options.ca, options.rounds))
    finally:
        wire.stop()
    print(json.dumps(result))


async def run(wire: WireThread, ca_file: Path, rounds: int) -> object:
    """Hand the measurement to the wire thread and wait for it."""
    return await wire.run(measure(ca_file, rounds))


if __name__ == "__main__":
    main()
