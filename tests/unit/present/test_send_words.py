"""The words of the primary button, and of how a send ended."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sgdesk.account.account import PRACTICE, Account
from sgdesk.delivery import Accepted, Attempt, Cancelled, Deferred
from sgdesk.message import Address, Copies, Message, Recipient
from sgdesk.present.send_words import again_words, done_words, send_words
from sgdesk.present.times import time_of_day
from sgdesk.route import WebApiPath
from tests.support.attempts import a_problem, an_attempt

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


@pytest.mark.parametrize(
    ("account", "count", "wrong", "text", "why"),
    [
        (
            LIVE,
            2,
            1,
            "Send to 2 people",
            "(Ctrl+Enter). 1 address cannot be read: correct it first.",
        ),
        (LIVE, 0, 2, "Send", "(Ctrl+Enter). 2 addresses cannot be read: correct them first."),
        (PRACTICE, 1, 1, "Send to practice inbox", "1 address cannot be read: correct it first."),
        (LIVE, 2, 0, "Send to 2 people", "(Ctrl+Enter)"),
    ],
)
def test_button_counts_those_who_can_be_mailed_and_says_what_becomes_of_the_others(
    account: Account, count: int, wrong: int, text: str, why: str
) -> None:
    words = send_words(account, count, wrong)

    assert words.text == text
    assert words.why.endswith(why)


def test_check_says_which_path_made_it() -> None:
    checked = an_attempt(Accepted(checked_only=True), path=WebApiPath())

    words = done_words(a_mail("ada@example.com"), (checked,))

    assert words.endswith(f"Nothing was sent. Checked at {BEGAN} by Web API.")


def a_mail(*to: str, copies: Copies = Copies.EACH) -> Message:
    """Make a mail to some people."""
    people = tuple(Recipient(address=Address(email=email)) for email in to)
    return Message(sender=Address(email="me@example.com"), to=people, copies=copies)


THREE = a_mail("ada@example.com", "bob@example.net", "zoe@example.org")
ACCEPTED = an_attempt()
BEGAN = time_of_day(ACCEPTED.trace.started_at)
AT_587 = f"at {BEGAN} by SMTP 587."
LATER = replace(ACCEPTED.trace, started_at=ACCEPTED.trace.started_at + timedelta(seconds=3))


@pytest.mark.parametrize(
    ("message", "attempts", "words"),
    [
        (THREE, (ACCEPTED,), f"Accepted by SendGrid for 3 people, one mail each, {AT_587}"),
        (
            THREE,
            (an_attempt(practice=True),),
            f"Sent to the practice inbox for 3 people, one mail each, {AT_587}",
        ),
        (
            a_mail("ada@example.com"),
            (replace(ACCEPTED, host="mail.example.org"),),
            f"Accepted by mail.example.org for ada@example.com {AT_587}",
        ),
        (
            a_mail("ada@example.com"),
            (ACCEPTED,),
            f"Accepted by SendGrid for ada@example.com {AT_587}",
        ),
        (
            a_mail("ada@example.com", "bob@example.net", copies=Copies.TOGETHER),
            (ACCEPTED, ACCEPTED),
            f"Accepted by SendGrid for 2 people at {BEGAN} by both paths.",
        ),
        (
            THREE,
            (an_attempt(Accepted(checked_only=True)),),
            "Valid, not sent. SendGrid checked the mail and found it good. Nothing was sent."
            f" Checked {AT_587}",
        ),
        (
            THREE,
            (an_attempt(Cancelled()),),
            f"Cancelled. Stopped before the mail was handed over. Nothing went out. Begun {AT_587}",
        ),
        (THREE, (ACCEPTED, an_attempt(Deferred())), ""),
    ],
)
def test_end_of_a_send_is_said_unless_its_problem_says_it(
    message: Message, attempts: tuple[Attempt, ...], words: str
) -> None:
    assert done_words(message, attempts) == words


def test_end_of_a_second_send_is_said_with_its_problem() -> None:
    failed = an_attempt(Deferred(), problem=a_problem("D-ACC-3"))

    assert again_words(THREE, ACCEPTED) == (
        f"This time: Accepted by SendGrid for 3 people, one mail each, {AT_587}"
    )
    assert again_words(THREE, failed) == "This time: Title. Explanation."


def test_second_send_is_told_from_the_first_by_its_seconds_and_its_path() -> None:
    mail = a_mail("ada@example.com")
    words = {
        done_words(mail, (attempt,))
        for attempt in (
            ACCEPTED,
            replace(ACCEPTED, trace=LATER),
            replace(ACCEPTED, path=WebApiPath()),
        )
    }

    assert len(words) == 3
