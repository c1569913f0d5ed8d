"""One recorded way, played to whoever connects: a state for each step, no judgement of its own."""

import asyncio
import contextlib
import re
import ssl
from asyncio import StreamReader, StreamWriter
from datetime import timedelta
from email.utils import format_datetime
from http import HTTPStatus

from sgdesk.clock import wall_utc
from sgdesk.sandbox.pause import pause
from sgdesk.sandbox.recording import Step, Way
from sgdesk.sandbox.relay import LINGER_S, abort_with_reset

OVER = b"421 4.3.0 The recording ends here\r\n"
"""To all that nobody has asked when it was made: a sign-in, a mail."""
_BODILESS = (204, 304)
_RESETS = frozenset(("ECONNRESET", "ECONNABORTED", "EPIPE"))
_READ_BYTES = 65_536
_LONGEST_S = 3e10
"""A thousand years: no calendar here goes on for ever."""
_ALERTS = {
    "UNEXPECTED_MESSAGE": 10,
    "HANDSHAKE_FAILURE": 40,
    "BAD_CERTIFICATE": 42,
    "CERTIFICATE_UNKNOWN": 46,
    "ILLEGAL_PARAMETER": 47,
    "UNKNOWN_CA": 48,
    "ACCESS_DENIED": 49,
    "DECODE_ERROR": 50,
    "PROTOCOL_VERSION": 70,
    "INSUFFICIENT_SECURITY": 71,
    "INTERNAL_ERROR": 80,
    "UNRECOGNIZED_NAME": 112,
    "CERTIFICATE_REQUIRED": 116,
    "NO_APPLICATION_PROTOCOL": 120,
}
"""By the end of OpenSSL's name (RFC 8446 section 6)."""
_OLD = ("UNSUPPORTED_PROTOCOL", "WRONG_SSL_VERSION", "NO_PROTOCOLS_AVAILABLE")
_NO_TLS = b"HTTP/1.1 400 Bad Request\r\n\r\n"


class Player:
    """What answers at one port."""

    def __init__(self, way: Way, context: ssl.SSLContext | None, group: asyncio.TaskGroup) -> None:
        """`context` holds the certificate, where one was shown; it plays in `group`."""
        self._way = way
        self._context = context
        self._group = group

    def accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Play it to one that has connected.

        In a task of the group: asyncio reports each that it made itself and that is cancelled.
        """
        work = self._serve(reader, writer)
        try:
            self._group.create_task(work)
        except RuntimeError:  # everything is being shut down
            work.close()
            writer.close()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        visit = _Visit(self._way, self._context, reader, writer)
        try:
            with contextlib.suppress(OSError, EOFError, ValueError):
                # A client that went away, sent no end of a line, or refused our certificate.
                await visit.play()
                await visit.hang_up()
        except Exception as error:
            # The group falls with any of its tasks, and with it every other way.
            context = {"message": f"way to {self._way.host}", "exception": error}
            asyncio.get_running_loop().call_exception_handler(context)
        finally:
            if not writer.is_closing():
                writer.close()


class _Visit:
    """One connection."""

    def __init__(
        self,
        way: Way,
        context: ssl.SSLContext | None,
        reader: StreamReader,
        writer: StreamWriter,
    ) -> None:
        self._way = way
        self._context = context
        self._reader = reader
        self._writer = writer
        self._is_encrypted = False
        self._is_answered = False
        """The client knows by the answer's length that nothing more comes."""

    async def play(self) -> None:
        """Go as far as the recording goes."""
        if self._way.tls == "tls" and not await self._encrypt():
            return
        if self._way.role == "smtp":
            await self._speak_smtp()
        elif self._way.role in ("api", "web"):
            await self._answer_http()
        else:
            await self._listen_in_silence()

    async def hang_up(self) -> None:
        """End in good order: a close with unread bytes would reset what was said last."""
        if self._writer.is_closing():
            return
        if self._writer.can_write_eof():
            self._writer.write_eof()
        elif not self._is_answered:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LINGER_S):
                await self._listen_in_silence()

    async def _speak_smtp(self) -> None:
        if not await self._reply("greeting"):
            return
        while line := await self._reader.readline():
            verb = line[:8].strip().split(b" ")[0].upper()
            if verb in (b"EHLO", b"HELO"):
                goes_on = await self._reply("ehlo_tls" if self._is_encrypted else "ehlo")
            elif verb == b"STARTTLS" and not self._is_encrypted:
                goes_on = await self._reply("starttls") and await self._encrypt_if_agreed()
            else:
                await self._say({b"QUIT": b"221 Bye\r\n"}.get(verb, OVER))
                return
            if not goes_on:
                return

    async def _reply(self, name: str) -> bool:
        """Answer as it was answered; say whether the conversation goes on."""
        step = self._way.talk.get(name)
        if step is None:
            await self._say(OVER)
            return False
        if step.said or step.result != "no_answer":
            await pause(step.ms)
        await self._say(step.said)
        return step.is_reply or await self._end(step)

    async def _end(self, step: Step) -> bool:
        """Be silent, hang up or reset, as it ended there."""
        if step.result == "no_answer":
            await self._listen_in_silence()
        elif step.error in _RESETS:
            abort_with_reset(self._writer.transport)  # type: ignore[arg-type]  # a socket's
        return False

    async def _encrypt_if_agreed(self) -> bool:
        agreed = self._way.talk["starttls"]
        if not re.match(rb"220[ -]", agreed.said):
            return True
        return await self._encrypt()

    async def _encrypt(self) -> bool:
        """Shake hands as well as it went there; say whether the conversation goes on."""
        step = self._way.talk.get("tls")
        if step is not None and step.result in ("ok", "not_verified"):
            if self._context is None:
                return False
            await self._writer.start_tls(self._context)
            self._is_encrypted = True
            return True
        if not await self._reader.read(_READ_BYTES):
            return False
        if step is None:
            return await self._listen_in_silence()
        if step.result == "changed":
            await self._say(_spoilt(step.error))
            return await self._listen_in_silence()
        return await self._end(step)

    async def _answer_http(self) -> None:
        await self._reader.readuntil(b"\r\n\r\n")
        step = self._way.talk.get("scopes") or self._way.talk.get("portal")
        if step is None:
            await self._listen_in_silence()
            return
        await pause(step.ms)
        if step.status is not None:
            await self._say(_answer(step))
            self._is_answered = True
            return
        await self._say(step.said)
        await self._end(step)

    async def _say(self, said: bytes) -> None:
        self._writer.write(said)
        await self._writer.drain()

    async def _listen_in_silence(self) -> bool:
        """Take what comes until the client leaves."""
        while await self._reader.read(_READ_BYTES):
            pass
        return False


def _spoilt(error: str) -> bytes:
    """Give what makes a handshake fail with that error, or with one that means the same."""
    name = "PROTOCOL_VERSION" if error in _OLD else error
    alert = next((code for end, code in _ALERTS.items() if name.endswith(end)), None)
    return _NO_TLS if alert is None else bytes((21, 3, 3, 0, 2, 2, alert))


def _answer(step: Step) -> bytes:
    status = step.status or 0
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Unknown"
    # Kept decoded, as ISO 8859-1; a line break in one would make two of it.
    headers = {name: " ".join(value.split()) for name, value in step.headers}
    if step.skew_s is not None:
        ahead = timedelta(seconds=max(-_LONGEST_S, min(_LONGEST_S, step.skew_s)))
        headers["date"] = format_datetime(wall_utc() + ahead, usegmt=True)
    body = b"" if status in _BODILESS or status < 200 else step.said
    headers |= {"content-length": str(len(body)), "connection": "close"}
    head = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join((*head, "", "")).encode("latin-1", "replace") + body
