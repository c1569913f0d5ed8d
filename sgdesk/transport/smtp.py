"""SMTP as a transport: one connection that is dialled by its first send and kept.

A session is opened in `session.py` and spoken in `transaction.py`; what one
message needs on it is in `mailing.py`; here an attempt is put together.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterable
from contextlib import suppress
from dataclasses import replace

from sgdesk.delivery import Accepted, Attempt, RecipientResult
from sgdesk.message.keys import keys_of
from sgdesk.route import Route
from sgdesk.secret import Secret
from sgdesk.sendgrid.hosts import MESSAGES_PER_CONNECTION_AT_MOST
from sgdesk.trace import Phase, TlsFacts
from sgdesk.transport.base import Job
from sgdesk.transport.circumstances import cleaned
from sgdesk.transport.classify import TRANSPORT_ERRORS
from sgdesk.transport.mail_outcome import MailOutcome
from sgdesk.transport.mailing import Mailing
from sgdesk.transport.replies import printable
from sgdesk.transport.session import (
    ConnectLimit,
    Overheard,
    Session,
    SessionRefusedError,
    open_session,
)
from sgdesk.wire.errors import words_of
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.tls import client_context
from sgdesk.wire.transcript import Transcript

GOODBYE_S = 2.0
"""How long the server may take to answer QUIT; nobody waits for the outcome meanwhile."""

_FAILURES: tuple[type[BaseException], ...] = (SessionRefusedError, *TRANSPORT_ERRORS)
_QUEUED_AS = re.compile(r"queued as\s+(\S+)", re.IGNORECASE)


class SmtpConnection:
    """Fulfil `transport.base.Connection` over SMTP."""

    def __init__(
        self,
        route: Route,
        secret: Secret | None,
        *,
        message_cap: int = MESSAGES_PER_CONNECTION_AT_MOST,
    ) -> None:
        """Prepare; dials nothing. The engine holds connections to a lower cap of its own."""
        self._route = route
        self._secret = secret
        self._message_cap = message_cap
        self._session: Session | None = None
        self._messages_sent = 0
        self._exchange_ns: int | None = None
        self._tcp_rtt_ns: int | None = None
        self._tls: TlsFacts | None = None

    @property
    def is_warm(self) -> bool:
        """Say whether the next send would reuse an open session."""
        session = self._session
        return session is not None and self._messages_sent < self._message_cap and session.is_open

    @property
    def messages_sent(self) -> int:
        """Count the messages this session has carried."""
        return self._messages_sent

    async def send(self, job: Job) -> Attempt:
        """Make one attempt and say how it ended; see `transport.base.Connection`."""
        return await self._send(job, Mailing(job.delivery.message, self._route), None)

    async def send_many(self, jobs: Iterable[Job]) -> AsyncGenerator[Attempt, None]:
        """Make one attempt after another, each envelope behind the body before it.

        Where the server pipelines this costs one round trip a message. The jobs
        overlap, so their times give throughput only: mark them `overlapped`.
        The next job must be ready to leave when the one before it is sent.
        """
        waiting = iter(jobs)
        job = next(waiting, None)
        mailing = Mailing(job.delivery.message, self._route) if job else None
        while job is not None and mailing is not None:
            after = next(waiting, None)
            following = Mailing(after.delivery.message, self._route) if after else None
            yield await self._send(job, mailing, following)
            job, mailing = after, following

    async def _send(self, job: Job, mailing: Mailing, following: Mailing | None) -> Attempt:
        is_warm = self.is_warm
        overheard = Overheard()
        if self._secret:
            overheard.hide(self._secret.reveal())
        for key in keys_of(job.delivery.message):
            overheard.hide(key)
        limit = ConnectLimit(job.progress)
        recorder = Recorder(
            progress=limit,
            warm=is_warm,
            overlapped=job.overlapped,
            exchange_ns=self._exchange_ns,
            transcript=overheard,
        )
        if self._messages_sent + 1 >= self._message_cap:
            following = None
        try:
            failure = await self._run(mailing, following, job, recorder, overheard, limit)
        except BaseException:
            # A file or proxy of no use, or a fault of ours: the caller's to hear.
            self._settle(recorder, broken=True)
            recorder.finish()
            raise
        phase = recorder.phase or Phase.ENVELOPE
        is_ours = isinstance(failure, SessionRefusedError)
        if failure is not None and not is_ours:
            recorder.fail(overheard.clean(printable(words_of(failure))))
        whole = mailing.outcome(
            failure,
            phase,
            tls=recorder.tls,
            is_warm=recorder.warm,
            half_said=overheard.half_answer() if isinstance(failure, TimeoutError) else "",
        )
        if is_ours and whole.verdict.problem is not None:
            recorder.fail(overheard.clean(whole.verdict.problem.title), waiting=False)
        self._settle(recorder, broken=failure is not None)
        return self._attempt(job, whole, recorder)

    async def aclose(self) -> None:
        """Say QUIT, wait a moment for the answer, close."""
        session, self._session = self._session, None
        self._messages_sent = 0
        self._exchange_ns = self._tcp_rtt_ns = None
        if session is None:
            return
        session.dialled.tap.recorder = None
        try:
            async with asyncio.timeout(GOODBYE_S):
                with suppress(*TRANSPORT_ERRORS):
                    await session.transaction.goodbye()
        except TimeoutError:
            pass
        finally:
            session.transaction.close()

    async def _run(
        self,
        mailing: Mailing,
        following: Mailing | None,
        job: Job,
        recorder: Recorder,
        overheard: Overheard,
        limit: ConnectLimit,
    ) -> BaseException | None:
        """Open what must be opened, send; give what stopped it, a cancellation too."""
        try:
            # Made now and kept: within the limits our own time would be taken for the server's.
            client_context(self._route.ca_file, alone=self._route.practice)
            async with asyncio.timeout(self._route.total_timeout):
                if self._session is not None and recorder.warm:
                    try:
                        await self._carry(self._session, mailing, following, job, recorder)
                        return None
                    except ConnectionError as gone:
                        if not mailing.starts_over():
                            raise
                        # It had died unnoticed: nothing was answered, so nothing was handed over.
                        recorder.fail(words_of(gone))
                        recorder.forget_connection()
                        self._session.transaction.close()
                await self.aclose()
                self._session = await open_session(
                    self._route, self._secret, recorder, overheard, limit
                )
                await self._carry(self._session, mailing, following, job, recorder)
        except asyncio.CancelledError as cancelled:
            # `Connection.send` promises that a cancellation becomes the outcome.
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()
            return cancelled
        except _FAILURES as failure:
            return failure
        return None

    async def _carry(
        self,
        session: Session,
        mailing: Mailing,
        following: Mailing | None,
        job: Job,
        recorder: Recorder,
    ) -> None:
        """Send on an open session."""
        session.dialled.tap.recorder = recorder
        if recorder.warm:
            recorder.peer = session.dialled.peer
            recorder.tls = self._tls
        self._messages_sent += await mailing.send(
            session, mark=job.mark, recorder=recorder, following=following
        )

    def _settle(self, recorder: Recorder, *, broken: bool) -> None:
        """Read the kernel's round-trip time while there is a socket; drop what cannot go on."""
        session = self._session
        if session is None:
            return
        if recorder.overlapped and self._tcp_rtt_ns is not None:
            recorder.tcp_rtt_ns = self._tcp_rtt_ns
        else:
            recorder.note_tcp(session.dialled.sock.info())
            self._tcp_rtt_ns = recorder.tcp_rtt_ns
        session.dialled.tap.recorder = None
        self._exchange_ns = recorder.exchange_ns
        self._tls = recorder.tls
        if broken:
            session.transaction.close()
            self._session = None

    def _attempt(self, job: Job, whole: MailOutcome, recorder: Recorder) -> Attempt:
        endpoint = self._route.endpoint
        reply = whole.reply
        words = recorder.transcript.clean(reply.text) if reply else ""
        queued = _QUEUED_AS.search(words) if reply and reply.is_yes else None
        return Attempt(
            id=job.attempt_id,
            delivery_id=job.delivery.id,
            path=self._route.path,
            host=endpoint.host,
            port=endpoint.port,
            outcome=whole.verdict.outcome,
            trace=recorder.finish(),
            code=reply.code if reply else None,
            enhanced_code=reply.enhanced_code if reply else None,
            reply=words,
            message_id=queued[1] if queued else None,
            recipients=tuple(_cleaned(result, recorder.transcript) for result in whole.recipients),
            problem=cleaned(whole.verdict.problem, recorder.transcript),
            transcript=_kept_transcript(job, whole, recorder),
            practice=self._route.practice,
            smtpapi=self._route.smtpapi,
            simulated_ms=self._route.simulated_ms,
            simulated=self._route.simulated,
        )


def _kept_transcript(job: Job, whole: MailOutcome, recorder: Recorder) -> str:
    """Give the dialogue; of a bulk run's mails only those that did not go well keep theirs.

    Redacting it costs more than sending the mail does (97 µs against 60).
    """
    went_well = isinstance(whole.verdict.outcome, Accepted)
    return "" if job.overlapped and went_well else recorder.transcript.text()


def _cleaned(result: RecipientResult, transcript: Transcript) -> RecipientResult:
    """Take secrets out of a server's words, should it echo one."""
    words = transcript.clean(result.reply)
    return result if words == result.reply else replace(result, reply=words)
