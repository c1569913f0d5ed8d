"""The words of the primary button."""

import pytest

from sgdesk.account.account import PRACTICE, Account
from sgdesk.present.send_words import send_words

LIVE = Account(name="example.org")


@pytest.mark.parametrize(
    ("account", "count", "text"),
    [
        (PRACTICE, 0, "Send to practice inbox"),
        (PRACTICE, 3, "Send to practice inbox"),
        (LIVE, 0, "Send"),
        (LIVE, 1, "Send to 1 person"),
        (LIVE, 5_000, "Send to 5,000 people"),
    ],
)
def test_button_says_where_the_mail_goes_and_to_how_many(
    account: Account, count: int, text: str
) -> None:
    assert send_words(account, count).text == text
