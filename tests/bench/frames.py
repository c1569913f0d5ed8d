"""How long a window goes without a frame, and bare windows that do the least of what ours does."""

import asyncio
import importlib
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPlainTextEdit, QTableView, QWidget

from sgdesk.clock import monotonic_ns

PEOPLE = "\n".join(f"Person {n}\tperson{n}@example{n % 50}.com" for n in range(5_000))
HTML = (
    "<!doctype html>\n<html><body>\n"
    + "".join(
        f'<p style="margin: 0 0 16px">Line {n} with <a href="https://shop.example/{n}">a link</a>'
        f" and enough words to fill what a line of a newsletter holds.</p>\n"
        for n in range(13_000)
    )
    + "</body></html>\n"
)
LARGE_BYTES = 25_000_000
HISTORY_ROWS = 100_000
FRAME_MS = 8
QUIET_S = 1.0


@dataclass(slots=True, kw_only=True)
class Longest:
    """What a watch has seen, in milliseconds."""

    wall_ms: float = 0
    own_ms: float = 0
    took_ms: float = 0


class Watch(QObject):
    """Note how late a timer comes, and how much of that the window's thread worked."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = Longest()
        self._wall = self._began = monotonic_ns()
        self._own = time.thread_time_ns()
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self._note)
        self._timer.start()

    def _note(self) -> None:
        wall, own = monotonic_ns(), time.thread_time_ns()
        self.seen.wall_ms = max(self.seen.wall_ms, (wall - self._wall) / 1e6)
        self.seen.own_ms = max(self.seen.own_ms, (own - self._own) / 1e6)
        self._wall, self._own = wall, own

    def stop(self) -> Longest:
        """Note the end."""
        self._note()
        self._timer.stop()
        self.seen.took_ms = (monotonic_ns() - self._began) / 1e6
        return self.seen


async def watched(act: Callable[[], Awaitable[None]]) -> Longest:
    """Do something and a second more, in which its echoes come; give the longest gaps."""
    await asyncio.sleep(0.1)
    watch = Watch()
    began = monotonic_ns()
    await act()
    took = (monotonic_ns() - began) / 1e6
    await asyncio.sleep(QUIET_S)
    seen = watch.stop()
    seen.took_ms = took
    return seen


def paste(widget: QWidget, text: str) -> None:
    """Paste with the keyboard."""
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def large(folder: Path) -> Path:
    path = folder / "large.bin"
    if not path.exists():
        path.write_bytes(os.urandom(LARGE_BYTES))
    return path


async def scroll(table: QTableView) -> None:
    bar = table.verticalScrollBar()
    for step in range(60):
        bar.setValue(bar.maximum() * ((step * 37) % 60) // 60)
        await asyncio.sleep(0.02)


async def bare_people(window: QMainWindow, _folder: Path) -> Longest:
    return await _bare_text(window, PEOPLE)


async def bare_html(window: QMainWindow, _folder: Path) -> Longest:
    return await _bare_text(window, HTML)


async def _bare_text(window: QMainWindow, text: str) -> Longest:
    editor = QPlainTextEdit()
    window.setCentralWidget(editor)

    async def act() -> None:
        paste(editor, text)

    return await watched(act)


async def bare_engine(window: QMainWindow, _folder: Path) -> Longest:
    """Import, make and load a browser view in one go."""

    async def act() -> None:
        view = importlib.import_module("PySide6.QtWebEngineWidgets").QWebEngineView()
        window.setCentralWidget(view)
        loaded = asyncio.Event()
        view.loadFinished.connect(loaded.set)
        view.setHtml("<p>Hello</p>")
        await loaded.wait()

    return await watched(act)


async def bare_table(window: QMainWindow, _folder: Path) -> Longest:
    class Model(QAbstractTableModel):
        def rowCount(self, *_: object) -> int:  # noqa: N802
            return HISTORY_ROWS

        def columnCount(self, *_: object) -> int:  # noqa: N802
            return 7

        def data(self, index: object, role: int = 0) -> object:
            return "cell" if role == 0 else None

    table = QTableView()
    table.setModel(Model(table))
    window.setCentralWidget(table)
    return await watched(lambda: scroll(table))


async def bare_read(_window: QMainWindow, folder: Path) -> Longest:
    """Read 25 MB in a thread."""
    path = large(folder)

    async def act() -> None:
        await asyncio.to_thread(path.read_bytes)

    return await watched(act)
