"""Whatever a row of the log says, in its cells and its sentences, finds it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sgdesk.account.account import PRACTICE
from sgdesk.clock import wall_utc
from sgdesk.delivery import (
    Accepted,
    Attempt,
    AttemptId,
    Deferred,
    NotSent,
    Outcome,
    Partial,
    Problem,
    RecipientResult,
    Rejected,
    Unknown,
)
from sgdesk.message import Address, Recipient
from sgdesk.present.history_row import row_of
from sgdesk.present.log_filter import LogFilter
from sgdesk.present.problem_words import reason_text, rule_text
from sgdesk.present.refusals import unanswered_text
from sgdesk.present.steps import stopped_at
from sgdesk.route import SmtpPath, Tls, WebApiPath
from sgdesk.store import Store
from sgdesk.trace import SILENT, Phase, Trace
from tests.support.attempts import a_trace, an_attempt
from tests.support.engine import ROUTE, a_delivery, a_message

SILENCE = Problem(
    id="TIMEOUT",
    title="No answer while waiting for the greeting",
    explanation="Not sent. Waiting for the greeting took longer than 5 s.",
    remedy="Send again.",
    source="RFC 5321 section 4.5.3.2",
)


def _silent(phase: Phase) -> Trace:
    trace = a_trace((Phase.CONNECT, 10), (phase, 5000), failed=phase)
    return replace(trace, spans=(trace.spans[0], replace(trace.spans[1], detail=SILENT)))


def _kinds() -> Iterator[Attempt]:
    """Give one of each kind that says something of its own."""
    partial = (
        RecipientResult(address="ada@example.com", accepted=True, code=250, reply="Ok"),
        RecipientResult(address="b@example.com", accepted=False, code=550, reply="5.1.1 Gone"),
    )
    lost = replace(
        an_attempt(NotSent(), trace=_silent(Phase.GREETING), code=None, problem=SILENCE),
        practice=True,
        simulated="no greeting on 587",
    )
    yield lost
    yield replace(lost, simulated_ms=80.0)
    yield from (replace(lost, trace=_silent(phase)) for phase in Phase)
    yield an_attempt(trace=a_trace(warm=True))
    yield an_attempt(trace=replace(a_trace(), overlapped=True), path=WebApiPath())
    yield an_attempt(Accepted(checked_only=True), path=WebApiPath())
    yield an_attempt(practice=True)
    some = replace(SILENCE, title="1 of 2 people refused", explanation="Accepted for 1.")
    yield an_attempt(Partial(), recipients=partial, problem=some)
    yield an_attempt(path=SmtpPath(port=25, tls=Tls.PLAIN))
    yield an_attempt(path=SmtpPath(port=465, tls=Tls.IMPLICIT))
    others: tuple[Outcome, ...] = (Rejected(), Deferred(), Unknown(after=Phase.UPLOAD))
    yield from (an_attempt(outcome, problem=SILENCE) for outcome in others)


def _to(address: str) -> Recipient:
    return Recipient(address=Address(email=address))


async def _kept(attempt: Attempt) -> Store:
    store = await Store.open(None)
    route = replace(ROUTE, path=attempt.path, practice=attempt.practice)
    account = PRACTICE.name if attempt.practice else "work"
    everyone = tuple(_to(each) for each in ("ada@example.com", "b@example.com"))
    message = replace(a_message("Autumn news"), to=everyone)
    delivery = replace(a_delivery("a", route, message), account=account)
    await store.begin(delivery, AttemptId("a"))
    await store.finish(replace(attempt, id=AttemptId("a")))
    return store


_TERMS = {Tls.STARTTLS: "STARTTLS", Tls.IMPLICIT: "TLS", Tls.PLAIN: "no encryption"}


@pytest.mark.parametrize("attempt", tuple(_kinds()))
async def test_row_is_found_by_each_of_its_words(attempt: Attempt) -> None:
    store = await _kept(attempt)
    (kept,) = await store.list()
    row, problem = row_of(kept), attempt.problem
    shown = [row.path, row.account, row.recipients, row.subject, row.result.word, row.code]
    shown += [row.total, *row.tags, stopped_at(attempt.trace)]
    shown.append(unanswered_text(attempt).replace(", at the step", ""))
    shown.append(
        _TERMS[attempt.path.tls] if isinstance(attempt.path, SmtpPath) else "Web API (HTTPS)"
    )
    if problem is not None:
        shown += [problem.title, reason_text(problem, row.result.word), rule_text(problem)]
        shown += ["failed", "Timeout"] if attempt.code is None else []
    else:
        shown.append(row.result.meaning.partition(". ")[0])
    missed = []
    for word in " ".join(shown).replace(",", " ").replace("(", " ").replace(")", " ").split():
        words = LogFilter(text=word.upper()).words(wall_utc())
        missed += [word] if await store.count(words=words) != 1 else []
    await store.aclose()

    assert missed == []


def _cut(detail: str) -> Attempt:
    """Give one that was cut off, in the system's words."""
    trace = a_trace((Phase.CONNECT, 10), (Phase.UPLOAD, 5), failed=Phase.UPLOAD)
    spans = (trace.spans[0], replace(trace.spans[1], detail=detail))
    return an_attempt(NotSent(), trace=replace(trace, spans=spans), code=None)


@pytest.mark.parametrize(
    ("text", "attempt"),
    [
        ("m-42x", replace(an_attempt(), message_id="m-42x")),
        ("5.7.1", replace(an_attempt(Rejected(), code=550), enhanced_code="5.7.1")),
        ("reset peer", _cut("Connection reset by peer")),
        ("simulated", replace(an_attempt(practice=True), simulated_ms=80.0)),
    ],
)
async def test_result_is_found_by_what_stands_in_its_detail_alone(
    text: str, attempt: Attempt
) -> None:
    store = await _kept(attempt)
    found = await store.count(words=LogFilter(text=text).words(wall_utc()))
    await store.aclose()

    assert found == 1


async def test_what_was_simulated_beside_a_mail_that_went_well_is_not_said_and_not_found() -> None:
    store = await _kept(replace(an_attempt(practice=True), simulated="no greeting on 465"))
    found = await store.count(words=LogFilter(text="greeting").words(wall_utc()))
    await store.aclose()

    assert found == 0


@pytest.mark.parametrize("word", ["greeting", "timeout", "failed", "simulation", "reused", "gone"])
async def test_word_finds_no_row_that_does_not_say_it(word: str) -> None:
    store = await _kept(an_attempt())
    count = await store.count(words=LogFilter(text=word).words(wall_utc()))
    await store.aclose()

    assert count == 0
