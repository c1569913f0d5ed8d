"""What goes wrong around the window: each is said in words, and nothing typed is lost."""

import asyncio
import os
import signal
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from sgdesk.present.form import ComposeForm
from sgdesk.present.log import LogRow
from sgdesk.ui.filereading import MOST_BYTES, read_files
from sgdesk.ui.icons import Icons
from sgdesk.ui.life import Life, live
from sgdesk.ui.log.cells import Column
from sgdesk.ui.options import GuiOptions
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.window import MainWindow
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import press

FORM = ComposeForm(
    sender="sender@example.com",
    to="ada@example.com",
    subject="Hello",
    html="<p>Hello</p>",
    html_is_own=True,
    text_is_own=True,
)


def words(life: Life) -> str:
    """Give every label in sight, also where none of its lines may end."""
    said = "\n".join(label.text() for label in visible_children(life.window, QLabel))
    return said.replace("\N{NO-BREAK SPACE}", " ")


def shows(life: Life, count: int) -> bool:
    """Say whether the log has that many rows."""
    return life.rooms.log.rowCount() == count


@aio()
async def test_a_practice_inbox_that_was_killed_is_started_anew_and_says_its_new_place(
    qapp: QApplication, tmp_path: Path, own_sandbox: None
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        before = life.session.practice
        os.kill(before.pid, signal.SIGKILL)
        life.rooms.write.compose.set_form(FORM)
        while life.session.practice.pid == before.pid:
            life.compose.send("send")
            await life.tasks.wait_for("send")
        life.window.show_view("practice")
        press(life, "show-addresses")

        await until(lambda: f":{life.session.practice.starttls_port} " in words(life))
        assert f":{before.starttls_port} " not in words(life)


@aio()
async def test_the_mail_that_is_read_is_marked_in_the_list(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.activateWindow()
        life.rooms.write.compose.set_form(FORM)
        life.compose.send("send")
        await until(lambda: life.rooms.log.rowCount() == 1 and not life.log.flights)
        life.window.show_view("practice")
        await until(lambda: life.rooms.practice.model.rows)
        # What Qt does when the list appears under the keyboard.
        inbox = life.rooms.practice.list
        inbox.selectionModel().clear()
        inbox.clearFocus()
        inbox.setFocus(Qt.FocusReason.TabFocusReason)
        life.rooms.practice.show_rows(life.rooms.practice.model.rows)

        assert inbox.selectionModel().isSelected(life.rooms.practice.model.index(0, 0))


@aio()
async def test_a_history_that_does_not_open_is_said_and_tried_again_by_the_button(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "data"
    blocked.write_text("a file where the folder should be", encoding="ascii")
    monkeypatch.setenv("SGDESK_DATA_DIR", str(blocked))
    life = make_life(qapp, tmp_path)
    life.window.show()
    options = GuiOptions(theme="light", view="write")
    life.begin(options)
    async with asyncio.TaskGroup() as group:
        group.create_task(live(qapp, life, options))
        await until(lambda: "the history does not open" in words(life))
        # Of what was sent nothing is known, and nobody is told that it was nothing.
        life.window.show_view("results")
        assert "the history does not open" in words(life)
        assert "No mail sent yet" not in words(life)
        life.window.show_view("write")
        life.rooms.write.compose.set_form(FORM)
        life.compose.send("send")
        await life.tasks.wait_for("read form")
        await life.tasks.wait_for("send")

        assert "the history does not open" in words(life)
        assert life.rooms.write.compose.form() == FORM

        blocked.unlink()
        (again,) = [
            button
            for button in visible_children(life.window, QPushButton)
            if button.objectName() == "retry-open"
        ]
        QTest.mouseClick(again, Qt.MouseButton.LeftButton)
        await until(lambda: life.session.is_open)
        assert "the history does not open" not in words(life)
        await life.tasks.wait_for("open", "history", "practice")
        life.window.close()
    life.window.deleteLater()
    life.theme.deleteLater()


@aio()
async def test_a_send_asked_for_before_the_core_is_open_goes_out_once_it_is(
    qapp: QApplication, tmp_path: Path
) -> None:
    life = make_life(qapp, tmp_path)
    life.rooms.write.compose.set_form(FORM)
    life.start_opening()
    life.compose.send("send")
    async with running(life):
        await until(lambda: life.rooms.log.index(0, Column.RESULT).data() == "Captured")

        assert shows(life, 1)


@aio()
async def test_a_damaged_history_is_set_aside_and_said(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SGDESK_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "history.db").write_bytes(b"no database " * 500)
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("results")

        assert "It was set aside" in words(life)
        assert "This history is new." in words(life)
        assert "No mail sent yet." not in words(life)


def test_a_folder_a_pipe_a_device_and_a_giant_are_named_and_the_rest_is_read(
    tmp_path: Path,
) -> None:
    folder, giant, good = (tmp_path / name for name in ("folder", "giant", "good"))
    endless = Path("/dev/zero")
    pipe = tmp_path / "pipe"
    folder.mkdir()
    # Nobody writes into it: to open it would wait for ever.
    os.mkfifo(pipe)
    with giant.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    good.write_bytes(b"good")

    read = read_files(
        [str(path) for path in (folder, pipe, endless, giant, good, tmp_path / "gone")]
    )

    assert [file.filename for file in read.files] == ["good"]
    assert [line.partition(":")[0] for line in read.failed.splitlines()] == [
        "folder",
        "pipe",
        "zero",
        "giant",
        "gone",
    ]
    assert "zero: This is no file" in read.failed


def test_a_file_whose_name_is_not_utf8_is_refused_in_plain_words(tmp_path: Path) -> None:
    for name in ("caf\udce9.txt", "caf\ufffd.txt"):
        read = read_files([str(tmp_path / name)])
        assert not read.files
        assert read.failed.endswith(
            ".txt: No mail can carry such a name. Rename the file and attach it again."
        )
        assert read.failed.isprintable()


def test_the_first_window_fits_the_screen(qapp: QApplication) -> None:
    window = MainWindow(Icons(Theme(qapp, Look.LIGHT)))
    room = window.screen().availableSize()

    assert room.height() <= 800, "the screen of the tests is too large to tell"
    assert window.height() < room.height()
    assert window.width() <= room.width()


@aio()
async def test_a_second_click_while_a_mail_is_sent_sends_nothing_more(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        # Or the first has landed before the second click.
        Sandbox(info=life.session.practice).fault("reply", {"delay_ms": 500})
        life.rooms.write.compose.set_form(FORM)
        life.compose.send("send")
        await until(lambda: life.log.flights)
        life.compose.send("send")
        await until(lambda: life.rooms.log.rowCount() and not life.log.flights)
        await life.tasks.wait_for("send")

        newest = life.rooms.log.entry(0)
        assert isinstance(newest, LogRow)
        assert (life.rooms.log.rowCount(), newest.result.word) == (1, "Captured")
        assert len(await life.session.inbox()) == 1


@aio()
async def test_the_same_mail_by_the_other_path_later_stands_with_its_sister(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(FORM)
        for count in (1, 2):
            life.compose.send("send")
            await until(partial(shows, life, count))
            await life.tasks.wait_for("send")
            life.rooms.write.compose.send_bar.route.toggle()

        assert life.rooms.log.sister_row(0) == 1
