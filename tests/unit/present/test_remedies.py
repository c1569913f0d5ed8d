"""The buttons under a result."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sgdesk.delivery import (
    Accepted,
    Attempt,
    Deferred,
    NotSent,
    Outcome,
    Partial,
    RecipientResult,
    Rejected,
    Unknown,
)
from sgdesk.present.remedies import Act, RemedyPlace, Sender, remedies, wait_s
from sgdesk.present.remedy_words import WORDS
from sgdesk.route import Path, WebApiPath
from sgdesk.sendgrid.catalogue_smtp import SEQUENCE
from sgdesk.sendgrid.entries import SHORTER
from sgdesk.settings.table import SETTINGS
from sgdesk.trace import Phase
from tests.support.attempts import SMTP_587, a_problem, an_attempt

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def labels(problem: str, *, practice: bool) -> list[str]:
    """Give the buttons under a refused mail in Write."""
    attempt = an_attempt(Rejected(), problem=a_problem(problem), practice=practice)
    attempt = replace(attempt, simulated="key refused on every path" if practice else "")
    offered = remedies(
        attempt, RemedyPlace.WRITE, has_message=True, now=NOW, simulating=attempt.simulated
    )
    return [each.label for each in offered]


@pytest.mark.parametrize(
    ("problem", "live", "practice"),
    [
        ("D-KEY-6", ["Check this key", "Use another key…"], ["Stop the simulation"]),
        ("D-KEY-7", ["Switch the region…", "Use another key…"], ["Stop the simulation"]),
        (
            "D-ACC-1",
            ["Change the sender", "Verify it at SendGrid"],
            ["Change the sender", "Stop the simulation"],
        ),
        ("HTTP-TWICE", ["Correct address"], ["Correct address", "Stop the simulation"]),
    ],
)
def test_practice_offers_nothing_of_an_account_which_it_does_not_have(
    problem: str, live: list[str], practice: list[str]
) -> None:
    offered = labels(problem, practice=False)

    assert offered[: len(live)] == live
    assert labels(problem, practice=True) == practice


def test_a_wait_is_never_longer_than_was_asked_for_though_the_clock_was_set_back() -> None:
    attempt = an_attempt(Deferred(retry_after_s=30.0))
    ended = attempt.trace.started_at + timedelta(microseconds=attempt.trace.total_ns / 1000)

    assert wait_s(attempt, ended + timedelta(seconds=10)) == pytest.approx(20.0)
    assert wait_s(attempt, ended - timedelta(hours=1)) == 30.0
    assert wait_s(attempt, ended + timedelta(hours=1)) == 0.0


@pytest.mark.parametrize("place", RemedyPlace)
def test_no_files_are_offered_to_choose_from_where_none_goes_along(place: RemedyPlace) -> None:
    large = a_problem("D-HTTP-9")
    attempts = (
        an_attempt(Rejected(), problem=problem)
        for problem in (large, replace(large, remedy=SHORTER))
    )
    with_files, without = (
        [each.act for each in remedies(attempt, place, has_message=True, now=NOW)]
        for attempt in attempts
    )

    assert with_files[0] is Act.CHOOSE_FILES
    assert without
    assert Act.CHOOSE_FILES not in without


def in_results(attempt: Attempt, simulating: str | None = None) -> list[Act]:
    """Give the buttons in the detail of a result; what it met is simulated still."""
    now = attempt.simulated if simulating is None else simulating
    offered = remedies(attempt, RemedyPlace.RESULTS, has_message=True, now=NOW, simulating=now)
    return [each.act for each in offered]


@pytest.mark.parametrize("path", [SMTP_587, WebApiPath()])
def test_closed_way_leads_to_the_others_and_in_practice_to_what_is_simulated(path: Path) -> None:
    closed = an_attempt(NotSent(), path=path, code=None, problem=a_problem("D-TCP-2"))
    ways = [Act.FIND_WAY, Act.SEND_AGAIN]

    assert in_results(closed) == [*ways, Act.EDIT, Act.DIAGNOSE]
    tried = replace(closed, practice=True, simulated="connection refused on 587")
    last = (Act.EDIT, Act.DIAGNOSE)
    assert in_results(tried) == [Act.STOP_SIMULATING, *ways, *last]
    assert in_results(tried, "") == [Act.SEND_AGAIN, Act.FIND_WAY, *last]
    everywhere = replace(tried, simulated="connection refused on every path")
    assert in_results(everywhere) == [Act.STOP_SIMULATING, Act.SEND_AGAIN, *last]


@pytest.mark.parametrize(
    ("practice", "first"),
    [(False, [Act.CHECK_KEY, Act.OTHER_KEY]), (True, [Act.STOP_SIMULATING])],
)
def test_refused_key_begins_with_what_helps_and_ends_with_sending_again(
    practice: bool, first: list[Act]
) -> None:
    refused = an_attempt(Rejected(), problem=a_problem("D-KEY-6"), practice=practice)
    refused = replace(refused, simulated="key refused on 587" if practice else "")

    assert in_results(refused) == [*first, Act.SEND_AGAIN, Act.EDIT]


@pytest.mark.parametrize(
    ("where", "ways"),
    [
        ("on every path", []),
        ("on every SMTP port", [Act.SEND_WEBAPI]),
        ("on 587", [Act.SEND_WEBAPI, Act.TRY_465]),
    ],
)
def test_only_ways_that_can_differ_are_offered_beside_the_end_of_a_simulation(
    where: str, ways: list[Act]
) -> None:
    silent = an_attempt(NotSent(), code=None, problem=a_problem("D-SMTP-1"), practice=True)
    silent = replace(silent, simulated=f"no answer {where}")

    last = (Act.SEND_AGAIN, Act.EDIT, Act.DIAGNOSE)
    assert in_results(silent) == [Act.STOP_SIMULATING, *ways, *last]
    live = in_results(replace(silent, practice=False, simulated=""))
    assert live == [Act.SEND_WEBAPI, Act.TRY_465, *last]


def test_nothing_leads_to_a_simulation_that_has_ended() -> None:
    refused = an_attempt(Rejected(), problem=a_problem("D-KEY-6"), practice=True)

    assert in_results(refused, "") == [Act.SEND_AGAIN, Act.EDIT]


def test_partial_and_unknown_results_offer_the_end_of_what_they_met_and_begin_with_the_mail() -> (
    None
):
    lost = an_attempt(Unknown(after=Phase.UPLOAD), problem=a_problem("NO-REPLY"), practice=True)
    results = (
        RecipientResult(address="a@example.com", accepted=True, code=250),
        RecipientResult(address="b@example.com", accepted=False, code=550),
    )
    partly = an_attempt(
        Partial(), recipients=results, problem=a_problem("SMTP-RECIPIENT"), practice=True
    )
    decide = [Act.OPEN_INBOX, Act.MARK_SENT, Act.MARK_NOT_SENT]
    mend = [Act.CORRECT, Act.SHOW_ALL]
    for attempt, first, last in (
        (lost, decide, [Act.SEND_ANYWAY, Act.EDIT]),
        (partly, mend, [Act.EDIT]),
    ):
        met = replace(attempt, simulated="no answer on every path")
        assert in_results(met) == [*first, Act.STOP_SIMULATING, *last]
        assert in_results(met, "") == [*first, *last]
        assert in_results(attempt) == [*first, *last]


def test_rest_is_offered_in_write_alone_and_not_while_it_would_be_refused_again() -> None:
    codes = (250, 550, 550)
    results = tuple(
        RecipientResult(address=f"{at}@example.com", accepted=code < 400, code=code)
        for at, code in enumerate(codes)
    )
    partly = an_attempt(Partial(), recipients=results, problem=a_problem("SMTP-RECIPIENT"))
    met = replace(partly, practice=True, simulated="550 for two")

    def in_write(attempt: Attempt, simulating: str = "") -> dict[Act, str]:
        offered = remedies(
            attempt, RemedyPlace.WRITE, has_message=True, now=NOW, simulating=simulating
        )
        return {each.act: each.label for each in offered}

    assert in_write(partly)[Act.SEND_REST] == "Send as it is to 2 people…"
    assert Act.SEND_REST in in_write(met)
    assert Act.SEND_REST not in in_write(met, met.simulated)
    assert Act.SEND_REST not in in_results(partly)


def test_mail_that_is_refused_for_itself_is_not_offered_to_be_sent_as_it_is() -> None:
    refused = an_attempt(Rejected(), problem=a_problem("SMTP-ADDRESS"))

    assert in_results(refused) == [Act.CORRECT, Act.EDIT]


def test_nothing_is_looked_up_at_sendgrid_that_another_server_took() -> None:
    took = replace(an_attempt(Accepted()), message_id="abc")
    lost = an_attempt(Unknown(after=Phase.REPLY))
    blocked = an_attempt(Rejected(), problem=a_problem("D-ACC-1"))
    elsewhere = [replace(each, host="mail.example.org") for each in (took, lost, blocked)]

    assert Act.LOOK_UP in in_results(took)
    assert in_results(lost)[0] is Act.LOOK_UP
    assert Act.VERIFY_SENDER in in_results(blocked)
    for attempt in elsewhere:
        assert not {Act.LOOK_UP, Act.VERIFY_SENDER} & set(in_results(attempt))
    assert in_results(elsewhere[1])[0] is Act.MARK_SENT


def test_who_was_put_off_is_waited_for_and_not_corrected() -> None:
    nobody = an_attempt(Deferred(), problem=a_problem("SMTP-RECIPIENT-LATER"))
    results = tuple(
        RecipientResult(address=f"{code}@example.com", accepted=code < 400, code=code)
        for code in (250, 451)
    )
    partly = an_attempt(Partial(), recipients=results, problem=a_problem("SMTP-RECIPIENT-LATER"))
    offered = remedies(partly, RemedyPlace.RESULTS, has_message=True, now=NOW)

    assert in_results(nobody) == [Act.SEND_LATER, Act.KEEP_DRAFT, Act.EDIT]
    assert offered[0].label == "Send to 1 person again…"
    assert "wait some minutes" in offered[0].why


def test_who_was_not_asked_about_is_neither_corrected_nor_waited_for() -> None:
    results = (
        RecipientResult(address="a@example.com", accepted=True, code=250),
        RecipientResult(address="b@example.com", accepted=False),
    )
    partly = an_attempt(Partial(), recipients=results, problem=a_problem("SMTP-CUT-SHORT"))
    offered = remedies(partly, RemedyPlace.RESULTS, has_message=True, now=NOW)

    assert offered[0].label == "Send to 1 person again…"
    assert "did not get it" in offered[0].why


@pytest.mark.parametrize(
    ("problem", "sender", "acts"),
    [
        ("D-KEY-6", Sender.ITSELF, [Act.CHECK_KEY, Act.OTHER_KEY, Act.SEND_AGAIN, Act.EDIT]),
        ("D-KEY-6", Sender.CHOSEN, [Act.ADD_KEY, Act.SEND_AGAIN, Act.EDIT]),
        ("D-KEY-6", Sender.NOBODY, [Act.ADD_KEY, Act.EDIT]),
        ("SMTP-ADDRESS", Sender.NOBODY, [Act.CORRECT, Act.EDIT]),
    ],
)
def test_nothing_is_offered_that_needs_a_key_which_is_not_here(
    problem: str, sender: Sender, acts: list[Act]
) -> None:
    refused = an_attempt(Rejected(), problem=a_problem(problem))
    offered = remedies(refused, RemedyPlace.RESULTS, has_message=True, now=NOW, sender=sender)

    assert [each.act for each in offered] == acts


def test_unknown_sent_with_a_key_that_is_not_here_still_begins_with_looking_it_up() -> None:
    lost = an_attempt(Unknown(after=Phase.REPLY))
    offered = remedies(lost, RemedyPlace.RESULTS, has_message=True, now=NOW, sender=Sender.NOBODY)

    assert offered[0].act is Act.LOOK_UP
    assert Act.SEND_ANYWAY not in [each.act for each in offered]


def test_lost_order_of_commands_leads_to_a_way_on_which_they_cannot_be_mixed_up() -> None:
    mixed = an_attempt(Rejected(), problem=a_problem("SMTP-SEQUENCE"))
    said = SEQUENCE.remedy

    assert in_results(mixed)[:2] == [Act.SEND_WEBAPI, Act.TRY_465]
    (pipelining,) = (each for each in SETTINGS if each.key == "pipelining")
    assert pipelining.title.partition(" by SMTP")[0] in said
    assert pipelining.switches[0][0] in said


@pytest.mark.parametrize("outcome", [Accepted(), Unknown(after=Phase.UPLOAD)])
@pytest.mark.parametrize("is_in_inbox", [True, False])
def test_practice_inbox_is_offered_while_it_can_tell_of_the_mail(
    outcome: Outcome, is_in_inbox: bool
) -> None:
    attempt = an_attempt(outcome, practice=True)
    offered = remedies(
        attempt, RemedyPlace.RESULTS, has_message=True, now=NOW, is_in_inbox=is_in_inbox
    )
    acts = {each.act for each in offered}

    assert (Act.OPEN_INBOX in acts) == is_in_inbox
    # Nothing of an unknown is found out from what was sent.
    assert (Act.SHOW_MAIL in acts) == (not is_in_inbox and outcome == Accepted())


@pytest.mark.parametrize("met", ["", "key refused on every path"])
def test_another_simulation_that_is_on_now_is_ended_before_it_is_sent_again(met: str) -> None:
    refused = an_attempt(Rejected(), problem=a_problem("D-KEY-6"), practice=True)
    refused = replace(refused, simulated=met)

    assert in_results(refused, "no answer on 587") == [
        Act.STOP_SIMULATING,
        Act.SEND_AGAIN,
        Act.EDIT,
    ]


def test_first_button_sends_the_same_way_once_what_it_met_has_ended() -> None:
    silent = an_attempt(NotSent(), code=None, problem=a_problem("D-SMTP-1"), practice=True)
    met = replace(silent, simulated="no answer on 587")
    later = an_attempt(Deferred(), problem=a_problem("SMTP-TRY-LATER"), practice=True)

    ways = (Act.SEND_WEBAPI, Act.TRY_465)
    assert in_results(met, "") == [Act.SEND_AGAIN, *ways, Act.EDIT, Act.DIAGNOSE]
    assert in_results(silent, "")[0] is Act.SEND_WEBAPI
    put_off = in_results(replace(later, simulated="reply 451 at sign-in on 587"), "")
    assert put_off[0] is Act.SEND_AGAIN
    assert Act.SEND_LATER not in put_off


def test_sending_the_same_mail_once_more_has_one_name() -> None:
    every = [words.label for words in WORDS.values()]

    assert every.count("Send again") == 1
    assert not [label for label in every if label.startswith("Try again")]
