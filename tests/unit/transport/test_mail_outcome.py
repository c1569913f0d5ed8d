"""What was said in a transaction, and what becomes of the message."""

import asyncio

import pytest

from sgdesk.delivery import (
    Accepted,
    Cancelled,
    Deferred,
    NotSent,
    Outcome,
    Partial,
    Rejected,
    Unknown,
)
from sgdesk.route import Route, SmtpPath, Tls
from sgdesk.sendgrid import catalogue_failures as failures
from sgdesk.sendgrid.entries import CatalogueEntry
from sgdesk.trace import Phase
from sgdesk.transport.answers import Verdict
from sgdesk.transport.circumstances import Circumstances
from sgdesk.transport.mail_outcome import MailOutcome, judge, merge, unsent
from sgdesk.transport.replies import Reply
from sgdesk.transport.transaction import Exchange

ABOUT = Circumstances(route=Route(path=SmtpPath(port=587, tls=Tls.STARTTLS)))
OK, GO = Reply(250, "Ok"), Reply(354, "Go")
NO, LATER, BYE = Reply(550, "No"), Reply(450, "Later"), Reply(421, "Bye")
JUNK = Reply(None, "junk")
TWO = ("a@example.com", "b@example.com")


def judged(
    exchange: Exchange, failure: BaseException | None = None, *, to: tuple[str, ...] = TWO
) -> MailOutcome:
    return judge(exchange, to, failure=failure, phase=Phase.ENVELOPE, about=ABOUT)


def said(
    *recipients: Reply,
    mail: Reply | None = OK,
    data: Reply | None = None,
    final: Reply | None = None,
    committed: bool = False,
) -> Exchange:
    return Exchange(
        mail=mail,
        recipients=list(recipients),
        data=data,
        final=final,
        is_committed=committed or final is not None,
    )


GONE = ConnectionResetError()
TABLE: list[tuple[str, Exchange, BaseException | None, type[Outcome], int | None]] = [
    ("all fine", said(OK, OK, data=GO, final=OK), None, Accepted, 250),
    ("one refused", said(OK, NO, data=GO, final=OK), None, Partial, 250),
    ("refused at the end", said(OK, NO, data=GO, final=NO), None, Rejected, 550),
    ("deferred at the end", said(OK, OK, data=GO, final=LATER), None, Deferred, 450),
    ("hung up at the end", said(OK, OK, data=GO, final=BYE), None, Deferred, 421),
    ("unreadable at the end", said(OK, OK, data=GO, final=JUNK), None, Unknown, None),
    ("3yz at the end", said(OK, OK, data=GO, final=GO), None, Unknown, 354),
    ("lost at the end", said(OK, OK, data=GO, committed=True), GONE, Unknown, None),
    (
        "cancelled at the end",
        said(OK, OK, data=GO, committed=True),
        asyncio.CancelledError(),
        Unknown,
        None,
    ),
    ("silent at the end", said(OK, OK, data=GO, committed=True), TimeoutError(), Unknown, None),
    ("sender refused", said(NO, NO, mail=NO, data=NO), None, Rejected, 550),
    ("sender refused, then silent", said(mail=NO), TimeoutError(), Rejected, 550),
    ("sender refused, then gone", said(mail=NO), GONE, Rejected, 550),
    ("all refused", said(NO, NO, data=Reply(554, "no valid recipients")), None, Rejected, 550),
    ("all refused, yet 354", said(NO, NO, data=GO), None, Rejected, 550),
    ("all refused, some for now", said(NO, LATER, data=NO), None, Deferred, 450),
    ("all refused, then gone", said(NO, NO), GONE, Rejected, 550),
    ("data refused", said(OK, OK, data=Reply(451, "Later")), None, Deferred, 451),
    ("data not understood", said(OK, OK, data=OK), None, NotSent, 250),
    ("hung up at a recipient", said(OK, BYE), None, Deferred, 421),
    ("garbled at a recipient", said(OK, JUNK), None, NotSent, None),
    ("lost before any reply", said(mail=None), GONE, NotSent, None),
    ("lost before data", said(OK, OK), GONE, NotSent, None),
    ("some refused, then lost", said(OK, NO), GONE, NotSent, None),
    ("silent", said(OK), TimeoutError(), NotSent, None),
    ("silent after a refusal", said(NO), TimeoutError(), NotSent, None),
    ("cancelled", said(OK, OK, data=GO), asyncio.CancelledError(), Cancelled, None),
]


@pytest.mark.parametrize(
    ("exchange", "failure", "outcome", "code"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_a_transaction_ends_in_its_outcome(
    exchange: Exchange, failure: BaseException | None, outcome: type[Outcome], code: int | None
) -> None:
    mail = judged(exchange, failure)

    assert type(mail.verdict.outcome) is outcome
    assert (mail.reply.code if mail.reply else None) == code
    assert (mail.verdict.problem is None) == (outcome is Accepted)
    assert [r.address for r in mail.recipients] == list(TWO)
    assert any(r.accepted for r in mail.recipients) == (outcome in (Accepted, Partial))


def test_an_early_refusal_ends_the_upload() -> None:
    exchange = said(OK, OK, data=GO)
    exchange.early = Reply(552, "Too big")

    mail = judged(exchange)

    assert mail.verdict.outcome == Rejected()
    assert mail.reply == exchange.early


def test_each_recipient_keeps_its_own_reply() -> None:
    mail = judged(said(Reply(250, "fine"), Reply(550, "who?"), data=GO, final=OK))

    assert [(r.accepted, r.code, r.reply) for r in mail.recipients] == [
        (True, 250, "fine"),
        (False, 550, "who?"),
    ]
    assert mail.verdict.problem is not None
    assert mail.verdict.problem.title == "1 of 2 people refused"
    assert 'b@example.com: "550 who?"' in mail.verdict.problem.explanation
    assert "Accepted for a@example.com." in mail.verdict.problem.explanation


def test_accepted_recipients_of_a_refused_message_get_its_reply() -> None:
    mail = judged(said(OK, NO, data=GO, final=Reply(554, "spam")))

    assert [(r.code, r.reply) for r in mail.recipients] == [(554, "spam"), (550, "No")]


def test_taken_recipient_of_a_lost_mail_may_have_been_accepted() -> None:
    mail = judged(said(OK, NO, data=GO, committed=True), GONE)

    assert [r.accepted for r in mail.recipients] == [None, False]


def test_recipient_of_a_mail_without_an_answer_keeps_what_was_said_of_it() -> None:
    lost = judged(said(OK, NO, data=GO, committed=True), TimeoutError())
    told = [(each.accepted, each.code) for each in lost.recipients]
    assert told == [(None, 250), (False, 550)]

    # Nobody said no to the first of a mail whose end never left.
    broken = judged(said(OK, NO, data=GO), GONE)
    assert [each.code for each in broken.recipients] == [None, 550]


def test_all_refused_names_how_many() -> None:
    mail = judged(said(NO, NO, data=GO))

    assert mail.verdict.problem is not None
    assert mail.verdict.problem.title == "2 of 2 people refused"


@pytest.mark.parametrize(
    ("replies", "to", "title", "remedy"),
    [
        ((LATER,), TWO[:1], "The server cannot take a recipient now", "Wait some minutes"),
        ((LATER, LATER), TWO, "2 of 2 people put off", "Wait some minutes"),
        ((NO, LATER), TWO, "1 of 2 people put off", "Wait some minutes"),
        ((OK, LATER), TWO, "1 of 2 people put off", "Wait some minutes"),
        ((OK, NO, LATER), (*TWO, "c@example.com"), "2 of 3 people refused", "Correct"),
        ((NO,), TWO[:1], "The server refused a recipient", "Correct"),
    ],
)
def test_a_recipient_that_is_put_off_is_waited_for_and_one_refused_is_corrected(
    replies: tuple[Reply, ...], to: tuple[str, ...], title: str, remedy: str
) -> None:
    final = OK if OK in replies else None
    mail = judged(said(*replies, data=GO if final else NO, final=final), to=to)

    assert mail.verdict.problem is not None
    assert mail.verdict.problem.title == title
    assert mail.verdict.problem.remedy.startswith(remedy)
    assert ("refused" in mail.verdict.problem.title) == (remedy == "Correct")


@pytest.mark.parametrize(
    "entry", [failures.SOME_REFUSED, failures.SOME_LATER, failures.SOME_NOT_REACHED]
)
def test_what_to_do_for_some_reads_right_for_one_of_them(entry: CatalogueEntry) -> None:
    assert not {"those", "their", "addresses", "are"} & set(entry.remedy.split())


def accepted(address: str) -> MailOutcome:
    return judged(said(OK, data=GO, final=OK), to=(address,))


def refused(address: str, reply: Reply = NO) -> MailOutcome:
    return judged(said(OK, data=GO, final=reply), to=(address,))


def lost(address: str) -> MailOutcome:
    return judged(said(OK, data=GO, committed=True), GONE, to=(address,))


def never(address: str) -> MailOutcome:
    return unsent((address,), Verdict(outcome=NotSent()))


A, B, C = "a@example.com", "b@example.com", "c@example.com"


@pytest.mark.parametrize(
    ("mails", "outcome"),
    [
        ([accepted(A), accepted(B)], Accepted),
        ([accepted(A), refused(B)], Partial),
        ([accepted(A), never(B)], Partial),
        ([accepted(A), lost(B), never(C)], Unknown),
        ([refused(A), refused(B, LATER)], Rejected),
        ([refused(A, LATER), never(B)], Deferred),
        ([never(A), never(B)], NotSent),
        ([never(A)], NotSent),
    ],
)
def test_several_transactions_make_one_outcome(
    mails: list[MailOutcome], outcome: type[Outcome]
) -> None:
    whole = merge(mails, ABOUT)

    assert type(whole.verdict.outcome) is outcome
    assert len(whole.recipients) == len(mails)


def test_few_who_were_accepted_are_named_and_many_are_counted() -> None:
    def explained(count: int) -> str:
        people = tuple(f"p{number}@example.com" for number in range(count))
        replies = [*[OK] * (count - 1), NO]
        found = judged(said(*replies, data=GO, final=OK), to=people).verdict.problem
        assert found is not None
        return found.explanation

    assert explained(2).startswith("Accepted for p0@example.com. Refused:")
    assert explained(5).startswith("Accepted for 4 people. Refused:")


@pytest.mark.parametrize(
    ("mails", "title", "words"),
    [
        ([accepted(A), never(B), never(C)], "2 of 3 people did not get it", f"Left: {B}; {C}"),
        ([accepted(A), refused(B, LATER), never(C)], "2 of 3 people did not get it", f"; {C}"),
        ([accepted(A), refused(B), never(C)], "2 of 3 people refused", "Refused: "),
    ],
)
def test_nobody_is_called_refused_who_was_never_asked_about(
    mails: list[MailOutcome], title: str, words: str
) -> None:
    problem = merge(mails, ABOUT).verdict.problem

    assert problem is not None
    assert problem.title == title
    assert words in problem.explanation
    assert ("Correct" in problem.remedy) == ("refused" in title)


def test_unknown_mail_to_each_says_who_has_it_and_who_may_have_it() -> None:
    problem = merge([accepted(A), lost(B), never(C)], ABOUT).verdict.problem

    assert problem is not None
    assert f"Accepted for {A}. Not known for {B}. Not sent to {C}." in problem.explanation
