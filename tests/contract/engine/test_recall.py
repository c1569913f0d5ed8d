"""What the history tells Write of the sends before the window was opened."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

from sgdesk.delivery import AttemptId, RecipientResult, Unknown
from sgdesk.store import Store
from sgdesk.trace import Phase
from sgdesk.ui.compose.recall import sent_before
from sgdesk.ui.session import Session
from tests.support.attempts import an_attempt
from tests.support.engine import a_delivery, a_message

ADA = RecipientResult(address="ada@example.com", accepted=True, code=250)
BOB = RecipientResult(address="bob@example.com", accepted=None)


async def recalled(*results: RecipientResult) -> list[str]:
    """Give the sends that are told of, after one that broke and was marked as not sent."""
    store = await Store.open(None)
    try:
        await store.begin(a_delivery("one", message=a_message("News")), AttemptId("one"))
        lost = an_attempt(Unknown(after=Phase.UPLOAD), recipients=results)
        await store.finish(replace(lost, id=AttemptId("one")))
        await store.decide(AttemptId("one"), "not_sent")
        sends = await sent_before(cast(Session, SimpleNamespace(history=store)))
        return [one.attempts[0].id for one in sends]
    finally:
        await store.aclose()


def test_send_that_broke_is_told_of_whatever_its_mark_where_somebody_has_the_mail() -> None:
    assert asyncio.run(recalled(ADA, BOB)) == ["one"]
    assert asyncio.run(recalled(BOB)) == []
