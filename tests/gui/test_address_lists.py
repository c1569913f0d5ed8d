"""Pasted lists of addresses: long ones, and those of which some cannot be read."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from sgdesk.present.things.thing import Thing
from sgdesk.ui.compose.address_field import AddressField
from sgdesk.ui.compose.list_line import ListLine
from sgdesk.ui.compose.people_sheet import PeopleSheet
from sgdesk.ui.life import Life
from tests.gui.test_addresses import CONTROL, MANY, paste, press, said, to_field
from tests.gui.test_drafts import FORM
from tests.support import window
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import practice, send

Part = TypeVar("Part", bound=QWidget)


def child(sheet: QWidget, kind: type[Part], name: str) -> Part:
    """Give a part of a sheet by its name."""
    found = sheet.findChild(kind, name)
    assert found is not None
    return found


@aio()
async def test_five_thousand_pasted_people_are_read_beside_the_window_and_make_no_widgets(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = to_field(life)
        before = len(life.window.findChildren(QWidget))
        paste(field, MANY)
        assert field.is_reading
        await life.compose.addresses.wait_until_read()

        assert (field.count, len(field.entries)) == (5_000, 5_000)
        assert field.hidden_count > 4_900
        assert len(life.window.findChildren(QWidget)) == before
        assert "Down shows all of them" in field.editor.accessibleDescription()
        QTest.keyClick(field.editor, Qt.Key.Key_Down)
        (sheet,) = visible_children(life.window, PeopleSheet)
        assert "5,000 people" in said(life)
        acts = [child(sheet, QPushButton, f"people-{act}") for act in ("correct", "remove")]
        assert not any(act.isEnabled() for act in acts), "nobody is chosen yet"
        (people,) = visible_children(sheet, QListView)
        people.setCurrentIndex(people.model().index(3, 0))
        assert all(act.isEnabled() for act in acts)
        child(sheet, QLineEdit, "people-filter").setText("nobody")
        assert not any(act.isEnabled() for act in acts), "who was chosen is not listed now"
        sheet.close()
        field.undo()
        assert field.text() == ""

        QTest.keyClicks(field.editor, "ada@example.com,")
        QTest.keyClick(field.editor, Qt.Key.Key_Down)
        assert "Down shows" not in field.editor.accessibleDescription()
        assert not visible_children(life.window, PeopleSheet), "all of them are in sight"

        QTest.keyClicks(field.editor, "bob@example.com,cleo@example.com,dan@example.com,")
        field.setFixedWidth(170)
        await until(lambda: "Down shows" in field.editor.accessibleDescription())


@aio()
async def test_reading_a_long_list_can_be_cancelled_and_leaves_the_field_as_it_was(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = to_field(life)
        QTest.keyClicks(field.editor, "ada@example.com,")
        paste(field, "\n".join(f"p{n}@example{n}.com" for n in range(60_000)))
        await until(lambda: "Reading 60,000 addresses…" in said(life))
        press(life.window, "to-reading-cancel")
        await life.compose.addresses.wait_until_read()

        assert field.text() == "ada@example.com"
        assert "Reading" not in said(life)


MESSY = "\n".join([*(f"p{n}@example.com" for n in range(20)), "nobody", "a@@b", "p1@example.com"])


def list_line(life: Life) -> str:
    """Give what is said of a pasted list."""
    (line,) = visible_children(life.window, ListLine)
    return line.findChildren(QLabel)[0].text()


@aio()
async def test_messy_list_is_said_in_one_line_and_the_good_ones_kept_with_one_click(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = to_field(life)
        QTest.keyClicks(field.editor, "p0@example.com,")
        paste(field, MESSY)
        assert list_line(life) == "23 addresses, 2 cannot be read."
        assert "is not an address" not in said(life), "each thing is said once"
        assert "2 cannot be read" in field.editor.accessibleDescription()

        life.compose.send("send")
        assert said(life).count("is not an address") == 1
        assert "Not sent: 'nobody' is not an address, and 1 more thing to mend." in said(life)

        press(life.window, "to-keep-good")
        assert field.count == 22
        assert list_line(life) == "2 addresses taken out. Ctrl+Z brings them back."
        assert field.editor.hasFocus()
        QTest.keyClick(field.editor, Qt.Key.Key_Z, CONTROL)
        assert field.count == 24
        assert list_line(life) == "2 addresses cannot be read."
        press(life.window, "to-keep-good")
        QTest.keyClicks(field.editor, "p")
        assert "2 addresses are there more than once." in said(life), "what is worse comes first"


@aio()
async def test_wrong_ones_of_a_list_are_listed_with_reasons_and_corrected_there(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = to_field(life)
        paste(field, MESSY)
        press(life.window, "to-show-wrong")
        (sheet,) = visible_children(life.window, PeopleSheet)
        (people,) = visible_children(sheet, QListView)
        shown = [str(people.model().index(row, 0).data()) for row in range(2)]
        assert people.model().rowCount() == 2
        assert any(label.text() == "2 entries" for label in visible_children(sheet, QLabel))
        assert "no @-sign" in shown[0]
        assert "more than one @-sign" in shown[1]

        # What is selected keeps its words off the edge of its row.
        option = QStyleOptionViewItem()
        people.initViewItemOption(option)
        option.rect = people.visualRect(people.model().index(0, 0))
        part = QStyle.SubElement.SE_ItemViewItemText
        words = people.style().subElementRect(part, option, people)
        assert words.left() - option.rect.left() >= 6

        press(sheet, "people-correct")
        (editor,) = visible_children(people, QLineEdit)
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        await turns()
        assert not visible_children(people, QLineEdit)
        assert sheet.isVisible()

        press(sheet, "people-correct")
        await write_over(people, "nobody", "nobody@")
        assert field.entries[20].text == "nobody@"
        await until(lambda: "Nothing stands after" in str(people.currentIndex().data()))
        QTest.keyClick(people, Qt.Key.Key_Return)
        await write_over(people, "nobody@", "nobody@example.com")
        assert "more than one @-sign" in str(people.currentIndex().data())
        assert any(label.text() == "1 entry" for label in visible_children(sheet, QLabel))

        QTest.keyClick(people, Qt.Key.Key_F2)
        await write_over(people, "a@@b", "a@example.org, b@example.org")
        assert not visible_children(life.window, PeopleSheet), "nothing is left to correct"
        assert "nobody@example.com, a@example.org, b@example.org, p1" in field.text()
        assert not visible_children(life.window, ListLine)

        to_field(life)
        QTest.keyClick(field.editor, Qt.Key.Key_Z, CONTROL)
        assert field.entries[21].text == "a@@b", "each correction is a step to undo"


async def write_over(people: QListView, before: str, after: str) -> None:
    """Put other words into the row that is open."""
    (editor,) = visible_children(people, QLineEdit)
    assert editor.text() == before
    editor.selectAll()
    QTest.keyClicks(editor, after)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    await turns()


@aio()
async def test_one_that_cannot_be_read_is_corrected_where_it_stands(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = to_field(life)
        paste(field, "ada@example.com, nobody, bob@example.com")
        press(life.window, "to-correct")
        assert (field.editor.text(), field.editor.hasFocus()) == ("nobody", True)
        QTest.keyClicks(field.editor, "@example.com,")
        assert field.entries[1].text == "nobody@example.com"


@aio()
async def test_long_messy_list_read_beside_the_window_is_said_too(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        paste(to_field(life), "\n".join(["nobody", "x@", *MANY.splitlines()]))
        await life.compose.addresses.wait_until_read()

        assert list_line(life) == "5,002 addresses, 2 cannot be read."
        life.rooms.write.compose.head.set_text("to", MANY)
        await life.compose.addresses.wait_until_read()
        assert not visible_children(life.window, ListLine)


@aio()
async def test_name_cut_in_two_at_its_comma_is_one_at_a_press_and_results_show_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(replace(FORM, to=""))
        field = to_field(life)
        paste(field, "Doe, Jane jane@example.com")
        assert list_line(life).startswith("A name was cut in two")
        press(life.window, "to-join")
        assert field.text() == '"Doe, Jane" <jane@example.com>'
        assert field.editor.hasFocus()
        QTest.keyClick(field.editor, Qt.Key.Key_Z, CONTROL)
        assert field.count == 2

        press(life.window, "to-join")
        await until(lambda: any(t.rule == "name_comma" for t in things(life)))
        (comma,) = [t for t in things(life) if t.rule == "name_comma"]
        assert comma.fix is not None
        assert comma.fix.text == "Write Jane Doe"
        life.compose.looking.fix(comma)
        assert field.text() == "Jane Doe <jane@example.com>"

        await send(life)
        await show_message(life)
        assert "Jane Doe <jane@example.com>" in said(life)


@aio()
async def test_results_show_a_name_as_the_web_api_took_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        to = '"Doe, Jane" <jane@example.com>'
        life.rooms.write.compose.set_form(replace(FORM, to=to))
        await send(life)
        await show_message(life)

        assert "Doe Jane <jane@example.com>" in said(life)
        assert to not in said(life)


@aio()
async def test_typed_name_with_a_comma_is_made_one_too(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = to_field(life)
        QTest.keyClicks(field.editor, "Doe, Jane jane@example.com,")
        press(life.window, "to-join")

        assert field.text() == '"Doe, Jane" <jane@example.com>'


@aio()
async def test_mistyped_domain_is_pointed_out_and_written_right_but_stops_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(replace(FORM, to="ada@example.com, Bob <bob@gmial.com>"))
        life.compose.looking.look_now()
        (thing,) = [t for t in things(life) if t.rule == "domain_mistyped"]
        life.compose.looking.go_to(thing)
        field = life.rooms.write.compose.head.lists["to"]
        assert field.chips.current == 1

        life.compose.looking.fix(thing)
        assert field.text() == "ada@example.com, Bob <bob@gmail.com>"
        QTest.keyClick(field.editor, Qt.Key.Key_Z, CONTROL)
        assert field.text() == "ada@example.com, Bob <bob@gmial.com>"
        await send(life)
        assert len(practice(life).only_mail()["copies"]) == 2


async def show_message(life: Life) -> None:
    """Open the newest result, and the mail that was sent."""
    life.window.show_view("results")
    await until(lambda: life.detail.case)
    window.press(life, "detail-tabs-message")
    await until(life.rooms.results.detail.message.mail.isVisible)


def things(life: Life) -> tuple[Thing, ...]:
    """Give what there is to look at."""
    return life.rooms.write.compose.things.things


def drop(field: AddressField, paths: Sequence[Path]) -> None:
    """Drop files on the line of a field."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    enter = QDragEnterEvent(QPoint(4, 4), *how, Qt.KeyboardModifier.NoModifier)
    field.editor.dragEnterEvent(enter)
    assert enter.isAccepted()
    field.editor.dropEvent(QDropEvent(QPointF(4, 4), *how, Qt.KeyboardModifier.NoModifier))


@aio()
async def test_file_with_a_list_is_read_where_it_is_pasted_or_dropped_and_another_one_is_told(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = to_field(life)
        people = tmp_path / "people.csv"
        people.write_bytes("email;name\r\nada@example.com;Ada L\u00f6w\r\n".encode("cp1252"))
        more = tmp_path / "more.txt"
        more.write_text("bob@example.net", encoding="utf-16")
        QTest.keyClicks(field.editor, "cy@example.org")
        drop(field, [people, more])
        await life.compose.addresses.wait_until_read()
        assert field.text() == "cy@example.org, Ada L\u00f6w <ada@example.com>, bob@example.net"
        field.undo()
        assert field.text() == "cy@example.org"

        sheet = tmp_path / "people.xlsx"
        sheet.write_bytes(b"PK\x03\x04\0\0a@example.com,")
        notice = life.rooms.write.compose.notice
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in (sheet, tmp_path / "gone.csv")])
        QGuiApplication.clipboard().setMimeData(data)
        QTest.keyClick(field.editor, Qt.Key.Key_V, CONTROL)
        await life.compose.addresses.wait_until_read()
        assert "people.xlsx holds no addresses as text. Save it as CSV" in notice.text
        assert "gone.csv: No such file" in notice.text
        assert field.text() == "cy@example.org"

        drop(field, [people])
        await life.compose.addresses.wait_until_read()
        assert not notice.isVisible()
        assert field.count == 2
