"""Whether it is said of a result that sending its mail again is safe."""

import re
from dataclasses import replace

import pytest

from sgdesk.delivery import (
    Accepted,
    Cancelled,
    Deferred,
    NotSent,
    Outcome,
    Partial,
    Problem,
    RecipientResult,
    Rejected,
    Unknown,
)
from sgdesk.present.problem_words import why_text
from sgdesk.present.since import NOTHING_SINCE, Since
from sgdesk.present.ticket import ticket_text
from sgdesk.present.twice import MAY_COME_TWICE, again_text, safe_text, to_do_text
from sgdesk.sendgrid import (
    catalogue_failures,
    catalogue_http,
    catalogue_proxies,
    catalogue_smtp,
)
from sgdesk.sendgrid.entries import CatalogueEntry
from sgdesk.store.recovery import INTERRUPTED
from sgdesk.trace import Phase
from tests.support.attempts import NOT_KEPT_SINCE, a_problem, an_attempt

SAFE = "Nobody has it: sending again is safe."
NOBODY = "Nobody has it, so nobody gets it twice."
LOST = Unknown(after=Phase.UPLOAD)
BEFORE = Since(words="Sent before, 14:00 by Web API: Accepted.", may_have=True)
GONE = Since(some_gone=True)
AS_FAR = "As far as this history knows, nobody has it"
SINCE = Since(words="Sent since, 14:00 by Web API: Accepted.", is_settled=True, may_have=True)
SOME = replace(SINCE, is_settled=False, is_partly=True)
ALL_HAVE_IT = "Everybody has it; sent again, they would get it twice."
TWO = (
    RecipientResult(address="ada@example.com", accepted=True, code=250),
    RecipientResult(address="bob@example.com", accepted=True, code=250),
)
THREE = (*TWO, RecipientResult(address="eve@example.com", accepted=False, code=550))


def test_not_sent_says_that_sending_again_is_safe_where_that_is_so_and_said_once() -> None:
    refused = an_attempt(NotSent(), problem=a_problem("D-TCP-2"))
    lost = an_attempt(LOST, problem=a_problem("NO-REPLY"))

    assert safe_text(refused, NOTHING_SINCE) == SAFE
    assert safe_text(refused, Since(may_have=True)) == ""
    assert safe_text(refused, NOT_KEPT_SINCE) == ""
    assert safe_text(lost, NOTHING_SINCE) == ""
    assert safe_text(an_attempt(NotSent(), problem=a_problem("D-TLS-8")), NOTHING_SINCE) == ""
    assert safe_text(an_attempt(NotSent(), problem=a_problem("D-KEY-6")), NOTHING_SINCE) == ""


@pytest.mark.parametrize(
    ("outcome", "since", "decided", "says"),
    [
        (NotSent(), NOTHING_SINCE, None, SAFE),
        (NotSent(), GONE, None, f"{AS_FAR}: sending again is safe."),
        (Rejected(), GONE, None, f"{AS_FAR}, so nobody gets it twice."),
        (LOST, GONE, "not_sent", "By that, as far as this history knows, nobody has it and it can"),
        (NotSent(), SINCE, None, ALL_HAVE_IT),
        (LOST, SINCE, None, ALL_HAVE_IT),
        (Partial(), SINCE, None, ALL_HAVE_IT),
        (NotSent(), SOME, None, MAY_COME_TWICE),
        (NotSent(), BEFORE, None, MAY_COME_TWICE),
        (NotSent(), NOT_KEPT_SINCE, None, "other sends of it are not known."),
        (Rejected(), NOTHING_SINCE, None, NOBODY),
        (Rejected(), BEFORE, None, MAY_COME_TWICE),
        (Deferred(), NOTHING_SINCE, None, NOBODY),
        (Cancelled(), NOTHING_SINCE, None, NOBODY),
        (LOST, NOTHING_SINCE, None, MAY_COME_TWICE),
        (LOST, NOTHING_SINCE, "sent", MAY_COME_TWICE),
        (LOST, NOTHING_SINCE, "not_sent", "By that, nobody has it and it can be sent again."),
        (LOST, NOT_KEPT_SINCE, "not_sent", "By that, nobody has it by this send. Its text was"),
        (LOST, SOME, "not_sent", MAY_COME_TWICE),
        (Accepted(), NOTHING_SINCE, None, MAY_COME_TWICE),
        (Partial(), NOTHING_SINCE, None, "Do not send it to all again: some would get it twice."),
    ],
)
def test_ticket_says_once_whether_sending_again_is_safe(
    outcome: Outcome, since: Since, decided: str | None, says: str
) -> None:
    attempt = an_attempt(outcome, problem=a_problem("D-TCP-2"))
    text = ticket_text(attempt, 1, decided, since=since)

    assert text.count(says) == 1
    assert (" safe." in text) == says.endswith(" safe.")
    assert text.count("nobody has it") + text.count("Nobody has it") <= 1


def test_no_ground_says_itself_what_comes_of_sending_again() -> None:
    tables = (catalogue_failures, catalogue_http, catalogue_proxies, catalogue_smtp)
    values = [value for table in tables for value in vars(table).values()]
    entries = [
        value for value in (*values, INTERRUPTED) if isinstance(value, CatalogueEntry | Problem)
    ]

    assert len(entries) > 100
    assert not [
        entry.title
        for entry in entries
        if re.search(r"again is safe|that is safe|twice\.|^Unknown", entry.explanation)
        or "safe" in entry.remedy
    ]


def test_of_a_mail_that_a_part_has_it_is_said_not_to_send_it_to_all_again() -> None:
    partly = an_attempt(Partial(), recipients=THREE, problem=a_problem("SMTP-PART"))

    said = "Do not send it to all 3 again: 2 of 3 people would get it twice."
    assert safe_text(partly, NOTHING_SINCE) == said
    both = replace(partly, recipients=THREE[1:])
    assert safe_text(both, NOTHING_SINCE).startswith("Do not send it to both again: 1 of 2")
    assert said in ticket_text(partly, 3)
    assert safe_text(partly, SINCE) == ""
    assert ALL_HAVE_IT in ticket_text(partly, 3, since=SINCE)


def test_check_alone_says_nothing_of_sending_again() -> None:
    assert again_text(an_attempt(Accepted(checked_only=True)), NOTHING_SINCE) == ""


@pytest.mark.parametrize("problem", ["D-KEY-6", "D-TLS-3", "D-TCP-2"])
def test_detail_says_of_every_failure_what_its_ticket_says_of_sending_again(problem: str) -> None:
    attempt = an_attempt(NotSent(), problem=a_problem(problem))
    again = again_text(attempt, NOTHING_SINCE)

    assert again.startswith("Nobody has it")
    assert again in why_text(attempt, NOTHING_SINCE)
    assert again in ticket_text(attempt, 1)


def test_what_was_known_of_an_unknown_stands_behind_what_the_sender_said_of_it() -> None:
    lost = an_attempt(LOST, problem=a_problem("NO-REPLY"))

    assert why_text(lost, NOTHING_SINCE, "not_sent") == (
        "By that, nobody has it and it can be sent again. Before that: Explanation."
    )


def test_what_some_have_by_now_is_to_go_to_the_others_alone() -> None:
    refused = an_attempt(NotSent(), problem=a_problem("D-KEY-6"), practice=True)
    simulated = replace(refused, simulated="key refused")

    assert to_do_text(simulated, NOTHING_SINCE, "").startswith("Practice no longer simulates this")
    for attempt in (simulated, an_attempt(NotSent(), problem=a_problem("D-TCP-6"))):
        assert to_do_text(attempt, SOME, "").startswith("Send it to the others alone")
        rest = replace(SOME, may_rest_have=True)
        assert to_do_text(attempt, rest, "").startswith("Find out first which of the others have")
    lost = an_attempt(LOST, problem=a_problem("NO-REPLY"))
    assert to_do_text(lost, SOME, "") == to_do_text(lost, NOTHING_SINCE, "")


def test_practice_mail_is_captured_for_everybody_and_nobody_is_said_to_have_it() -> None:
    attempt = an_attempt(NotSent(), problem=a_problem("D-TCP-2"), practice=True)

    assert again_text(attempt, SINCE).startswith("It was captured for everybody")


def test_unknown_that_was_not_sent_is_no_mail_of_nobody_where_some_were_answered() -> None:
    results = (TWO[0], replace(TWO[1], accepted=None, code=None), THREE[2])
    lost = an_attempt(LOST, problem=a_problem("NO-REPLY"), recipients=results)

    said = again_text(lost, NOTHING_SINCE, "not_sent")
    assert said == "Do not send it to all 3 again: 1 of 3 people would get it twice."
    assert again_text(lost, NOTHING_SINCE) == MAY_COME_TWICE


def test_while_another_send_is_on_its_way_it_is_advised_to_wait_for_that() -> None:
    refused = an_attempt(NotSent(), problem=a_problem("D-TCP-2"))
    on_its_way = Since(doubt="Another send of it is on its way.", is_on_its_way=True)

    assert to_do_text(refused, on_its_way, "").startswith("Wait for the result of the send")
    assert not to_do_text(refused, NOTHING_SINCE, "").startswith("Wait")
    settled = replace(SINCE, is_on_its_way=True)
    assert to_do_text(refused, settled, "") == to_do_text(refused, SINCE, "")


@pytest.mark.parametrize(("problem", "is_said"), [("D-TCP-1", True), ("D-KEY-6", False)])
def test_what_helps_a_way_that_failed_is_said_though_its_mail_went_since(
    problem: str, is_said: bool
) -> None:
    failed = an_attempt(
        NotSent(), problem=replace(a_problem(problem), remedy="Try another port."), code=None
    )
    live, practice = failed, replace(failed, practice=True)

    said = "For the next mail: try another port."
    assert to_do_text(live, SINCE, None) == (said if is_said else "")
    assert (f"What to do: {said}" in ticket_text(live, 1, since=SINCE)) is is_said
    assert to_do_text(practice, SINCE, "") == (
        "For live mail: try another port." if is_said else ""
    )
