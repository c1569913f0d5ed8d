"""First paint against a bare window, memory, and frame gaps while results stream in.

    python -m tests.bench.bench_window

Prints figures and judges nothing: what they must be stands beside each. Run it
on an idle machine; both kinds of start are taken in turn, so that a passing
load spoils them alike.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync  # after the platform is settled
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from sgdesk.clock import monotonic_ns
from sgdesk.delivery import (
    Accepted,
    Attempt,
    AttemptId,
    Delivery,
    DeliveryId,
)
from sgdesk.engine.events import DeliveryFinished, DeliveryQueued, PhaseStarted
from sgdesk.message import sample
from sgdesk.present.log import log_row
from sgdesk.route import Route, SmtpPath, Tls, WebApiPath
from sgdesk.trace import Phase, Span, Trace
from sgdesk.ui.collector import collecting_here
from sgdesk.ui.log.model import PAGE_ROWS
from tests.support.qt import make_life, running

STARTS = 9
HISTORY_ROWS = 100_000
STREAMED = 1_000
PACE_MS = 10
FRAME_MS = 16

_BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    painted = False
    def paintEvent(self, event):
        super().paintEvent(event)
        self.painted = True
application = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
while not window.painted:
    application.processEvents()
"""
_OURS = """
from sgdesk.ui.imports import spare_sources
spare_sources()
from sgdesk.ui import main
from sgdesk.ui.options import GuiOptions
paint = main.wait_for_paint
def stop(application, window):
    paint(application, window)
    report()
    raise SystemExit
main.wait_for_paint = stop
main.run(GuiOptions(width=1280, height=800, theme="light"))
"""
_OPEN = """
import tempfile, os
os.environ["SGDESK_CONFIG_DIR"] = os.environ["SGDESK_DATA_DIR"] = tempfile.mkdtemp()
from sgdesk.ui.imports import spare_sources
spare_sources()
from sgdesk.ui import life, main
from sgdesk.ui.options import GuiOptions
opened = life.Life.open
async def open_and_stop(self):
    await opened(self)
    await self.tasks.wait_for("history", "practice")
    report()
    self.window.close()
life.Life.open = open_and_stop
main.run(GuiOptions(width=1280, height=800, theme="light"))
"""
_REPORT = """
import sys, time
began = int(sys.argv[1])
def report():
    memory = next(l for l in open("/proc/self/status") if l.startswith("VmRSS"))
    print((time.monotonic_ns() - began) / 1e6, int(memory.split()[1]) / 1024, flush=True)
"""


def first_paint(body: str) -> tuple[float, float]:
    """Start one process; give milliseconds to its first paint and its megabytes there."""
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    tail = "report()" if body is _BARE else ""
    output = subprocess.run(
        [sys.executable, "-c", f"{_REPORT}{body}{tail}", str(monotonic_ns())],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    ms, megabytes = output.split()
    return float(ms), float(megabytes)


def bench_first_paint() -> None:
    """Print the ratio of first paints, taken in turn."""
    for body in (_BARE, _OURS):
        first_paint(body)
    pairs = [(first_paint(_BARE), first_paint(_OURS)) for _ in range(STARTS)]
    bare = statistics.median(pair[0][0] for pair in pairs)
    ours = statistics.median(pair[1][0] for pair in pairs)
    ratio = statistics.median(pair[1][0] / pair[0][0] for pair in pairs)
    memory = statistics.median(pair[1][1] for pair in pairs)
    print(f"first paint: bare {bare:.0f} ms, sgdesk {ours:.0f} ms, ratio {ratio:.2f} (goal 1.5)")
    print(f"memory at first paint: {memory:.0f} MB (goal 90)")
    ready_ms, whole = first_paint(_OPEN)
    print(f"memory with core and practice inbox open: {whole:.0f} MB, after {ready_ms:.0f} ms")


def attempt(number: int) -> Attempt:
    """Make one result with a bar of its own."""
    ms = 1_000_000
    cuts = (0, 3 * ms, 41 * ms, 80 * ms, 120 * ms, (160 + number % 200) * ms)
    phases = (Phase.RESOLVE, Phase.CONNECT, Phase.TLS, Phase.UPLOAD, Phase.REPLY)
    spans = tuple(
        Span(phase=phase, start_ns=cuts[at], end_ns=cuts[at + 1]) for at, phase in enumerate(phases)
    )
    started_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
    return Attempt(
        id=AttemptId(f"a{number}"),
        delivery_id=DeliveryId(f"d{number}"),
        path=WebApiPath() if number % 2 else SmtpPath(port=587, tls=Tls.STARTTLS),
        host="api.example.com",
        port=443,
        outcome=Accepted(),
        code=202,
        trace=Trace(started_at=started_at, spans=spans, total_ns=cuts[-1]),
    )


class Gaps(QObject):
    """Note how late a timer of one frame comes: what a user would feel as a stutter."""

    def __init__(self) -> None:
        super().__init__()
        self._last = monotonic_ns()
        self.ms: list[float] = []
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self._note)
        self._timer.start()

    def _note(self) -> None:
        now = monotonic_ns()
        self.ms.append((now - self._last) / 1e6)
        self._last = now

    def stop(self) -> None:
        """Note nothing more."""
        self._timer.stop()


async def stream(folder: Path) -> None:
    """Let results stream into a log of 100,000 rows, with the table in sight and scrolled."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    async with running(make_life(application, folder)) as life:
        pages = [log_row(attempt(n), addresses=("ada@example.com",)) for n in range(PAGE_ROWS)]
        log = life.rooms.log
        log.page_wanted.disconnect()
        log.page_wanted.connect(lambda page: log.put_page(page, pages))
        log.start_over(HISTORY_ROWS)
        log.put_page(0, pages)
        life.window.show_view("results")
        await asyncio.sleep(0.5)
        gaps = Gaps()
        route = Route(path=WebApiPath(), practice=True)
        for number in range(HISTORY_ROWS, HISTORY_ROWS + STREAMED):
            result = attempt(number)
            delivery = Delivery(
                id=result.delivery_id,
                message=sample(),
                route=route,
                created_at=result.trace.started_at,
            )
            life.bridge.take(DeliveryQueued(delivery=delivery))
            phase = PhaseStarted(delivery_id=delivery.id, phase=Phase.REPLY, fraction=0.0)
            life.bridge.take(phase)
            life.bridge.take(DeliveryFinished(attempt=result))
            if number % 100 == 0:
                bar = life.rooms.results.table.verticalScrollBar()
                bar.setValue((number * 977) % max(1, bar.maximum()))
            await asyncio.sleep(PACE_MS / 1000)
        gaps.stop()
        ordered = sorted(gaps.ms)
        print(
            f"frame gaps, {STREAMED:,} results into {HISTORY_ROWS:,} rows:"
            f" median {statistics.median(ordered):.1f} ms,"
            f" p99 {ordered[int(len(ordered) * 0.99)]:.1f} ms (goal 20),"
            f" worst {ordered[-1]:.1f} ms (goal 50); rows {log.rowCount():,}"
        )


def main() -> None:
    """Run both benchmarks."""
    bench_first_paint()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SGDESK_CONFIG_DIR"] = os.environ["SGDESK_DATA_DIR"] = folder
        QApplication.setStyle("Fusion")
        application = QApplication([])
        application.setQuitOnLastWindowClosed(False)
        loop = asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application))
        with collecting_here(), loop as runner:
            runner.run(stream(Path(folder)))


if __name__ == "__main__":
    main()
