"""Address fields: typed, pasted, edited, undone, with keyboard and mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPushButton,
    QToolTip,
    QWidget,
)

from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.address_field import AddressField
from sgdesk.ui.compose.chip_flow import EDITOR, Measures, flow_showing
from sgdesk.ui.compose.chip_paint import MOST_PX
from sgdesk.ui.compose.copies import CopiesChoice
from sgdesk.ui.compose.head_lines import RepeatsLine
from sgdesk.ui.compose.list_line import ListLine
from sgdesk.ui.life import Life
from sgdesk.ui.widgets.elided import ElidedLabel
from tests.support.qt import aio, make_life, running, turns, until, visible_children

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MANY = "\n".join(f"Person {n}\tperson{n}@example{n % 50}.com" for n in range(5_000))


def to_field(life: Life) -> AddressField:
    """Give the To field with the keyboard in it."""
    life.window.activateWindow()
    life.rooms.write.compose.head.focus_place("to")
    return life.rooms.write.compose.head.lists["to"]


def keys(field: AddressField, *each: Qt.Key) -> None:
    """Press keys one after the other."""
    for key in each:
        QTest.keyClick(field.editor, key)


def paste(field: AddressField, text: str) -> None:
    """Paste a text with the keyboard."""
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(field.editor, Qt.Key.Key_V, CONTROL)


def said(life: Life) -> str:
    """Give every label in sight."""
    return "\n".join(label.text() for label in visible_children(life.window, QLabel))


def press(parent: QWidget, name: str) -> None:
    """Press a button that can be seen."""
    (button,) = [b for b in visible_children(parent, QPushButton) if b.objectName() == name]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@aio()
async def test_typed_addresses_become_chips_that_keys_edit_remove_copy_and_bring_back(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = to_field(life)
        QTest.keyClicks(field.editor, 'ada@example.com,"Ross, Bob" <bob@example.net>;')
        assert [each.label for each in field.entries] == [
            "ada@example.com",
            "Ross, Bob <bob@example.net>",
        ]

        keys(field, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
        assert field.text() == "ada@example.com"
        QTest.keyClick(field.editor, Qt.Key.Key_Z, CONTROL)
        assert field.count == 2

        keys(field, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_F2)
        assert field.editor.text() == "ada@example.com"
        keys(field, Qt.Key.Key_Home)
        QTest.keyClicks(field.editor, "x")
        keys(field, Qt.Key.Key_Return)
        assert field.text() == 'xada@example.com, "Ross, Bob" <bob@example.net>'

        QTest.keyClick(field.editor, Qt.Key.Key_A, CONTROL)
        QTest.keyClick(field.editor, Qt.Key.Key_C, CONTROL)
        assert QGuiApplication.clipboard().text() == field.text()


@aio()
async def test_selected_chip_stays_when_one_types_or_pastes_and_only_delete_removes_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = to_field(life)
        before = "ada@example.com, bob@example.net"
        QTest.keyClicks(field.editor, f"{before},")
        keys(field, Qt.Key.Key_Left)
        QTest.keyClicks(field.editor, "f")
        assert field.text() == f"{before}, f"
        QTest.keyClicks(field.editor, "ay@example.com,")
        assert field.text() == f"{before}, fay@example.com"

        keys(field, Qt.Key.Key_Left)
        paste(field, "gus")
        QTest.keyClicks(field.editor, "@example.com,")
        assert field.text() == f"{before}, fay@example.com, gus@example.com"

        keys(field, Qt.Key.Key_Left, Qt.Key.Key_Left)
        paste(field, "dan@example.com; eve@example.net")
        assert field.text().startswith(f"{before}, fay@example.com, gus@example.com, dan@")
        QTest.keyClick(field.editor, Qt.Key.Key_Z, CONTROL)
        assert field.text() == f"{before}, fay@example.com, gus@example.com"

        keys(field, Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Delete)
        assert field.text() == f"{before}, fay@example.com"
        QTest.keyClick(field.editor, Qt.Key.Key_Z, CONTROL)
        assert field.text() == f"{before}, fay@example.com, gus@example.com"

        QTest.keyClick(field.editor, Qt.Key.Key_A, CONTROL)
        paste(field, MANY)
        await until(lambda: field.count == 5_004)


@aio()
async def test_address_beside_a_name_is_painted_told_and_spoken(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = to_field(life)
        field.setText('"Ross, Bob" <bob@example.net>')
        area = field.chip_area(0)
        assert area is not None
        assert area.width() > field.fontMetrics().horizontalAdvance("Ross, Bob <bob@example.net>")
        assert "Ross, Bob <bob@example.net>" in field.editor.accessibleDescription()

        QApplication.sendEvent(
            field, QHelpEvent(QHelpEvent.Type.ToolTip, area.center(), QCursor.pos())
        )
        assert "<bob@example.net>" in QToolTip.text()

        field.setText(f"{'Somebody ' * 9}<somebody@example.net>")
        area = field.chip_area(0)
        assert area is not None
        assert area.width() == MOST_PX


@aio()
async def test_mouse_removes_by_the_cross_and_turns_a_chip_to_text(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = to_field(life)
        field.setText("ada@example.com, bob@example.net")
        area = field.chip_area(0)
        assert area is not None
        cross = QPoint(area.right() - 12, area.center().y())
        QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=cross)
        assert field.text() == "bob@example.net"

        area = field.chip_area(0)
        assert area is not None
        where = area.center() - QPoint(15, 0)
        QTest.mouseDClick(field, Qt.MouseButton.LeftButton, pos=where)
        assert (field.entries, field.editor.text()) == ((), "bob@example.net")


@aio()
async def test_ring_goes_with_the_keyboard_also_when_another_window_had_it_meanwhile(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field, subject = to_field(life), life.rooms.write.compose.head.lines["subject"]
        await turns()
        assert field.property("focused")
        other = QWidget()
        other.show()
        other.activateWindow()
        await until(lambda: not life.window.isActiveWindow())
        subject.setFocus(Qt.FocusReason.OtherFocusReason)
        life.window.activateWindow()
        await until(subject.hasFocus)
        other.deleteLater()

        assert not field.property("focused")


@aio()
async def test_wrong_address_is_said_as_it_is_typed_until_it_is_edited(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = to_field(life)
        QTest.keyClicks(field.editor, "nobody,")
        assert "'nobody' is not an address." in said(life)
        assert "nobody (not right)" in field.editor.accessibleDescription()

        keys(field, Qt.Key.Key_F2)
        assert "is not an address" not in said(life)


@aio()
async def test_refusal_under_a_field_goes_when_the_field_is_edited(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        field = to_field(life)
        life.compose.send("send")
        assert "To is empty." in said(life)

        QTest.keyClicks(field.editor, "a")
        assert "To is empty." not in said(life)


@aio()
async def test_repeats_across_fields_are_said_and_removed_with_one_click(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        head = life.rooms.write.compose.head
        paste(to_field(life), "Name;Email\nAda;ada@example.com\nBob;bob@example.net")
        head.set_text("cc", "ADA@Example.com, alan@example.org")
        assert "ada@example.com is in To and in Cc." in said(life)
        press(life.window, "remove-repeats")

        assert head.text("to") == "Ada <ada@example.com>, Bob <bob@example.net>"
        assert head.text("cc") == "alan@example.org"
        assert "is in To" not in said(life)
        head.lists["cc"].undo()
        assert head.text("cc") == "ADA@Example.com, alan@example.org"


@aio()
async def test_nothing_moves_under_who_types_addresses(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        head = life.rooms.write.compose.head
        await turns()
        stood = [head.fields["subject"].y()]
        hint = "With two or more people, choose here whether they see each other."
        assert hint in said(life)
        for typed in ("ada@example.com", ",", "bob@example.net", ","):
            QTest.keyClicks(to_field(life).editor, typed)
            await turns()
            stood.append(head.fields["subject"].y())
            # Of one person there is nothing to choose, of two there is the choice.
            assert hint not in said(life)
        (copies,) = visible_children(head, CopiesChoice)

        assert copies.each.isVisible()
        assert len(set(stood)) == 1


@aio()
async def test_cc_settles_the_choice_says_why_and_leaves_room_for_who_is_there_twice(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=(1280, 800))) as life:
        compose = life.rooms.write.compose
        compose.set_form(ComposeForm(to="ada@example.com, bob@example.net"))
        (copies,) = visible_children(compose.head, CopiesChoice)
        assert copies.each.isVisible()
        compose.set_form(ComposeForm(to="ada@example.com, bob@example.net", cc="Ada@example.com"))
        await turns()
        told = visible_children(copies, ElidedLabel)
        assert [each.shown_text() for each in told] == ["Twice: ada@example.com"]
        assert copies.together.text() == "One mail for all, because of Cc or Bcc"
        assert not copies.each.isVisible()

        compose.set_form(ComposeForm(to="ada@example.com, bob@example.net"))
        assert copies.each.isVisible()
        assert copies.together.text() == "One mail, all see each other"


@pytest.mark.parametrize("size", [(1280, 800), (900, 600)], ids=["wide", "small"])
@pytest.mark.parametrize(
    "warned",
    [
        "nobody",
        "nobody, grace@",
        "ada@example.com, ada@example.com",
        "\n".join(["x", *"abcdefghijk"]),
    ],
    ids=["wrong", "two wrong", "twice", "list"],
)
@aio()
async def test_no_field_moves_when_something_is_to_be_said_of_the_people(
    qapp: QApplication, tmp_path: Path, warned: str, size: tuple[int, int]
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        head = life.rooms.write.compose.head
        field = to_field(life)

        def room() -> int:
            """Give how far the subject is from the field, which grows with what is in it."""
            return head.fields["subject"].y() - field.geometry().bottom()

        await turns()
        stood = room()
        paste(field, warned)
        keys(field, Qt.Key.Key_Return)
        await turns()

        assert room() == stood
        notes = [*visible_children(head, ListLine), *visible_children(head, RepeatsLine)]
        assert [note.width() > 0 for note in notes] == [True]


@aio()
async def test_no_field_moves_when_one_that_was_refused_is_mended(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        head = life.rooms.write.compose.head
        head.set_error("sender", "That is nobody.")
        head.set_error("to", "There is nobody.")
        await turns()
        stood = [field.y() for field in head.fields.values()]
        QTest.keyClicks(head.lines["sender"], "x")
        QTest.keyClicks(to_field(life).editor, "ada@example.com,")
        await turns()
        assert "nobody" not in said(life)
        assert [field.y() for field in head.fields.values()] == stood

        head.set_error("sender", "")
        head.set_error("to", "")
        await turns()
        assert head.fields["subject"].y() < stood[-1]


@aio()
async def test_each_comes_back_when_the_last_cc_goes(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        head = life.rooms.write.compose.head
        paste(to_field(life), "ada@example.com, bob@example.net")
        head.show_cc()
        QTest.keyClicks(head.lists["cc"].editor, "alan@example.org,")
        (copies,) = visible_children(head, CopiesChoice)
        assert not copies.each.isChecked()
        keys(head.lists["cc"], Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)

        assert copies.each.isChecked()


@aio()
async def test_subject_typed_after_tab_from_to_is_the_subject(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("write")
        life.window.activateWindow()
        head = life.rooms.write.compose.head
        head.focus_place("to")
        QTest.keyClicks(head.lists["to"].editor, "ada@example.com")
        QTest.keyClick(life.window, Qt.Key.Key_Tab)
        focused = qapp.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, "A new day")

        assert (head.text("to"), head.text("subject")) == ("ada@example.com", "A new day")
        assert not visible_children(head, AddressField)[1:]


@aio()
async def test_row_of_cc_or_bcc_goes_with_tab_while_it_holds_nobody(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("write")
        life.window.activateWindow()
        head = life.rooms.write.compose.head
        head.show_cc()
        QTest.keyClicks(head.lists["cc"].editor, "ada@example.com")
        head.show_bcc()
        assert head.lists["cc"].isVisible()
        QTest.keyClick(life.window, Qt.Key.Key_Tab)
        assert qapp.focusWidget() is head.fields["subject"]
        assert head.lists["cc"].isVisible()
        assert not head.lists["bcc"].isVisible()

        head.show_bcc()
        QTest.mouseClick(head.fields["subject"], Qt.MouseButton.LeftButton)
        assert head.lists["bcc"].isVisible(), "what was clicked would have moved"


def test_field_that_has_become_wide_shows_as_many_as_it_has_room_for() -> None:
    measures = Measures(
        count=40,
        most_lines=3,
        editor_at=40,
        editor_px=20,
        room_px=500,
        chip_px=lambda _: 300,
        pill_px=lambda _: 60,
    )
    # As it was left while only the last of them had room.
    laid = flow_showing(EDITOR, 39, measures)

    assert (laid.before, laid.lines, laid.after) == (37, 3, 0)
    assert laid.box(EDITOR) is not None
