"""The Web API path: one HTTPS POST to `/v3/mail/send`, timed at the wire.

Source: SendGrid documentation, "Mail Send" (v3 API reference).
"""

import asyncio
from dataclasses import dataclass, field, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlsplit

import httpx

from sgdesk import __version__
from sgdesk.delivery import Attempt, NotSent
from sgdesk.errors import InputError, SecretError, causes
from sgdesk.message.keys import keys_of
from sgdesk.render import render_v3
from sgdesk.route import Route
from sgdesk.routing import stays_here
from sgdesk.secret import Secret
from sgdesk.sendgrid import catalogue_failures as failures
from sgdesk.sendgrid.entries import CatalogueEntry
from sgdesk.trace import Phase, TlsFacts
from sgdesk.transport.answers import (
    Verdict,
    classify_http,
    is_yes,
    of_check,
    refused_address,
    server_errors,
    server_words,
)
from sgdesk.transport.base import Job
from sgdesk.transport.circumstances import (
    Circumstances,
    cleaned,
    largest_file,
    problem,
)
from sgdesk.transport.classify import TRANSPORT_ERRORS, classify_exception
from sgdesk.transport.keyguard import key_for
from sgdesk.transport.packed import unpacked
from sgdesk.transport.webapi_http import HttpExchange, HttpLine, WireTransport
from sgdesk.wire.errors import DialError, words_of
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.tls import client_context
from sgdesk.wire.transcript import Transcript

SEND_PATH = "/v3/mail/send"
ANSWER_LIMIT_BYTES = 256 * 1024
"""SendGrid's longest error list is a few kB; what is longer is somebody else's page."""
REPLY_LIMIT = 4000
"""Characters of an answer that are kept as the reply."""


@dataclass(slots=True)
class _Answer:
    """What the server said, as far as it came."""

    code: int
    headers: httpx.Headers
    reason: str
    body: bytearray = field(default_factory=bytearray)

    def settle(self, transcript: Transcript) -> None:
        """Unpack what came, and take out what the server echoed of secrets before it goes on."""
        self.reason = transcript.clean(self.reason)
        body = unpacked(bytes(self.body), self.headers, most=ANSWER_LIMIT_BYTES)
        text = body.decode("utf-8", "surrogateescape")
        self.body = bytearray(transcript.clean(text).encode("utf-8", "surrogateescape"))

    @property
    def words(self) -> str:
        """Give the server's own words, for want of any the reason phrase."""
        return server_words(bytes(self.body))[:REPLY_LIMIT] or self.reason


class WebApiConnection:
    """One connection to the API; fulfils `transport.base.Connection`."""

    def __init__(self, route: Route, secret: Secret | None) -> None:
        """Prepare; dials nothing.

        Raises `InputError` for a URL or CA file of no use, `SecretError` for a
        key that no header can carry.
        """
        parts = urlsplit(route.api_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(
                f"{route.api_url!r} is not the address of an API.",
                remedy="Give a URL such as https://api.sendgrid.com.",
            )
        self._route = route
        self._secret = secret
        self._encrypted = parts.scheme == "https"
        context = (
            client_context(route.ca_file, alpn="http/1.1", alone=route.practice)
            if self._encrypted
            else None
        )
        self._headers = _headers(route, self._secret)
        self._line = HttpLine(route, context)
        self._transport = WireTransport(self._line)
        self._client = httpx.AsyncClient(
            transport=self._transport,
            trust_env=False,
            follow_redirects=False,
            timeout=None,  # noqa: S113  # the attempt's own limits hold
            # A service that sets a cookie would otherwise see it in the next request.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )
        self._messages_sent = 0
        self._exchange_ns: int | None = None
        self._tls: TlsFacts | None = None

    @property
    def is_warm(self) -> bool:
        """Say whether the next send would reuse an open connection."""
        return self._line.stream is not None and self._transport.is_reusable

    @property
    def messages_sent(self) -> int:
        """Count the requests that this connection has carried."""
        return self._messages_sent

    async def send(self, job: Job) -> Attempt:
        """Make one attempt; see `transport.base.Connection.send`.

        Raises `MessageError`, and whatever `job.mark` raises; nothing was sent then.
        """
        message = job.delivery.message
        body = render_v3(message).body
        about = Circumstances(
            route=self._route,
            sender=message.sender.email,
            size_bytes=len(body),
            largest_file=largest_file(message),
        )
        exchange = self._prepare(job, body)
        try:
            refusal = self._refusal()
            if refusal is not None:
                verdict = Verdict(outcome=NotSent(), problem=problem(refusal, about, Phase.CONNECT))
                return self._attempt(job, exchange, verdict, None)
            return await self._carry_out(job, exchange, about)
        finally:
            self._put_down(exchange)

    async def aclose(self) -> None:
        """Close; never raises for what the other side does."""
        stream, self._line.stream = self._line.stream, None
        try:
            if stream is not None and not stream.is_closed:
                await stream.aclose()
        finally:
            await self._client.aclose()

    def _drop(self) -> None:
        stream, self._line.stream = self._line.stream, None
        if stream is not None:
            stream.abort()
        self._messages_sent = 0
        self._exchange_ns = self._tls = None

    def _prepare(self, job: Job, body: bytes) -> HttpExchange:
        secret = self._secret.reveal() if self._secret else ""
        recorder = Recorder(
            progress=job.progress,
            warm=self.is_warm,
            overlapped=job.overlapped,
            exchange_ns=self._exchange_ns if self.is_warm else None,
            transcript=Transcript([secret, *keys_of(job.delivery.message)]),
        )
        if self._line.stream is not None:
            recorder.tls = self._tls
            recorder.peer = self._line.stream.dialled.peer
            recorder.proxied = self._route.proxy is not None
            self._line.stream.dialled.tap.recorder = recorder
        self._line.exchange = exchange = HttpExchange(recorder=recorder, body=body, mark=job.mark)
        return exchange

    def _put_down(self, exchange: HttpExchange) -> None:
        """Leave the connection deaf until its next attempt, or closed when it is of no use."""
        self._line.exchange = None
        exchange.recorder.release()
        if exchange.watch is not None:
            exchange.watch.close()
        if self._line.stream is not None:
            self._line.stream.dialled.tap.recorder = None
            if not self.is_warm:
                self._drop()

    def _refusal(self) -> CatalogueEntry | None:
        """Say why nothing may be sent at all: a missing key, or one that anyone could read."""
        if not self._secret:
            return failures.NO_KEY
        exposed = not self._encrypted and not self._route.allow_plaintext_auth
        return failures.PLAINTEXT_KEY if exposed and not stays_here(self._route) else None

    async def _carry_out(self, job: Job, exchange: HttpExchange, about: Circumstances) -> Attempt:
        answer: _Answer | None = None
        failure: BaseException | None = None
        check_only = job.delivery.message.options.check_only
        try:
            async with asyncio.timeout(self._route.total_timeout):
                answer = await self._ask(exchange, check_only=check_only)
                await _read_body(answer, exchange, self._line)
        except asyncio.CancelledError as error:
            _absorb_cancel()
            failure = error
        except TRANSPORT_ERRORS as error:
            failure = error
        if answer is not None:
            self._hold_back(exchange)
            if failure is not None:
                exchange.recorder.fail(words_of(failure))
                self._drop()
            return self._answered(job, exchange, answer, about)
        verdict = await self._judge(failure or EOFError(), exchange, about)
        verdict = of_check(verdict, about) if check_only else verdict
        self._drop()
        return self._attempt(job, exchange, verdict, None)

    async def _ask(self, exchange: HttpExchange, *, check_only: bool) -> _Answer:
        """Send the request, wait for the headers of its answer, and cut the two steps."""
        recorder = exchange.recorder
        if recorder.warm:
            # Before the look at the connection, which must be the last thing before the write.
            await exchange.mark()
            if self._line.stream is not None and await self._line.stream.is_dead():
                self._redial(exchange)
        try:
            response = await self._post(exchange)
        except TRANSPORT_ERRORS:
            if not recorder.warm or recorder.bytes_sent:
                raise
            # It closed between the look and the write: nothing of this message was said.
            self._redial(exchange)
            response = await self._post(exchange)
        exchange.response = response
        stream = self._line.stream
        if recorder.phase is Phase.UPLOAD:
            at_ns = None if recorder.is_blocked else recorder.last_sent_ns
            recorder.end(Phase.UPLOAD, at_ns=at_ns, detail="answered before all was out")
        if response.is_success:
            self._hold_back(exchange)
        status = f"{response.status_code} {response.reason_phrase}".rstrip()
        recorder.end(
            Phase.REPLY,
            at_ns=stream.last_read_ns if stream else None,
            failed=not (exchange.committed and is_yes(response.status_code, check_only)),
            detail=status,
        )
        return _Answer(
            code=response.status_code, headers=response.headers, reason=response.reason_phrase
        )

    async def _post(self, exchange: HttpExchange) -> httpx.Response:
        request = self._client.build_request(
            "POST",
            self._route.api_url.rstrip("/") + SEND_PATH,
            headers={**self._headers, "Content-Length": str(len(exchange.body))},
            content=exchange.pieces(),
        )
        return await self._client.send(request, stream=True)

    def _redial(self, exchange: HttpExchange) -> None:
        """Give up a kept connection before a byte was written; the attempt is cold then."""
        self._drop()
        exchange.recorder.forget_connection()

    def _hold_back(self, exchange: HttpExchange) -> None:
        """Drop the connection where the kernel has yet to take the end: now it never leaves.

        What was answered before says nothing of the whole message. A refusal is read to
        its end first, a yes is not waited with.
        """
        if exchange.committed and exchange.recorder.is_blocked:
            exchange.committed = False
            self._drop()

    async def _judge(
        self, failure: BaseException, exchange: HttpExchange, about: Circumstances
    ) -> Verdict:
        """Judge a request that got no answer."""
        recorder = exchange.recorder
        phase = failure.phase if isinstance(failure, DialError) else recorder.stopped_at
        recorder.fail(words_of(failure))
        about = replace(about, is_warm=recorder.warm, tls=recorder.tls)
        committed = exchange.committed
        if committed and _has_ended(failure) and exchange.watch is not None:
            try:
                committed = not await exchange.watch.proves_nothing_arrived()
            except asyncio.CancelledError:
                _absorb_cancel()  # it stays unproven then
        return classify_exception(
            failure, phase=phase or Phase.CONNECT, committed=committed, about=about
        )

    def _answered(
        self, job: Job, exchange: HttpExchange, answer: _Answer, about: Circumstances
    ) -> Attempt:
        if answer.code == 400:
            refused = refused_address(exchange.body, bytes(answer.body))
            about = replace(about, refused_address=refused)
        verdict = classify_http(
            answer.code,
            bytes(answer.body),
            headers=answer.headers,
            check_only=job.delivery.message.options.check_only,
            committed=exchange.committed,
            about=about,
        )
        self._messages_sent += 1
        return self._attempt(job, exchange, verdict, answer)

    def _attempt(
        self, job: Job, exchange: HttpExchange, verdict: Verdict, answer: _Answer | None
    ) -> Attempt:
        recorder = exchange.recorder
        if exchange.watch is not None:
            recorder.note_tcp(exchange.watch.info())
        trace = recorder.finish()
        self._exchange_ns, self._tls = recorder.exchange_ns, recorder.tls
        endpoint = self._route.endpoint
        clean = recorder.transcript.clean
        return Attempt(
            id=job.attempt_id,
            delivery_id=job.delivery.id,
            path=self._route.path,
            host=endpoint.host,
            port=endpoint.port,
            outcome=verdict.outcome,
            trace=trace,
            code=answer.code if answer else None,
            reply=answer.words if answer else "",
            errors=server_errors(bytes(answer.body), most=REPLY_LIMIT) if answer else (),
            message_id=clean(answer.headers.get("X-Message-Id", "")) or None if answer else None,
            problem=cleaned(verdict.problem, recorder.transcript),
            transcript=recorder.transcript.text(),
            practice=self._route.practice,
            simulated_ms=self._route.simulated_ms,
            simulated=self._route.simulated,
        )


def _has_ended(failure: BaseException) -> bool:
    """Say whether the server's end of stream came first: neither our clock nor a reset."""
    others = (asyncio.CancelledError, TimeoutError, ConnectionResetError)
    return not any(isinstance(link, others) for link in causes(failure))


def _absorb_cancel() -> None:
    """Take note of a cancel: the outcome is the answer to it."""
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()


async def _read_body(answer: _Answer, exchange: HttpExchange, line: HttpLine) -> None:
    """Read the answer's body up to the limit; what breaks off there leaves what came."""
    response, recorder = exchange.response, exchange.recorder
    if response is None:
        return
    try:
        async for part in response.aiter_raw():
            recorder.phase = Phase.DOWNLOAD
            answer.body += part
            if len(answer.body) > ANSWER_LIMIT_BYTES:
                break
    finally:
        answer.settle(recorder.transcript)
        await response.aclose()
    if answer.body:
        read_ns = line.stream.last_read_ns if line.stream else None
        recorder.end(Phase.DOWNLOAD, at_ns=read_ns, round_trips=0)


def _headers(route: Route, secret: Secret | None) -> dict[str, str]:
    headers = {
        "User-Agent": f"sgdesk/{__version__}",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Content-Type": "application/json",
    }
    if secret:
        key = key_for(route, secret)
        if not all("!" <= character <= "~" for character in key):
            raise SecretError(
                "The key holds a character that no API key has.",
                why="Keys are made of visible ASCII characters, without spaces or line breaks.",
                remedy="Copy the key again, whole and alone.",
            )
        headers["Authorization"] = f"Bearer {key}"
    return headers
