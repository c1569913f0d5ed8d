"""Nothing leaves, and nothing is saved, without the files that are still being read."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressBar

from sgdesk.ui.compose import bodydesk
from sgdesk.ui.filereading import ReadFiles, Reading, read_files
from sgdesk.ui.life import Life
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import fill, practice, press, rows, texts


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let files be read only once this is set, as from a slow drive."""
    opened = threading.Event()

    def slowly(paths: Sequence[str], reading: Reading) -> ReadFiles:
        while not opened.wait(0.02) and not reading.stop.is_set():
            pass
        return read_files(paths, reading)

    monkeypatch.setattr(bodydesk, "read_files", slowly)
    return opened


def attach(life: Life, folder: Path, name: str = "plan.txt") -> None:
    """Attach a file; one called `gone` is none."""
    path = folder / name
    if name != "gone":
        path.write_text("the plan")
    life.compose.body.attach((str(path),))


@aio()
async def test_reading_says_how_far_it_is_and_a_button_in_sight_ends_it(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = threading.Event()

    def slowly(path: Path, reading: Reading) -> bytes:
        reading.total_bytes, reading.done_bytes = 1_000, 250
        while not opened.wait(0.02) and not reading.stop.is_set():
            pass
        return path.read_bytes()

    monkeypatch.setattr("sgdesk.ui.filereading._read", slowly)
    paths = [tmp_path / f"plan-{number}.txt" for number in range(30)]
    for path in paths:
        path.write_text("the plan")
    async with running(make_life(qapp, tmp_path)) as life:
        life.compose.body.attach([*map(str, paths)])
        await until(lambda: "Reading file 1 of 30: plan-0.txt…" in texts(life))
        (bar,) = visible_children(life.window, QProgressBar)
        assert bar.value() == bar.maximum() // 4
        press(life, "reading-progress-stop")
        await life.tasks.wait_for("attach")
        assert life.rooms.write.compose.form().files == ()
        assert "Reading" not in texts(life)

        opened.set()
        life.compose.body.attach([*map(str, paths)])
        await life.tasks.wait_for("attach")
        assert len(life.rooms.write.compose.form().files) == 30
        assert not visible_children(life.window, QProgressBar), "what was quick showed nothing"


@aio()
async def test_send_waits_for_a_file_and_says_so(
    qapp: QApplication, tmp_path: Path, gate: threading.Event
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        attach(life, tmp_path)
        life.compose.send_chosen()
        await until(lambda: "It is sent once everything in it is read…" in texts(life))
        assert not life.log.flights
        assert rows(life) == []
        gate.set()
        await until(lambda: rows(life))
        (mail,) = practice(life).mails()
        (copy,) = mail["copies"]
        assert [file["filename"] for file in copy["attachments"]] == ["plan.txt"]


@aio()
async def test_esc_cancels_a_send_that_waits_for_its_files(
    qapp: QApplication, tmp_path: Path, gate: threading.Event
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        attach(life, tmp_path)
        life.compose.send_chosen()
        await until(lambda: "It is sent once everything in it is read…" in texts(life))
        QTest.keyClick(life.window, Qt.Key.Key_Escape)
        await life.tasks.wait_for("read form")
        assert "It is sent once" not in texts(life)
        gate.set()
        await until(lambda: life.rooms.write.compose.form().files)
        await turns()
        assert rows(life) == []


@aio()
async def test_send_that_waits_can_be_cancelled_and_the_file_comes_all_the_same(
    qapp: QApplication, tmp_path: Path, gate: threading.Event
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        attach(life, tmp_path)
        life.compose.send_chosen()
        await until(lambda: "It is sent once everything in it is read…" in texts(life))
        press(life, "stop")
        await life.tasks.wait_for("read form")
        assert "It is sent once" not in texts(life)
        gate.set()
        await until(lambda: life.rooms.write.compose.form().files)
        await turns()
        assert not life.log.flights
        assert rows(life) == []


@aio()
async def test_mail_is_neither_sent_nor_saved_without_a_file_that_did_not_come(
    qapp: QApplication, tmp_path: Path, gate: threading.Event
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        attach(life, tmp_path, "gone")
        life.compose.send_chosen()
        life.files.save(str(tmp_path / "kept.eml"))
        # Both wait by now.
        await turns()
        gate.set()
        await life.tasks.wait_for("read form", "save file")
        await turns()
        assert rows(life) == []
        assert not (tmp_path / "kept.eml").exists()
        assert "gone: No such file or directory" in life.rooms.write.compose.notice.text

        # A reading that is stopped is one, too.
        gate.clear()
        attach(life, tmp_path)
        life.compose.send_chosen()
        await turns()
        life.rooms.write.compose.body.reading.stop_requested.emit()
        await life.tasks.wait_for("attach", "read form")
        assert "plan.txt: its reading was stopped." in life.rooms.write.compose.notice.text
        assert rows(life) == []


@aio()
async def test_file_of_one_mail_never_comes_into_another_that_was_opened_meanwhile(
    qapp: QApplication, tmp_path: Path, gate: threading.Event
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        attach(life, tmp_path)
        life.compose.send_chosen()
        press(life, "new-mail")
        await life.tasks.wait_for("draft-turn")
        fill(life, to="bob@example.net", subject="Half written")
        gate.set()
        await life.tasks.wait_for("attach", "read form")
        await turns()
        compose = life.rooms.write.compose
        assert "'Hello' was not sent." in compose.notice.text
        assert compose.form().files == ()
        assert not life.log.flights
        assert rows(life) == []
