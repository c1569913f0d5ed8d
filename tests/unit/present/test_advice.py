"""What is to be done about a result, where no button says it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sgdesk.delivery import Accepted, Attempt, NotSent, Rejected, Unknown
from sgdesk.present.advice import advice, remedy_text
from sgdesk.present.problem_words import problem_words
from sgdesk.present.remedies import RemedyPlace, remedies
from sgdesk.trace import Phase
from tests.support.attempts import NOT_KEPT_SINCE, a_problem, an_attempt

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def refused(problem: str, *, practice: bool) -> Attempt:
    """Give a mail that was refused for that."""
    return an_attempt(Rejected(), problem=a_problem(problem), practice=practice)


def said(attempt: Attempt) -> str:
    """Give what Write says of it besides what happened and why."""
    offered = remedies(attempt, RemedyPlace.WRITE, has_message=True, now=NOW)
    words = problem_words(attempt, offered=offered, since=NOT_KEPT_SINCE)
    assert words is not None
    assert attempt.problem is not None
    return words.text.removeprefix(attempt.problem.explanation).strip()


@pytest.mark.parametrize("problem", ["D-ACC-3", "D-ACC-4", "D-KEY-4", "D-KEY-7"])
def test_practice_says_what_would_help_an_account_for_which_it_has_no_button(problem: str) -> None:
    known = a_problem(problem).remedy
    help_words = f"With an account at SendGrid: {known[0].lower()}{known[1:]}"

    ended = "Practice no longer simulates this, so sending again works here."
    assert said(refused(problem, practice=True)) == f"{ended} {help_words}"
    assert remedy_text(refused(problem, practice=True)).startswith("With an account at SendGrid: ")
    met = replace(refused(problem, practice=True), simulated="no sends left")
    known_to = remedy_text(met, "")
    assert known_to.startswith(f"{ended} With an account at SendGrid: ")
    assert said(refused(problem, practice=False)) == ""


def test_what_was_met_under_a_simulation_is_tried_without_it_before_another_port() -> None:
    known = replace(a_problem("D-SMTP-1"), remedy="Use port 465.")
    silent = an_attempt(NotSent(), code=None, problem=known, practice=True)
    tried = replace(silent, simulated="no answer on every path")

    assert remedy_text(tried, "").startswith("What was simulated has stopped: first")
    assert remedy_text(tried) == (
        "First try it without the simulation. With live mail: use port 465."
    )
    assert remedy_text(silent) == "Use port 465."


def test_mail_that_is_refused_for_itself_is_mended_whatever_was_simulated() -> None:
    refused_one = replace(refused("SMTP-ADDRESS", practice=True), simulated="no answer on 465")

    assert remedy_text(refused_one) == a_problem("SMTP-ADDRESS").remedy


def test_unknown_of_a_simulation_is_looked_up_before_it_is_sent_again() -> None:
    known = replace(a_problem("NO-REPLY"), remedy="Look it up in the practice inbox.")
    lost = an_attempt(Unknown(after=Phase.UPLOAD), code=None, problem=known, practice=True)

    assert remedy_text(replace(lost, simulated="no answer on every path")) == known.remedy


def test_what_no_button_says_is_said_in_words() -> None:
    invalid = refused("HTTP-INVALID", practice=False)

    assert said(invalid) == a_problem("HTTP-INVALID").remedy
    assert advice(invalid, ()) == a_problem("HTTP-INVALID").remedy


def test_words_do_not_say_again_what_the_button_says() -> None:
    known = replace(a_problem("TIMEOUT"), remedy="Send again. If it fails, try the Web API.")
    slow = an_attempt(NotSent(), problem=known)
    labels = [one.label for one in remedies(slow, RemedyPlace.WRITE, has_message=True, now=NOW)]

    assert labels == ["Send again", "Diagnose this"]
    assert said(slow) == "If it fails, try the Web API."


def test_practice_names_a_sender_that_it_takes_as_its_button_does() -> None:
    sender = refused("D-ACC-1", practice=True)

    assert remedy_text(sender).startswith("Change From to an address at example.com")
    assert remedy_text(refused("D-ACC-1", practice=False)) == a_problem("D-ACC-1").remedy
    assert said(sender) == ""


def test_mail_that_was_checked_alone_is_not_said_to_be_sent_again() -> None:
    checked = an_attempt(Accepted(checked_only=True))
    (again,) = remedies(checked, RemedyPlace.WRITE, has_message=True, now=NOW)

    assert again.label == "Check again"
    assert "sends nothing" in again.why


@pytest.mark.parametrize(("practice", "offers_it"), [(False, True), (True, False)])
def test_network_that_wants_a_sign_in_has_a_button_for_it_also_once_all_is_handed_over(
    practice: bool, offers_it: bool
) -> None:
    problem = a_problem("D-HTTP-5")
    lost = an_attempt(Unknown(after=Phase.REPLY), problem=problem, practice=practice)
    labels = [one.label for one in remedies(lost, RemedyPlace.WRITE, has_message=True, now=NOW)]

    assert ("Open the browser to sign in" in labels) is offers_it
    assert labels[0].startswith("Look")


@pytest.mark.parametrize("problem", ["D-KEY-6", "D-SMTP-1"])
def test_another_simulation_that_is_on_now_is_named_and_the_one_that_was_met_is_not(
    problem: str,
) -> None:
    met = replace(refused(problem, practice=True), simulated="key refused on 587")
    first = "Now no answer on 587 is simulated: stop that first, then send again."

    assert remedy_text(met, "no answer on 587") == first
    assert "is simulated" not in remedy_text(met, "key refused on 587")
    assert "is simulated" not in remedy_text(met)
