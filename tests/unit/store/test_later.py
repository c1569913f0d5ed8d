"""The sends of a mail that came after one of them: at the same people, or at those left alone."""

from dataclasses import replace

from sgdesk.delivery import Accepted, AttemptId, NotSent, Outcome, Partial, Unknown
from sgdesk.message import Address, Message, Recipient
from sgdesk.store import Store
from sgdesk.trace import Phase
from tests.support.attempts import an_attempt
from tests.support.engine import a_delivery, a_message


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
