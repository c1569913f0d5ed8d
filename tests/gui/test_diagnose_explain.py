"""An error, a log or settings that were pasted are explained here, and kept nowhere."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.explain.finding import Explanation, Kind
from sgdesk.present.explained import EMPTY_ANSWER, NOTHING, STOPPED_READING
from sgdesk.ui.account.sheet import AccountSheet
from sgdesk.ui.diagnose import explain_desk
from sgdesk.ui.diagnose.explain_part import ExplainPart
from sgdesk.ui.diagnose.file_part import FilePart
from sgdesk.ui.life import Life
from sgdesk.ui.widgets.paste_box import PasteBox
from tests.support.keys import KEY
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.window import press, seen_button, texts

TIMED_OUT = "SMTP connect() failed: Connection timed out (110) smtp.sendgrid.net:587"
SETTINGS = f"MAIL_HOST=smtp.sendgrid.net\nMAIL_PORT=587\nMAIL_USERNAME=me\nMAIL_PASSWORD={KEY}\n"


def explaining(life: Life) -> ExplainPart:
    """Open the part by the link of Start."""
    life.window.show_view("start")
    press(life, "start-explain")
    return life.rooms.diagnose.explain


def files_below(folder: Path) -> list[Path]:
    """Give every file that was written."""
    return [path for path in folder.rglob("*") if path.is_file()]


def paste(part: ExplainPart, text: str) -> None:
    """Paste by the keyboard."""
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(part.box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@aio()
async def test_pasted_error_is_explained_and_leads_to_a_test_from_here(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        part = explaining(life)
        assert part.box.hasFocus()
        paste(part, f"some line before\n{TIMED_OUT}\n")
        await until(lambda: "How to tell: " in texts(life, part.answer))

        assert TIMED_OUT in texts(life, part.answer)
        press(life, "explain-copy")
        assert f"Line 2: {TIMED_OUT}" in QGuiApplication.clipboard().text()
        assert "What to do: " in QGuiApplication.clipboard().text()
        press(life, "explain-here")
        assert life.rooms.diagnose.part == "here"


@aio()
async def test_key_in_settings_is_neither_shown_nor_copied_nor_kept(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        part = explaining(life)
        paste(part, SETTINGS)
        await until(lambda: "What the settings say" in texts(life, part.answer))

        assert KEY not in texts(life, part.answer)
        press(life, "explain-copy")
        assert KEY not in QGuiApplication.clipboard().text()
        press(life, "explain-key")
        await until(lambda: visible_children(life.window, AccountSheet))
        visible_children(life.window, AccountSheet)[0].reject()
        paste(part, SETTINGS + long_log(5_000))
        await until(lambda: "Line 5,005" in texts(life, part.answer))
    kept = files_below(tmp_path)
    assert kept
    assert not [path for path in kept if KEY.encode() in path.read_bytes()]


@aio()
async def test_nothing_known_says_what_to_paste_and_clear_forgets_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        part = explaining(life)
        paste(part, "the weather is fine today")
        await until(lambda: NOTHING in texts(life, part))
        assert "Give more of it" in texts(life, part.answer)
        assert part.copy.isHidden()

        press(life, "explain-clear")
        await until(lambda: NOTHING not in texts(life, part))
        assert not seen_button(life, "explain-clear").isEnabled()


def long_log(lines: int) -> str:
    """Give a log that is too long for the box, with an error near its end."""
    quiet = "Dec  1 mx postfix/smtp[1]: to=<ann@example.com>, status=sent (250 Ok: queued as a)\n"
    return quiet * lines + f"{TIMED_OUT}\n" + quiet * 9


@aio()
async def test_long_log_is_read_unseen_and_its_line_is_named(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        part = explaining(life)
        paste(part, "the weather is fine today")
        paste(part, long_log(5_000))
        await until(lambda: "How to tell: " in texts(life, part.answer))

        assert "The pasted text has 5,010 lines" in texts(life, part)
        assert "Line 5,001" in texts(life, part.answer)
        assert not visible_children(part, PasteBox)
        press(life, "explain-copy")
        assert f"Line 5001: {TIMED_OUT}" in QGuiApplication.clipboard().text()
        press(life, "explain-clear")
        assert part.box.hasFocus()
        assert part.text == ""
        await until(lambda: EMPTY_ANSWER in texts(life, part))


@aio()
async def test_window_goes_on_while_twenty_megabytes_are_read_and_esc_ends_that(
    qapp: QApplication, tmp_path: Path
) -> None:
    log = tmp_path / "mail.log"
    log.write_text(long_log(250_000))
    async with running(make_life(qapp, tmp_path)) as life:
        part = explaining(life)
        part.box.file_dropped.emit(str(log))
        await until(lambda: "Reading… " in texts(life, part))
        shown = texts(life, part)
        assert "mail.log has 250,010 lines, 19.8 MB" in shown
        await until(lambda: texts(life, part) != shown)
        assert "Reading… " in texts(life, part)

        QTest.keyClick(seen_button(life, "explain-stop"), Qt.Key.Key_Escape)
        assert STOPPED_READING in texts(life, part)
        assert not life.diagnose.explain.is_reading
        await life.tasks.wait_for("explain")
        assert STOPPED_READING in texts(life, part)


@pytest.mark.parametrize("ends_by", ["stop", "clear", "quit"])
@aio()
async def test_nothing_reads_on_once_nobody_waits_for_it(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends_by: str
) -> None:
    ended: list[str] = []
    is_over = threading.Event()

    def read_on(_text: str, tell: Callable[[int], None]) -> Explanation:
        try:
            while not is_over.is_set():
                tell(0)
        except Exception as error:
            ended.append(type(error).__name__)
            raise
        return Explanation(kind=Kind.NOTHING, findings=())

    monkeypatch.setattr(explain_desk, "explain", read_on)
    try:
        async with running(make_life(qapp, tmp_path)) as life:
            part = explaining(life)
            part.box.put(TIMED_OUT)
            await until(lambda: "Reading… " in texts(life, part))
            if ends_by != "quit":
                press(life, f"explain-{ends_by}")
                await until(lambda: ended)
        await until(lambda: ended)
    finally:
        is_over.set()


@aio()
async def test_file_that_cannot_be_read_is_named_and_the_text_stays(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        part = explaining(life)
        paste(part, TIMED_OUT)
        life.diagnose.explain.open_file(str(tmp_path / "none"))
        await until(lambda: "cannot be read" in texts(life, part.notice))

        assert part.text == TIMED_OUT


@aio()
async def test_lines_that_tell_are_marked_and_each_is_a_key_away(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        part = explaining(life)
        paste(part, f"some line before\n{TIMED_OUT}\nand one after\n")
        await until(lambda: "How to tell: " in texts(life, part.answer))
        marked = [mark.cursor.blockNumber() + 1 for mark in part.box.extraSelections()]
        assert marked == [2]

        QTest.keyClick(part.box, Qt.Key.Key_F6)
        line = seen_button(life, "explain-line-2")
        focused = QApplication.focusWidget()
        assert focused is not None
        assert part.answer_card.isAncestorOf(focused)
        line.setFocus()
        QTest.keyClick(line, Qt.Key.Key_Space)
        assert part.box.hasFocus()
        assert part.box.textCursor().blockNumber() == 1
        QTest.keyClick(part.box, Qt.Key.Key_A)
        assert part.box.extraSelections() == []


@aio()
async def test_answer_leads_on_to_what_it_is_about(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        part = explaining(life)
        paste(part, f"{TIMED_OUT}")
        await until(lambda: "How to tell: " in texts(life, part.answer))
        press(life, "explain-another")
        assert life.rooms.diagnose.part == "another"

        life.diagnose.show("explain")
        part.box.put("451 Authentication failed: Maximum credits exceeded")
        await until(lambda: "explain-accounts" in names(life))
        assert not {"explain-here", "explain-another"} & names(life)
        press(life, "explain-accounts")
        assert life.window.current_view == "accounts"


def names(life: Life) -> set[str]:
    """Name the buttons in sight."""
    return {one.objectName() for one in visible_children(life.window, QPushButton)}


@aio()
async def test_dropped_file_takes_the_place_of_the_text(qapp: QApplication, tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_text(TIMED_OUT, encoding="utf-16")
    async with running(make_life(qapp, tmp_path)) as life:
        part = explaining(life)
        paste(part, "the weather is fine today")
        dropped = QMimeData()
        dropped.setUrls([QUrl.fromLocalFile(str(log))])
        part.box.insertFromMimeData(dropped)
        await until(lambda: "How to tell: " in texts(life, part.answer))

        assert part.text == TIMED_OUT
        part.box.undo()
        assert part.text == "the weather is fine today"


@pytest.mark.parametrize("part_id", ["explain", "another", "opened"])
@aio()
async def test_file_is_taken_wherever_it_is_dropped_on_a_part(
    qapp: QApplication, tmp_path: Path, part_id: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.diagnose.show(part_id)
        part = life.rooms.diagnose.front
        assert isinstance(part, FilePart)
        came: list[str] = []
        part.file_dropped.connect(came.append)
        dropped = QMimeData()
        dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / "mail.log"))])
        at, copy = QPoint(4, 4), Qt.DropAction.CopyAction
        held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entered = QDragEnterEvent(at, copy, dropped, *held)
        QApplication.sendEvent(part, entered)
        assert entered.isAccepted()
        QApplication.sendEvent(part, QDropEvent(QPointF(at), copy, dropped, *held))
        await until(lambda: "read" in texts(life, part))

        assert came == [str(tmp_path / "mail.log")]


@aio()
async def test_paste_goes_into_the_box_while_the_keyboard_is_at_the_tab(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("diagnose")
        press(life, "diagnose-parts-explain")
        QGuiApplication.clipboard().setText(TIMED_OUT)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused is not life.rooms.diagnose.explain.box
        QTest.keyClick(focused, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

        assert life.rooms.diagnose.explain.text == TIMED_OUT
        assert life.rooms.diagnose.explain.box.hasFocus()
