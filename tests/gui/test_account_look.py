"""The account's sheet and Accounts: what stands still, and hosts as they will be used."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QWidget

from sgdesk.account.account import Account
from sgdesk.present.account_form import AccountForm
from sgdesk.present.account_words import account_words
from sgdesk.ui.account.details import Details
from sgdesk.ui.account.sheet import AccountSheet, Purpose
from sgdesk.ui.account.view import AccountsView
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
        sheet = AccountSheet(window, Icons(theme), purpose)
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
