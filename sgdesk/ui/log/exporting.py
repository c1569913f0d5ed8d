"""Export what the log is narrowed to, with progress and a way to stop."""

import asyncio
import os
from codecs import BOM_UTF8
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QPushButton

from sgdesk.clock import monotonic_ns, wall_utc
from sgdesk.present.history_csv import csv_bytes
from sgdesk.present.history_json import SCHEMA, rows_bytes
from sgdesk.present.log_filter import LogFilter
from sgdesk.ui.folders import Kind
from sgdesk.ui.log.records import Records
from sgdesk.ui.log.view import ResultsView
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.widgets.folder_button import folder_button
from sgdesk.ui.widgets.surface import button
from sgdesk.ui.window import MainWindow

SHOW_AFTER_NS = 500_000_000
SHOW_EVERY_NS = 100_000_000
"""Nobody reads faster, and each time the line is laid out anew."""
_KINDS = {"csv": "Table (*.csv)", "json": "JSON (*.json)"}


class Exporting(QObject):
    """Ask where to, and write."""

    def __init__(
        self, window: MainWindow, view: ResultsView, records: Records, tasks: Tasks
    ) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        self._records = records
        self._tasks = tasks
        self._kind = "csv"
        view.bar.export_requested.connect(self.ask)

    def ask(self, kind: str) -> None:
        """Ask for the file."""
        self._kind = kind
        name = f"sgdesk-results-{wall_utc().astimezone():%Y-%m-%d}.{kind}"
        dialog = QFileDialog(self._window, "Export results", filter=_KINDS[kind])
        dialog.setObjectName("choose-export")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        self._window.folders.begin(dialog, Kind.RESULTS, name)
        dialog.fileSelected.connect(self.write)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, path: str) -> None:
        """Write what is shown now into a file, in the form that was asked for."""
        work = self._write(Path(path), self._kind, self._view.bar.filter)
        self._tasks.start("export", work, if_running="ignore")

    def stop(self) -> None:
        """Stop writing; the file stays as it was."""
        self._tasks.cancel("export")

    async def _write(self, path: Path, kind: str, wanted: LogFilter) -> None:
        part = path.with_name(f".{path.name}.part")
        try:
            total = await self._records.count(wanted)
            progress = _Progress(self._view, total, self._stop_button)
            done = await self._write_part(part, kind, wanted, progress)
            await asyncio.to_thread(part.replace, path)
        except asyncio.CancelledError:
            self._view.notice.say("note", "The export was stopped.", "No file was written.")
            raise
        except OSError as error:
            why = f"{path}: {error.strerror or error}."
            self._view.notice.say("bad", "The export cannot be written.", why)
            return
        finally:
            await asyncio.shield(asyncio.to_thread(part.unlink, missing_ok=True))
        results = "1 result" if done == 1 else f"{done:,} results"
        self._view.notice.say(
            "good", f"{results} written.", str(path), buttons=(folder_button(path),)
        )

    async def _write_part(
        self, part: Path, kind: str, wanted: LogFilter, progress: "_Progress"
    ) -> int:
        """Write page by page, so that the log can be read in between; give the rows' number."""
        make = _csv_pieces if kind == "csv" else _json_pieces
        done = 0
        # Readable by its owner alone: it holds addresses and subjects.
        file = await asyncio.to_thread(_create, part)
        try:
            async for piece, count in make(self._records, wanted):
                await asyncio.to_thread(file.write, piece)
                done += count
                progress.note(done)
        finally:
            # Closing writes what is left, and may find the disk full.
            await asyncio.shield(asyncio.to_thread(file.close))
        return done

    def _stop_button(self) -> QPushButton:
        stop = button("Cancel", name="stop-export", why="Stop; no file is written")
        stop.clicked.connect(self.stop)
        return stop


class _Progress:
    """Say how far it is, once it has taken half a second."""

    def __init__(
        self, view: ResultsView, total: int, stop_button: Callable[[], QPushButton]
    ) -> None:
        self._view = view
        self._total = total
        self._stop_button = stop_button
        self._next_ns = monotonic_ns() + SHOW_AFTER_NS
        self._is_shown = False

    def note(self, done: int) -> None:
        """Take note of how many rows are written."""
        now_ns = monotonic_ns()
        if now_ns < self._next_ns:
            return
        self._next_ns = now_ns + SHOW_EVERY_NS
        words = f"Exporting {done:,} of {self._total:,} results…"
        if self._is_shown:
            self._view.notice.retitle(words)
        else:
            self._is_shown = True
            self._view.notice.say("note", words, buttons=(self._stop_button(),))


Pieces = AsyncIterator[tuple[bytes, int]]


def _create(part: Path) -> BinaryIO:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(handle, "wb")


async def _csv_pieces(records: Records, wanted: LogFilter) -> Pieces:
    # Without its mark a spreadsheet takes UTF-8 for something else; programs that read the
    # command line's table would take the mark for a part of the first name.
    yield BOM_UTF8 + csv_bytes((), head=True), 0
    async for piece in records.pieces(wanted, partial(csv_bytes, head=False), brief=True):
        yield piece


async def _json_pieces(records: Records, wanted: LogFilter) -> Pieces:
    yield f'{{"schema": "{SCHEMA}", "attempts": ['.encode(), 0
    is_first = True
    async for rows, count in records.pieces(wanted, rows_bytes):
        yield (b"\n" if is_first else b",\n") + rows, count
        is_first = False
    yield b"\n]}\n", 0
