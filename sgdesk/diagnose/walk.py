"""Walk one way as far as it leads, and write down every step.

Each address of the server is connected to; for each family the first that
answers carries the conversation, so that broken IPv6 shows beside working IPv4.
"""

import asyncio
from contextlib import nullcontext
from dataclasses import replace

from sgdesk.clock import monotonic_ns
from sgdesk.diagnose.handshake import shake_hands
from sgdesk.diagnose.https_talk import talk_https
from sgdesk.diagnose.mishaps import of_connect, of_look_up
from sgdesk.diagnose.notebook import Notebook
from sgdesk.diagnose.observation import Connected, Probe, Result, Role, Target, family_of
from sgdesk.diagnose.second_look import SecondLook
from sgdesk.diagnose.smtp_talk import talk_smtp
from sgdesk.route import Endpoint, Override, Route, Tls, overridden, parse_proxy
from sgdesk.trace import Phase
from sgdesk.wire.dial import Dialled, dial
from sgdesk.wire.errors import DialError
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.stream import WireStream
from sgdesk.wire.together import together

_AT_ONCE = frozenset((Result.REFUSED, Result.UNREACHABLE, Result.CUT_OFF))
"""Failures that cost no time, so that a second try tells whether they come and go."""


class Walk:
    """One target, tried over every address that its name has."""

    def __init__(
        self,
        target: Target,
        route: Route,
        notebook: Notebook,
        *,
        is_large: bool = False,
        looks_again: bool = True,
    ) -> None:
        """`route` says how it is dialled: overrides, proxy, family, trust.

        `is_large` asks for a question, too, that is larger than a packet; `looks_again` for what
        one look cannot tell.
        """
        self._target = target
        self._route = route
        self._notebook = notebook
        self._is_large = is_large
        self._looks_again = looks_again
        self._carried: set[str] = set()
        """Families on which a conversation has begun."""

    async def go(self, addresses: tuple[str, ...]) -> None:
        """Try every address at once; behind a proxy, which looks the name up, its one."""
        if self._route.proxy:
            await self.reach(self._route, parse_proxy(self._route.proxy).endpoint.host)
            return
        meant = Endpoint(host=self._target.host, port=self._target.port)
        port = overridden(meant, self._route).port
        async with together() as group:
            for address in addresses:
                here = Override(target=meant, address=Endpoint(host=address, port=port))
                group.create_task(self.reach(replace(self._route, overrides=(here,)), address))

    async def reach(self, route: Route, address: str) -> None:
        """Connect as the route says, and talk where nobody has of that family yet."""
        with self._notebook.guarding((self._target,), address):
            await self._reached(route, address)

    async def _reached(self, route: Route, address: str) -> None:
        reached = await self._connect(route, address)
        if reached is None:
            return
        dialled, recorder = reached
        family = family_of(address)
        is_first = family not in self._carried
        self._carried.add(family)
        try:
            stream = await WireStream.open(dialled)
        except BaseException:
            recorder.release()
            raise
        try:
            if is_first:
                await self._talk(stream, recorder, route, address)
        finally:
            recorder.release()
            # Without a word, but until the socket is closed.
            stream.abort()
            await stream.aclose()
        if is_first and self._looks_again:
            await SecondLook(self._target, route, self._notebook, address).go(
                is_large=self._is_large
            )

    async def _talk(
        self, stream: WireStream, recorder: Recorder, route: Route, address: str
    ) -> None:
        target, notebook = self._target, self._notebook
        if target.role is Role.SMTP:
            look, patience = SecondLook(target, route, notebook, address), asyncio.timeout(None)
            async with look.while_silent(patience) if self._looks_again else nullcontext():
                await talk_smtp(
                    stream,
                    recorder,
                    route,
                    target,
                    notebook,
                    address,
                    is_large=self._is_large,
                    patience=patience,
                )
        elif target.role is not Role.CONTROL:
            await talk_https(stream, recorder, route, target, notebook, address)
        elif target.tls is Tls.IMPLICIT:
            await shake_hands(
                stream, recorder, route, target, notebook, where=address, then=Phase.UPLOAD
            )

    async def _connect(self, route: Route, address: str) -> tuple[Dialled, Recorder] | None:
        """Connect, a second time where the first was refused at once."""
        for tries in (1, 2):
            recorder, began_ns = Recorder(), monotonic_ns()
            try:
                dialled = await self._dial(route, recorder)
            except (DialError, TimeoutError) as error:
                recorder.release()
                probe, result, name = _judged(error, recorder, is_behind=bool(route.proxy))
                if tries == 1 and result in _AT_ONCE and not self._notebook.is_over:
                    continue
                self._note(probe, result, address, began_ns, None, error=name, tries=tries)
                return None
            except BaseException:
                recorder.release()
                raise
            rtt = None if route.proxy else recorder.tcp_rtt_ns
            came_ns = began_ns + recorder.connect_ns if recorder.connect_ns else None
            self._note(Probe.CONNECT, Result.OK, address, began_ns, came_ns, rtt=rtt, tries=tries)
            return dialled, recorder
        return None

    async def _dial(self, route: Route, recorder: Recorder) -> Dialled:
        meant = Endpoint(host=self._target.host, port=self._target.port)
        limit = self._notebook.limits.connect
        return await self._notebook.within(limit, dial(meant, route, recorder))

    def _note(
        self,
        probe: Probe,
        result: Result,
        address: str,
        since_ns: int,
        until_ns: int | None,
        *,
        error: str = "",
        rtt: int | None = None,
        tries: int,
    ) -> None:
        seen = Connected(
            address=address,
            family=family_of(address),
            error=error,
            rtt_ms=None if rtt is None else round(rtt / 1e6, 3),
            tries=tries,
            proxied=bool(self._route.proxy),
        )
        self._notebook.note(
            probe, self._target, result, seen, since_ns=since_ns, until_ns=until_ns, where=address
        )


def _judged(
    error: DialError | TimeoutError, recorder: Recorder, *, is_behind: bool
) -> tuple[Probe, Result, str]:
    """Say at which step a dial has failed and with what; behind a proxy all of it is the proxy's.

    That proxy's own word is the answer where it gave one.
    """
    cause = (error.cause or error) if isinstance(error, DialError) else error
    if not is_behind:
        return Probe.CONNECT, *of_connect(cause)
    phase = error.phase if isinstance(error, DialError) else recorder.stopped_at
    if phase is Phase.RESOLVE:
        return Probe.PROXY, *of_look_up(cause)
    result, name = of_connect(cause)
    return Probe.PROXY, result, str(cause) if phase is Phase.PROXY and name else name
