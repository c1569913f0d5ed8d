"""What is said of a result where it is shown."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sgdesk.account.facts import Credits
from sgdesk.clock import wall_utc
from sgdesk.delivery import Accepted, NotSent, Outcome, Rejected, Unknown
from sgdesk.present.problem_words import (
    CREDITS,
    accepted_text,
    problem_words,
    reason_text,
    return_text,
)
from sgdesk.present.since import NOTHING_SINCE
from sgdesk.present.times import written_day
from sgdesk.trace import SILENT, Phase
from tests.support.attempts import NOT_KEPT_SINCE, a_problem, a_trace, an_attempt


@pytest.mark.parametrize(
    ("word", "said"),
    [("Not sent", "Nobody has it.")],
)
def test_reason_does_not_begin_with_the_word_for_the_result_once_more(word: str, said: str) -> None:
    told = f"{word}. {said}"

    assert reason_text(replace(a_problem("X"), explanation=told), word) == said
    assert reason_text(replace(a_problem("X"), explanation=told), "Refused") == told


def test_reason_keeps_that_the_key_was_not_sent_either() -> None:
    told = "Not sent, and the key was not sent. It hung up."
    said = "The key was not sent. It hung up."

    assert reason_text(replace(a_problem("X"), explanation=told), "Not sent") == said


def test_reason_is_said_to_be_of_before_beside_what_the_user_said_since() -> None:
    why = a_problem("X").explanation

    assert reason_text(a_problem("X"), "Unknown") == why
    assert reason_text(a_problem("X"), "Marked as sent", "sent") == f"Before that: {why}"


def test_card_says_what_comes_of_sending_again_as_far_as_that_is_known() -> None:
    failed = an_attempt(NotSent(), problem=a_problem("TIMEOUT"))
    lost = an_attempt(Unknown(after=Phase.UPLOAD), problem=a_problem("SMTP-LOST"))
    said = {
        name: words.text
        for name, one, since in (
            ("clear", failed, NOTHING_SINCE),
            ("not kept", failed, NOT_KEPT_SINCE),
            ("lost", lost, NOTHING_SINCE),
        )
        if (words := problem_words(one, since=since))
    }

    assert "Nobody has it: sending again is safe." in said["clear"]
    assert "again is safe" not in said["not kept"]
    assert "If it is sent again, it may come twice." in said["lost"]


def left(day: str) -> Credits:
    """Give what a check found: nothing, and new sends on a day."""
    return Credits(remaining=0, total=100, next_reset=day)


def test_sends_that_are_used_up_return_on_a_day_that_is_known_and_still_to_come() -> None:
    spent = an_attempt(Rejected(), problem=a_problem(CREDITS))
    today = wall_utc().date()
    tomorrow = (today + timedelta(days=1)).isoformat()
    words = f"They return on {written_day(tomorrow)}."

    assert return_text(spent, left(tomorrow)) == words
    assert return_text(spent, left(today.isoformat())) == ""
    assert return_text(spent, left("")) == ""
    assert return_text(spent, None) == ""
    assert return_text(an_attempt(Rejected(), problem=a_problem("D-KEY-6")), left(tomorrow)) == ""
    said = problem_words(spent, left(tomorrow))
    assert said is not None
    assert said.text.endswith(f"{words} The message is kept as a draft.")


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


@pytest.mark.parametrize(
    ("outcome", "phase"),
    [(Unknown(after=Phase.UPLOAD), Phase.REPLY), (NotSent(), Phase.GREETING)],
)
def test_failure_without_an_answer_has_details_of_what_came_in_its_place(
    outcome: Outcome, phase: Phase
) -> None:
    trace = a_trace((Phase.CONNECT, 1.0), (phase, 60_000.0), failed=phase)
    silent = replace(trace.spans[-1], detail=SILENT)
    attempt = an_attempt(
        outcome,
        code=None,
        trace=replace(trace, spans=(*trace.spans[:-1], silent)),
        problem=a_problem("SMTP-LOST"),
    )
    said = problem_words(attempt)

    assert said is not None
    assert said.details.startswith("No answer for 1 min, at the step ")
    assert "SMTP 587, encryption after the greeting (STARTTLS)" in said.details
    assert said.details.endswith(". Source")


def test_details_of_an_answer_are_the_servers_own_words() -> None:
    said = problem_words(an_attempt(Rejected(), code=550, reply="no", problem=a_problem("X")))

    assert said is not None
    assert said.details == "The server's own words: 550 no"
