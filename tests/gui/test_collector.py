"""Garbage ends in the window's thread, all of it in the end, and nowhere else."""

import asyncio
import gc
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from sgdesk.ui import collector
from sgdesk.ui.collector import collecting_here
from tests.support.qt import aio, until

_WINDOW = """
import gc
from sgdesk.ui import life, main
from sgdesk.ui.options import GuiOptions

async def live(*_):
    print(gc.isenabled())
    return 0

life.live = live
main.run(GuiOptions())
print(gc.isenabled())
"""


class Knot(QObject):
    """Lives until the collector finds it, and says in which thread that was."""

    ended: list[int]

    def __init__(self) -> None:
        super().__init__()
        self.itself = self
        self.widget = QWidget()
        self.timer = QTimer(self)
        self.timer.start(10)

    def __del__(self) -> None:
        self.ended.append(threading.get_ident())


@pytest.fixture(autouse=True)
def _python_collects() -> Iterator[None]:
    """Let Python collect wherever it likes, as it does before there is a window."""
    Knot.ended = []
    thresholds = gc.get_threshold()
    gc.enable()
    yield
    gc.set_threshold(*thresholds)
    gc.disable()


class Busy:
    """A thread that allocates all the time, and leaves cycles lying about."""

    def __init__(self) -> None:
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._allocate)

    def __enter__(self) -> "Busy":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _allocate(self) -> None:
        while not self._is_over.wait(0.001):
            for _ in range(1_000):
                cycle: list[object] = []
                cycle.append(cycle)


@aio()
async def test_qt_objects_in_a_cycle_end_in_the_windows_thread_whoever_allocates(
    qapp: QApplication,
) -> None:
    with collecting_here(), Busy():
        for _ in range(50):
            Knot()
            await asyncio.sleep(0.01)
        await until(lambda: len(Knot.ended) == 50)

    assert set(Knot.ended) == {threading.get_ident()}


@aio()
async def test_what_grew_old_before_it_was_dropped_is_collected_in_an_idle_window_too(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collector, "OLD_MS", 0)
    gc.set_threshold(10, 1, 1)
    with collecting_here():
        knots = [Knot() for _ in range(5)]
        gc.collect()
        knots.clear()
        with Busy():
            await until(lambda: len(Knot.ended) == 5)


@aio()
async def test_garbage_does_not_pile_up_while_the_window_makes_more(qapp: QApplication) -> None:
    with collecting_here():
        for _ in range(1_000):
            Knot()
            await asyncio.sleep(0.001)

        assert len(Knot.ended) > 500


def test_at_the_end_nothing_is_left_for_another_thread_and_python_collects_again(
    qapp: QApplication,
) -> None:
    with suppress(KeyError), collecting_here():
        Knot()
        raise KeyError

    assert Knot.ended == [threading.get_ident()]
    assert gc.isenabled()


def test_one_block_in_another_leaves_the_outer_ones_rule(qapp: QApplication) -> None:
    with collecting_here():
        with collecting_here():
            pass
        assert not gc.isenabled()


def test_window_collects_in_its_own_thread_until_its_loop_has_ended() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _WINDOW], capture_output=True, text=True, check=True, timeout=60
    )

    assert ran.stdout == "False\nTrue\n"
