"""A check by SendGrid's sandbox mode among the other sends of its mail."""

from dataclasses import replace

from sgdesk.delivery import AttemptId, NotSent, Unknown
from sgdesk.message import SendOptions
from sgdesk.route import WebApiPath
from sgdesk.store import Store
from sgdesk.store.other_sends import Doubt
from sgdesk.trace import Phase
from tests.support.attempts import an_attempt
from tests.support.engine import ROUTE, a_delivery, a_message

MAIL = a_message("News")
CHECK = replace(MAIL, options=SendOptions(check_only=True))
BY_API = replace(ROUTE, path=WebApiPath())


async def test_check_brings_a_mail_to_nobody_however_it_ends() -> None:
    store = await Store.open(None)
    own, check = AttemptId("a"), AttemptId("check")
    await store.begin(a_delivery("a", message=MAIL), own)
    await store.finish(replace(an_attempt(NotSent()), id=own))
    await store.begin(a_delivery("check", BY_API, CHECK), check)
    running = await store.others(own)
    await store.finish(replace(an_attempt(Unknown(after=Phase.UPLOAD)), id=check))
    ended = await store.others(own)
    await store.begin(a_delivery("smtp", message=CHECK), AttemptId("smtp"))
    by_smtp = await store.others(own)
    await store.aclose()

    assert (running.doubt, ended.since, ended.doubt) == (None, (), None)
    # It has no check: the mail goes out.
    assert by_smtp.doubt is Doubt.ON_ITS_WAY
