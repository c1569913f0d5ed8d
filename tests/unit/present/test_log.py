"""Rows of the log, and the sentence about a pair."""

from dataclasses import replace

import pytest

from sgdesk import __version__
from sgdesk.delivery import NotSent, Partial, RecipientResult, Rejected, Unknown
from sgdesk.present.log import NOT_COMPARABLE, bar_note, comparison, log_row, partly_text, row_pair
from sgdesk.present.summary import summary_text
from sgdesk.route import WebApiPath
from sgdesk.trace import Phase
from tests.support.attempts import a_problem, a_trace, an_attempt

TO = tuple(
    RecipientResult(address=f"{name}@example.com", accepted=name != "b", code=250) for name in "abc"
)


def test_a_row_says_what_happened() -> None:
    row = log_row(an_attempt(recipients=TO[:1], trace=a_trace((Phase.REPLY, 346))))

    assert (row.path, row.recipients, row.result.word, row.code, row.total) == (
        "SMTP 587",
        "a@example.com",
        "Accepted",
        "250",
        "346 ms",
    )
    assert row.tags == ()


def test_several_recipients_are_counted() -> None:
    assert log_row(an_attempt(recipients=TO)).recipients == "3 people"


def test_addresses_of_the_message_win_over_those_of_the_replies() -> None:
    assert log_row(an_attempt(), addresses=["x@example.com"]).recipients == "x@example.com"


def test_tags_keep_times_apart() -> None:
    attempt = an_attempt(trace=a_trace(warm=True), practice=True)

    assert log_row(replace(attempt, simulated_ms=80)).tags == (
        "reused",
        "practice, simulated 80 ms",
    )


def test_failure_says_what_was_simulated_meanwhile_and_never_that_it_was_simulated_itself() -> None:
    went = replace(an_attempt(practice=True), simulated="no answer on 465")

    assert log_row(went).tags == ("practice",)
    assert log_row(replace(went, outcome=NotSent())).tags == (
        "practice",
        "simulated: no answer on 465",
    )


def test_line_of_a_failed_row_says_when_and_why() -> None:
    line = log_row(an_attempt(Rejected(), code=550, problem=a_problem("D-ACC-1"))).text

    assert line.startswith("2026-01-01 ")
    assert line.endswith("Refused · 550 · 30 ms · Title")


def test_no_code_is_empty_not_zero() -> None:
    assert log_row(an_attempt(code=None)).code == ""


def test_the_problem_gives_its_title() -> None:
    assert log_row(an_attempt(Rejected(), problem=a_problem("D-ACC-1"))).problem == "Title"


@pytest.mark.parametrize(
    ("decided", "word"), [("sent", "Marked as sent"), ("not_sent", "Marked as not sent")]
)
def test_a_decided_unknown_reads_as_what_the_user_said(decided: str, word: str) -> None:
    unknown = an_attempt(Unknown(after=Phase.REPLY), code=None)
    row = log_row(unknown, decided=decided)

    assert row.is_decided
    assert row.result.word == word
    assert not log_row(unknown).is_decided
    ticket = summary_text(unknown, 1, decided)
    assert ticket.startswith(f"{word} by the sender. ")
    assert "You" not in ticket


def test_partly_accepted_says_how_many_were_refused() -> None:
    assert partly_text(an_attempt(Partial(), recipients=TO)) == "1 of 3 people refused"
    assert log_row(an_attempt(Partial(), recipients=TO)).recipients == "1 of 3 refused"


def test_partly_accepted_says_how_many_were_put_off() -> None:
    later = tuple(replace(one, code=250 if one.accepted else 451) for one in TO)

    assert partly_text(an_attempt(Partial(), recipients=later)) == "1 of 3 people put off"
    assert log_row(an_attempt(Partial(), recipients=later)).recipients == "1 of 3 put off"


def test_partly_accepted_calls_nobody_refused_who_was_never_asked_about() -> None:
    cut = tuple(replace(one, code=250 if one.accepted else None) for one in TO)

    assert partly_text(an_attempt(Partial(), recipients=cut)) == "1 of 3 people not reached"
    assert log_row(an_attempt(Partial(), recipients=cut)).recipients == "1 of 3 not reached"


FAST_API = an_attempt(path=WebApiPath(), trace=a_trace((Phase.REPLY, 288)))
SLOW_SMTP = an_attempt(trace=a_trace((Phase.REPLY, 346)))


def test_a_pair_gets_a_fact_not_a_verdict() -> None:
    assert comparison(SLOW_SMTP, FAST_API) == "Web API took 58 ms less, this once"


def test_a_reused_connection_is_not_set_against_a_new_one() -> None:
    warm = replace(SLOW_SMTP, trace=replace(SLOW_SMTP.trace, warm=True))

    assert comparison(FAST_API, warm) == NOT_COMPARABLE


def test_failures_equal_paths_practice_and_overlap_are_not_compared() -> None:
    refused = replace(FAST_API, outcome=Rejected())
    practice = replace(FAST_API, practice=True)
    overlapped = replace(FAST_API, trace=replace(FAST_API.trace, overlapped=True))

    for other in (refused, practice, overlapped, SLOW_SMTP):
        assert comparison(SLOW_SMTP, other) == ""


def test_beside_a_bar_stands_its_time_when_it_is_cut_and_the_pair_at_the_quicker_one() -> None:
    fast, slow = log_row(FAST_API), log_row(SLOW_SMTP)
    pair = row_pair(fast, slow)

    assert bar_note(fast, pair, is_cut=False) == "58 ms less, this once"
    assert bar_note(slow, pair, is_cut=True) == "346 ms"


def test_a_summary_says_what_to_do_and_who_says_so() -> None:
    problem = a_problem("D-SMTP-1")
    text = summary_text(an_attempt(Rejected(), problem=problem), 1)

    assert f"What to do: {problem.remedy}" in text
    assert f"\nsgdesk {__version__}, Python " in text
