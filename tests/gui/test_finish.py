"""The finish: what stands in line, whole and in sight, in each scheme and in a low window."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QWidget,
)

from sgdesk.content.looks import Kind
from sgdesk.present.account_words import ToldLine
from sgdesk.present.form import ComposeForm
from sgdesk.present.recipients import read_list
from sgdesk.present.words import Tone
from sgdesk.ui.account.lines import ToldLines
from sgdesk.ui.compose.people_sheet import PeopleSheet
from sgdesk.ui.compose.writinglook import WEIGHTS
from sgdesk.ui.doors import draw_icons
from sgdesk.ui.icons import Icons
from sgdesk.ui.life import Life
from sgdesk.ui.sheets import Answer, Question
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.button_menu import EDGE_PX
from sgdesk.ui.widgets.choices import Choice, MenuChoice
from sgdesk.ui.widgets.icon_label import IconLabel
from tests.gui.gallery.acts.parts import FULL
from tests.gui.gallery.scene import NEWS, practice, press, says, send
from tests.support.qt import aio, make_life, running, turns, until, visible_children

LOW = (900, 600)
UNVERIFIED = "news@unverified.example.com"
LINES_PX = 60
"""Three lines and a bit."""


def child(life: Life, kind: type[QWidget], name: str) -> QWidget:
    """Give a widget in sight, by its object name."""
    (found,) = [each for each in visible_children(life.window, kind) if each.objectName() == name]
    return found


def seen_px(widget: QWidget) -> int:
    """Give how many rows of a widget are in sight."""
    return widget.visibleRegion().boundingRect().height()


def right_of(widget: QWidget) -> int:
    """Give the right edge of a widget, in its window."""
    return widget.mapTo(widget.window(), QPoint(widget.width(), 0)).x()


def first_ink(widget: QWidget) -> int:
    """Give the first column in which something is painted."""
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = picture.pixel(0, 0)
    return next(
        x
        for x in range(picture.width())
        if any(picture.pixel(x, y) != ground for y in range(picture.height()))
    )


def says_praise(life: Life) -> bool:
    """Say whether nothing is left to look at."""
    buttons = visible_children(life.rooms.write.compose.things, QPushButton)
    return any(button.text() == "Ready to send" for button in buttons)


@aio()
async def test_empty_mail_in_a_low_window_shows_the_lines_that_are_to_be_written(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=LOW)) as life:
        compose = life.rooms.write.compose
        people = "ada@example.com, grace@example.net"
        compose.set_form(ComposeForm(sender="sender@example.com", to=people, subject="Hello"))
        life.compose.send("send")
        await until(lambda: seen_px(compose.body.editor) >= LINES_PX)

        assert compose.body.tabs.visibleRegion().boundingRect() == compose.body.tabs.rect()


@aio()
async def test_chosen_part_comes_into_sight_in_a_low_window(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=LOW)) as life:
        life.rooms.write.compose.set_form(NEWS)
        life.rooms.write.compose.head.show_cc()
        life.rooms.write.compose.head.show_bcc()
        tab = child(life, QPushButton, "body-tabs-files")
        tab.setFocus()
        press(life, "body-tabs-files")
        await turns(20)
        add = child(life, QPushButton, "files-first")

        assert add.visibleRegion().boundingRect() == add.rect()


@aio()
async def test_window_made_lower_shows_no_half_field_above_a_mail_that_went_wrong(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        await send(life, replace(NEWS, sender=UNVERIFIED))
        await until(compose.problem.isVisible)
        compose.body.editor.setFocus()
        life.window.resize(QSize(*LOW))
        fields = compose.head.fields.values()

        await until(lambda: all(seen_px(field) in (0, field.height()) for field in fields))
        await until(lambda: seen_px(compose.body.editor) >= LINES_PX)


@pytest.mark.parametrize(
    ("size", "first"), [((1280, 800), "sender"), (LOW, "subject")], ids=["wide", "low"]
)
@aio()
async def test_line_that_is_written_stays_in_sight_when_a_problem_is_told(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int], first: str
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        compose = life.rooms.write.compose
        lines = compose.body.write.editor
        written = "\n".join(["and"] * 30)
        life.drafts.autosave.fill(replace(NEWS, sender=UNVERIFIED, html="", markdown=written))
        await turns(10)
        lines.setFocus()
        QTest.keyClick(lines, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        life.compose.send("send")
        await until(compose.problem.isVisible)
        await turns(10)

        def seen() -> QRect:
            return lines.viewport().visibleRegion().boundingRect()

        assert seen().contains(lines.cursorRect())
        QTest.keyClick(lines, Qt.Key.Key_Return)
        assert seen().contains(lines.cursorRect())
        assert seen().height() // lines.fontMetrics().lineSpacing() >= 8
        whole = [name for name, field in compose.head.fields.items() if seen_px(field)]
        assert whole[0] == first
        assert all(seen_px(field) in (0, field.height()) for field in compose.head.fields.values())


@aio()
async def test_fields_end_in_line(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        head = life.rooms.write.compose.head
        head.show_cc()
        head.show_bcc()
        life.rooms.write.compose.body.show_tab("html")
        life.rooms.write.compose.body.open_find()
        await turns(10)
        fields = [field for field in head.fields.values() if field.isVisible()]
        find = child(life, QLineEdit, "find-text")
        replace = child(life, QLineEdit, "find-replacement")
        ends = [child(life, QPushButton, name) for name in ("find-close", "find-replace-all")]

        assert len({right_of(field) for field in fields}) == 1
        assert right_of(find) == right_of(replace)
        assert len({right_of(end) for end in ends}) == 1


@aio()
async def test_list_of_things_shows_all_of_a_few(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        things = life.rooms.write.compose.things
        life.rooms.write.compose.set_form(FULL)
        await until(lambda: len(things.things) == 4)
        things.open_list()
        life.window.resize(*LOW)
        await turns(20)
        (scroll,) = child(life, QWidget, "things-list").findChildren(QScrollArea)
        inside = scroll.widget()
        assert inside is not None

        assert inside.height() <= scroll.viewport().height()


@aio()
async def test_what_waits_for_an_answer_says_whole_what_stopping_does(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", "silence")
        life.rooms.write.compose.set_form(NEWS)
        press(life, "path-smtp")
        life.compose.send("send")
        await until(lambda: says(life, "Stopping now leaves it unknown."))
        await turns(20)
        (step,) = [
            label
            for label in visible_children(life.rooms.write.compose.send_bar, QLabel)
            if "unknown" in label.text()
        ]

        assert step.fontMetrics().horizontalAdvance(step.text()) <= step.width()


@aio()
async def test_saved_stays_where_it_is_when_the_scheme_changes(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        saved = life.rooms.write.compose.saved
        life.rooms.write.compose.show_saved("✓ Saved 14:31")
        await turns()
        before = first_ink(saved)
        life.theme.set_look(Look.DARK)
        await turns()

        assert first_ink(saved) == before


@aio()
async def test_praise_keeps_its_colour_although_there_is_nothing_to_press(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.drafts.show_sample()
        await until(lambda: says_praise(life))
        (praise,) = visible_children(life.rooms.write.compose.things, QPushButton)
        pictures = [
            praise.icon().pixmap(QSize(20, 16), mode).toImage()
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled)
        ]

        assert pictures[0] == pictures[1]


def test_picture_beside_words_takes_the_colour_of_another_scheme(qapp: QApplication) -> None:
    theme = Theme(qapp, Look.LIGHT)
    icons = Icons(theme)
    draw_icons(icons)
    picture = IconLabel(icons, "triangle-alert", "warn", 16)
    before = picture.pixmap().toImage()
    theme.set_look(Look.DARK)

    assert picture.pixmap().toImage() != before


def test_what_is_neither_good_nor_bad_has_a_line_of_its_own(qapp: QApplication) -> None:
    lines = ToldLines("lines", Icons(Theme(qapp, Look.LIGHT)))
    good = ToldLine(tone=Tone.GOOD, text="may send mail")
    lines.show_lines([good, ToldLine(tone=Tone.NEUTRAL, text="region: global")])

    roles = {
        each.text(): each.property("role") for each in lines.findChildren(QLabel) if each.text()
    }
    assert roles == {"may send mail": "good", "region: global": "hint"}


@aio()
async def test_no_account_is_said_in_the_middle(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("accounts")
        await turns(10)
        empty = child(life, QWidget, "accounts-empty")
        view = empty.window().width() - empty.mapTo(empty.window(), QPoint(0, 0)).x()

        assert abs(empty.width() - view) < 40


@aio()
async def test_one_result_is_deleted_in_the_singular(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await send(life)
        life.deleting.ask()
        await until(lambda: says(life, "Delete 1 result?"))
        is_singular = says(life, "It cannot be brought back.")
        press(life, "delete-all-keep")
        await life.tasks.wait_for("delete history")

        assert is_singular


@aio()
async def test_what_goes_on_stands_at_the_right_of_a_question_and_tab_follows(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show()
        answers = [Answer(id=name, text=name, why=name) for name in ("go", "wait", "stay")]
        question = Question(life.window, "asked", "Go on?", "It takes long.", answers)
        question.open()
        question.activateWindow()
        await turns()
        stay, wait, go = (child(life, QPushButton, f"asked-{it}") for it in ("stay", "wait", "go"))

        assert right_of(stay) < right_of(wait) < right_of(go)
        assert (stay.nextInFocusChain(), wait.nextInFocusChain()) == (wait, go)
        question.reject()


@aio()
async def test_each_reason_of_a_wrong_address_can_be_read_whole(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = PeopleSheet(life.window, "To", read_list("nobody; grace@"))
        sheet.show()
        await turns()
        (listed,) = visible_children(sheet, QListView)
        row = listed.visualRect(listed.model().index(0, 0))
        words = str(listed.model().index(0, 0).data())
        needed = listed.fontMetrics().boundingRect(
            QRect(0, 0, row.width() - 8, 999), Qt.TextFlag.TextWordWrap, words
        )

        assert needed.height() <= row.height()
        sheet.close()


@aio()
async def test_plain_text_that_was_not_made_has_no_line_about_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(replace(NEWS, html="", text="Hello"))
        life.window.show_view("write")
        life.rooms.write.compose.body.show_tab("text")
        await turns()
        tab = life.window.findChild(QWidget, "plain-tab")
        editor = life.rooms.write.compose.body.editor

        assert isinstance(tab, QWidget)
        assert editor.height() == tab.height()


@pytest.mark.parametrize("looks", [Kind.BOLD, Kind.HEADING_1])
def test_no_words_are_heavier_than_the_font_has_them(looks: Kind) -> None:
    assert WEIGHTS[looks] <= QFont.Weight.DemiBold


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
@pytest.mark.parametrize(("view", "name"), [("results", "export"), ("write", "send-more")])
@aio()
async def test_menu_at_the_right_ends_within_the_window(
    qapp: QApplication, tmp_path: Path, view: str, name: str
) -> None:
    # The screen is wider than that, so that it alone would not hold the menu.
    async with running(make_life(qapp, tmp_path, size=(720, 560)), view=view) as life:
        (button,) = [
            each for each in visible_children(life.window, QPushButton) if each.objectName() == name
        ]
        menu = button.menu()
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
        edge = life.window.mapToGlobal(QPoint(life.window.width(), 0)).x()
        begin = button.mapToGlobal(QPoint(0, 0)).x()

        assert menu.x() == min(begin, edge - EDGE_PX - menu.width())
        menu.close()


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
@pytest.mark.parametrize("at", [0, 120, -60], ids=["at the edge", "within", "little room"])
def test_menu_begins_where_its_button_begins(qapp: QApplication, at: int) -> None:
    icons = Icons(Theme(qapp, Look.LIGHT))
    room = qapp.primaryScreen().availableGeometry()
    choices = [Choice(id=one, text=one, why="what it is good for") for one in ("one", "two")]
    button = MenuChoice("way", "Way", choices, icons)
    button.move(room.topLeft() + QPoint(at % room.width(), 0))
    button.show()
    menu = button.menu()
    button.showMenu()

    begin = button.mapToGlobal(QPoint(0, 0)).x()
    assert menu.x() == min(begin, room.right() + 1 - menu.width())
    assert menu.y() > button.y()
    menu.close()


def test_letters_of_a_path_are_drawn_as_they_are(qapp: QApplication) -> None:
    theme = Theme(qapp, Look.LIGHT)

    def drawn(words: str) -> QImage:
        shown = QLabel(words)
        theme.dress(shown)
        shown.resize(80, 20)
        return shown.grab().toImage()

    # What a font makes of them where it sees arithmetic and arrows.
    assert drawn("s3x0") != drawn("s3×0")
    assert drawn("->") != drawn("→")
    theme.deleteLater()
