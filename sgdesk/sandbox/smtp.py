"""SendGrid's SMTP relay: one conversation.

aiosmtpd reads the commands and keeps their order; this file gives SendGrid's
answers, judges keys and senders, and lets faults happen. Sources: SendGrid's
pages "Integrating with the SMTP API" and "SMTP Errors and Troubleshooting",
and transcripts in public issues.
"""

import asyncio
import collections
import re
import ssl
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session, TLSSetupException

from sgdesk.clock import monotonic_ns
from sgdesk.sandbox import mime, smtp_replies
from sgdesk.sandbox.accounts import Standing
from sgdesk.sandbox.fault_book import BodyFaults
from sgdesk.sandbox.faults import (
    AcceptThenClose,
    Action,
    Close,
    Delay,
    Point,
    RawReply,
    Reset,
    Silence,
    StripStarttls,
)
from sgdesk.sandbox.pause import pause
from sgdesk.sandbox.relay import Connection
from sgdesk.sandbox.service import Service
from sgdesk.sandbox.spoken import Spoken

COMMAND_BYTES_LIMIT = 12_288
"""RFC 4954 section 4 asks for this much at AUTH; SendGrid's own limit is not known."""

IDLE_LIMIT_S = 3_600
"""SendGrid's own limit is not known; a kept connection must outlast what is measured on it."""

_NOBODY = "nobody"
"""Stands in the envelope where a fault made the client send without a recipient."""

_AUTH_REPLIES = {
    Standing.MALFORMED: smtp_replies.BAD_PASSWORD,
    Standing.UNKNOWN: smtp_replies.BAD_KEY,
    Standing.READ_ONLY: smtp_replies.BAD_KEY,
    Standing.NO_CREDITS: smtp_replies.NO_CREDITS,
    Standing.NOT_ALLOWED_HERE: smtp_replies.NOT_ALLOWED_HERE,
    Standing.DISABLED: smtp_replies.DISABLED,
}


class _Hooks:
    """What aiosmtpd asks while it runs a command; the answers are the conversation's."""

    async def handle_EHLO(  # noqa: N802  named by aiosmtpd
        self, server: "Conversation", session: Session, _: Envelope, name: str, __: list[str]
    ) -> list[str]:
        session.host_name = name
        return [smtp_replies.ehlo_reply(with_starttls=not server.is_stripped)]

    async def handle_HELO(  # noqa: N802
        self, _: "Conversation", session: Session, __: Envelope, name: str
    ) -> str:
        session.host_name = name
        return f"250 {smtp_replies.HOSTNAME}"

    async def handle_MAIL(  # noqa: N802
        self, server: "Conversation", _: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        refusal = server.refusal_of_sender()
        if refusal is not None:
            return refusal
        if address != "<>" and not smtp_replies.is_mailbox(address):
            return smtp_replies.SYNTAX_ERROR
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return smtp_replies.SENDER_OK

    async def handle_RCPT(  # noqa: N802
        self, _: "Conversation", __: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if len(envelope.rcpt_tos) >= smtp_replies.RECIPIENTS_LIMIT:
            return smtp_replies.TOO_MANY_RECIPIENTS
        if not smtp_replies.is_mailbox(address):
            return smtp_replies.SYNTAX_ERROR
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return smtp_replies.RECIPIENT_OK

    async def handle_DATA(  # noqa: N802
        self, server: "Conversation", session: Session, envelope: Envelope
    ) -> str:
        return await server.take_message(envelope, session.host_name or "")

    async def handle_QUIT(  # noqa: N802
        self, _: "Conversation", __: Session, ___: Envelope
    ) -> str:
        return smtp_replies.GOODBYE

    async def handle_exception(self, error: Exception) -> str:
        """Give the reply after a failed command; a client that left needs none and no report."""
        if not isinstance(error, TLSSetupException | ConnectionError | ssl.SSLError):
            context = {"message": "SMTP command failed", "exception": error}
            asyncio.get_running_loop().call_exception_handler(context)
        return smtp_replies.LOCAL_ERROR


class Conversation(SMTP):
    """One SMTP connection, as SendGrid would hold it."""

    AuthLoginUsernameChallenge = "Username:"
    AuthLoginPasswordChallenge = "Password:"

    def __init__(self, connection: Connection, service: Service, *, implicit_tls: bool) -> None:
        super().__init__(
            _Hooks(),
            data_size_limit=smtp_replies.SIZE_LIMIT,
            hostname=smtp_replies.HOSTNAME,
            # Any context will do here: STARTTLS takes its own when it comes to it.
            tls_context=None if implicit_tls else service.tls_contexts(None),
            auth_require_tls=False,
            timeout=IDLE_LIMIT_S,
            authenticator=self._judge_key,
            loop=asyncio.get_running_loop(),
        )
        # The library keeps these limits in one table for all connections.
        self.command_size_limits = collections.defaultdict(lambda: COMMAND_BYTES_LIMIT)
        self.command_size_limit = COMMAND_BYTES_LIMIT
        self.is_stripped = False
        self._connection = connection
        self._service = service
        self._spoken = Spoken(connection, service.refusals, service.mailbox)
        self._is_tls = implicit_tls
        self._point: Point | None = Point.GREETING
        self._asked_ns = self._answered_ns = monotonic_ns()
        self._before_reply: tuple[Action, ...] = ()
        self._replacement = b""
        self._is_key_refused = False
        self._is_continue_said = False
        self._messages = 0
        self._body_bytes = 0
        self._body_faults = BodyFaults()

    async def push(self, status: str | bytes) -> None:
        """Answer one command, in SendGrid's words, after what was to go wrong first."""
        reply = status if isinstance(status, str) else status.decode("ascii", "replace")
        reply = smtp_replies.in_sendgrid_words(reply)
        if not reply or (reply == smtp_replies.CONTINUE and self._is_continue_said):
            return
        if reply.startswith("334"):
            self._spoken.challenge(reply)
            await self._write(reply)
            return
        if self._point is Point.GREETING:
            reply = smtp_replies.GREETING
            if not await self._begin(Point.GREETING):
                return
        actions, self._before_reply = self._before_reply, ()
        for action in actions:
            if isinstance(action, Delay):
                await pause(action.ms)
            elif isinstance(action, AcceptThenClose):
                await self._end_here(Close())
        self._stamp()
        if self._point is Point.GREETING:
            # Said once: what is no command at all begins no point of its own.
            self._point = None
        if reply == smtp_replies.BEGIN_TLS:
            self.tls_context = self._service.tls_contexts(self._connection.expect_tls())
        self._spoken.answer(reply)
        await self._write(reply)
        if reply == smtp_replies.CONTINUE:
            self._await_body()

    async def _write(self, reply: str) -> None:
        if self._is_open():
            await super().push(reply)

    def _is_open(self) -> bool:
        """Say whether anything can still be said: commands may be read after the end."""
        return not self._connection.gone.is_set() and not self._writer.is_closing()

    async def _begin(self, point: Point, recipient: str | None = None) -> bool:
        """Start one command; say whether it shall really be carried out.

        Delays wait until right before the answer, unless the answer is replaced.
        """
        self._point = point
        # What came in one segment is answered in turn.
        self._asked_ns = max(self._connection.upward.last_ns, self._answered_ns)
        actions = self._connection.take(point, recipient)
        self.is_stripped = any(isinstance(action, StripStarttls) for action in actions)
        if all(isinstance(a, Delay | StripStarttls | AcceptThenClose) for a in actions):
            self._before_reply = actions
            return True
        await self._perform(actions)
        self._replacement = b"".join(a.content for a in actions if isinstance(a, RawReply))
        return False

    async def _perform(self, actions: tuple[Action, ...]) -> None:
        """Do what goes wrong instead of answering."""
        for action in actions:
            match action:
                case Delay(ms=ms):
                    await pause(ms)
                case RawReply(content=content) if self._is_open():
                    self._stamp()
                    self._spoken.answer(content.decode("utf-8", "replace"))
                    self._writer.write(content)
                case Close() | Reset() | Silence():
                    await self._end_here(action)
                case _:
                    pass

    async def _end_here(self, action: Close | Reset | Silence) -> None:
        """End the conversation and wait until the client has left."""
        match action:
            case Close():
                self._connection.close()
            case Reset():
                self._connection.reset()
            case Silence():
                pass
        await self._connection.gone.wait()

    def _stamp(self) -> None:
        self._answered_ns = monotonic_ns()
        if self._point is not None:
            self._service.stamps.expect(self._connection, self._point, self._asked_ns)

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        self._spoken.ask("EHLO", hostname)
        if await self._begin(Point.EHLO):
            await super().smtp_EHLO(hostname)

    async def smtp_HELO(self, hostname: str) -> None:  # noqa: N802
        self._spoken.ask("HELO", hostname)
        if await self._begin(Point.EHLO):
            await super().smtp_HELO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        self._spoken.ask("STARTTLS", arg)
        if self._is_tls:
            await self.push(smtp_replies.TLS_ALREADY)
        elif await self._begin(Point.STARTTLS):
            self._is_tls = True
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        self._spoken.ask("AUTH", arg)
        if not self._is_tls and not self._connection.is_loopback:
            await self.push(smtp_replies.PLAINTEXT_AUTH)
            return
        if not await self._begin(Point.AUTH):
            return
        mechanism, space, rest = (arg or "").partition(" ")
        await super().smtp_AUTH(mechanism.upper() + space + rest)
        if self._is_key_refused:
            # SendGrid hangs up after a failed AUTH.
            self._writer.close()

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        self._spoken.ask("MAIL", arg)
        if await self._begin(Point.MAIL):
            await super().smtp_MAIL(arg)
            if self._is_full():
                self._writer.close()

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        self._spoken.ask("RCPT", arg)
        found = re.search("<([^>]*)>", arg or "")
        if await self._begin(Point.RCPT, found[1] if found else arg):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        self._spoken.ask("DATA", arg)
        if not await self._begin(Point.DATA):
            if not self._replacement.startswith(b"354"):
                return
            # Told to go on, the client will send its message, recipients or not.
            self._is_continue_said = True
            if self.envelope is not None and not self.envelope.rcpt_tos:
                self.envelope.rcpt_tos.append(_NOBODY)
            self._await_body()
        await super().smtp_DATA(arg)
        self._is_continue_said = False
        if self._point is Point.REPLY:
            self._point = Point.IDLE
            self._connection.spawn(self._idle(self._connection.take(Point.IDLE)))

    async def smtp_HELP(self, arg: str) -> None:  # noqa: ARG002, N802
        await self.push(smtp_replies.NOT_IMPLEMENTED)

    smtp_VRFY = smtp_EXPN = smtp_HELP  # noqa: N815

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802
        self._spoken.ask("QUIT", arg)
        if await self._begin(Point.QUIT):
            await super().smtp_QUIT(arg)

    def _judge_key(
        self, _: SMTP, __: Session, ___: Envelope, ____: str, credentials: LoginPassword
    ) -> AuthResult:
        self._spoken.sign_in(credentials.login, credentials.password)
        standing = self._service.account.standing(credentials.password.decode("utf-8", "replace"))
        if credentials.login != b"apikey":
            standing = Standing.MALFORMED
        if standing is Standing.GOOD:
            return AuthResult(success=True, auth_data=credentials)
        self._is_key_refused = True
        return AuthResult(success=False, handled=False, message=_AUTH_REPLIES[standing])

    def refusal_of_sender(self) -> str | None:
        """Say why MAIL is refused, or `None`."""
        if self.session is None or not self.session.authenticated:
            return smtp_replies.UNAUTHENTICATED
        return smtp_replies.TOO_MANY_MESSAGES if self._is_full() else None

    def _is_full(self) -> bool:
        return self._messages >= self._service.messages_per_connection

    async def take_message(self, envelope: Envelope, program: str) -> str:
        """Judge and keep one mail; give the final reply, empty when it was already given."""
        raw = bytes(envelope.original_content or b"")
        self._spoken.hand_over(raw)
        goes_on = await self._begin(Point.REPLY)
        if not goes_on and not self._replacement.startswith(b"2"):
            return ""
        refusal = self._refusal_of_message(raw, envelope)
        if refusal is not None:
            return refusal if goes_on else ""
        self._messages += 1
        message_id = self._service.mailbox.capture_smtp(
            raw,
            mail_from=envelope.mail_from or "",
            rcpt_tos=envelope.rcpt_tos,
            listener=self._connection.listener,
            connection=self._connection.number,
            program=program,
        )
        self._spoken.keep(message_id)
        return f"250 Ok: queued as {message_id}" if goes_on else ""

    def _refusal_of_message(self, raw: bytes, envelope: Envelope) -> str | None:
        if envelope.rcpt_tos == [_NOBODY]:
            return smtp_replies.NO_RECIPIENTS
        # Not the envelope's sender: SendGrid judges the From header, after the dot.
        senders = mime.addresses(mime.first_header(raw, "From"))
        may_send = self._service.account.may_send_from
        if not senders or not all(may_send(sender["email"]) for sender in senders):
            return smtp_replies.UNVERIFIED_SENDER
        return None

    def data_received(self, data: bytes) -> None:
        """Count the bytes of a body towards the faults that wait in it."""
        self._body_bytes += len(data)
        if due := self._body_faults.due(self._body_bytes):
            self._interrupt_body(due, data)
        else:
            super().data_received(data)

    def _await_body(self) -> None:
        self._body_bytes, self._body_faults = 0, self._connection.take_body()
        if due := self._body_faults.due(0):
            self._interrupt_body(due, b"")

    def _interrupt_body(self, actions: tuple[Action, ...], held: bytes) -> None:
        if isinstance(self.transport, asyncio.Transport):
            self.transport.pause_reading()
        self._point = Point.BODY
        self._connection.spawn(self._play_in_body(actions, held))

    async def _play_in_body(self, actions: tuple[Action, ...], held: bytes) -> None:
        await self._perform(actions)
        if isinstance(self.transport, asyncio.Transport) and not self._connection.gone.is_set():
            super().data_received(held)
            self.transport.resume_reading()

    async def _idle(self, actions: tuple[Action, ...]) -> None:
        """Let something happen to the connection while nobody asks anything."""
        for action in actions:
            match action:
                case Delay(ms=ms):
                    await pause(ms)
                case RawReply(content=content) if self._is_open():
                    self._writer.write(content)
                case Close():
                    self._connection.close(linger=False)
                case Reset():
                    self._connection.reset()
                case _:
                    pass
