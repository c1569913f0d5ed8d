"""One SMTP session after sign-in: envelopes out, replies in, in as few round trips as may be.

Takes a connection over from aiosmtplib by `transport.set_protocol()`. With
PIPELINING an envelope is one write (RFC 2920), so that a message costs two
round trips on an open connection; with the next envelope written behind the
body it costs one. Without PIPELINING each command waits for its reply.

Knows nothing of outcomes: it fills an `Exchange`, which holds at every moment
what has been said, so that a cancelled or broken transaction can be judged.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sgdesk.sizes import size_text
from sgdesk.trace import Phase
from sgdesk.transport.envelope import Envelope
from sgdesk.transport.replies import Reply, ReplyParser
from sgdesk.wire.recorder import Recorder

GO_AHEAD = 354
_REFUSALS = 400
"""From this code on a reply is a no."""
REPLIES_AT_MOST = 100_000
"""More than any envelope asks for; a server that never stops would fill the memory."""


@dataclass(slots=True)
class Exchange:
    """What was said in one transaction so far."""

    mail: Reply | None = None
    recipients: list[Reply] = field(default_factory=list)
    """In the order of the envelope; shorter when the conversation ended early."""
    data: Reply | None = None
    early: Reply | None = None
    """What the server said while the body was still on its way."""
    final: Reply | None = None
    is_committed: bool = False
    """The write that carries the final dot has been called."""

    @property
    def last_of_envelope(self) -> Reply | None:
        """Give the newest reply up to DATA's."""
        return self.data or next(reversed(self.recipients), None) or self.mail

    @property
    def refusal(self) -> tuple[str, Reply] | None:
        """Give the reply that keeps the body back, with the verb that it answers.

        What follows from it, such as a 503 to DATA where nobody was taken, comes after it.
        """
        if self.mail is not None and not self.mail.is_yes:
            return "MAIL", self.mail
        if self.recipients and not any(reply.is_yes for reply in self.recipients):
            # A single "not now" among "never" leaves something to try again.
            later = [r for r in self.recipients if r.code is not None and r.code < 500]
            return "RCPT", (later or self.recipients)[0]
        if self.data is not None and self.data.code != GO_AHEAD:
            return "DATA", self.data
        return None

    @property
    def may_upload(self) -> bool:
        """Say whether the server waits for a body that somebody will get."""
        return (
            self.mail is not None
            and self.mail.is_yes
            and any(reply.is_yes for reply in self.recipients)
            and self.data is not None
            and self.data.code == GO_AHEAD
        )


class MailTransaction(asyncio.Protocol):
    """Speak MAIL, RCPT, DATA and the body on one open connection, one message at a time."""

    def __init__(self, *, pipelining: bool) -> None:
        self.pipelining = pipelining
        self.lost: BaseException | None = None
        """Why the connection is gone; `None` while it stands."""
        self._transport: asyncio.Transport | None = None
        self._parser = ReplyParser()
        self._replies: deque[Reply] = deque()
        self._ended = False
        self._paused = False
        self._waiter: asyncio.Future[None] | None = None
        self._must_reset = False
        self._ahead: Envelope | None = None
        self._recorder: Recorder | None = None
        self._end_bytes = 0
        """What the recorder counts, at the least, once the end of the message has left."""
        self._is_cut_short = False
        """An answer came while its end was still ours."""

    # What the loop calls.

    def take_over(self, transport: asyncio.Transport, unused: Sequence[Reply] = ()) -> None:
        """Become the protocol of an open connection.

        `unused` are replies that came behind the one that the protocol before
        has waited for; most likely the server is hanging up.
        """
        self._transport = transport
        transport.set_protocol(self)
        self._accept(unused)
        if transport.is_closing():
            self.connection_lost(None)

    def data_received(self, data: bytes) -> None:
        """Parse; wake whoever waits."""
        replies = self._parser.feed(data)
        if replies and self._holds_end():
            # Whatever it answers is not this message, whose end now never leaves.
            self._is_cut_short = True
            self.close()
        self._accept(replies)

    def _holds_end(self) -> bool:
        """Say whether the kernel has yet to take the end of the message.

        Where the next envelope waits behind it, only as far as the count of bytes proves it:
        encrypted they are more.
        """
        recorder = self._recorder
        if recorder is None or recorder.phase is not Phase.UPLOAD or not recorder.is_blocked:
            return False
        return self._ahead is None or recorder.bytes_sent < self._end_bytes

    def _accept(self, replies: Sequence[Reply]) -> None:
        self._replies.extend(replies)
        if len(self._replies) > REPLIES_AT_MOST:
            self.close()
        elif any(reply.is_last for reply in replies):
            self._ended = True
        self._wake()

    def eof_received(self) -> bool:
        """Take the end; a reply that it cuts off counts as unreadable."""
        cut = self._parser.feed_eof()
        if cut is not None:
            self._replies.append(cut)
        self._lose(ConnectionResetError("the server closed the connection"))
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Remember why; wake whoever waits."""
        self._lose(exc or ConnectionResetError("the connection was closed"))

    def pause_writing(self) -> None:
        """Hold the body back."""
        self._paused = True

    def resume_writing(self) -> None:
        """Let the body go on."""
        self._paused = False
        self._wake()

    # What the transport asks.

    @property
    def is_open(self) -> bool:
        """Say whether another message may follow: nothing unasked has been said."""
        if self._ended or self._transport is None or self._transport.is_closing():
            return False
        return self._ahead is not None or (not self._replies and self._parser.is_between_replies)

    @property
    def is_ahead(self) -> bool:
        """Say whether the next envelope has been sent already."""
        return self._ahead is not None

    async def send(
        self,
        envelope: Envelope,
        body: Sequence[bytes | memoryview],
        exchange: Exchange,
        *,
        mark: Callable[[], Awaitable[None]],
        recorder: Recorder | None = None,
        following: Envelope | None = None,
    ) -> None:
        """Carry one message; `exchange` tells how far it came.

        Raises `ConnectionError` when the connection ends before a reply that was due.
        `body` comes from `envelope.pieces`. `mark` is awaited before the write
        with the final dot. `following`, where the server pipelines, is written
        behind the body, and must be the envelope of the next call.
        """
        self._recorder = recorder
        if recorder is not None:
            recorder.pipelined = self.pipelining
            recorder.begin(Phase.ENVELOPE)
        if self.pipelining:
            await self._pipelined(envelope, exchange)
        else:
            await self._in_lock_step(envelope, exchange)
        if recorder is not None:
            refusal = exchange.refusal
            said = refusal[1] if refusal else exchange.last_of_envelope
            failed = not exchange.may_upload
            recorder.end(Phase.ENVELOPE, failed=failed, detail=said.line if said else "")
        if not exchange.may_upload:
            if exchange.data is not None and (exchange.data.code or 0) < _REFUSALS:
                # The server now reads a body that nobody is to get, or will as soon as the
                # true answer to DATA comes. RFC 2920 section 3.1 would have us send an empty
                # one; dropping the connection delivers nothing.
                self.close()
            return
        if await self._upload(body, exchange, mark, recorder, following):
            await self._final(exchange, recorder)

    async def goodbye(self) -> None:
        """Say QUIT and wait for the end; the caller sets the deadline.

        Where the server is inside a message, only closing is safe.
        """
        if self.is_open and self._ahead is None:
            self._write(b"QUIT\r\n")
            while self.lost is None and not self._replies:
                await self._woken()

    def close(self) -> None:
        """Drop the connection at once; a body half sent is never delivered."""
        self._ended = True
        if self._transport is not None:
            self._transport.abort()

    async def _pipelined(self, envelope: Envelope, exchange: Exchange) -> None:
        resets = 0
        if self._ahead is None:
            if self._replies:
                # Most likely the server hung up in one segment with the reply before.
                exchange.mail = self._out_of_step()
                return
            resets = int(self._must_reset)
            self._write(b"RSET\r\n" * resets + envelope.group)
        elif self._ahead is not envelope:
            msg = "the envelope sent ahead belongs to another message"
            raise ValueError(msg)
        self._ahead = None
        self._must_reset = True
        count = resets + len(envelope.recipients) + 2
        taken = await self._take(count)
        said = iter(taken[resets:])
        exchange.mail = next(said, None)
        exchange.recipients = list(islice(said, len(envelope.recipients)))
        exchange.data = next(said, None)
        self._require(taken, count)

    async def _in_lock_step(self, envelope: Envelope, exchange: Exchange) -> None:
        if self._must_reset:
            await self._command(b"RSET\r\n")
        self._must_reset = True
        exchange.mail = await self._command(envelope.mail)
        if not exchange.mail.is_yes:
            return
        for line in envelope.recipients:
            exchange.recipients.append(await self._command(line))
            if self._ended:
                return
        if any(reply.is_yes for reply in exchange.recipients):
            exchange.data = await self._command(b"DATA\r\n")

    async def _command(self, line: bytes) -> Reply:
        if self._replies:
            # Said before it was asked: question and answer no longer belong together.
            return self._out_of_step()
        self._write(line)
        taken = await self._take(1)
        self._require(taken, 1)
        return taken[0]

    async def _upload(
        self,
        body: Sequence[bytes | memoryview],
        exchange: Exchange,
        mark: Callable[[], Awaitable[None]],
        recorder: Recorder | None,
        following: Envelope | None,
    ) -> bool:
        """Write the body; false when the server spoke before it was complete."""
        if recorder is not None:
            recorder.begin(Phase.UPLOAD)
            self._end_bytes = recorder.bytes_sent + sum(map(len, body))
        for number, piece in enumerate(body[:-1]):
            if not await self._may_write(exchange, recorder):
                return False
            self._write(piece)
            if recorder is not None:
                recorder.begin(Phase.UPLOAD, (number + 1) / len(body))
        await mark()
        if not await self._may_write(exchange, recorder):
            return False
        ahead = following if self.pipelining else None
        last = body[-1] if ahead is None else bytes(body[-1]) + ahead.group
        exchange.is_committed = True
        self._write(last)
        self._ahead = ahead
        if recorder is not None:
            recorder.handed_over(f"{size_text(sum(map(len, body)))} of mail written")
        return True

    async def _may_write(self, exchange: Exchange, recorder: Recorder | None) -> bool:
        """Wait for room; false when the server has said something already."""
        while self._paused and not self._replies and not self._ended:
            await self._woken()
        if not self._replies:
            self._require([], int(self._ended))
            return True
        self._spoke_early(exchange, recorder)
        return False

    def _spoke_early(self, exchange: Exchange, recorder: Recorder | None) -> None:
        exchange.early = self._out_of_step()
        if recorder is not None:
            recorder.end(Phase.UPLOAD, failed=True, detail=exchange.early.line)
        self.close()

    async def _final(self, exchange: Exchange, recorder: Recorder | None) -> None:
        while not self._replies and not self._ended:
            await self._woken()
        if self._is_cut_short:
            exchange.is_committed = False
            self._spoke_early(exchange, recorder)
            return
        taken = await self._take(1)
        self._require(taken, 1)
        exchange.final = final = taken[0]
        self._must_reset = False
        if recorder is not None:
            recorder.end(Phase.REPLY, failed=not final.is_yes, detail=final.line)

    def _out_of_step(self) -> Reply:
        """Give an unasked reply as the answer; good news that nobody asked for is none."""
        self._ended = True
        reply = self._replies.popleft()
        is_refusal = reply.code is not None and reply.code >= _REFUSALS
        return reply if is_refusal else Reply(None, reply.line)

    async def _take(self, count: int) -> list[Reply]:
        """Wait for replies; gives fewer when the server hangs up or garbles."""
        while len(self._replies) < count and not self._ended:
            await self._woken()
        return [self._replies.popleft() for _ in range(min(count, len(self._replies)))]

    def _require(self, taken: Sequence[Reply], count: int) -> None:
        """Raise when replies are missing and none of those that came says why."""
        if len(taken) >= count or any(reply.is_last for reply in taken):
            return
        raise ConnectionResetError("the connection ended before the answer") from self.lost

    def _write(self, data: bytes | memoryview) -> None:
        if self._transport is None or self._ended:
            raise ConnectionResetError("the connection is closed") from self.lost
        self._transport.write(data)

    def _lose(self, why: BaseException) -> None:
        if self.lost is None:
            self.lost = why
        self._ended = True
        self._wake()

    async def _woken(self) -> None:
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
