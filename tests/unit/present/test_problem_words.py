"""What is said of a result where it is shown."""

from dataclasses import replace

from sgdesk.delivery import Accepted, Rejected
from sgdesk.present.problem_words import accepted_text
from tests.support.attempts import an_attempt


def test_who_took_a_live_mail_is_said_with_the_time() -> None:
    took = an_attempt()

    assert accepted_text(took).startswith("SendGrid took the mail at ")
    assert accepted_text(took).endswith(":30. Delivery happens afterwards and can fail.")
    elsewhere = replace(took, host="mail.example.org")
    assert accepted_text(elsewhere).startswith("mail.example.org took the mail at ")


def test_nothing_was_taken_by_practice_or_a_check_or_a_refusal() -> None:
    others = (
        an_attempt(practice=True),
        an_attempt(Accepted(checked_only=True)),
        an_attempt(Rejected()),
    )

    assert [accepted_text(attempt) for attempt in others] == [""] * 3
