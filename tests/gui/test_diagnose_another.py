"""Another computer is tested by lines that are copied, and what they print is judged here."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.diagnose.plan import CONTROLS
from sgdesk.present.elsewhere import OF_ANOTHER
from sgdesk.ui.diagnose.another_part import LONGEST, AnotherPart
from sgdesk.ui.life import Life
from tests.support.diagnosing import sign_up_at_sendgrid
from tests.support.elsewhere import MAIL, all_is_well, printed, stopped
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.window import press, seen_button, texts

WELL = printed(all_is_well())
SILENT = ("connect no 3001 timed out",)


def blocked() -> str:
    """Give what is printed where no mail port answers."""
    lines = all_is_well()
    for port in (587, 2525, 465, 25):
        lines = stopped(port, *SILENT, lines=lines)
    return printed(lines)


async def another(life: Life) -> AnotherPart:
    """Open the part."""
    life.window.show_view("diagnose")
    press(life, "diagnose-parts-another")
    await life.tasks.wait_for("another-lines")
    return life.rooms.diagnose.another


def paste(part: AnotherPart, text: str) -> None:
    """Paste by the keyboard."""
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(part.box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def buttons(life: Life) -> set[str]:
    """Name the buttons in sight."""
    return {one.objectName() for one in visible_children(life.window, QPushButton)}


@aio()
async def test_lines_are_those_of_the_chosen_system_and_servers_and_hold_no_key(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        part = await another(life)
        assert "practice inbox is on this computer alone" in texts(life, part)
        assert MAIL in texts(life, part)
        for shell, mark in (("sh", "command -v bash"), ("powershell", "TcpClient")):
            press(life, f"another-shells-{shell}")
            press(life, "another-copy")
            await life.tasks.wait_for("another-copy-lines")
            assert mark in QGuiApplication.clipboard().text()
        assert CONTROLS[0].host not in part.lines.text
        QTest.keyClick(part.others, Qt.Key.Key_Space)
        await life.tasks.wait_for("another-lines")
        assert CONTROLS[0].host in part.lines.text

        await sign_up_at_sendgrid(life, path="smtp:587:starttls")
        await life.tasks.wait_for("another-lines")
        assert "practice inbox" not in texts(life, part)
        assert "SG." not in part.lines.text


@aio()
async def test_output_is_judged_as_a_run_here_and_offers_nothing_that_changes_this_computer(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        part = await another(life)
        paste(part, f"mailuser@mx:~$ sh -c ...\n{blocked()}")
        await until(lambda: part.has_result)

        assert "Use the Web API" in part.outcome.verdict.headline
        said = texts(life, part)
        assert "Tested on another computer (Linux), at 2026-01-02 03:04:05 UTC" in said
        assert "that one is meant" in said
        assert "days ago: run the lines again" in said
        assert OF_ANOTHER in said
        assert not {"diagnose-do", "diagnose-again", "diagnose-key", "diagnose-stop"} & buttons(
            life
        )
        press(life, "diagnose-evidence-0")
        await until(lambda: "no answer" in texts(life, part.outcome.evidence))
        press(life, "diagnose-copy")
        await life.tasks.wait_for("another-copy")
        copied = QGuiApplication.clipboard().text()
        assert copied.startswith(part.outcome.verdict.headline[:40])
        assert "Tested on another computer" in copied
        assert "Recorded on" not in copied

        press(life, "diagnose-tabs-found")
        press(life, "diagnose-others-0")
        assert not part.has_result
        assert part.others.isChecked()
        assert part.text == ""
        paste(part, WELL)
        await until(lambda: part.has_result)
        assert part.outcome.verdict.headline == "SMTP and Web API both work from here."


@aio()
async def test_partial_output_says_what_is_missing_and_the_rest_completes_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        part = await another(life)
        first, rest = WELL[: WELL.index("sg012")], WELL[WELL.index("sg012") :]
        paste(part, first)
        await until(lambda: "breaks off after the line sg011" in texts(life, part.notice))
        assert part.text == first
        paste(part, rest)
        await until(lambda: part.has_result)

        press(life, "another-back")
        paste(part, WELL.replace("sgdesk-test 1", "sgdesk-test 2"))
        await until(lambda: "another version of sgdesk" in texts(life, part.notice))
        paste(part, "x" * LONGEST)
        assert "too much text" in texts(life, part.notice)


@aio()
async def test_text_of_another_kind_is_led_from_either_box_to_the_right_one(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        part, explain = await another(life), life.rooms.diagnose.explain
        paste(part, "535 Authentication failed: Bad username / password")
        await until(lambda: "another-explain" in buttons(life))
        seen_button(life, "another-explain").click()
        await until(lambda: "How to tell: " in texts(life, explain.answer))
        assert part.text == ""

        explain.box.put(WELL)
        await until(lambda: part.has_result)
        assert life.rooms.diagnose.part == "another"
        assert explain.text == ""


@aio()
async def test_file_with_the_output_is_read_and_one_that_is_not_there_is_named(
    qapp: QApplication, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.txt"
    saved.write_text(WELL, encoding="utf-16")
    async with running(make_life(qapp, tmp_path)) as life:
        part = await another(life)
        part.box.file_dropped.emit(str(tmp_path / "none.txt"))
        await until(lambda: "cannot be read" in texts(life, part.notice))
        part.box.file_dropped.emit(str(saved))
        await until(lambda: part.has_result)


@aio()
async def test_keyboard_alone_copies_the_lines_pastes_and_comes_to_a_cell(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        part = await another(life)
        part.focus_first()
        assert part.copy.hasFocus()
        QTest.keyClick(part.copy, Qt.Key.Key_Space)
        await life.tasks.wait_for("another-copy-lines")
        assert "sgdesk-test" in QGuiApplication.clipboard().text()
        QTest.keyClick(part.copy, Qt.Key.Key_F6)
        assert part.box.hasFocus()
        paste(part, blocked())
        await until(lambda: part.has_result)
        QTest.keyClick(part.outcome.verdict, Qt.Key.Key_F6)
        assert part.outcome.matrix.hasFocus()
        QTest.keyClick(part.outcome.matrix, Qt.Key.Key_Return)
        await until(lambda: "Web API, Look-up" in texts(life, part.outcome.evidence))
        QGuiApplication.clipboard().clear()
        with_shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(part.outcome.matrix, Qt.Key.Key_C, with_shift)
        await until(lambda: "Tested on another computer" in QGuiApplication.clipboard().text())
