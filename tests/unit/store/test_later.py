"""The sends of a mail that came after one of them: at the same people, or at those left alone."""

import itertools
import sqlite3
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
    Rejected,
    Unknown,
)
from sgdesk.message import Address, Message, Recipient
from sgdesk.profile import HISTORY_FILE
from sgdesk.store import Store
from sgdesk.store.history import Query, list_rows
from sgdesk.store.later import list_sent_since
from sgdesk.trace import Phase
from tests.support.attempts import an_attempt
from tests.support.engine import ROUTE, a_delivery, a_message


def mail(*people: str) -> Message:
    """Make one mail to so many."""
    to = tuple(Recipient(address=Address(email=f"{one}@example.com")) for one in people)
    return replace(a_message("News"), to=to)


async def sent(store: Store, name: str, message: Message, outcome: Outcome) -> None:
    """Keep a send that ended so."""
    await store.begin(a_delivery(name, message=message), AttemptId(name))
    await store.finish(replace(an_attempt(outcome), id=AttemptId(name)))


async def test_later_sends_of_a_mail_are_given_oldest_first_and_no_earlier_one() -> None:
    store = await Store.open(None)
    for name, outcome in (("a", NotSent()), ("b", NotSent()), ("c", NotSent()), ("d", Accepted())):
        await sent(store, name, mail("ada"), outcome)
    await sent(store, "other", mail("bob"), Accepted())
    later = await store.later(AttemptId("b"))
    none = await store.later(AttemptId("d"))
    await store.aclose()

    assert [one.row.attempt.id for one in later] == ["c", "d"]
    assert none == ()


async def test_earlier_sends_are_those_from_which_somebody_may_have_the_same_mail() -> None:
    store = await Store.open(None)
    await sent(store, "other", mail("bob"), Accepted())
    lost = Unknown(after=Phase.UPLOAD)
    ends: tuple[Outcome, ...] = (Accepted(), lost, NotSent(), NotSent(), Accepted())
    for name, outcome in zip("aubcd", ends, strict=True):
        await sent(store, name, mail("ada"), outcome)
    earlier = await store.earlier(AttemptId("c"))
    none = await store.earlier(AttemptId("a"))
    await store.aclose()

    assert [row.attempt.id for row in earlier] == ["u", "a"]
    assert none == ()


async def test_of_a_mail_that_was_partly_accepted_those_to_others_are_given_with_their_mail() -> (
    None
):
    store = await Store.open(None)
    await sent(store, "a", mail("ada", "bob"), Partial())
    await sent(store, "b", mail("bob"), Accepted())
    (one,) = await store.later(AttemptId("a"))
    await store.aclose()

    assert (one.row.attempt.id, one.message) == ("b", mail("bob"))


async def test_of_a_mail_that_was_not_kept_nothing_later_is_known() -> None:
    store = await Store.open(None, keep_text=False)
    for name in ("a", "b"):
        await sent(store, name, mail("ada"), NotSent())
    later = await store.later(AttemptId("a"))
    await store.aclose()

    assert later == ()


LOST = Unknown(after=Phase.UPLOAD)


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


async def test_nothing_is_sent_since_by_an_earlier_send_other_people_or_practice() -> None:
    store = await Store.open(None)
    await sent(store, "a", mail("ada"), Accepted())
    await sent(store, "b", mail("ada"), NotSent())
    await sent(store, "c", mail("ada", "bob"), Accepted())
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
