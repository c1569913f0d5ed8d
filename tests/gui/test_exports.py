"""Results written into a file: what is in it, how far it is, and how it is stopped."""

import csv
import json
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from sgdesk.present.history_csv import csv_bytes
from sgdesk.store import HistoryRow
from sgdesk.ui.log import exporting
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.window import fill, press, rows, send, texts


@pytest.mark.parametrize("kind", ["csv", "json"])
@aio()
async def test_export_holds_what_is_filtered_and_nothing_else(
    qapp: QApplication, tmp_path: Path, kind: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        for to in ("ada@example.com", "grace@example.net"):
            fill(life, to=to)
            await send(life)
        life.window.show_view("results")
        life.rooms.results.bar.field.setText("grace captured")
        await until(lambda: len(rows(life)) == 1)
        life.exporting.ask(kind)
        (dialog,) = life.window.findChildren(QFileDialog, "choose-export")
        dialog.reject()
        path = tmp_path / f"results.{kind}"
        life.exporting.write(str(path))
        await life.tasks.wait_for("export")

        assert "1 result written." in texts(life)
        assert path.stat().st_mode & 0o777 == 0o600
        assert recipients(path) == ["grace@example.net"]


def recipients(path: Path) -> list[str]:
    """Read an export back."""
    if path.suffix == ".csv":
        assert path.read_bytes().startswith(b"\xef\xbb\xbfid,"), "as a spreadsheet knows UTF-8"
        with path.open(newline="", encoding="utf-8-sig") as file:
            return [row["recipients"] for row in csv.DictReader(file)]
    document = json.loads(path.read_text())
    assert document["schema"] == "sgdesk.history/1"
    return [row["to"][0] for row in document["attempts"]]


@aio()
async def test_export_that_is_stopped_or_cannot_be_written_leaves_no_file(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("results")
        life.exporting.write(str(tmp_path / "missing" / "results.csv"))
        await life.tasks.wait_for("export")
        assert "The export cannot be written." in texts(life)

        life.exporting.write(str(tmp_path / "results.csv"))
        await turns(1)
        life.exporting.stop()
        await life.tasks.wait_for("export")
        assert "The export was stopped." in texts(life)
        assert not any("results.csv" in name for name in names_in(tmp_path))


@aio()
async def test_export_that_takes_long_says_how_far_it_is_and_a_button_in_sight_ends_it(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = threading.Event()

    def slowly(rows: Sequence[HistoryRow], *, head: bool) -> bytes:
        if not head:
            opened.wait(20)
        return csv_bytes(rows, head=head)

    monkeypatch.setattr(exporting, "SHOW_AFTER_NS", 0)
    monkeypatch.setattr(exporting, "csv_bytes", slowly)
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("results")
        life.exporting.write(str(tmp_path / "results.csv"))
        await until(lambda: "Exporting 0 of 1 results…" in texts(life))
        press(life, "stop-export")
        opened.set()
        await life.tasks.wait_for("export")
        assert "The export was stopped." in texts(life)
        assert not any("results.csv" in name for name in names_in(tmp_path))


def names_in(folder: Path) -> list[str]:
    """List a folder."""
    return [path.name for path in folder.iterdir()]
