"""The sends of one mail to the same people, which a question before another one needs."""

from dataclasses import replace

from sgdesk.delivery import Accepted, AttemptId, NotSent
from sgdesk.store import Store, history
from tests.support.attempts import an_attempt
from tests.support.engine import a_delivery, a_message


async def test_sends_of_the_same_mail_are_given_oldest_first() -> None:
    store = await Store.open(None)
    for name, subject, outcome in (
        ("a", "News", NotSent()),
        ("b", "Other", Accepted()),
        ("c", "News", Accepted()),
    ):
        await store.begin(a_delivery(name, message=a_message(subject)), AttemptId(name))
        await store.finish(replace(an_attempt(outcome), id=AttemptId(name)))
    await store.begin(a_delivery("d", message=a_message("News")), AttemptId("d"))
    found = await store.same_mail(AttemptId("a"))
    other = await store.same_mail(AttemptId("b"))
    await store.aclose()

    assert [row.attempt.id for row in found] == ["a", "c"]
    assert [row.attempt.id for row in other] == ["b"]


async def test_of_many_sends_the_newest_are_given() -> None:
    store = await Store.open(None)
    for at in range(history.MOST_SAME + 1):
        await store.begin(a_delivery(str(at), message=a_message()), AttemptId(str(at)))
        await store.finish(replace(an_attempt(), id=AttemptId(str(at))))
    found = await store.same_mail(AttemptId("0"))
    await store.aclose()

    assert [row.attempt.id for row in found] == [str(1 + at) for at in range(history.MOST_SAME)]


async def test_of_a_mail_that_was_not_kept_no_other_send_is_known() -> None:
    store = await Store.open(None, keep_text=False)
    for name in ("a", "b"):
        await store.begin(a_delivery(name, message=a_message()), AttemptId(name))
        await store.finish(replace(an_attempt(), id=AttemptId(name)))
    found = await store.same_mail(AttemptId("a"))
    await store.aclose()

    assert found == ()
