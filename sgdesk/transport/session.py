"""Open one SMTP session: dial, greeting, EHLO, STARTTLS, TLS, EHLO, AUTH.

aiosmtplib speaks, one command at a time, so that each step is timed by itself;
then `MailTransaction` takes the connection over and aiosmtplib's object is
never used again.
"""

import asyncio
import socket
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

import aiosmtplib

from sgdesk.clock import monotonic_ns
from sgdesk.route import Route, SmtpPath, Tls
from sgdesk.secret import Secret
from sgdesk.sendgrid import catalogue_failures as failures
from sgdesk.sendgrid.entries import CatalogueEntry
from sgdesk.trace import Phase
from sgdesk.transport.circumstances import Circumstances
from sgdesk.transport.envelope import Offer
from sgdesk.transport.keyguard import key_for
from sgdesk.transport.replies import (
    EndlessAnswerError,
    HalfAnswerError,
    Reply,
    ReplyParser,
    printable,
)
from sgdesk.transport.transaction import MailTransaction
from sgdesk.wire.dial import Dialled, close_quietly, dial
from sgdesk.wire.recorder import PhaseListener, Recorder
from sgdesk.wire.tls import client_context, recording
from sgdesk.wire.transcript import Transcript

_TOO_LONG = (-1, "Response too long")
"""How aiosmtplib says that a reply found no end, as if the server had said it."""


class SessionRefusedError(Exception):
    """We will not go on: what the server offers does not allow it."""

    def __init__(self, entry: CatalogueEntry) -> None:
        super().__init__(entry.title)
        self.entry = entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An open, signed-in session."""

    transaction: MailTransaction
    offer: Offer
    dialled: Dialled

    @property
    def is_open(self) -> bool:
        """Say whether a message may go out on it.

        A socket that can be read before we have asked for anything has come to
        its end, or has something to say that is not an answer.
        """
        return self.transaction.is_open and (
            self.transaction.is_ahead or not _is_readable(self.dialled.sock)
        )


class Overheard(Transcript):
    """A transcript that also parses what the server says, to find replies nobody waited for.

    aiosmtplib keeps what follows its awaited reply in a private buffer.
    """

    def __init__(self) -> None:
        super().__init__()
        self._parser = ReplyParser()
        self.unused: deque[Reply] = deque()
        self.listens = False

    def server(self, data: bytes | memoryview) -> None:
        """Add what the other side said."""
        super().server(data)
        if self.listens:
            self.unused.extend(self._parser.feed(bytes(data)))

    def used(self) -> None:
        """Take the reply that a step has awaited; what is behind it stays."""
        if self.unused:
            self.unused.popleft()

    def half_answer(self) -> str:
        """Give the beginning of a reply that the end of the connection cut off, or nothing."""
        cut = self._parser.feed_eof()
        return cut.text if cut is not None else ""

    def beginning(self) -> str:
        """Give how a reply began that is too long to be read."""
        unread = self.unused[-1] if self.unused else None
        return unread.text if unread is not None and unread.code is None else self.half_answer()

    def forget(self) -> None:
        """Drop all that came in plain text before TLS (RFC 3207 section 4.2)."""
        self._parser = ReplyParser()
        self.unused.clear()


class ConnectLimit:
    """A phase listener that ends the connect timeout when the greeting is awaited.

    On port 465 one library call goes on from the handshake to the greeting,
    which is the server's time and no longer the connection's.
    """

    def __init__(self, listener: PhaseListener) -> None:
        self._listener = listener
        self.running: asyncio.Timeout | None = None

    def __call__(self, phase: Phase, fraction: float) -> None:
        """Pass a phase on."""
        if phase is Phase.GREETING and self.running is not None:
            self.running.reschedule(None)
            self.running = None
        self._listener(phase, fraction)


async def open_session(
    route: Route,
    secret: Secret | None,
    recorder: Recorder,
    overheard: Overheard,
    limit: ConnectLimit,
) -> Session:
    """Connect and sign in, each step timed on the recorder.

    Bounded by the route's connect timeout up to the end of TLS; the caller
    bounds the rest. `recorder` tells its phases to `limit`.

    Raises `SessionRefusedError`, `DialError`, aiosmtplib's, ssl's and system
    exceptions, `InputError` for a CA file or proxy that cannot be used.
    Whatever it raises, the connection is closed.
    """
    opening = _Opening(route, secret, recorder, overheard, limit)
    opening.check_credentials()
    try:
        return await opening.run()
    except ConnectionError as error:
        opening.drop()
        last_words = overheard.unused[-1] if overheard.unused else None
        if last_words is not None and last_words.code is not None and last_words.code >= 400:
            # Said in one segment with the reply before it, and then hung up.
            raise aiosmtplib.SMTPResponseException(last_words.code, last_words.text) from error
        if half := overheard.half_answer():
            raise HalfAnswerError(half) from error
        raise
    except aiosmtplib.SMTPResponseException as error:
        opening.drop()
        if (error.code, error.message) == _TOO_LONG:
            raise EndlessAnswerError(overheard.beginning()) from error
        raise
    except BaseException:
        opening.drop()
        raise


class _Opening:
    """The steps of one opening, with what they share."""

    def __init__(
        self,
        route: Route,
        secret: Secret | None,
        recorder: Recorder,
        overheard: Overheard,
        limit: ConnectLimit,
    ) -> None:
        self.route = route
        self.path = cast(SmtpPath, route.path)
        self.secret = secret
        self.recorder = recorder
        self.overheard = overheard
        self.limit = limit
        # No certificate names a server with the dot that ends its name in DNS (RFC 6066 section 3).
        self.host = route.endpoint.host.rstrip(".")
        self.about = Circumstances(route=route)
        self.dialled: Dialled | None = None
        self.has_begun = False

    def check_credentials(self) -> None:
        """Refuse what needs no connection to be refused."""
        if not self.route.authenticate:
            return
        if not self.secret:
            raise SessionRefusedError(failures.NO_KEY)
        allowed = self.route.allow_plaintext_auth or self.route.practice
        if self.path.tls is Tls.PLAIN and not allowed:
            raise SessionRefusedError(failures.PLAINTEXT_KEY)

    async def run(self) -> Session:
        """Take every step in order."""
        context = client_context(self.route.ca_file, alone=self.route.practice)
        started_ns = monotonic_ns()
        implicit = self.path.tls is Tls.IMPLICIT
        async with asyncio.timeout(self.route.connect_timeout) as self.limit.running:
            self.dialled = await dial(self.route.endpoint, self.route, self.recorder)
            self.overheard.listens = True
            smtp = aiosmtplib.SMTP(
                hostname=self.host,
                sock=self.dialled.sock,
                use_tls=implicit,
                start_tls=False,
                tls_context=context if self.path.tls is not Tls.PLAIN else None,
                local_hostname=_local_name(self.dialled.sock),
                timeout=None,
            )
            if not implicit:
                self.recorder.begin(Phase.GREETING)
            self.has_begun = True
            with recording(self.dialled.tap, then=Phase.GREETING):
                greeting = await smtp.connect()
        self._end(Phase.GREETING, greeting)
        offer = await self._ehlo(smtp)
        if self.path.tls is Tls.STARTTLS:
            spent_s = (monotonic_ns() - started_ns) / 1e9
            offer = await self._starttls(smtp, offer, self.route.connect_timeout - spent_s)
        if self.route.authenticate:
            await self._sign_in(smtp, offer)
        transaction = MailTransaction(pipelining=offer.pipelining and self.route.pipelining)
        self.overheard.listens = False
        transaction.take_over(cast(asyncio.Transport, smtp.transport), self.overheard.unused)
        return Session(transaction=transaction, offer=offer, dialled=self.dialled)

    async def _ehlo(self, smtp: aiosmtplib.SMTP) -> Offer:
        self.recorder.begin(Phase.EHLO)
        reply = await smtp.ehlo()
        self._end(Phase.EHLO, reply)
        return Offer.from_extensions(smtp.esmtp_extensions, smtp.server_auth_methods)

    async def _starttls(self, smtp: aiosmtplib.SMTP, offer: Offer, remaining_s: float) -> Offer:
        # Begun even where it ends at once: this is the step at which it stopped.
        self.recorder.begin(Phase.STARTTLS)
        if not offer.starttls:
            known = self.about.means_sendgrid
            raise SessionRefusedError(failures.STRIPPED if known else failures.NO_STARTTLS)
        tap = cast(Dialled, self.dialled).tap
        with recording(tap, then=Phase.EHLO):
            async with asyncio.timeout(max(remaining_s, 0.0)):
                await smtp.starttls(server_hostname=self.host)
        self.overheard.forget()
        return await self._ehlo(smtp)

    async def _sign_in(self, smtp: aiosmtplib.SMTP, offer: Offer) -> None:
        self.recorder.begin(Phase.AUTH)
        is_open = self.path.tls is Tls.PLAIN and not self.route.allow_plaintext_auth
        if is_open and not cast(Dialled, self.dialled).is_loopback:
            raise SessionRefusedError(failures.PLAINTEXT_KEY)
        if not offer.mechanisms:
            raise SessionRefusedError(failures.NO_AUTH_OFFERED)
        password = key_for(self.route, cast(Secret, self.secret))
        if "PLAIN" in offer.mechanisms:
            reply = await smtp.auth_plain(self.route.username, password)
        elif "LOGIN" in offer.mechanisms:
            reply = await smtp.auth_login(self.route.username, password)
            self.overheard.used()
        else:
            raise SessionRefusedError(failures.NO_MECHANISM)
        self._end(Phase.AUTH, reply)

    def _end(self, phase: Phase, reply: aiosmtplib.SMTPResponse) -> None:
        self.overheard.used()
        self.recorder.end(phase, detail=Reply(reply.code, printable(reply.message)).line)

    def drop(self) -> None:
        """Close whatever has been opened; asyncio closes a socket that it has taken over."""
        if self.dialled is None:
            return
        if self.has_begun:
            with suppress(OSError):
                self.dialled.sock.shutdown(socket.SHUT_RDWR)
        else:
            close_quietly(self.dialled.sock)


def _local_name(sock: socket.socket) -> str:
    """Name ourselves by our address (RFC 5321 section 4.1.3); a name would cost a look-up."""
    address = str(sock.getsockname()[0]).partition("%")[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _is_readable(sock: socket.socket) -> bool:
    try:
        sock.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
