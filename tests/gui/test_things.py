"""Things to look at: found while one writes, shown in their place, mended by a button."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QLabel,
    QPushButton,
    QWidget,
)

from sgdesk.account.account import Account
from sgdesk.present.form import ComposeForm, FormFile
from sgdesk.ui.compose.asking import AskingSheet, Blank
from sgdesk.ui.life import Life
from sgdesk.ui.sheets import Question
from sgdesk.ui.widgets.icon_label import IconLabel
from tests.support.cli import ROOT
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import press, texts

LIST = "things-list"
MARKDOWN = "Hello 😀 {{name}},\n\nsee [our offers](www.acme.org/autumn)."
SOUND = ComposeForm(
    sender="sender@example.com", to="ada@example.com", subject="Hello", markdown="Hello Ada"
)


def write(life: Life, **fields: object) -> None:
    """Show a mail with some things changed, as if it had been written."""
    values = {name: getattr(SOUND, name) for name in ("sender", "to", "subject", "markdown")}
    life.rooms.write.compose.set_form(ComposeForm(**{**values, **fields}))


def button(life: Life, name: str) -> QPushButton:
    """Give a button that can be seen."""
    (found,) = [b for b in visible_children(life.window, QPushButton) if b.objectName() == name]
    return found


def says(life: Life) -> str:
    """Give the line's words, nothing while it is not there."""
    shown = visible_children(life.rooms.write.compose.things, QPushButton)
    return shown[0].text() if shown else ""


def rules(life: Life) -> list[str]:
    """Give the rules that found something, as the line shows it."""
    return [thing.rule for thing in life.rooms.write.compose.things.things]


NEWSLETTER = (
    "Dear all,\n\n<!DOCTYPE html>\n<html><body>\n"
    '<table width="600"><tr><td>Spring</td></tr></table>\n</body></html>'
)


@aio()
async def test_html_source_in_write_becomes_the_mail_at_one_press_and_comes_back_by_undo(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.activateWindow()
        write(life, markdown=NEWSLETTER)
        compose = life.rooms.write.compose
        await until(lambda: rules(life) == ["html_source"])
        QTest.mouseClick(button(life, "use-as-html"), Qt.MouseButton.LeftButton)
        form = compose.form()
        assert "<body><p>Dear all,</p>" in form.html.replace("\n", "")
        assert (form.html_is_own, "&lt;" in form.html) == (True, False)
        assert QApplication.focusWidget() is compose.body.html
        await until(lambda: rules(life) == [])

        QTest.keyClick(compose.body.html, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: rules(life) == ["html_source"])

        assert compose.form().markdown == NEWSLETTER
        assert not compose.form().html_is_own


@aio()
async def test_send_asks_once_about_a_field_that_nothing_fills_in(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("write")
        write(life, markdown="Hello {{first_name}}", to="ada@example.com, bob@example.net")
        await answer_fields(life, "back")
        assert life.rooms.log.rowCount() == 0
        await answer_fields(life, "send")
        await until(lambda: life.rooms.log.rowCount() == 1)
        # A row is there before its send has ended, and until then another one is not begun.
        await life.tasks.wait_for("review", "send")
        life.compose.send("send")
        # That they have had it is another question.
        await until(lambda: visible_children(life.window, Question))
        (question,) = visible_children(life.window, Question)
        assert "{{first_name}}" not in texts(life, question)
        press(life, "resend-send", question)
        await until(lambda: life.rooms.log.rowCount() == 2)

        assert not visible_children(life.window, Question)


async def answer_fields(life: Life, answer: str) -> None:
    """Send, and answer what is asked about fields."""
    life.compose.send("send")
    await until(lambda: visible_children(life.window, Question))
    (question,) = visible_children(life.window, Question)
    assert "{{first_name}}" in texts(life, question)
    press(life, f"open-fields-{answer}")
    await life.tasks.wait_for("review", "send")


@aio()
async def test_things_are_found_as_one_writes_shown_in_place_and_mended_with_undo(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.activateWindow()
        write(life, markdown=MARKDOWN)
        await until(lambda: rules(life) == ["merge_mark", "link_broken"])
        editor = life.rooms.write.compose.body.write.editor
        QTest.mouseClick(button(life, "things-show"), Qt.MouseButton.LeftButton)
        QTest.mouseClick(button(life, "thing-show-0"), Qt.MouseButton.LeftButton)
        assert editor.textCursor().selectedText() == "{{name}}"

        QTest.mouseClick(button(life, "things-show"), Qt.MouseButton.LeftButton)
        QTest.mouseClick(button(life, "thing-fix-1"), Qt.MouseButton.LeftButton)
        assert "(https://www.acme.org/autumn)" in editor.source()
        await until(lambda: rules(life) == ["merge_mark"])
        editor.undo_step()
        assert editor.source() == MARKDOWN


@aio()
async def test_sound_mail_says_so_and_a_blank_one_says_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        assert not visible_children(life.rooms.write.compose.things, QPushButton)
        life.rooms.write.compose.set_form(ComposeForm(subject="Autumn news"))
        await until(lambda: says(life) == "The mail is still empty")
        write(life)
        await until(lambda: says(life) == "Ready to send")
        assert not visible_children(button(life, "things-show"), IconLabel)

        write(life, to="ada@example.com, bob@example.net")
        await until(lambda: says(life) == "1 thing to look at")
        await turns()
        (opens,) = visible_children(button(life, "things-show"), IconLabel)
        assert opens.x() > opens.fontMetrics().horizontalAdvance(says(life)) + 20
        QTest.mouseClick(button(life, "things-show"), Qt.MouseButton.LeftButton)
        QTest.mouseClick(button(life, "thing-fix-0"), Qt.MouseButton.LeftButton)
        assert life.rooms.write.compose.form().tracking.subscription
        line = life.rooms.write.compose.unsubscribe
        assert [each.text() for each in visible_children(line, QLabel)] == [
            "SendGrid puts an unsubscribe link at the foot; the preview shows where. "
            "Practice mail comes without it."
        ]

        QTest.mouseClick(button(life, "unsubscribe-leave-out"), Qt.MouseButton.LeftButton)
        await until(lambda: says(life) == "1 thing to look at")
        assert life.rooms.write.compose.form().tracking.subscription is None
        assert line.isHidden()


@aio()
async def test_mail_to_nobody_is_not_ready_before_send_nor_after(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        write(life, to="")
        await until(lambda: says(life) == "To is still empty")
        assert button(life, "things-show").property("tone") == "muted"
        assert button(life, "things-show").toolTip().startswith("To is empty.")

        QTest.mouseClick(button(life, "send"), Qt.MouseButton.LeftButton)
        life.compose.looking.look_now()
        assert says(life) == "", "what stops it is said once, beside Send"
        assert "Not sent: To is empty." in texts(life)

        write(life)
        await until(lambda: says(life) == "Ready to send")
        assert button(life, "things-show").property("tone") == "good"


@aio()
async def test_answer_of_add_is_not_covered_by_the_list_it_stands_in(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        write(life, markdown="Hello {{name}}", to="ada@example.com, bob@example.net")
        await until(lambda: rules(life) == ["merge_mark", "unsubscribe_missing"])
        QTest.mouseClick(button(life, "things-show"), Qt.MouseButton.LeftButton)
        QTest.mouseClick(button(life, "thing-fix-1"), Qt.MouseButton.LeftButton)
        await turns()

        (words,) = visible_children(life.rooms.write.compose.unsubscribe, QLabel)
        middle = words.mapTo(life.window, words.rect().center())
        assert life.window.childAt(middle) is words
        assert life.window.focusWidget() is life.rooms.write.compose.body.editor
        assert rules(life) == ["merge_mark"]


@aio()
async def test_what_add_set_is_counted_at_once_and_seen_when_more_opens(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=(900, 600))) as life:
        write(life, to="ada@example.com, bob@example.net")
        await until(lambda: rules(life) == ["unsubscribe_missing"])
        life.compose.looking.fix(life.rooms.write.compose.things.things[0])
        assert button(life, "body-tabs-more").text() == "More 1"
        QTest.mouseClick(button(life, "body-tabs-more"), Qt.MouseButton.LeftButton)
        await turns()
        more = life.rooms.write.compose.body.more
        (on,) = [
            b for b in more.switches["subscription"].findChildren(QPushButton) if b.isChecked()
        ]
        assert on.visibleRegion().boundingRect() == on.rect()

        QTest.mouseClick(button(life, "unsubscribe-leave-out"), Qt.MouseButton.LeftButton)
        assert button(life, "body-tabs-more").text() == "More"


@aio()
async def test_fix_found_before_the_last_key_changes_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        write(life, subject="AUTUMN NEWS NOW")
        await until(lambda: rules(life) == ["subject_shouts"])
        stale = life.rooms.write.compose.things.things[0]
        write(life, subject="Summer")
        life.compose.looking.fix(stale)

        assert life.rooms.write.compose.form().subject == "Summer"
        assert rules(life) == []


@aio()
async def test_subject_repeats_and_files_are_mended_where_they_are(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        logo = FormFile(filename="logo.png", content=b"x", type="image/png", content_id="logo")
        write(life, subject="AUTUMN NEWS NOW", cc="ADA@example.com", files=(logo,))
        wanted = ["repeats", "unsubscribe_missing", "inline_unused", "subject_shouts"]
        await until(lambda: rules(life) == wanted)
        while things := life.rooms.write.compose.things.things:
            life.compose.looking.fix(things[0])

        form = life.rooms.write.compose.form()
        assert (form.subject, form.cc) == ("Autumn news now", "")
        assert form.files == ()


@aio()
async def test_sender_of_practice_is_called_an_example_until_it_is_changed(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = life.rooms.write.compose.head.from_choice
        assert [each.text() for each in visible_children(field, QLabel)] == ["Example sender"]
        QTest.keyClicks(field.line, "x")
        assert visible_children(field, QLabel) == []

        field.line.undo()
        life.compose.take_account(Account(name="example.com", sender=field.line.text()))
        assert visible_children(field, QLabel) == []


@aio()
async def test_escape_closes_the_list_and_gives_the_keyboard_back(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        write(life, markdown=MARKDOWN)
        await until(lambda: rules(life))
        QTest.mouseClick(button(life, "things-show"), Qt.MouseButton.LeftButton)
        (shown,) = [f for f in visible_children(life.window, QFrame) if f.objectName() == LIST]
        focused = QApplication.focusWidget()
        assert focused is not None
        assert shown.isAncestorOf(focused)

        QTest.keyClick(focused, Qt.Key.Key_Escape)

        assert shown.isHidden()
        assert button(life, "things-show").hasFocus()


@aio()
async def test_link_is_edited_and_a_missing_picture_chosen_from_the_list(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.activateWindow()
        write(life, markdown="See [our page](https://localhost)\n\n![A sun](cid:sun)")
        await until(lambda: rules(life) == ["link_broken", "cid_dead"])
        compose = life.rooms.write.compose
        QTest.mouseClick(button(life, "things-show"), Qt.MouseButton.LeftButton)
        assert button(life, "thing-show-0").text() == "Edit the link…"
        QTest.mouseClick(button(life, "thing-show-0"), Qt.MouseButton.LeftButton)
        (sheet,) = visible_children(life.window, AskingSheet)
        assert sheet.focusWidget() is sheet.fields["address"]
        sheet.fields["address"].setText("acme.org")
        sheet.accept()
        assert "[our page](https://acme.org)" in compose.form().markdown
        await until(lambda: rules(life) == ["cid_dead"])

        picture = QImage(4, 4, QImage.Format.Format_RGB32)
        assert picture.save(str(tmp_path / "a.png"))
        QTest.mouseClick(button(life, "things-show"), Qt.MouseButton.LeftButton)
        QTest.mouseClick(button(life, "thing-show-0"), Qt.MouseButton.LeftButton)
        (dialog,) = visible_children(life.window, QFileDialog)
        dialog.filesSelected.emit([str(tmp_path / "a.png")])
        dialog.close()
        await until(lambda: not rules(life))
        assert [file.content_id for file in compose.form().files] == ["sun"]


@aio()
async def test_file_that_the_text_speaks_of_is_chosen_from_the_list(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        write(life, markdown="Please find attached the plan.")
        await until(lambda: rules(life) == ["attachment_forgotten"])
        QTest.mouseClick(button(life, "things-show"), Qt.MouseButton.LeftButton)
        assert button(life, "thing-show-0").text() == "Attach files…"
        QTest.mouseClick(button(life, "thing-show-0"), Qt.MouseButton.LeftButton)
        (dialog,) = visible_children(life.window, QFileDialog)
        dialog.close()


def test_picture_needs_words_or_is_said_to_be_decoration(qapp: QApplication) -> None:
    window = QWidget()
    blank = Blank(id="words", title="&What it shows", why="", or_nothing="&Decoration only")
    sheet = AskingSheet(window, "ask", "Image", (blank,), accept="Insert")
    (take,) = (each for each in sheet.findChildren(QPushButton) if each.text() == "Insert")
    assert not take.isEnabled()
    assert sheet.fields["words"].placeholderText() == "Needed, or tick Decoration only"
    QTest.keyClicks(sheet.fields["words"], "A sun")
    assert (take.isEnabled(), sheet.answers()) == (True, {"words": "A sun"})

    sheet.ticks["words"].click()
    assert (take.isEnabled(), sheet.answers()) == (True, {"words": ""})
    assert not sheet.fields["words"].isEnabled()
    assert not sheet.fields["words"].placeholderText()
    window.deleteLater()


def test_no_icon_of_the_window_is_typed() -> None:
    typed = set("▾▴▸◂▼▲")
    for file in (ROOT / "sgdesk" / "ui").rglob("*.py"):
        assert not typed & set(file.read_text(encoding="utf-8")), file.name
