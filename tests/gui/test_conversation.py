"""The Conversation tab: what went wrong is red and in sight."""

from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sgdesk.present.copied_dialogue import WHOLE_MAIL
from sgdesk.present.dialogue import MARK
from sgdesk.present.ticket import COPIED_FOR_TICKET
from sgdesk.ui.doors import draw_icons
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.timeline.conversation import (
    Conversation,
    ConversationTab,
)

REMARK = f"*: {MARK} Refused: RCPT TO:<bob@example.net>"
LONG = "\n".join((*["S: 250 Ok"] * 60, "S: 550 5.1.1 User unknown", REMARK, *["C: 550 words"] * 60))


def shown(qapp: QApplication, qtbot: QtBot, dialogue: str) -> tuple[ConversationTab, Theme]:
    """Show the tab."""
    theme = Theme(qapp, Look.LIGHT)
    icons = Icons(theme)
    draw_icons(icons)
    tab = ConversationTab(theme, icons)
    qtbot.addWidget(tab)
    tab.show_dialogue(dialogue)
    tab.resize(700, 300)
    tab.show()
    return tab, theme


def inks(document: QTextDocument) -> dict[str, str]:
    """Give the colour of each line, by its words."""
    found = {}
    block = document.begin()
    while block.isValid():
        for part in block.layout().formats():
            found[block.text()] = part.format.foreground().color().name()
        block = block.next()
    return found


def test_reply_that_refuses_is_red_and_so_is_the_remark_below_it(
    qapp: QApplication, qtbot: QtBot
) -> None:
    answer = "S: HTTP/1.1 403 Forbidden\nS: HTTP/1.1 202 Accepted"
    tab, theme = shown(qapp, qtbot, f"{LONG}\n{answer}\n*: TLSv1.3")

    found = inks(tab.words.document())
    bad = {line for line, ink in found.items() if ink == theme.colour("bad").name()}
    assert bad == {"S: 550 5.1.1 User unknown", REMARK, "S: HTTP/1.1 403 Forbidden"}


def is_in_sight(words: Conversation) -> bool:
    """Say whether the remark is seen."""
    cursor = words.document().find(REMARK)
    return words.viewport().rect().contains(words.cursorRect(cursor))


def test_what_went_wrong_is_in_sight_in_any_height_until_the_user_goes_on(
    qapp: QApplication, qtbot: QtBot
) -> None:
    tab, _ = shown(qapp, qtbot, LONG)
    qtbot.waitUntil(lambda: is_in_sight(tab.words))
    tab.resize(700, 110)
    qtbot.waitUntil(lambda: is_in_sight(tab.words))

    tab.words.verticalScrollBar().setValue(0)
    tab.resize(700, 120)
    qapp.processEvents()
    assert tab.words.verticalScrollBar().value() == 0


def test_dialogue_that_went_well_is_shown_from_its_beginning(
    qapp: QApplication, qtbot: QtBot
) -> None:
    tab, _ = shown(qapp, qtbot, LONG)
    tab.show_dialogue("S: 250 Ok\n" * 90)

    assert tab.words.verticalScrollBar().value() == 0


def test_what_was_copied_is_said_in_place_of_what_the_other_button_takes(
    qapp: QApplication, qtbot: QtBot
) -> None:
    tab, _ = shown(qapp, qtbot, LONG)
    tab.ticket_wanted.connect(lambda: tab.take_ticket("Refused: …"))
    copy, ticket = tab.findChildren(QPushButton)
    assert said(tab) == [WHOLE_MAIL.before]

    ticket.click()
    assert (QGuiApplication.clipboard().text(), said(tab)) == ("Refused: …", [COPIED_FOR_TICKET])
    copy.click()
    assert (QGuiApplication.clipboard().text(), said(tab)) == (LONG, [WHOLE_MAIL.after])
    tab.show_dialogue("S: 220 mx")
    assert said(tab) == [WHOLE_MAIL.before]


def said(tab: ConversationTab) -> list[str]:
    """Give what is read beside the buttons."""
    labels = (label for label in tab.findChildren(QLabel) if label.isVisible())
    return [label.text() for label in labels if label.text()]


def test_result_is_copied_for_a_ticket_where_nothing_was_said(
    qapp: QApplication, qtbot: QtBot
) -> None:
    tab, _ = shown(qapp, qtbot, LONG)
    tab.resize(1000, 300)
    buttons = tab.findChildren(QPushButton)
    qapp.processEvents()
    widths = [each.width() for each in buttons]

    tab.show_dialogue("", "Nothing was said: no connection.")
    qapp.processEvents()
    assert [each.width() for each in buttons] == widths
    assert [each.isEnabled() for each in buttons] == [False, True]
    assert tab.words.text == "Nothing was said: no connection."


def test_what_copying_takes_is_said_beside_its_buttons_in_all_the_room_that_there_is(
    qapp: QApplication, qtbot: QtBot
) -> None:
    tab, _ = shown(qapp, qtbot, LONG)
    tab.resize(860, 300)
    qapp.processEvents()
    (note,) = (one for one in tab.findChildren(QLabel) if one.text() == WHOLE_MAIL.before)
    ticket = tab.findChild(QPushButton, "copy-conversation-safe")

    assert ticket is not None
    assert note.mapTo(tab, note.rect().topLeft()).x() - ticket.geometry().right() < 20
    assert note.width() > note.fontMetrics().horizontalAdvance(WHOLE_MAIL.before)
