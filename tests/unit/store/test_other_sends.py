"""The other sends of a mail, before one of them and since, to the same people or others."""

import itertools
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sgdesk.delivery import (
    Accepted,
    AttemptId,
    Cancelled,
    Deferred,
    NotSent,
    Outcome,
    Partial,
    RecipientResult,
    Rejected,
    Unknown,
)
from sgdesk.message import Address, Copies, Message, Recipient
from sgdesk.profile import HISTORY_FILE
from sgdesk.store import Others, OtherSend, Store
from sgdesk.store.history import Query, list_rows, list_sent_since
from sgdesk.store.other_sends import Doubt
from sgdesk.store.sent_since import MOST_LOOKED_AT
from sgdesk.trace import Phase
from tests.support.attempts import an_attempt
from tests.support.engine import ROUTE, a_delivery, a_message
from tests.support.older import make_older


def mail(*people: str) -> Message:
    """Make one mail to so many."""
    to = tuple(Recipient(address=Address(email=f"{one}@example.com")) for one in people)
    return replace(a_message("News"), to=to)


async def sent(store: Store, name: str, message: Message, outcome: Outcome) -> None:
    """Keep a send that ended so."""
    await store.begin(a_delivery(name, message=message), AttemptId(name))
    await store.finish(replace(an_attempt(outcome), id=AttemptId(name)))


def names(sends: Iterable[OtherSend]) -> list[str]:
    """Name sends."""
    return [str(one.row.attempt.id) for one in sends]


async def test_other_sends_of_a_mail_are_given_oldest_first_on_both_sides() -> None:
    store = await Store.open(None)
    lost = Unknown(after=Phase.UPLOAD)
    ends: tuple[Outcome, ...] = (Accepted(), lost, NotSent(), NotSent(), Accepted())
    for name, outcome in zip("aubcd", ends, strict=True):
        await sent(store, name, mail("ada"), outcome)
    others = await store.others(AttemptId("b"))
    last = await store.others(AttemptId("d"))
    await store.aclose()

    assert (names(others.before), names(others.since)) == (["a", "u"], ["c", "d"])
    assert (names(last.before), last.since) == (["a", "u", "b", "c"], ())


async def test_same_mail_is_what_says_the_same_however_copied_and_to_whomever() -> None:
    store = await Store.open(None)
    await sent(store, "a", mail("ada", "bob", "cy"), NotSent())
    await sent(store, "each", replace(mail("ada", "bob"), copies=Copies.EACH), Partial())
    copied = replace(mail("bob"), cc=(Address(email="cy@example.com"),))
    await sent(store, "cc", copied, Accepted())
    await sent(store, "other", replace(mail("ada"), text="Other"), Accepted())
    await sent(store, "many", mail(*map(str, range(30))), Accepted())
    others = await store.others(AttemptId("a"))
    await store.aclose()

    assert names(others.since) == ["each", "cc", "many"]
    assert others.since[1].people == {"bob@example.com", "cy@example.com"}
    assert len(others.since[2].people) == 30
    assert others.doubt is None


async def test_of_a_mail_that_was_not_kept_no_other_send_is_known() -> None:
    store = await Store.open(None, keep_text=False)
    for name in ("a", "b"):
        await sent(store, name, mail("ada"), NotSent())
    others = [await store.others(AttemptId(name)) for name in ("a", "never recorded")]
    await store.aclose()

    assert others == [Others(doubt=Doubt.NOT_KEPT)] * 2


async def test_where_results_were_deleted_not_every_send_is_known() -> None:
    store = await Store.open(None)
    for name in "abc":
        await sent(store, name, mail(name), NotSent())
    whole = await store.others(AttemptId("a"))
    await store.delete([AttemptId("b")])
    lacking = await store.others(AttemptId("a"))
    await store.aclose()

    assert (whole.some_gone, lacking.some_gone) == (False, True)


async def test_send_of_the_same_subject_without_its_text_leaves_it_in_doubt() -> None:
    store = await Store.open(None)
    await sent(store, "a", mail("ada"), NotSent())
    store.keep_text(kept=False)
    await sent(store, "fails", mail("ada"), NotSent())
    await sent(store, "other people", mail("bob"), Accepted())
    await sent(store, "other", replace(mail("ada"), subject="Other"), Accepted())
    somebody = Address(email="other@example.com")
    await sent(store, "other sender", replace(mail("ada"), sender=somebody), Accepted())
    sure = await store.others(AttemptId("a"))
    spelled = Address(email=mail("ada").sender.email.upper())
    await sent(store, "b", replace(mail("ada"), sender=spelled), Accepted())
    unsure = await store.others(AttemptId("a"))
    await store.aclose()

    assert (sure.doubt, unsure.doubt) == (None, Doubt.UNTOLD)


async def test_send_without_its_text_that_was_marked_as_not_sent_leaves_nothing_in_doubt() -> None:
    store = await Store.open(None)
    await sent(store, "a", mail("ada"), NotSent())
    store.keep_text(kept=False)
    await sent(store, "b", mail("ada"), Unknown(after=Phase.UPLOAD))
    unsure = await store.others(AttemptId("a"))
    await store.decide(AttemptId("b"), "not_sent")
    sure = await store.others(AttemptId("a"))
    await store.aclose()

    assert (unsure.doubt, sure.doubt) == (Doubt.UNTOLD, None)


def filled(**sums: str) -> Message:
    """Make one mail that tells each of its people another sum; `""`: nothing is filled in."""
    to = tuple(
        Recipient(
            address=Address(email=f"{name}@example.com", name=name),
            substitutions=(("-sum-", amount),) if amount else (),
        )
        for name, amount in sums.items()
    )
    return replace(a_message("News"), to=to, text="-sum-", copies=Copies.EACH)


@pytest.mark.parametrize(
    ("own", "people"),
    [
        (filled(ada="10", bob="20", cy=""), {"ada@example.com", "cy@example.com"}),
        (filled(ada="10"), {"ada@example.com"}),
        (filled(cy=""), {"cy@example.com"}),
        (filled(bob="20"), set()),
        (filled(bob="20", cy="10"), set()),
    ],
)
async def test_of_a_personalised_mail_that_went_to_some_those_have_it_who_read_the_same(
    own: Message, people: set[str]
) -> None:
    store = await Store.open(None)
    await sent(store, "some", filled(ada="10", bob="99", cy=""), Accepted())
    await sent(store, "own", own, NotSent())
    others = await store.others(AttemptId("own"))
    await store.aclose()

    assert {person for one in others.before for person in one.people} == people
    assert others.doubt is None


async def test_personalised_mail_on_its_way_to_one_of_its_people_may_be_had_by_them() -> None:
    store = await Store.open(None)
    await sent(store, "own", filled(ada="10", bob="20"), NotSent())
    await store.begin(a_delivery("b", message=filled(bob="99")), AttemptId("b"))
    other = await store.others(AttemptId("own"))
    await store.begin(a_delivery("a", message=filled(ada="10")), AttemptId("a"))
    same = await store.others(AttemptId("own"))
    await store.aclose()

    assert (other.doubt, same.doubt) == (None, Doubt.ON_ITS_WAY)


async def test_what_each_read_of_a_personalised_mail_goes_with_its_results(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    await sent(store, "own", filled(ada="10", bob="20"), NotSent())
    await store.delete_all()
    await store.aclose()
    with closing(sqlite3.connect(tmp_path / HISTORY_FILE)) as connection:
        assert connection.execute("SELECT count(*) FROM fills").fetchone() == (0,)


async def test_mail_that_is_on_its_way_in_another_process_may_be_had_by_its_people(
    tmp_path: Path,
) -> None:
    window, command = await Store.open(tmp_path), await Store.open(tmp_path)
    await sent(window, "a", mail("ada"), NotSent())
    await command.begin(a_delivery("to bob", message=mail("bob")), AttemptId("to bob"))
    to_others = await window.others(AttemptId("a"))
    await command.begin(a_delivery("to both", message=mail("ada", "bob")), AttemptId("to both"))
    on_its_way = await window.others(AttemptId("a"))
    await command.finish(replace(an_attempt(NotSent()), id=AttemptId("to both")))
    ended = await window.others(AttemptId("a"))
    await command.aclose()
    await window.aclose()

    assert (to_others.doubt, ended.doubt) == (None, None)
    assert on_its_way.doubt is Doubt.ON_ITS_WAY


async def test_mail_on_its_way_without_its_text_leaves_one_of_the_same_subject_in_doubt() -> None:
    store = await Store.open(None)
    await sent(store, "a", mail("ada"), NotSent())
    store.keep_text(kept=False)
    await store.begin(a_delivery("b", message=mail("ada")), AttemptId("b"))
    others = await store.others(AttemptId("a"))
    await store.aclose()

    assert others.doubt is Doubt.UNTOLD


async def test_of_the_sends_of_a_mail_without_end_the_nearest_are_looked_at() -> None:
    store = await Store.open(None)
    await sent(store, "a", mail("ada"), NotSent())
    await sent(store, "b", mail("ada"), Accepted())
    for at in range(MOST_LOOKED_AT):
        await sent(store, f"{at}", mail("bob"), Accepted())
    others = await store.others(AttemptId("a"))
    a = await store.get("a")
    await store.aclose()

    assert names(others.since)[0] == "b"
    assert a is not None
    assert a.is_sent_since


async def test_mail_that_went_out_more_often_than_is_looked_at_is_in_doubt() -> None:
    store = await Store.open(None)
    await sent(store, "a", mail("ada"), NotSent())
    for at in range(MOST_LOOKED_AT):
        await sent(store, f"{at}", mail("bob"), Accepted())
    others = await store.others(AttemptId("a"))
    await store.aclose()

    assert len(others.since) == MOST_LOOKED_AT
    assert others.doubt is Doubt.TOO_MANY


async def test_other_sends_of_an_older_history_are_known_once_its_mails_are_read(
    tmp_path: Path,
) -> None:
    store = await Store.open(tmp_path)
    await sent(store, "a", mail("ada", "bob"), NotSent())
    await sent(store, "b", mail("ada"), Accepted())
    await store.aclose()
    make_older(tmp_path, 9)
    store = await Store.open(tmp_path)
    before = await store.others(AttemptId("a"))
    while await store.fill_in_older():
        pass
    after = await store.others(AttemptId("a"))
    await store.aclose()

    assert (names(before.since), before.doubt is not None) == ([], True)
    assert (names(after.since), after.doubt) == (["b"], None)


LOST = Unknown(after=Phase.UPLOAD)


async def test_personalised_sends_of_an_older_history_are_known_once_its_mails_are_read(
    tmp_path: Path,
) -> None:
    store = await Store.open(tmp_path)
    await sent(store, "a", filled(ada="10", bob="20"), NotSent())
    await sent(store, "b", filled(ada="10"), Accepted())
    await store.aclose()
    make_older(tmp_path, 10)
    store = await Store.open(tmp_path)
    while await store.fill_in_older():
        pass
    others = await store.others(AttemptId("a"))
    await store.aclose()

    assert (names(others.since), others.doubt) == (["b"], None)


@pytest.mark.parametrize(
    "outcome", [NotSent(), Rejected(), Deferred(), Cancelled(), LOST, Partial()]
)
async def test_result_is_sent_since_once_a_later_send_of_its_mail_was_accepted(
    outcome: Outcome,
) -> None:
    store = await Store.open(None)
    await sent(store, "a", mail("ada"), outcome)
    await sent(store, "b", mail("ada"), NotSent())
    await sent(store, "c", mail("ada"), Accepted(checked_only=True))
    (before,) = (row for row in await store.list(9) if row.attempt.id == "a")
    await sent(store, "d", mail("ada"), Accepted())
    listed = await store.list(9)
    asked = await store.sent_since([row.attempt.id for row in listed])
    (a, d) = await store.get("a"), await store.get("d")
    await store.aclose()

    assert not before.is_sent_since
    assert {row.attempt.id for row in listed if row.is_sent_since} == asked == {"a", "b"}
    assert a is not None
    assert d is not None
    assert (a.is_sent_since, d.is_sent_since) == (True, False)


async def test_result_is_sent_since_once_later_sends_brought_it_to_all_who_lacked_it() -> None:
    store = await Store.open(None)
    three, took = mail("ada", "bob", "cy"), (True, True, False)
    told = tuple(
        RecipientResult(address=one.email, accepted=accepted)
        for one, accepted in zip(three.everyone, took, strict=True)
    )
    await sent(store, "a", replace(three, copies=Copies.EACH), NotSent())
    await sent(store, "b", mail("ada", "bob", "cy", "eve"), Rejected())
    await sent(store, "c", mail(*map(str, range(30))), NotSent())
    await store.begin(a_delivery("part", message=three), AttemptId("part"))
    partly = an_attempt(Partial(), recipients=told)
    await store.finish(replace(partly, id=AttemptId("part")))
    before = [row.is_sent_since for row in await store.list(9)]
    await sent(store, "rest", mail("cy"), Accepted())
    after = {row.attempt.id for row in await store.list(9) if row.is_sent_since}
    await store.aclose()

    assert before == [False] * 4
    assert after == {"a", "part"}


async def test_send_that_its_sender_marked_as_sent_counts_but_for_who_was_refused() -> None:
    store = await Store.open(None)
    refused = RecipientResult(address="bob@example.com", accepted=False, code=550)
    await sent(store, "both", mail("ada", "bob"), NotSent())
    await sent(store, "ada", mail("ada"), NotSent())
    await store.begin(a_delivery("lost", message=mail("ada", "bob")), AttemptId("lost"))
    lost = an_attempt(LOST, recipients=(refused,))
    await store.finish(replace(lost, id=AttemptId("lost")))
    undecided = [row.is_sent_since for row in await store.list(9)]
    await store.decide(AttemptId("lost"), "sent")
    since = {row.attempt.id for row in await store.list(9) if row.is_sent_since}
    await store.decide(AttemptId("lost"), "not_sent")
    unsaid = [row.is_sent_since for row in await store.list(9)]
    await store.aclose()

    assert undecided == unsaid == [False] * 3
    assert since == {"ada"}


async def test_page_asks_once_whether_its_mails_were_sent_since(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    for name in "abc":
        await sent(store, name, mail(name), NotSent())
    await store.aclose()
    with closing(sqlite3.connect(tmp_path / HISTORY_FILE)) as connection:
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        list_rows(connection, Query(), limit=20)

    assert len(asked) == 2


async def test_nothing_is_sent_since_by_an_earlier_send_other_people_or_practice() -> None:
    store = await Store.open(None)
    await sent(store, "a", mail("ada"), Accepted())
    await sent(store, "b", mail("ada"), NotSent())
    await sent(store, "c", mail("bob"), Accepted())
    tried = replace(ROUTE, practice=True)
    await store.begin(a_delivery("d", tried, message=mail("ada")), AttemptId("d"))
    await store.finish(replace(an_attempt(Accepted()), id=AttemptId("d"), practice=True))
    listed = await store.list(9)
    await store.aclose()

    assert [row.is_sent_since for row in listed] == [False] * 4


async def steps(folder: Path, count: int) -> tuple[int, int]:
    """Count SQLite's steps for the oldest page, and for its question, after many of one mail."""
    store = await Store.open(folder / str(count))
    for number in range(count):
        await sent(store, f"{number}", mail("ada"), NotSent())
    await store.aclose()
    with closing(sqlite3.connect(folder / str(count) / HISTORY_FILE)) as connection:
        step = itertools.count()
        connection.set_progress_handler(lambda: next(step) < 0, 1)
        rows = list_rows(connection, Query(), limit=20, before=21)
        for_page = next(step)
        list_sent_since(connection, [row.attempt.id for row in rows])
    return for_page, next(step) - for_page


async def test_a_page_costs_no_more_where_a_mail_was_sent_without_end(tmp_path: Path) -> None:
    few, many = await steps(tmp_path, 40), await steps(tmp_path, 400)

    assert min(few) > 0
    assert all(more <= some + 40 for some, more in zip(few, many, strict=True))
