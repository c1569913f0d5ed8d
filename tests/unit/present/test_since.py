"""What a result says of the later sends of its mail."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest

from sgdesk.clock import wall_utc
from sgdesk.delivery import (
    Accepted,
    Attempt,
    AttemptId,
    NotSent,
    Outcome,
    Partial,
    RecipientResult,
    Rejected,
    Unknown,
)
from sgdesk.message import Address, Message, Recipient
from sgdesk.message.domain import email_key
from sgdesk.present.problem_words import why_text
from sgdesk.present.since import NOTHING_SINCE, Since, doubt_text, since
from sgdesk.present.summary import summary_text
from sgdesk.present.ticket import ticket_text
from sgdesk.present.twice import again_text, safe_text, to_do_text
from sgdesk.store import HistoryRow, Others, OtherSend
from sgdesk.store.other_sends import Doubt
from sgdesk.trace import Phase
from tests.support.attempts import NOT_KEPT_SINCE, a_problem, an_attempt


def mail(*people: str) -> Message:
    """Make a mail to so many."""
    to = tuple(Recipient(address=Address(email=f"{one}@example.com")) for one in people)
    return Message(sender=Address(email="me@example.com"), to=to, subject="News", text="Hello")


def later(name: str, message: Message, outcome: Outcome) -> OtherSend:
    """Make a later send."""
    attempt = replace(an_attempt(outcome), id=AttemptId(name))
    row = HistoryRow(
        seq=2,
        created_at=attempt.trace.started_at,
        group_id="",
        sender="me@example.com",
        recipients=(),
        recipient_count=len(message.everyone),
        subject="News",
        attempt=attempt,
    )
    keys = frozenset(email_key(one.email) for one in message.everyone)
    return OtherSend(row=row, people=keys)


def partly() -> Attempt:
    """Make a send that was refused for bob alone."""
    results = (
        RecipientResult(address="ada@example.com", accepted=True, code=250),
        RecipientResult(address="bob@example.com", accepted=False, code=550),
    )
    problem = replace(a_problem("SMTP-PART"), remedy="Correct the addresses.")
    return replace(an_attempt(Partial(), recipients=results), problem=problem)


def found(attempt: Attempt, *sends: OtherSend, message: Message | None = None) -> Since:
    """Say what became of it."""
    return since(attempt, message or mail("ada", "bob"), Others(since=sends), wall_utc())


def test_later_send_that_was_taken_is_told_before_a_later_one_that_was_not() -> None:
    ada = mail("ada")
    sends = (later("b", ada, Accepted()), later("c", ada, NotSent()))
    told = found(an_attempt(NotSent()), *sends, message=ada)

    assert told.words.startswith("Sent since, ")
    assert told.words.endswith(": Accepted.")
    assert (told.newest, told.is_settled) == ("b", True)


@pytest.mark.parametrize("outcome", [Partial(), Unknown(after=Phase.UPLOAD)])
def test_mail_that_a_part_has_or_may_have_is_not_called_safe_either(outcome: Outcome) -> None:
    ada, attempt = mail("ada"), replace(an_attempt(NotSent()), problem=a_problem("D-PORT-1"))
    before = later("a", ada, outcome)
    told = since(attempt, ada, Others(before=(before,)), wall_utc())
    lost = later("a", ada, Unknown(after=Phase.UPLOAD))
    never_went = replace(lost, row=replace(lost.row, decided="not_sent"))

    assert again_text(attempt, told) == "If it is sent again, it may come twice."
    assert safe_text(attempt, told) == ""
    assert safe_text(attempt, since(attempt, ada, Others(before=(never_went,)), wall_utc())) != ""


@pytest.mark.parametrize("tried_since", [False, True])
def test_mail_that_was_accepted_before_is_never_called_safe_to_send_again(
    *, tried_since: bool
) -> None:
    ada, attempt = mail("ada"), replace(an_attempt(NotSent()), problem=a_problem("D-PORT-1"))
    before = later("a", ada, Accepted())
    check = later("b", ada, Accepted(checked_only=True))
    sends = (later("c", ada, NotSent()),) if tried_since else ()
    told = since(attempt, ada, Others(before=(before, check), since=sends), wall_utc())

    assert told.words.startswith("Sent before, ")
    assert told.words.endswith(": Accepted.")
    assert again_text(attempt, told) == "If it is sent again, it may come twice."
    assert (told.newest, told.is_settled) == ("a", False)
    assert safe_text(attempt, told) == ""
    assert safe_text(attempt, since(attempt, ada, Others(before=(check,)), wall_utc())) != ""
    assert "Sent before, " in ticket_text(attempt, 1, None, since=told)


@pytest.mark.parametrize(
    ("outcome", "word"), [(Rejected(), ": refused."), (Accepted(checked_only=True), "")]
)
def test_later_send_that_failed_settles_nothing_and_a_check_is_none(
    outcome: Outcome, word: str
) -> None:
    told = found(an_attempt(NotSent()), later("b", mail("ada"), outcome), message=mail("ada"))

    assert told.words.endswith(word)
    assert told.words.startswith("Tried again at " if word else "")
    assert not told.is_settled


def test_mail_that_was_accepted_tells_of_the_try_before_it_unless_that_was_accepted_too() -> None:
    ada, failed = mail("ada"), later("a", mail("ada", "bob"), NotSent())
    took, other = later("b", ada, Accepted()), later("c", mail("eve"), NotSent())

    def told(*before: OtherSend) -> Since:
        return since(an_attempt(), ada, Others(before=before), wall_utc())

    assert told(took, failed, other).words == "Tried before, at 1 Jan 12:30 by SMTP 587: Not sent."
    assert told(took, failed, other).newest == "a"
    assert told(failed, took) == told(other) == told() == NOTHING_SINCE
    assert "Tried before, " in ticket_text(an_attempt(), 1, since=told(failed))


def test_of_mail_that_was_accepted_and_went_again_or_was_not_kept_nothing_is_told() -> None:
    again = later("b", mail("ada"), Accepted())

    assert found(an_attempt(), again) == NOTHING_SINCE
    not_kept = Others(doubt=Doubt.NOT_KEPT)
    assert since(an_attempt(NotSent()), None, not_kept, wall_utc()) == NOT_KEPT_SINCE
    # The text may go between two looks into the history.
    assert since(an_attempt(NotSent()), None, Others(), wall_utc()) == NOT_KEPT_SINCE


def test_partly_accepted_mail_is_settled_once_the_rest_have_it() -> None:
    told = found(partly(), later("b", mail("bob"), Accepted()))

    assert told.words.startswith("Since then it was accepted for the rest")
    assert (told.left, told.newest, told.is_settled) == ((), "b", True)


def test_partly_accepted_mail_whose_people_nobody_named_is_not_called_settled() -> None:
    """Results of older versions, and servers that name nobody, tell not whom it was taken for."""
    unnamed = replace(partly(), recipients=())

    assert not found(unnamed).is_settled
    assert found(unnamed, later("b", mail("ada", "bob"), Accepted())).is_settled


def test_partly_accepted_mail_tells_of_what_the_rest_had_before_or_may_have() -> None:
    had = Others(before=(later("a", mail("bob"), Accepted()),))
    told = since(partly(), mail("ada", "bob"), had, wall_utc())
    assert told.words == "An earlier send was accepted for the rest."
    assert (told.left, told.is_settled, told.newest) == ((), True, "a")

    lost = found(partly(), later("b", mail("bob"), Unknown(after=Phase.UPLOAD)))
    assert lost.words.startswith("Of a send at ")
    assert lost.words.endswith("it is not known whether it brought it.")
    assert (lost.may_have, lost.is_settled, lost.newest) == (True, False, "b")
    assert not found(partly(), later("b", mail("ada"), Unknown(after=Phase.UPLOAD))).may_have


def test_partly_accepted_mail_tells_why_the_rest_may_have_it_by_a_send_that_is_not_known() -> None:
    doubt = doubt_text(Doubt.ON_ITS_WAY)
    told = since(partly(), mail("ada", "bob"), Others(doubt=Doubt.ON_ITS_WAY), wall_utc())

    assert told.words == doubt
    assert (told.left, told.doubt) == (("bob@example.com",), doubt)
    assert doubt in why_text(partly(), told)
    bob = Others(since=(later("b", mail("bob"), Accepted()),), doubt=Doubt.ON_ITS_WAY)
    settled = since(partly(), mail("ada", "bob"), bob, wall_utc())
    assert (settled.is_settled, settled.doubt) == (True, "")
    assert doubt not in settled.words


def test_partly_accepted_mail_is_open_while_the_rest_got_it_by_none() -> None:
    told = found(partly(), later("b", mail("ada"), Accepted()))

    assert (told.words, told.left, told.newest) == ("", ("bob@example.com",), None)
    assert not told.is_settled


def test_send_that_brought_it_to_some_of_its_people_since_is_told_and_nothing_called_safe() -> None:
    three = mail("ada", "bob", "cy")
    attempt = replace(an_attempt(NotSent()), problem=a_problem("D-PORT-1"))
    some = later("b", mail("ada", "bob"), Accepted())
    part, whole = (found(attempt, *sends, message=three) for sends in ([some], [some, rest()]))

    assert part.words.startswith("Sent since, ")
    assert part.words.endswith(": Accepted. It was accepted for 2 of 3 people since.")
    assert (part.is_settled, part.may_have, safe_text(attempt, part)) == (False, True, "")
    assert (whole.is_settled, whole.newest) == (True, "c")
    assert whole.words.endswith(": Accepted.")


def test_who_is_left_is_not_named_as_without_it_where_an_unknown_send_may_have_brought_it() -> None:
    ada, everyone = later("a", mail("ada"), Accepted()), mail("ada", "bob")
    lost = later("b", mail("bob"), Unknown(after=Phase.UPLOAD))
    failed = replace(an_attempt(NotSent()), problem=a_problem("D-PORT-1"))
    sure = found(failed, ada)
    unsure = [found(failed, *sends) for sends in ((ada, lost), (lost, ada))]
    before = since(failed, everyone, Others(before=(lost,), since=(ada,)), wall_utc())
    doubted = since(failed, everyone, Others(since=(ada,), doubt=Doubt.UNTOLD), wall_utc())

    assert to_do_text(failed, sure, None).startswith("Send it to the others alone")
    for told in (*unsure, before, doubted):
        assert to_do_text(failed, told, None).startswith("Find out first which of the others")
        assert "not known" in told.words


def rest() -> OtherSend:
    """Make a send to the third alone."""
    return later("c", mail("cy"), Accepted())


def test_send_to_others_alone_says_nothing_of_this_one() -> None:
    attempt = replace(an_attempt(NotSent()), problem=a_problem("D-PORT-1"))
    sends = Others(before=(later("a", mail("eve"), Accepted()),), since=(rest(),))
    told = since(attempt, mail("ada", "bob"), sends, wall_utc())

    assert told == NOTHING_SINCE
    assert "safe" in safe_text(attempt, told)


def test_where_not_every_send_is_known_none_is_called_safe() -> None:
    attempt = replace(an_attempt(NotSent()), problem=a_problem("D-PORT-1"))
    told = since(attempt, mail("ada"), Others(doubt=Doubt.UNTOLD), wall_utc())

    assert safe_text(attempt, told) == ""
    assert "Nobody has it by this send. Whether another send brought it" in ticket_text(
        attempt, 1, since=told
    )


def test_ticket_tells_of_the_later_send_in_place_of_what_is_done_no_more() -> None:
    attempt = partly()
    told = found(attempt, later("b", mail("bob"), Accepted()))

    assert "What to do: Correct the addresses." in summary_text(attempt, 2)
    said = ticket_text(attempt, 2, since=told)
    assert told.words in said
    assert "What to do" not in said


def test_each_doubt_of_the_history_is_said_in_a_sentence_of_its_own() -> None:
    said = {doubt_text(doubt) for doubt in Doubt}

    assert len(said) == len(Doubt)
    assert all(each.endswith(".") for each in said)
    assert doubt_text(None) == ""


def test_time_of_another_day_says_which() -> None:
    one = later("b", mail("ada"), Accepted())
    now = one.row.attempt.trace.started_at + timedelta(days=400)
    told = since(an_attempt(NotSent()), mail("ada"), Others(since=(one,)), now)

    assert f" {one.row.attempt.trace.started_at.astimezone().year} by " in told.words


@pytest.mark.parametrize(
    ("outcome", "decided", "may_have"),
    [
        (Unknown(after=Phase.UPLOAD), None, True),
        (Unknown(after=Phase.UPLOAD), "not_sent", False),
        (Partial(), None, True),
        (Rejected(), None, False),
        (Accepted(checked_only=True), None, False),
    ],
)
def test_send_since_that_may_have_brought_it_is_not_forgotten_for_one_after_it(
    outcome: Outcome, decided: Literal["not_sent"] | None, *, may_have: bool
) -> None:
    ada, last = mail("ada"), later("c", mail("ada"), NotSent())
    between = later("b", ada, outcome)
    between = replace(between, row=replace(between.row, decided=decided))
    told = found(an_attempt(NotSent()), between, last, message=ada)

    assert told.words.endswith(": not sent.")
    assert told.may_have is may_have
