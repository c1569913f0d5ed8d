"""Hold the reported wire time against a packet capture of the same sends.

Server: the C sink with 20 ms of think time, on loopback. The window is idle,
busy (a table of 10,000 rows repainted 60 times a second) or stalled (60 ms of
Python in the GUI thread four times a second). The look-up is left out: the
capture holds only the connection. Needs root for `tcpdump`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QApplication, QTableView

from sgdesk.delivery import Accepted, Attempt
from sgdesk.route import Route, Tls
from sgdesk.trace import Phase
from sgdesk.transport.choose import open_connection
from sgdesk.wire.thread import WireThread
from tests.bench.sends import api_route, attempts, smtp_route
from tests.support.lab import build_sink, make_certificate, running_sink
from tests.support.pcap import read_packets, waits_ns

HOST = "sink.test"
THINK_MS = 20


class Rows(QAbstractTableModel):
    """Ten thousand rows that change."""

    tick = 0

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Give the number of rows."""
        return 10_000

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Give the number of columns."""
        return 6

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Give the text of a cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{index.row()}:{index.column()}:{self.tick}"
        return None


def stall() -> None:
    """Keep the GUI thread and the interpreter busy for 60 ms."""
    until = time.perf_counter() + 0.060
    while time.perf_counter() < until:
        sum(range(500))


def under_window(mood: str, done: Callable[[], bool]) -> None:
    """Run a window in this mood until the sends are done."""
    application = QApplication.instance() or QApplication(sys.argv)
    view, model = QTableView(), Rows()
    view.setModel(model)
    view.resize(1000, 700)
    view.show()
    repaint, work = QTimer(), QTimer()

    def touch() -> None:
        model.tick += 1
        view.viewport().repaint()

    repaint.timeout.connect(touch)
    work.timeout.connect(stall)
    if mood == "busy":
        repaint.start(16)
    if mood == "stalled":
        work.start(250)
    while not done():
        application.processEvents()
        time.sleep(0.001)
    repaint.stop()
    work.stop()


async def cold(route: Route, rounds: int) -> list[Attempt]:
    """Send on new connections."""
    return await attempts(open_connection, route, rounds=rounds, warm=False)


def capture(port: int, file: Path) -> subprocess.Popen[bytes]:
    """Start a capture and wait until it listens.

    It reads in blocks: woken for every packet, between its own stamp and the receiver's,
    it delayed one packet in fifty by half a millisecond.
    """
    words = [
        "tcpdump",
        "-i",
        "lo",
        "-w",
        str(file),
        "--time-stamp-precision=nano",
    ]
    tcpdump = subprocess.Popen([*words, "-B", "65536", f"tcp port {port}"], stderr=subprocess.PIPE)
    assert tcpdump.stderr is not None
    while b"listening" not in tcpdump.stderr.readline():
        pass
    return tcpdump


def errors_ms(
    wire: WireThread, route: Route, port: int, rounds: int, mood: str, folder: Path
) -> list[float]:
    """Send in one mood and give |reported - captured| of each attempt in milliseconds."""
    file = folder / f"{port}-{mood}.pcap"
    tcpdump = capture(port, file)
    future: Future[list[Attempt]] = wire.submit(cold(route, rounds))
    under_window(mood, future.done)
    time.sleep(1.5)  # the last block is given out after a second
    tcpdump.terminate()
    tcpdump.wait()
    truth = [_until_accepted(waits) for waits in waits_ns(list(read_packets(file)), port)]
    return [_error(a, t) for a, t in zip(future.result(), truth, strict=True)]


def _until_accepted(waits: list[int]) -> int:
    """Sum the waits up to the one that holds the think time: QUIT and closing come after it."""
    last = max(at for at, wait in enumerate(waits) if wait >= THINK_MS * 1_000_000)
    return sum(waits[: last + 1])


def _error(attempt: Attempt, captured_ns: int) -> float:
    if not isinstance(attempt.outcome, Accepted):
        raise SystemExit(f"{attempt.outcome}: {attempt.reply}")
    lookup = sum(s.wire_ns for s in attempt.trace.spans if s.phase is Phase.RESOLVE)
    return abs(attempt.trace.wire_ns - lookup - captured_ns) / 1e6


def main() -> None:
    """Measure both paths in the three moods."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        certificate = make_certificate(folder, HOST)
        sink = build_sink(folder)
        wire = WireThread()
        wire.start()
        # No session tickets: a capture cannot tell that nobody waits for them.
        options = ("--think", str(THINK_MS), "--tickets", "0")
        with running_sink(sink, certificate, *options) as ports:
            routes = {
                "smtp:587": (
                    smtp_route(HOST, 587, Tls.STARTTLS, certificate.ca_file, dial=ports.starttls),
                    ports.starttls,
                ),
                "webapi": (
                    api_route(HOST, 443, certificate.ca_file, dial=ports.https),
                    ports.https,
                ),
            }
            print("|reported wire - packet capture|, C sink with 20 ms think time, loopback")
            for path, (route, port) in routes.items():
                for mood in ("idle", "busy", "stalled"):
                    found = sorted(errors_ms(wire, route, port, rounds, mood, folder))
                    p99 = found[min(len(found) - 1, int(len(found) * 0.99))]
                    print(
                        f"{path:9} {mood:8} n={len(found)}  median {found[len(found) // 2]:.3f} ms"
                        f"  p99 {p99:.3f} ms  max {found[-1]:.3f} ms"
                    )
        wire.stop()


if __name__ == "__main__":
    main()
