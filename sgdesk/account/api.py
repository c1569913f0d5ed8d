"""Ask the Web API about the key: its scopes, and what they let it see.

Source: SendGrid OpenAPI files, "Retrieve a list of scopes", "Get all verified
senders", "Retrieve your credit balance". No scope is needed to read the scopes.
"""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import httpx

from sgdesk.account.elsewhere import elsewhere
from sgdesk.account.facts import Credits, PathCheck, Sender, Standing
from sgdesk.delivery import Problem
from sgdesk.route import Route
from sgdesk.routing import stays_here
from sgdesk.secret import Secret
from sgdesk.sendgrid import catalogue
from sgdesk.sendgrid.catalogue_failures import PLAINTEXT_KEY
from sgdesk.sendgrid.catalogue_http import HEADER_FORM, NO_SCOPES, NOT_SENDGRID
from sgdesk.sendgrid.catalogue_smtp import UNKNOWN_KEY
from sgdesk.trace import Phase
from sgdesk.transport.answers import server_words
from sgdesk.transport.circumstances import Circumstances, cleaned, problem
from sgdesk.transport.classify import TRANSPORT_ERRORS, classify_exception
from sgdesk.transport.keyguard import key_for
from sgdesk.transport.packed import unpacked
from sgdesk.transport.web_get import WebGet
from sgdesk.wire.errors import DialError, words_of
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.transcript import Transcript

_ANSWER_BYTES = 4 * 1024 * 1024
"""Five hundred senders take a tenth of it."""
ASKING = "asking about the key"
FACTS_S = 4.0
"""What a key lets us see besides is worth no longer wait, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiFacts:
    """What the Web API said of a key."""

    check: PathCheck
    scopes: tuple[str, ...] | None = None
    senders: tuple[Sender, ...] | None = None
    credits: Credits | None = None


async def ask_api(route: Route, secret: Secret) -> ApiFacts:
    """Ask for the key's scopes, and on the same connection for what they let it see."""
    recorder = Recorder(transcript=Transcript([secret.reveal()]))
    if not may_carry_key(route):
        refused = problem(PLAINTEXT_KEY, Circumstances(route=route), Phase.CONNECT)
        check = path_check(route, recorder, Standing.FAILED)
        return ApiFacts(check=replace(check, problem=said_of_a_check(refused)))
    try:
        async with ApiClient(route, secret, recorder) as client:
            async with asyncio.timeout(route.total_timeout):
                answer = await client.ask("/v3/scopes")
            recorder.end(Phase.REPLY, detail=str(answer.status_code))
            scopes = _scopes(answer)
            check = _judged(route, recorder, answer, knows_scopes=scopes is not None)
            if scopes is None or check.standing is not Standing.WORKS:
                return ApiFacts(check=check)
            facts = ApiFacts(check=check, scopes=scopes)
            # The key works by now; what else it lets us see may stay unknown.
            with suppress(*TRANSPORT_ERRORS):
                async with asyncio.timeout(min(route.total_timeout, FACTS_S)):
                    facts = replace(facts, senders=await _senders(client))
                    facts = replace(facts, credits=await _credits(client, scopes))
            return facts
    except TRANSPORT_ERRORS as failure:
        return ApiFacts(check=_failed(route, recorder, failure))


class ApiClient(WebGet):
    """The Web API, asked with a key."""

    def __init__(self, route: Route, secret: Secret, recorder: Recorder) -> None:
        headers = {
            "Accept": "application/json",
            "Authorization": f"Bearer {key_for(route, secret)}",
        }
        super().__init__(route, recorder, headers)
        self._base = route.api_url.rstrip("/")
        self._transcript = recorder.transcript

    async def ask(self, path: str) -> httpx.Response:
        """Ask, and read the answer; of one without end as much as is ever needed."""
        got = await self.get(self._base + path, _ANSWER_BYTES)
        body = unpacked(got.body, got.headers, most=_ANSWER_BYTES)
        # A server, or a proxy, may repeat the key it was given, in any field.
        text = self._transcript.clean(body.decode(errors="surrogateescape"))
        return httpx.Response(got.status, content=text.encode(errors="surrogateescape"))


def may_carry_key(route: Route) -> bool:
    """Say whether a key may go there: encrypted, to this computer, or because the user said so."""
    is_https = urlsplit(route.api_url).scheme == "https"
    return is_https or route.allow_plaintext_auth or stays_here(route)


def _judged(
    route: Route, recorder: Recorder, answer: httpx.Response, *, knows_scopes: bool
) -> PathCheck:
    words = server_words(answer.content)[:500]
    if answer.status_code == 200 and knows_scopes:
        return replace(path_check(route, recorder, Standing.WORKS), code=200)
    entry = catalogue.find("webapi", Phase.REPLY.value, answer.status_code, words)
    if entry is NOT_SENDGRID:
        entry = NO_SCOPES
    elif entry is HEADER_FORM:
        # The header was in order and so was the key's form: it is the key that nobody knows.
        entry = UNKNOWN_KEY
    about = Circumstances(route=route)
    judged = problem(entry, about, Phase.REPLY, code=answer.status_code, reply=words)
    refused = answer.status_code in (401, 403)
    check = path_check(route, recorder, Standing.REFUSED if refused else Standing.FAILED)
    return replace(check, code=answer.status_code, reply=words, problem=said_of_a_check(judged))


def _failed(route: Route, recorder: Recorder, failure: BaseException) -> PathCheck:
    said = no_answer(failure, route, recorder, ASKING)
    return replace(path_check(route, recorder, Standing.FAILED), problem=said)


def no_answer(
    failure: BaseException, route: Route, recorder: Recorder, asking: str
) -> Problem | None:
    """Say why nothing was answered; ends the step it happened in."""
    phase = failure.phase if isinstance(failure, DialError) else recorder.stopped_at
    recorder.fail(words_of(failure))
    verdict = classify_exception(
        failure,
        phase=phase or Phase.CONNECT,
        committed=False,
        about=Circumstances(route=route, tls=recorder.tls, asking=asking),
    )
    return said_of_a_check(cleaned(verdict.problem, recorder.transcript))


def path_check(route: Route, recorder: Recorder, standing: Standing) -> PathCheck:
    """Give what a path came to, without the server's answer and what it means; ends the record."""
    return PathCheck(
        path=route.path,
        host=route.endpoint.host,
        port=route.endpoint.port,
        standing=standing,
        total_ns=recorder.finish().total_ns,
        transcript=recorder.transcript.text(),
        reader=_reader_of(recorder),
        elsewhere=elsewhere(route),
        practice=route.practice,
    )


def _reader_of(recorder: Recorder) -> str:
    """Name the issuer who can read the connection; empty where a public one vouches for it."""
    tls = recorder.tls
    return tls.issuer_name or "somebody" if tls is not None and tls.private_issuer else ""


def said_of_a_check(judged: Problem | None) -> Problem | None:
    """Speak of no message: a check had nothing to send but the key."""
    if judged is None:
        return None
    explanation, remedy = judged.explanation, judged.remedy
    for of_a_mail, of_a_check in _WORDS:
        explanation = explanation.replace(of_a_mail, of_a_check)
        remedy = remedy.replace(of_a_mail, of_a_check)
    return replace(judged, explanation=explanation.strip(), remedy=remedy)


_WORDS = (
    ("Not sent. ", ""),
    ("Not sent, and the key was not sent.", "The key was not sent."),
    ("The message had not been handed over.", ""),
    (" before the message was handed over.", "."),
    ("neither key nor message left", "the key did not leave"),
    ("Key and mail are not to blame, and the same mail may", "The key is not to blame, and it may"),
    ("Send again", "Check again"),
    ("send again", "check again"),
)
"""What is said of a mail, and what of a check in its place."""


def _scopes(answer: httpx.Response) -> tuple[str, ...] | None:
    """Read the scopes; an answer that lists none proves nothing of the key."""
    named = _document(answer).get("scopes")
    if not isinstance(named, list):
        return None
    return tuple(scope for scope in named if isinstance(scope, str))


async def _senders(client: ApiClient) -> tuple[Sender, ...] | None:
    """List the senders; which scope that needs is not documented, so it is simply asked."""
    answer = await client.ask("/v3/verified_senders?limit=500")
    rows = _document(answer).get("results")
    if answer.status_code != 200 or not isinstance(rows, list):
        return None
    return tuple(
        Sender(
            email=str(row.get("from_email", "")),
            name=str(row.get("from_name") or ""),
            is_verified=row.get("verified") is True,
        )
        for row in rows
        if isinstance(row, dict)
    )


async def _credits(client: ApiClient, scopes: tuple[str, ...]) -> Credits | None:
    if "user.credits.read" not in scopes:
        return None
    answer = await client.ask("/v3/user/credits")
    document = _document(answer)
    if answer.status_code != 200:
        return None
    try:
        return Credits(
            remaining=int(document["remain"]),
            total=int(document["total"]),
            next_reset=str(document.get("next_reset") or ""),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _document(answer: httpx.Response) -> dict[str, Any]:
    """Read the answer as SendGrid writes one: an object; anything else reads as an empty one."""
    try:
        parsed = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}
