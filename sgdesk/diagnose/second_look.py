"""Look once more where one look cannot tell two causes apart.

Each is a connection of its own that says no more than the first one did.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sgdesk.clock import monotonic_ns
from sgdesk.diagnose.handshake import shake_hands
from sgdesk.diagnose.https_talk import ask
from sgdesk.diagnose.mishaps import of_connect
from sgdesk.diagnose.notebook import Notebook
from sgdesk.diagnose.observation import (
    Connected,
    Encrypted,
    HttpAnswered,
    Observation,
    Probe,
    Replied,
    Result,
    Role,
    Target,
    family_of,
)
from sgdesk.route import Endpoint, Route, Tls
from sgdesk.trace import Phase
from sgdesk.wire.dial import dial
from sgdesk.wire.errors import DialError
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.stream import WireStream
from sgdesk.wire.tls import client_context
from sgdesk.wire.together import together

UNTRUSTED = frozenset((18, 19, 20, 21))
"""OpenSSL's codes for a certificate that nobody trusted vouches for."""
_ENCRYPTS = frozenset((Result.OK, Result.NOT_VERIFIED))
NEUTRAL_NAME = "www.example.com"
_LIMITED_PORT = 25
_TIMES = 4
_LARGE_BYTES = 4000
_READ_BYTES = 4096


class SecondLook:
    """One way at one address, looked at again."""

    def __init__(self, target: Target, route: Route, notebook: Notebook, where: str) -> None:
        """`route` leads to that address."""
        self._target = target
        self._route = route
        self._notebook = notebook
        self._where = where

    async def go(self, *, is_large: bool) -> None:
        """Look again as far as the first look gives reason to."""
        target, tls = self._target, self._seen(Probe.TLS)
        if self._notebook.is_over or target.role is Role.CONTROL:
            # Servers of others are connected to once, as the user was told.
            return
        if target.tls is Tls.IMPLICIT and tls is not None and tls.result is not Result.OK:
            await self._at_encryption(tls.result, tls.seen)
        elif target.port == _LIMITED_PORT and self._arrived(Probe.GREETING):
            await self._several_times()
        elif is_large and target.role is Role.API and self._arrived(Probe.SCOPES):
            await self._ask(Probe.LARGE, "/v3/scopes", padding="x" * _LARGE_BYTES)

    @asynccontextmanager
    async def while_silent(self, patience: asyncio.Timeout) -> AsyncIterator[None]:
        """Try in this block, once the server has been silent for a while, to encrypt at once.

        One that does waits for it, and will never greet: `patience` with its greeting ends.
        """
        if self._target.tls is Tls.IMPLICIT:
            yield
            return
        async with together() as group:
            waiting = group.create_task(self._after_silence(patience))
            yield
            waiting.cancel()

    async def _after_silence(self, patience: asyncio.Timeout) -> None:
        limits = self._notebook.limits
        await asyncio.sleep(min(limits.silent, limits.run / 3))
        if self._seen(Probe.GREETING) is None:
            await self._shake(Probe.TLS_FIRST)
            shaken = self._seen(Probe.TLS_FIRST)
            encrypts = shaken is not None and shaken.result in _ENCRYPTS
            if encrypts and self._seen(Probe.GREETING) is None:
                patience.reschedule(0.0)

    async def _at_encryption(self, result: Result, seen: object) -> None:
        code = seen.verify_code if isinstance(seen, Encrypted) else None
        if result is Result.CHANGED and self._target.role is Role.SMTP:
            await self._listen()
        elif result is Result.CHANGED and self._target.role is Role.API:
            await self._ask(Probe.PORTAL, "/")
        elif code in UNTRUSTED and not self._route.practice:
            await self._shake(Probe.OTHER_STORE)
        elif result is Result.CUT_OFF and self._target.means_sendgrid:
            await self._shake(Probe.OTHER_NAME, NEUTRAL_NAME)

    async def _listen(self) -> None:
        began_ns, heard = monotonic_ns(), b""
        result, name = Result.OK, ""
        try:
            async with self._connected() as (stream, _):
                limit = self._notebook.limits.silent
                heard = await self._notebook.within(limit, stream.read(_READ_BYTES))
        except (OSError, DialError) as error:
            result, name = of_connect(_cause(error))
        seen = Replied(first_bytes=heard, lines=_lines(heard), error=name)
        self._note(Probe.PLAIN, result, seen, began_ns)

    async def _shake(self, probe: Probe, name: str = "") -> None:
        began_ns = monotonic_ns()
        try:
            async with self._connected() as (stream, recorder):
                await shake_hands(
                    stream,
                    recorder,
                    self._route,
                    self._target,
                    self._notebook,
                    where=self._where,
                    then=Phase.GREETING,
                    probe=probe,
                    name=name,
                )
        except (OSError, DialError) as error:
            result, said = of_connect(_cause(error))
            self._note(probe, result, Encrypted(error=said), began_ns)

    async def _several_times(self) -> None:
        """Connect anew some times, up to the first that fails."""
        began_ns, result, name, tries = monotonic_ns(), Result.OK, "", 0
        while result is Result.OK and tries < _TIMES and not self._notebook.is_over:
            tries, began_ns = tries + 1, monotonic_ns()
            try:
                async with self._connected(self._notebook.limits.again):
                    pass
            except (OSError, DialError) as error:
                result, name = of_connect(_cause(error))
        family = family_of(self._where)
        seen = Connected(address=self._where, family=family, error=name, tries=tries)
        self._note(Probe.AGAIN, result, seen, began_ns)

    async def _ask(self, probe: Probe, path: str, *, padding: str = "") -> None:
        """Ask the web: encrypted and at length, or in plain text as a sign-in page hears it."""
        began_ns, heard = monotonic_ns(), bytearray()
        context = client_context(self._route.ca_file, alpn="http/1.1", alone=self._route.practice)
        result, within, limits = Result.OK, self._notebook.within, self._notebook.limits
        try:
            async with self._connected() as (stream, _):
                if probe is Probe.LARGE and self._target.tls is not Tls.PLAIN:
                    shaken = stream.start_tls(context, self._target.host, then=Phase.UPLOAD)
                    await within(limits.step, shaken)
                question = ask(stream, self._target, path, heard, padding=padding)
                limit = limits.step if probe is Probe.LARGE else limits.silent
                seen = await within(limit, question)
        except (OSError, DialError) as error:
            result, name = of_connect(_cause(error))
            seen = HttpAnswered(first_bytes=bytes(heard), error=name)
        self._note(probe, result, seen, began_ns)

    @asynccontextmanager
    async def _connected(
        self, limit: float | None = None
    ) -> AsyncIterator[tuple[WireStream, Recorder]]:
        recorder = Recorder()
        meant = Endpoint(host=self._target.host, port=self._target.port)
        within = self._notebook.limits.connect if limit is None else limit
        try:
            dialled = await self._notebook.within(within, dial(meant, self._route, recorder))
            stream = await WireStream.open(dialled)
            try:
                yield stream, recorder
            finally:
                stream.abort()
                await stream.aclose()
        finally:
            recorder.release()

    def _seen(self, probe: Probe) -> Observation | None:
        return self._notebook.seen(probe, self._target, self._where)

    def _arrived(self, probe: Probe) -> bool:
        seen = self._seen(probe)
        return seen is not None and seen.result in (Result.OK, Result.NEEDS_KEY)

    def _note(
        self,
        probe: Probe,
        result: Result,
        seen: Connected | Replied | Encrypted | HttpAnswered,
        since_ns: int,
    ) -> None:
        self._notebook.note(probe, self._target, result, seen, since_ns=since_ns, where=self._where)


def _cause(error: BaseException) -> BaseException:
    return error.cause or error if isinstance(error, DialError) else error


def _lines(heard: bytes) -> tuple[str, ...]:
    first = heard.decode("latin-1").split("\r\n")[0]
    return (first,) if first else ()
