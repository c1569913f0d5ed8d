"""Words without a frame end where the fields and the button to send do."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sgdesk.present.form import ComposeForm
from sgdesk.present.recipients import read_one
from sgdesk.present.review import Review
from sgdesk.present.things.thing import Go, Thing
from sgdesk.ui.account.fields import AccountFields
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.doors import draw_icons
from sgdesk.ui.icons import Icons
from sgdesk.ui.sandbox.simulate import SimulateSheet
from sgdesk.ui.start.cards import AccountSummary
from sgdesk.ui.start.view import CARD_MARGINS
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.choices import MenuChoice
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.surface import LINK_PX, QUIET_PX
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import fill, press, send, texts


def test_what_stands_at_the_right_end_of_write_ends_in_one_line(
    one_pane: ComposePane, qapp: QApplication
) -> None:
    one_pane.set_form(ComposeForm(html="<p>a</p>", html_is_own=True))
    one_pane.send_bar.show_step("Web API: Signing in…", "Cancel", "Stop")
    one_pane.send_bar.done.show_words("Sent to the practice inbox for ada@example.com.")
    one_pane.resize(700, 700)
    one_pane.show()
    qapp.processEvents()
    ends = set()
    for name, inset in (
        ("send-more", 0),
        ("show-drafts", LINK_PX),
        ("done-results", LINK_PX),
        ("stop", QUIET_PX),
        ("html-find", QUIET_PX),
    ):
        button = one_pane.findChild(QPushButton, name)
        assert button is not None
        assert button.isVisible(), name
        ends.add(button.mapTo(one_pane, QPoint(button.width(), 0)).x() - inset)

    # The window of a later test is the last one only then, and its program ends with it.
    one_pane.hide()
    assert len(ends) == 1


def right_end(widget: QWidget, whole: QWidget) -> int:
    """Give where a widget ends in another."""
    return widget.mapTo(whole, QPoint(widget.width(), 0)).x()


def a_review(*people: str) -> Review:
    """Give what stands before mail to these."""
    return Review(
        title="Send 'Autumn news'?",
        manner="",
        origin="From sender@example.com",
        recipients=", ".join(people),
        domains="1 domain",
        people=tuple(map(read_one, people)),
        warnings=(),
        send_text="Send",
        goes_back=False,
    )


@pytest.mark.parametrize("people", [("ada@example.com",), ("ada@example.com", "b@example.com")])
def test_list_of_everybody_is_offered_beside_their_number_where_there_are_several(
    qapp: QApplication, qtbot: QtBot, people: tuple[str, ...]
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    sheet = ReviewSheet(over, a_review(*people), Icons(Theme(qapp, Look.LIGHT)))
    sheet.show()
    everybody = sheet.findChild(QPushButton, "review-all")

    assert everybody is not None
    assert everybody.isVisible() is (len(people) > 1)
    assert not everybody.isVisible() or right_end(everybody, sheet) < sheet.width() // 2
    sheet.close()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_warnings_before_a_send_take_the_room_of_their_words_and_no_more(
    qapp: QApplication, qtbot: QtBot, number: int
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    theme = Theme(qapp, Look.LIGHT)
    theme.dress(over)
    go = Go(text="Add or write one", why="Go to the text")
    # Two lines in the width that it has, three beside a scroll bar.
    why = (
        "In most countries mail to many needs one; Gmail and Yahoo ask for "
        "it. Added, it stands below your last line, as the preview then shows."
    )
    thing = Thing(rule="x", place="html", words="There is no link.", why=why, go=go)
    shown = replace(a_review("ada@example.com"), warnings=(thing,) * number)
    sheet = ReviewSheet(over, shown, Icons(theme))
    sheet.show()
    qapp.processEvents()
    (room,) = sheet.findChildren(ScrollArea)
    inside = room.widget()

    assert inside is not None
    assert not room.verticalScrollBar().isVisible()
    assert 0 <= room.height() - inside.heightForWidth(room.width()) <= 2
    sheet.close()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_warning_before_a_send_has_its_picture_beside_its_words(
    qapp: QApplication, qtbot: QtBot, number: int
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    theme = Theme(qapp, Look.LIGHT)
    theme.dress(over)
    icons = Icons(theme)
    draw_icons(icons)
    things = [
        Thing(rule=f"x{at}", place="html", words=f"Number {at}.", why="Why. " * 30)
        for at in range(number)
    ]
    sheet = ReviewSheet(over, replace(a_review("a@example.com"), warnings=tuple(things)), icons)
    sheet.show()
    qapp.processEvents()

    def middle(one: QWidget) -> int:
        return one.mapTo(sheet, QPoint(0, one.height() // 2)).y()

    words = [one for one in sheet.findChildren(QLabel) if one.text().startswith("Number ")]
    places = [middle(one) for one in sheet.findChildren(IconLabel)]
    assert len(places) == len(words) == number
    for picture, line in zip(places, map(middle, words), strict=True):
        assert abs(picture - line) <= 1
    sheet.close()


def test_link_of_an_account_on_start_ends_where_the_words_of_its_card_do(
    qapp: QApplication, qtbot: QtBot
) -> None:
    card = AccountSummary(Icons(Theme(qapp, Look.LIGHT)))
    qtbot.addWidget(card)
    card.resize(420, 200)
    card.show()
    every = card.findChild(QPushButton, "start-accounts")

    assert every is not None
    assert right_end(every, card) - LINK_PX == card.width() - CARD_MARGINS[2]


def test_list_of_whom_an_account_may_mail_ends_where_the_other_fields_do_and_moves_nothing(
    qapp: QApplication, qtbot: QtBot
) -> None:
    fields = AccountFields(Icons(Theme(qapp, Look.LIGHT)))
    qtbot.addWidget(fields)
    fields.resize(600, 500)
    fields.show()
    at = fields.some.geometry()
    fields.some.setChecked(True)
    qapp.processEvents()

    assert fields.some.geometry() == at
    assert right_end(fields.may_mail, fields) == right_end(fields.fields["name"], fields)


@aio()
async def test_head_and_foot_of_the_captured_mail_end_as_far_in_as_they_begin(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("practice")
        await until(lambda: "Emptied when sgdesk closes" in texts(life))
        (card,) = (
            one for one in life.window.findChildren(QFrame) if one.objectName() == "inbox-card"
        )
        (title,) = (one for one in card.findChildren(QLabel) if one.text() == "Captured mail")
        (foot,) = (one for one in card.findChildren(QLabel) if one.text().startswith("Emptied"))
        clear = card.findChild(QPushButton, "empty-inbox")
        assert clear is not None
        left = title.mapTo(card, QPoint(0, 0)).x()

        assert card.width() - (right_end(clear, card) - QUIET_PX) == left
        assert foot.contentsMargins().right() == foot.contentsMargins().left()


@aio()
async def test_fields_of_what_is_simulated_end_where_its_rule_and_its_buttons_do(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        press(life, "simulate")
        (asked,) = visible_children(life.window, SimulateSheet)
        await turns()
        (line,) = (one for one in visible_children(asked, QFrame) if one.property("rule"))
        fields = [*visible_children(asked, MenuChoice), *visible_children(asked, QLineEdit)]

        ends = {one.mapTo(asked, one.rect().topRight()).x() for one in (*fields, line)}
        assert len(fields) == 3
        assert len(ends) == 1
