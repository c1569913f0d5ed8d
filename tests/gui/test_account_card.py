"""The card of an account, as narrow as it comes."""

import itertools

import pytest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton

from sgdesk.account.account import Account, Known
from sgdesk.account.facts import Credits
from sgdesk.present.account_words import account_words
from sgdesk.ui.account.card import AccountCard
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.surface import QUIET_PX

ACCOUNT = Account(
    name="work",
    sender="sender@example.com",
    test_address="you@example.com",
    known=Known(credits=Credits(remaining=100, total=100, next_reset="2026-12-01")),
)


@pytest.mark.parametrize("width", [748, 560])
def test_a_fact_of_two_lines_leaves_no_gap_in_the_other_column(
    qapp: QApplication, width: int
) -> None:
    theme = Theme(qapp, Look.LIGHT)
    card = AccountCard(0, account_words(ACCOUNT), Icons(theme))
    theme.dress(card)
    card.resize(width, card.heightForWidth(width))
    card.show()
    qapp.processEvents()
    labels = {label.text(): label for label in card.findChildren(QLabel)}
    left = next(label for text, label in labels.items() if text.startswith("100 when"))
    steps = {
        below.y() - above.y()
        for above, below in itertools.pairwise(
            labels[name] for name in ("Key", "Sender", "Region", "Test address")
        )
    }

    assert left.height() >= 2 * left.fontMetrics().height()
    assert len(steps) == 1
    # Nor does it push what stands beside it off the line that both columns share.
    assert labels["Last checked"].y() == labels["Sender"].y()
    assert labels["Sends left"].y() == labels["Region"].y()
    card.close()


def test_cancel_ends_where_the_rule_below_it_does(qapp: QApplication) -> None:
    theme = Theme(qapp, Look.LIGHT)
    card = AccountCard(0, account_words(ACCOUNT), Icons(theme))
    theme.dress(card)
    card.resize(748, card.heightForWidth(748))
    card.show()
    card.show_progress("Asking SendGrid… 1.2 s")
    qapp.processEvents()
    (cancel,) = [each for each in card.findChildren(QPushButton) if each.text() == "Cancel"]
    line = min(
        (each for each in card.findChildren(QFrame) if each.height() == 1),
        key=lambda each: each.y(),
    )

    assert cancel.geometry().right() - QUIET_PX == line.geometry().right()
    card.close()


def test_asking_servers_moves_nothing_in_the_card(qapp: QApplication) -> None:
    theme = Theme(qapp, Look.LIGHT)
    card = AccountCard(0, account_words(ACCOUNT), Icons(theme))
    theme.dress(card)
    card.show()
    qapp.processEvents()
    before = card.heightForWidth(748)
    card.show_progress("Asking SendGrid… 1.2 s")
    qapp.processEvents()

    assert card.heightForWidth(748) == before
    card.close()
