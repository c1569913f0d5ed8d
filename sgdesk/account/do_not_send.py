"""Ask the Web API whether an address stands on one of SendGrid's do-not-send lists.

Source: SendGrid OpenAPI files, "Retrieve a specific bounce" and its like for blocks, invalid
addresses and spam reports, "Retrieve a Global Suppression", "Retrieve all suppression groups
for an email address". Nothing is changed.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx

from sgdesk.account.api import ApiClient, may_carry_key, no_answer, said_of_a_check
from sgdesk.account.listed import Listed, LookUp, Unread
from sgdesk.delivery import Problem
from sgdesk.route import Route
from sgdesk.secret import Secret
from sgdesk.sendgrid import catalogue
from sgdesk.sendgrid.catalogue_failures import PLAINTEXT_KEY
from sgdesk.sendgrid.catalogue_http import NOT_SENDGRID
from sgdesk.trace import Phase
from sgdesk.transport.answers import server_words
from sgdesk.transport.circumstances import Circumstances, problem
from sgdesk.transport.classify import TRANSPORT_ERRORS
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.transcript import Transcript

ASKING = "asking about an address"
ANSWER_S = 10.0
"""For all lists together."""


Read = Callable[[str, Any], Iterator[Listed]]


def _rows(name: str, found: Any) -> Iterator[Listed]:
    for row in found:
        since = row.get("created")
        yield Listed(
            list=name,
            since=datetime.fromtimestamp(since, UTC) if isinstance(since, int) else None,
            reason=str(row.get("reason") or ""),
            stops=name != "blocks",
        )


def _global(name: str, found: Any) -> Iterator[Listed]:
    if found.get("recipient_email"):
        yield Listed(list=name)


def _groups(name: str, found: Any) -> Iterator[Listed]:
    for group in found["suppressions"]:
        if group["suppressed"] is True:
            yield Listed(list=name, reason=str(group["name"]), stops=False)


LISTS: dict[str, tuple[str, Read]] = {
    "bounces": ("/v3/suppression/bounces/", _rows),
    "blocks": ("/v3/suppression/blocks/", _rows),
    "invalid_emails": ("/v3/suppression/invalid_emails/", _rows),
    "spam_reports": ("/v3/suppression/spam_reports/", _rows),
    "global_unsubscribes": ("/v3/asm/suppressions/global/", _global),
    "group_unsubscribes": ("/v3/asm/suppressions/", _groups),
}
"""Where each is asked for, and how its answer is read."""


async def look_up(route: Route, secret: Secret, address: str) -> LookUp:
    """Ask every list, one after the other on one connection; runs in the wire thread."""
    recorder = Recorder(transcript=Transcript([secret.reveal()]))
    about = Circumstances(route=route)
    if not may_carry_key(route):
        refused = problem(PLAINTEXT_KEY, about, Phase.CONNECT)
        return _none_read(LISTS, said_of_a_check(refused) or refused)
    found = LookUp()
    left = list(LISTS)
    try:
        async with ApiClient(route, secret, recorder) as client, asyncio.timeout(ANSWER_S):
            while left:
                path, read = LISTS[left[0]]
                answer = await client.ask(path + quote(address, safe=""))
                found = _with(found, left[0], answer, read, about)
                del left[0]
    except TRANSPORT_ERRORS as failure:
        said = no_answer(failure, route, recorder, ASKING)
        if said is not None:
            unread = _none_read(dict.fromkeys(left), said).unread
            found = replace(found, unread=(*found.unread, *unread))
    finally:
        recorder.finish()
    return found


def _none_read(names: Any, why: Problem) -> LookUp:
    return LookUp(unread=tuple(Unread(list=name, problem=why) for name in names))


def _with(
    found: LookUp, name: str, answer: httpx.Response, read: Read, about: Circumstances
) -> LookUp:
    """Add what one list said."""
    entry = NOT_SENDGRID
    if answer.status_code == 200:
        try:
            rows = tuple(read(name, json.loads(answer.content)))
            return replace(found, listed=(*found.listed, *rows))
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError, OverflowError):
            pass
    else:
        words = server_words(answer.content)[:500]
        entry = catalogue.find("webapi", Phase.REPLY.value, answer.status_code, words)
    code = answer.status_code
    said = problem(entry, about, Phase.REPLY, code=code, reply=server_words(answer.content)[:500])
    why = said_of_a_check(said) or said
    return replace(found, unread=(*found.unread, Unread(list=name, problem=why)))
