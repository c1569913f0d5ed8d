"""The account's sheet and Accounts: what stands still, and hosts as they will be used."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from sgdesk.account.account import Account
from sgdesk.present.account_form import AccountForm
from sgdesk.present.account_words import ToldLine, account_words
from sgdesk.present.words import Tone
from sgdesk.ui.account.details import Details
from sgdesk.ui.account.sheet import AccountSheet, Purpose
from sgdesk.ui.account.view import AccountsView
from sgdesk.ui.doors import draw_icons
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from tests.support.keys import KEY
from tests.support.qt import visible_children

HOSTS = {
    "global": ("smtp.sendgrid.net", "https://api.sendgrid.com"),
    "eu": ("smtp.eu.sendgrid.net", "https://api.eu.sendgrid.com"),
}


def test_hosts_that_nobody_typed_are_named_as_the_regions_own(qapp: QApplication) -> None:
    details = Details(Icons(Theme(qapp, Look.LIGHT)))

    def named() -> tuple[str, ...]:
        return tuple(details.fields[key].placeholderText() for key in ("smtp_host", "api_url"))

    assert named() == HOSTS["global"]
    for region, hosts in HOSTS.items():
        (choice,) = (
            each
            for each in details.findChildren(QPushButton)
            if each.objectName() == f"region-{region}"
        )
        choice.click()
        assert named() == hosts
        details.set_values("", {})
        assert named() == HOSTS["global"]
        details.set_values(region, {})
        assert named() == hosts
        details.set_values("", {})
        details.show_found(region)
        assert named() == hosts, "a check found it"
        details.show_found("")


@pytest.fixture
def open_sheet(qapp: QApplication) -> Iterator[Callable[[Purpose], AccountSheet]]:
    window, theme = QWidget(), Theme(qapp, Look.LIGHT)
    window.resize(900, 600)
    theme.dress(window)
    window.show()

    def opened(purpose: Purpose) -> AccountSheet:
        icons = Icons(theme)
        draw_icons(icons)
        sheet = AccountSheet(window, icons, purpose)
        sheet.show()
        sheet.activateWindow()
        qapp.processEvents()
        return sheet

    yield opened
    window.close()
    window.deleteLater()


def test_asking_and_the_keyboard_move_nothing_in_the_sheet(
    open_sheet: Callable[[Purpose], AccountSheet],
) -> None:
    sheet = open_sheet("add")
    below = sheet.fields.fields["sender"]
    before = below.mapTo(sheet, QPoint(0, 0))
    sheet.show_progress("Asking SendGrid… 1.2 s")
    QApplication.processEvents()
    (stop,) = (b for b in visible_children(sheet, QPushButton) if b.objectName() == "stop-check")
    assert below.mapTo(sheet, QPoint(0, 0)) == before
    assert stop.height() == next(
        b.height() for b in visible_children(sheet, QPushButton) if b.text() == "Cancel"
    )

    (more,) = (b for b in visible_children(sheet, QPushButton) if b.objectName() == "more-details")
    pictures = []
    for part in (below, more):
        part.setFocus()
        QApplication.processEvents()
        pictures.append(more.grab().toImage())
    plain, focused = pictures
    assert more.hasFocus()
    assert plain != focused
    inside = QRect(4, 4, more.width() - 8, more.height() - 8)
    assert plain.copy(inside) == focused.copy(inside)
    sheet.reject()


def test_taking_the_cleaned_key_moves_nothing_until_something_is_typed(
    open_sheet: Callable[[Purpose], AccountSheet],
) -> None:
    sheet = open_sheet("add")
    (check,) = (b for b in visible_children(sheet, QPushButton) if b.objectName() == "check-key")

    def place() -> QPoint:
        QApplication.processEvents()
        return check.mapTo(sheet, QPoint(0, 0))

    first = place()
    sheet.key.field.setText(f"Bearer {KEY}")
    spoiled = place()
    sheet.key.cleaner.click()
    assert place() == spoiled
    assert sheet.key.field.text() == KEY
    sheet.key.field.clear()
    assert place() == first
    sheet.reject()


@pytest.mark.parametrize(("purpose", "lines"), [("add", 1), ("replace", 1), ("edit", 0)])
def test_line_parts_the_check_of_a_key_from_what_is_kept(
    open_sheet: Callable[[Purpose], AccountSheet], purpose: Purpose, lines: int
) -> None:
    sheet = open_sheet(purpose)
    rules = [each for each in visible_children(sheet, QFrame) if each.property("rule")]
    sheet.reject()
    assert len(rules) == lines


def test_long_sender_is_read_from_its_beginning(
    open_sheet: Callable[[Purpose], AccountSheet],
) -> None:
    sheet = open_sheet("add")
    sender = sheet.fields.fields["sender"]
    long = f"Grace Hopper <grace.hopper@{'a-long-name.' * 6}example.com>"
    sheet.set_form(AccountForm(sender=long))
    assert (sender.text(), sender.cursorPosition()) == (long, 0)
    sheet.set_form(AccountForm())
    sheet.fields.show_senders([long], "Verified senders only, as the account lists them.")
    assert (sender.text(), sender.cursorPosition()) == (long, 0)
    sheet.reject()


def test_heading_of_accounts_stays_where_it_is_when_the_first_comes(qapp: QApplication) -> None:
    theme = Theme(qapp, Look.LIGHT)
    view = AccountsView(Icons(theme))
    theme.dress(view)
    view.resize(900, 500)
    view.show()
    (heading,) = (each for each in view.findChildren(QLabel) if each.text() == "Accounts")
    places = []
    for accounts in ([], [account_words(Account(name="example.com"))]):
        view.show_accounts(accounts)
        qapp.processEvents()
        # Its words stand in the middle of its height.
        places.append(heading.mapTo(view, heading.rect().center()))
    view.close()

    assert places[0] == places[1]


def test_what_is_wrong_with_the_fields_is_read_whole_where_the_window_has_room(
    open_sheet: Callable[[Purpose], AccountSheet],
) -> None:
    sheet = open_sheet("add")
    window = sheet.parentWidget()
    assert window is not None
    window.resize(1280, 800)
    sheet.hide()
    sheet.show()
    sheet.key.field.setText(KEY)
    works = ToldLine(tone=Tone.GOOD, text="Web API accepts it")
    sheet.lines.show_lines((works, replace(works, tone=Tone.BAD, text="SMTP does not answer")))
    sheet.fields.some.setChecked(True)
    two_lines = "'nobody' is neither an address nor a domain. Write you@example.com. " * 2
    sheet.fields.show_wrong({"sender": two_lines, "may_mail": two_lines})
    QApplication.processEvents()
    QApplication.processEvents()
    scroll = sheet.findChild(QScrollArea, "account-scroll")
    assert scroll is not None

    assert scroll.verticalScrollBar().maximum() == 0
    sheet.reject()


def test_what_stands_beside_a_field_stands_as_near_to_each(
    open_sheet: Callable[[Purpose], AccountSheet],
) -> None:
    sheet = open_sheet("add")
    sheet.show_details(shown=True)
    QApplication.processEvents()
    pairs = {"choose-ca-file": sheet.details.fields["ca_file"], "key-paste": sheet.key.field}

    def gap(name: str, field: QWidget) -> int:
        beside = sheet.findChild(QPushButton, name)
        assert beside is not None
        return (
            beside.mapTo(sheet, QPoint(0, 0)).x() - field.mapTo(sheet, field.rect().topRight()).x()
        )

    assert len({gap(*pair) for pair in pairs.items()}) == 1
    sheet.reject()


def left_of(widget: QWidget, sheet: QWidget, x: int = 0) -> int:
    """Give where a widget, or a place in it, is in a sheet."""
    return widget.mapTo(sheet, QPoint(x, 0)).x()


def first_ink(widget: QWidget) -> int:
    """Give the first column of a widget in which something is drawn."""
    picture = widget.grab().toImage()
    ground = picture.pixelColor(1, picture.height() // 2)
    return next(
        x
        for x in range(1, picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y) != ground
    )


@pytest.mark.parametrize("purpose", ["add", "edit", "replace"])
def test_circles_of_choices_begin_where_the_fields_do(
    open_sheet: Callable[[Purpose], AccountSheet], purpose: Purpose
) -> None:
    sheet = open_sheet(purpose)
    fields = sheet.fields
    begins = set()
    for choice in (fields.system, fields.anyone):
        option = QStyleOptionButton()
        option.initFrom(choice)
        part = QStyle.SubElement.SE_RadioButtonIndicator
        circle = choice.style().subElementRect(part, option, choice)
        if choice.isVisible():
            begins.add(left_of(choice, sheet, circle.x()))
    field = sheet.key.field if purpose == "replace" else fields.fields["sender"]

    assert begins == {left_of(field, sheet)}
    (more,) = (b for b in sheet.findChildren(QPushButton) if b.objectName() == "more-details")
    sheet.show_details(shown=True)
    title = next(one for one in sheet.findChildren(QLabel) if one.property("role") == "heading")
    if more.isVisible():
        assert left_of(more, sheet, first_ink(more)) == left_of(title, sheet)
    sheet.reject()


def test_button_below_paste_is_as_near_to_it_as_rows_are(
    open_sheet: Callable[[Purpose], AccountSheet],
) -> None:
    sheet = open_sheet("add")
    sheet.key.field.setText(f"Bearer {KEY}")
    QApplication.processEvents()
    (paste,) = (b for b in visible_children(sheet, QPushButton) if b.objectName() == "key-paste")

    assert sheet.key.cleaner.y() - paste.geometry().bottom() - 1 == 8
    sheet.reject()


def test_sheet_takes_the_height_of_what_a_check_found_where_the_window_has_it(
    open_sheet: Callable[[Purpose], AccountSheet],
) -> None:
    sheet = open_sheet("add")
    window = sheet.parentWidget()
    assert window is not None
    window.resize(1280, 800)
    sheet.hide()
    sheet.show()
    scroll = sheet.findChild(QScrollArea, "account-scroll")
    assert scroll is not None
    (check,) = (b for b in visible_children(sheet, QPushButton) if b.objectName() == "check-key")
    at = check.mapToGlobal(QPoint(0, 0))
    wrong = ToldLine(tone=Tone.BAD, text="Port 1 refuses it", detail="Check host and port. " * 9)
    sheet.lines.show_lines((wrong, wrong))
    sheet.notice.say("warn", "It cannot be reached.", buttons=(QPushButton("Save unchecked"),))
    QApplication.processEvents()
    assert scroll.verticalScrollBar().maximum() > 0
    sheet.reveal_findings()
    for _ in range(3):
        QApplication.processEvents()

    assert scroll.verticalScrollBar().maximum() == 0
    assert check.mapToGlobal(QPoint(0, 0)) == at
    sheet.reject()
