"""How long a diagnosis takes where every packet is dropped: first row, end, and stop.

Server: none; every way leads to a port whose queue is full. The baseline is the deadline.
"""

import asyncio
import statistics
import sys
import time

from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import Observation
from sgdesk.diagnose.plan import EVERY_PATH
from sgdesk.diagnose.run import examine
from sgdesk.route import Endpoint, Override, Route
from sgdesk.wire.thread import WireThread
from tests.support.nowhere import nobody_answers

DEADLINE_S, ROUNDS = 2.0, 5


def dropped(port: int) -> list[Route]:
    """Lead every way to SendGrid's names to a port at which nobody answers."""
    nowhere = Endpoint(host="127.0.0.1", port=port)
    ways = (Route(path=path) for path in EVERY_PATH)
    return [
        Route(path=way.path, overrides=(Override(target=way.endpoint, address=nowhere),))
        for way in ways
    ]


def run_once(wire: WireThread, routes: list[Route]) -> tuple[float, float]:
    """Give the milliseconds to the first row, and those past the deadline."""
    began, told = time.perf_counter(), list[float]()

    def tell(_: Observation) -> None:
        told.append(time.perf_counter())

    wire.submit(examine(routes, Limits(run=DEADLINE_S), tell)).result(60)
    ended = time.perf_counter()
    return (told[0] - began) * 1e3, (ended - began - DEADLINE_S) * 1e3


async def stop_once(wire: WireThread, routes: list[Route]) -> float:
    """Give the milliseconds from the wish to stop to the end."""
    task = asyncio.create_task(wire.run(examine(routes, Limits(run=60), lambda _: None)))
    await asyncio.sleep(0.5)
    began = time.perf_counter()
    task.cancel()
    await asyncio.wait((task,))
    return (time.perf_counter() - began) * 1e3


def main() -> int:
    """Print the medians and the worst."""
    wire = WireThread()
    wire.start()
    with nobody_answers() as port:
        routes = dropped(port)
        runs = [run_once(wire, routes) for _ in range(ROUNDS)]
        stops = [asyncio.run(stop_once(wire, routes)) for _ in range(ROUNDS)]
    wire.stop()
    first, past = zip(*runs, strict=True)
    print(f"deadline {DEADLINE_S:g} s, {len(EVERY_PATH)} ways, {ROUNDS} runs")
    for what, times in (("first row", first), ("past the deadline", past), ("stop", stops)):
        print(f"{what:18} median {statistics.median(times):7.1f} ms  worst {max(times):7.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
