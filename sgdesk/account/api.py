"""Ask the Web API about the key: its scopes, and what they let it see.

Source: SendGrid OpenAPI files, "Retrieve a list of scopes", "Get all verified
senders", "Retrieve your credit balance". No scope is needed to read the scopes.
"""

import asyncio
import json
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import httpx

from sgdesk import __version__
from sgdesk.account.facts import Credits, PathCheck, Sender, Standing
from sgdesk.delivery import Problem
from sgdesk.route import Route
from sgdesk.secret import Secret
from sgdesk.sendgrid import catalogue
from sgdesk.sendgrid.catalogue_failures import PLAINTEXT_KEY
from sgdesk.trace import Phase
from sgdesk.transport.circumstances import Circumstances, endpoint_of, problem, stays_here
from sgdesk.transport.classify import TRANSPORT_ERRORS, classify_exception, server_words
from sgdesk.transport.webapi_http import Exchange, HttpLine, WireTransport
from sgdesk.wire.errors import DialError
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.tls import client_context
from sgdesk.wire.transcript import Transcript

_FAILURES: tuple[type[BaseException], ...] = (DialError, *TRANSPORT_ERRORS)


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
    if not _may_carry_key(route):
        return ApiFacts(check=_check(route, recorder, Standing.FAILED, refusal=True))
    try:
        async with _ApiClient(route, secret, recorder) as client:
            async with asyncio.timeout(route.total_timeout):
                answer = await client.get("/v3/scopes")
            recorder.end(Phase.REPLY, detail=str(answer.status_code))
            check = _judged(route, recorder, answer)
            if check.standing is not Standing.WORKS:
                return ApiFacts(check=check)
            scopes = _scopes(answer)
            return ApiFacts(
                check=check,
                scopes=scopes,
                senders=await _senders(client),
                credits=await _credits(client, scopes),
            )
    except _FAILURES as failure:
        return ApiFacts(check=_failed(route, recorder, failure))


class _ApiClient:
    """GET requests on one connection of the timed wire, through the route's proxy and trust."""

    def __init__(self, route: Route, secret: Secret, recorder: Recorder) -> None:
        is_https = route.api_url.startswith("https:")
        context = client_context(route.ca_file, alpn="http/1.1") if is_https else None
        self._line = HttpLine(route, context)
        self._exchange = Exchange(recorder=recorder, body=b"", mark=_no_mark)
        # The line holds a header back until its body begins; a GET has none.
        self._exchange.has_begun_body = True
        self._line.exchange = self._exchange
        self._base = route.api_url.rstrip("/")
        self._client = httpx.AsyncClient(
            transport=WireTransport(self._line, context),
            trust_env=False,
            follow_redirects=False,
            timeout=None,  # noqa: S113  # the route's own limits hold
            headers={
                "User-Agent": f"sgdesk/{__version__}",
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "Authorization": f"Bearer {secret.reveal()}",
            },
        )

    async def get(self, path: str) -> httpx.Response:
        """Ask, and read the answer whole."""
        return await self._client.get(self._base + path)

    async def __aenter__(self) -> "_ApiClient":
        return self

    async def __aexit__(self, *_: object) -> None:
        stream, self._line.stream = self._line.stream, None
        if stream is not None:
            await stream.aclose()
        if self._exchange.watch is not None:
            self._exchange.watch.close()
        await self._client.aclose()


async def _no_mark() -> None:
    """Mark nothing: a question leaves nothing behind that could happen twice."""


def _may_carry_key(route: Route) -> bool:
    is_https = urlsplit(route.api_url).scheme == "https"
    return is_https or route.allow_plaintext_auth or stays_here(route)


def _judged(route: Route, recorder: Recorder, answer: httpx.Response) -> PathCheck:
    words = recorder.transcript.clean(server_words(answer.content)[:500])
    if answer.status_code == 200 and _json(answer) is not None:
        check = _check(route, recorder, Standing.WORKS)
        return replace(check, code=200, reply="" if words.startswith("{") else words)
    entry = catalogue.find("webapi", Phase.REPLY.value, answer.status_code, words)
    about = Circumstances(route=route)
    judged = problem(entry, about, Phase.REPLY, code=answer.status_code, reply=words)
    refused = answer.status_code in (401, 403)
    check = _check(route, recorder, Standing.REFUSED if refused else Standing.FAILED)
    return replace(check, code=answer.status_code, reply=words, problem=said_of_a_check(judged))


def _failed(route: Route, recorder: Recorder, failure: BaseException) -> PathCheck:
    phase = failure.phase if isinstance(failure, DialError) else recorder.stopped_at
    if isinstance(failure, DialError):
        failure.__cause__ = failure.cause
    recorder.fail(str(failure))
    issuer = recorder.tls.issuer if recorder.tls else None
    verdict = classify_exception(
        failure,
        phase=phase or Phase.CONNECT,
        committed=False,
        about=Circumstances(route=route, issuer=issuer),
    )
    check = _check(route, recorder, Standing.FAILED)
    return replace(check, problem=said_of_a_check(verdict.problem))


def _check(
    route: Route, recorder: Recorder, standing: Standing, *, refusal: bool = False
) -> PathCheck:
    endpoint = endpoint_of(route)
    refused = problem(PLAINTEXT_KEY, Circumstances(route=route), Phase.CONNECT)
    return PathCheck(
        path=route.path,
        host=endpoint.host,
        port=endpoint.port,
        standing=standing,
        total_ns=recorder.finish().total_ns,
        problem=said_of_a_check(refused) if refusal else None,
        transcript=recorder.transcript.text(),
    )


def said_of_a_check(judged: Problem | None) -> Problem | None:
    """Drop "Not sent." from an explanation: a check had nothing to send."""
    if judged is None:
        return None
    plain = judged.explanation.removeprefix("Not sent. ")
    return replace(judged, explanation=plain)


def _scopes(answer: httpx.Response) -> tuple[str, ...]:
    document = _json(answer)
    named = document.get("scopes") if isinstance(document, dict) else None
    return tuple(scope for scope in named or () if isinstance(scope, str))


async def _senders(client: _ApiClient) -> tuple[Sender, ...] | None:
    """List the senders; which scope that needs is not documented, so it is simply asked."""
    answer = await client.get("/v3/verified_senders?limit=500")
    document = _json(answer)
    if answer.status_code != 200 or not isinstance(document, dict):
        return None
    return tuple(
        Sender(
            email=str(row.get("from_email", "")),
            name=str(row.get("from_name") or ""),
            is_verified=row.get("verified") is True,
        )
        for row in document.get("results") or ()
        if isinstance(row, dict)
    )


async def _credits(client: _ApiClient, scopes: tuple[str, ...]) -> Credits | None:
    if "user.credits.read" not in scopes:
        return None
    answer = await client.get("/v3/user/credits")
    document = _json(answer)
    if answer.status_code != 200 or not isinstance(document, dict):
        return None
    try:
        return Credits(
            remaining=int(document["remain"]),
            total=int(document["total"]),
            next_reset=str(document.get("next_reset") or ""),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _json(answer: httpx.Response) -> Any:
    try:
        return json.loads(answer.content)
    except ValueError:
        return None
