"""Drafts in the window: kept as one types, found again, ended by a send or by the user."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton

from sgdesk.doors import unpack_draft
from sgdesk.present.form import ComposeForm
from sgdesk.store import DraftRow
from sgdesk.ui.drafts.sheet import DraftsSheet
from sgdesk.ui.life import Life
from sgdesk.ui.sheets import Question
from tests.support.disk import fill_up, small_disk
from tests.support.qt import aio, make_life, running, until, visible_children

FORM = ComposeForm(
    sender="sender@example.com",
    to="ada@example.com",
    subject="Autumn news",
    html="<p>Hello</p>",
    html_is_own=True,
    text_is_own=True,
)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep the history on a disk of its own, which a test can fill."""
    with small_disk(tmp_path / "disk") as folder:
        monkeypatch.setenv("SGDESK_DATA_DIR", str(folder / "data"))
        yield folder


def press(life: Life, name: str) -> None:
    """Press a button that can be seen, the first of that name."""
    buttons = [b for b in visible_children(life.window, QPushButton) if b.objectName() == name]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


def files_called(folder: Path, start: str) -> list[Path]:
    """List the files whose name begins like that."""
    return list(folder.glob(f"{start}*"))


def things(life: Life) -> str:
    """Give the words of everything that is to be looked at in Write."""
    return " ".join(thing.words for thing in life.rooms.write.compose.things.things)


async def drafts(life: Life) -> list[DraftRow]:
    """Give the drafts of the store once all that is typed is saved."""
    assert not await life.drafts.autosave.settle()
    return list(await life.session.history.drafts.list())


async def open_draft(life: Life, row: DraftRow) -> None:
    """Go on with a draft, as its line in the sheet does."""
    life.drafts.open(row.id)
    await life.tasks.wait_for("draft-turn")
    assert life.drafts.autosave.draft_id == row.id


@aio()
async def test_what_is_typed_is_saved_and_offered_at_the_next_start(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(FORM)
        await until(lambda: life.rooms.write.compose.saved.text().startswith("✓ Saved "))
    async with running(make_life(qapp, tmp_path), view="start") as life:
        (offer,) = [
            b for b in visible_children(life.window, QPushButton) if b.objectName() == "start-draft"
        ]
        assert offer.text().startswith("Continue 'Autumn news' (saved ")
        press(life, "start-draft")
        await until(lambda: life.window.current_view == "write")
        await until(lambda: life.rooms.write.compose.form().subject)

        assert life.rooms.write.compose.form() == FORM
        assert len(await drafts(life)) == 1


@aio()
async def test_last_letter_before_quitting_is_kept(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        editor = life.rooms.write.compose.body.write.editor
        QTest.keyClicks(editor, "Hello")
        assert len(await drafts(life)) == 1
        QTest.keyClicks(editor, "!")
        life.window.close()
        await until(lambda: not life.window.isVisible())
    async with running(make_life(qapp, tmp_path)) as life:
        (row,) = await drafts(life)
        content = await life.session.history.drafts.open(row.id)

    assert content is not None
    assert unpack_draft(content).markdown == "Hello!"


@aio()
async def test_new_mail_keeps_the_present_one_as_a_draft(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(FORM)
        life.drafts.begin_blank()
        await until(lambda: life.rooms.write.compose.form().is_blank)
        life.rooms.write.compose.head.set_text("subject", "Second")
        life.rooms.write.compose.form_changed.emit()

        assert [row.subject for row in await drafts(life)] == ["Second", "Autumn news"]


@aio()
async def test_who_sees_whom_belongs_to_the_mail_and_not_to_the_window(
    qapp: QApplication, tmp_path: Path
) -> None:
    people = "ada@example.com, grace@example.net, alan@example.org"
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.set_form(replace(FORM, to=people, subject="All see"))
        together = life.window.findChild(QRadioButton, "copies-together")
        assert together is not None
        QTest.mouseClick(together, Qt.MouseButton.LeftButton)
        assert not compose.form().each
        await until(lambda: "All 3 people see each other's addresses." in things(life))
        (first,) = await drafts(life)
        life.drafts.begin_blank()
        await until(lambda: compose.form().is_blank)
        assert compose.form().each
        compose.head.lists["to"].take_text(people)
        assert compose.form().each
        await until(lambda: "see each other" not in things(life))
        compose.head.set_text("cc", "boss@example.com")
        compose.form_changed.emit()
        await until(lambda: "All 4 people see each other's addresses." in things(life))
        second = next(row for row in await drafts(life) if row.id != first.id)
        for _ in range(2):
            for row, each in ((first, False), (second, True)):
                await open_draft(life, row)
                assert compose.form().each is each
        await drafts(life)
    async with running(make_life(qapp, tmp_path)) as life:
        for row, each in ((first, False), (second, True)):
            await open_draft(life, row)
            assert life.rooms.write.compose.form().each is each


@aio()
async def test_list_gives_the_subject_what_room_the_addresses_leave(
    qapp: QApplication, tmp_path: Path
) -> None:
    subject = "Our autumn offers for gardens, roofs and everything between"
    many = ", ".join(f"somebody.with.a.long.name.{at}@example.com" for at in range(3))
    async with running(make_life(qapp, tmp_path)) as life:
        for to, fits in ((FORM.to, True), (many, False)):
            life.rooms.write.compose.set_form(replace(FORM, subject=subject, to=to))
            await drafts(life)
            press(life, "show-drafts")
            (sheet,) = visible_children(life.window, DraftsSheet)
            table = sheet.table
            await until(table.model().rowCount)
            widths = [table.columnWidth(at) for at in range(4)]
            needed = [table.sizeHintForColumn(at) for at in range(4)]
            sheet.reject()

            assert (widths[0] >= needed[0]) is fits
            assert (widths[1] >= needed[1]) is fits
            assert widths[0] >= 200


@aio()
async def test_deleted_draft_comes_back_by_undo_the_open_one_into_write(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(replace(FORM, subject="First"))
        assert await life.drafts.turn_to(FORM)
        life.rooms.write.compose.form_changed.emit()
        life.rooms.write.compose.head.set_text("subject", "Second")
        life.rooms.write.compose.form_changed.emit()
        await drafts(life)
        press(life, "show-drafts")
        (sheet,) = visible_children(life.window, DraftsSheet)
        await until(lambda: sheet.table.model().rowCount() == 2)
        for left in (1, 0):
            QTest.keyClick(sheet.table, Qt.Key.Key_Delete)
            await life.tasks.wait_for("draft-turn")
            assert len(await drafts(life)) == left
        assert life.rooms.write.compose.form().is_blank
        for _ in range(2):
            press(life, "drafts-undo")
            await life.tasks.wait_for("draft-turn")
            sheet.say_deleted("")
        assert {row.subject for row in await drafts(life)} == {"First", "Second"}
        assert life.rooms.write.compose.form().subject == "Second"

        sheet.table.selectRow(1)
        press(life, "drafts-open")
        await until(lambda: life.rooms.write.compose.form().subject == "First")
        assert not visible_children(life.window, DraftsSheet)


@aio()
async def test_keyboard_is_in_the_list_of_drafts_and_at_new_mail_once_the_last_is_deleted(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(FORM)
        await drafts(life)
        press(life, "show-drafts")
        (sheet,) = visible_children(life.window, DraftsSheet)
        await until(sheet.table.model().rowCount)
        assert sheet.focusWidget() is sheet.table
        QTest.keyClick(sheet.table, Qt.Key.Key_Delete)
        await life.tasks.wait_for("draft-turn", "drafts")

        focused = sheet.focusWidget()
        assert focused is not None
        assert focused.objectName() == "drafts-new"
        assert focused.isVisible()

        press(life, "drafts-undo")
        await life.tasks.wait_for("draft-turn", "drafts")
        assert sheet.focusWidget() is sheet.table


@aio()
async def test_opened_file_keeps_the_old_text_and_says_what_it_cannot_show(
    qapp: QApplication, tmp_path: Path
) -> None:
    body = tmp_path / "body.json"
    body.write_text(
        '{"from": {"email": "a@example.com"}, "subject": "From a file", "template_id": "d-1",'
        ' "personalizations": [{"to": [{"email": "b@example.com"}]}]}'
    )
    async with running(make_life(qapp, tmp_path), view="start") as life:
        life.rooms.write.compose.set_form(FORM)
        life.files.open(str(body))
        await life.tasks.wait_for("open file")
        compose = life.rooms.write.compose
        assert compose.form().subject == "From a file"
        assert "Left out: the template." in compose.notice.text
        assert [row.subject for row in await drafts(life)] == [FORM.subject]

        life.files.open(str(tmp_path / "gone.eml"))
        await life.tasks.wait_for("open file")
        assert compose.notice.text == "'gone.eml' cannot be opened. No such file or directory"
        assert compose.form().subject == "From a file"


@aio()
async def test_saved_file_is_replaced_only_after_a_yes_and_opens_again(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(FORM)
        path = tmp_path / "autumn.eml"
        life.files.save(str(path))
        await life.tasks.wait_for("save file")
        first = path.read_bytes()
        for answer in ("keep", "replace"):
            life.files.save(str(path))
            await until(lambda: visible_children(life.window, Question))
            press(life, f"replace-file-{answer}")
            await life.tasks.wait_for("save file")
            assert (path.read_bytes() == first) is (answer == "keep")
        life.drafts.begin_blank()
        await until(lambda: life.rooms.write.compose.form().is_blank)
        life.files.open(str(path))
        await life.tasks.wait_for("open file")

        assert life.rooms.write.compose.form() == FORM
        assert files_called(tmp_path, "autumn") == [path]


@aio()
async def test_full_disk_is_said_asked_about_at_quitting_and_mended(
    qapp: QApplication, tmp_path: Path, disk: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.set_form(FORM)
        await drafts(life)
        filling = fill_up(disk)
        compose.set_form(replace(FORM, text="Long " * 20_000))
        await until(lambda: compose.draft_notice.isVisible())
        assert compose.draft_notice.text == (
            "The draft cannot be saved: the disk is full. It is kept open here; do not quit."
        )
        assert not life.window.close()
        await until(lambda: visible_children(life.window, Question))
        drop = life.window.findChild(QPushButton, "unsaved-drop")
        assert drop is not None
        assert drop.property("danger")
        press(life, "unsaved-stay")
        await life.tasks.wait_for("quit")
        assert life.window.isVisible()

        life.files.save(str(tmp_path / "elsewhere.json"))
        await life.tasks.wait_for("save file")
        assert (tmp_path / "elsewhere.json").stat().st_size > 100_000
        filling.unlink()
        press(life, "draft-again")
        await until(lambda: not compose.draft_notice.isVisible())
        assert compose.saved.text().startswith("✓ Saved ")


@aio()
async def test_new_mail_is_from_whom_the_one_before_was(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.set_form(replace(FORM, sender="Mia <mia@example.com>"))
        press(life, "new-mail")
        await until(lambda: compose.form().to == "")

        assert compose.form().sender == "Mia <mia@example.com>"


@aio()
async def test_new_mail_begins_without_what_was_said_of_the_one_before(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.set_form(replace(FORM, to="no address", subject=""))
        compose.show_findings({"to": "It is no address."})
        compose.notice.say("bad", "Not every file could be read.")
        press(life, "new-mail")
        await until(lambda: compose.form().to == "")

        assert not compose.notice.isVisible()
        said = [label.text() for label in visible_children(life.window, QLabel)]
        assert "It is no address." not in said
        assert len(await drafts(life)) == 1


@aio()
async def test_start_begins_a_new_mail_once_the_one_in_write_was_sent(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.set_form(FORM)
        life.window.show_view("start")
        life.rooms.start.write_button.click()
        await until(lambda: life.window.current_view == "write")
        assert compose.form() == FORM, "what was not sent stays"

        life.compose.send("send")
        await until(lambda: life.drafts._sent is not None)
        life.window.show_view("start")
        life.rooms.start.write_button.click()
        await until(lambda: compose.form().to == "")
        assert compose.form().subject == ""


@aio()
async def test_mail_that_cannot_be_noted_is_said_not_to_be_sent(
    qapp: QApplication, tmp_path: Path, disk: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(FORM)
        await drafts(life)
        filling = fill_up(disk)
        notice = life.rooms.write.compose.notice
        life.compose.send("send")
        await until(lambda: notice.isVisible())
        said = notice.text
        filling.unlink()

        assert said.startswith("Not sent.")
        assert "Nothing was sent: a send is noted in the history before" in said
