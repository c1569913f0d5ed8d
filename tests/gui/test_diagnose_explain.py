"""An error, a log or settings that were pasted are explained here, and kept nowhere."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.present.explained import NOTHING
from sgdesk.ui.account.sheet import AccountSheet
from sgdesk.ui.diagnose.explain_part import LONGEST, ExplainPart
from sgdesk.ui.life import Life
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

        assert f"Line 2: {TIMED_OUT}" in texts(life, part.answer)
        press(life, "explain-copy")
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


@aio()
async def test_too_much_text_is_refused_and_what_stands_there_stays(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        part = explaining(life)
        paste(part, TIMED_OUT)
        await until(lambda: "How to tell: " in texts(life, part.answer))
        paste(part, "x" * LONGEST)
        assert "This is too much text." in texts(life, part.notice)
        assert part.text == TIMED_OUT

        huge = tmp_path / "huge.log"
        huge.write_text("y" * (LONGEST + 1))
        life.diagnose.explain.open_file(str(huge))
        await life.tasks.wait_for("explain-file")
        assert part.text == TIMED_OUT
        life.diagnose.explain.open_file(str(tmp_path / "none"))
        await life.tasks.wait_for("explain-file")
        assert "cannot be read" in texts(life, part.notice)


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
