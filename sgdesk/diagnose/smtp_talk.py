"""Talk to a mail server up to the sign-in, and no further: never a MAIL FROM.

Each reply is kept as it came. Where STARTTLS is not offered it is asked for all
the same: a device that masked the word answers as if it did not know it.
"""

import asyncio
from contextlib import nullcontext
from dataclasses import dataclass, field

from sgdesk.clock import monotonic_ns
from sgdesk.diagnose.case import offers
from sgdesk.diagnose.handshake import shake_hands
from sgdesk.diagnose.mishaps import of_connect
from sgdesk.diagnose.notebook import Notebook
from sgdesk.diagnose.observation import (
    SHOWN_BYTES,
    Encrypted,
    Probe,
    Replied,
    Result,
    Target,
)
from sgdesk.route import Route, Tls
from sgdesk.trace import Phase
from sgdesk.transport.replies import Reply, ReplyParser
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.stream import WireStream

_READY = 220
_DONE = 250
_READ_BYTES = 65_536
_LARGE = "\r\n".join([f"NOOP {'x' * 400}"] * 10)
"""More than two packets of an Ethernet, in lines that no server finds too long
(RFC 5321 sections 4.1.1.9 and 4.5.3.1.4). Any answer will do."""


async def talk_smtp(
    stream: WireStream,
    recorder: Recorder,
    route: Route,
    target: Target,
    notebook: Notebook,
    where: str,
    *,
    patience: asyncio.Timeout,
    is_large: bool = False,
) -> None:
    """Say EHLO, start encryption, say EHLO again, leave; notes each step.

    The greeting is waited for as long as `patience` lasts, too.
    """
    talk = _Talk(stream=stream, target=target, notebook=notebook, where=where)
    implicit = target.tls is Tls.IMPLICIT
    if implicit and not await _encrypt(talk, recorder, route, Phase.GREETING):
        return
    greeting = await talk.step(Probe.GREETING, "", notebook.limits.greeting, patience=patience)
    if greeting is None or greeting.code != _READY:
        return
    first = Probe.EHLO_TLS if implicit else Probe.EHLO
    hello = await talk.step(first, f"EHLO {talk.own_name}")
    if hello is None or hello.code != _DONE:
        return
    if target.tls is Tls.STARTTLS:
        offered = offers(hello.text, "STARTTLS")
        agreed = await talk.step(Probe.STARTTLS, "STARTTLS", is_expected=offered)
        if agreed is None or agreed.code != _READY or not offered:
            await talk.leave()
            return
        # What came in plain text before TLS counts for nothing (RFC 3207 section 4.2).
        talk.parser = ReplyParser()
        if not await _encrypt(talk, recorder, route, Phase.EHLO):
            return
        hello = await talk.step(Probe.EHLO_TLS, f"EHLO {talk.own_name}")
        if hello is None or hello.code != _DONE:
            return
    if target.signs_in and offers(hello.text, "AUTH"):
        now = monotonic_ns()
        talk.note(Probe.AUTH, Result.NEEDS_KEY, Replied(), now)
    if is_large:
        await talk.step(Probe.LARGE, _LARGE)
    await talk.leave()


@dataclass(slots=True, kw_only=True)
class _Talk:
    """One conversation, step by step."""

    stream: WireStream
    target: Target
    notebook: Notebook
    where: str
    parser: ReplyParser = field(default_factory=ReplyParser)

    @property
    def own_name(self) -> str:
        """Name ourselves by our address (RFC 5321 section 4.1.3)."""
        address = str(self.stream.dialled.sock.getsockname()[0]).partition("%")[0]
        return f"[IPv6:{address}]" if ":" in address else f"[{address}]"

    async def step(
        self,
        probe: Probe,
        command: str,
        limit: float | None = None,
        *,
        is_expected: bool = True,
        patience: asyncio.Timeout | None = None,
    ) -> Reply | None:
        """Say `command`, or nothing, and note what came back; `None` when no reply did.

        Not `is_expected`: the server did not offer it, whatever it answers.
        """
        began_ns = monotonic_ns()
        heard = bytearray()
        try:
            if command:
                self.stream.write(f"{command}\r\n".encode())
            limit = self.notebook.limits.step if limit is None else limit
            async with patience or nullcontext():
                reply = await self.notebook.within(limit, self._reply(heard))
        except (OSError, TimeoutError) as error:
            result, name = of_connect(error)
            if result is Result.REFUSED:
                result = Result.CUT_OFF
            self.note(probe, result, Replied(first_bytes=bytes(heard), error=name), began_ns)
            return None
        seen = Replied(
            first_bytes=bytes(heard[:SHOWN_BYTES]),
            code=reply.code,
            lines=tuple(reply.text.split("\n")),
        )
        result = _judged(reply) if is_expected else Result.CHANGED
        self.note(probe, Result.OK if probe is Probe.LARGE else result, seen, began_ns)
        return reply

    def note(self, probe: Probe, result: Result, seen: Replied | Encrypted, since_ns: int) -> None:
        """Write a step down; its end is when its last bytes came."""
        until_ns = self.stream.last_read_ns if result is not Result.NO_ANSWER else None
        self.notebook.note(
            probe,
            self.target,
            result,
            seen,
            since_ns=since_ns,
            until_ns=until_ns,
            where=self.where,
        )

    async def leave(self) -> None:
        """Say QUIT; nobody waits for the answer."""
        try:
            self.stream.write(b"QUIT\r\n")
            await self.notebook.within(1.0, self._reply(bytearray()))
        except (OSError, TimeoutError):
            return

    async def _reply(self, heard: bytearray) -> Reply:
        while True:
            data = await self.stream.read(_READ_BYTES)
            if not data:
                cut = self.parser.feed_eof()
                if cut is not None:
                    return cut
                raise ConnectionResetError("closed")
            heard += data
            replies = self.parser.feed(data)
            if replies:
                return replies[0]


def _judged(reply: Reply) -> Result:
    if reply.code is None:
        return Result.CHANGED
    return Result.OK if reply.is_positive else Result.REFUSED


async def _encrypt(talk: _Talk, recorder: Recorder, route: Route, then: Phase) -> bool:
    return await shake_hands(
        talk.stream,
        recorder,
        route,
        talk.target,
        talk.notebook,
        where=talk.where,
        then=then,
    )
