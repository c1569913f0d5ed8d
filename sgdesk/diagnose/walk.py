"""Walk one way as far as it leads, and write down every step.

Each address of the server is connected to; for each family the first that
answers carries the conversation, so that broken IPv6 shows beside working IPv4.
"""

from dataclasses import replace

from sgdesk.clock import monotonic_ns
from sgdesk.diagnose.handshake import shake_hands
from sgdesk.diagnose.https_talk import talk_https
from sgdesk.diagnose.mishaps import of_connect
from sgdesk.diagnose.notebook import Notebook
from sgdesk.diagnose.observation import Connected, Probe, Result, Role, Target
from sgdesk.diagnose.smtp_talk import talk_smtp
from sgdesk.route import Endpoint, Override, Route, Tls, parse_proxy
from sgdesk.trace import Phase
from sgdesk.wire.dial import Dialled, dial, overridden
from sgdesk.wire.errors import DialError
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.stream import WireStream
from sgdesk.wire.together import together

_AT_ONCE = frozenset((Result.REFUSED, Result.UNREACHABLE, Result.CUT_OFF))
"""Failures that cost no time, so that a second try tells whether they come and go."""


class Walk:
    """One target, tried over every address that its name has."""

    def __init__(self, target: Target, route: Route, notebook: Notebook) -> None:
        """`route` says how it is dialled: overrides, proxy, family, trust."""
        self._target = target
        self._route = route
        self._notebook = notebook
        self._carried: set[str] = set()
        """Families on which a conversation has begun."""

    async def go(self, addresses: tuple[str, ...]) -> None:
        """Try every address at once; behind a proxy, which looks the name up, its one."""
        if self._route.proxy:
            await self._reach(self._route, parse_proxy(self._route.proxy).endpoint.host)
            return
        meant = Endpoint(host=self._target.host, port=self._target.port)
        port = overridden(meant, self._route).port
        async with together() as group:
            for address in addresses:
                here = Override(target=meant, address=Endpoint(host=address, port=port))
                group.create_task(self._reach(replace(self._route, overrides=(here,)), address))

    async def _reach(self, route: Route, address: str) -> None:
        reached = await self._connect(route, address)
        if reached is None:
            return
        dialled, recorder = reached
        family = "ipv6" if ":" in address else "ipv4"
        stream = await WireStream.open(dialled)
        try:
            if family in self._carried:
                return
            self._carried.add(family)
            if self._target.role is Role.CONTROL:
                if self._target.tls is Tls.IMPLICIT:
                    await shake_hands(
                        stream,
                        recorder,
                        route,
                        self._target,
                        self._notebook,
                        where=address,
                        then=Phase.UPLOAD,
                    )
            elif self._target.role in (Role.API, Role.WEB):
                await talk_https(stream, recorder, route, self._target, self._notebook, address)
            else:
                await talk_smtp(stream, recorder, route, self._target, self._notebook, address)
        finally:
            recorder.release()
            # Without a word, but until the socket is closed.
            stream.abort()
            await stream.aclose()

    async def _connect(self, route: Route, address: str) -> tuple[Dialled, Recorder] | None:
        """Connect, a second time where the first was refused at once."""
        notebook, meant = self._notebook, Endpoint(host=self._target.host, port=self._target.port)
        family = "ipv6" if ":" in address else "ipv4"
        for tries in (1, 2):
            recorder = Recorder()
            began_ns = monotonic_ns()
            try:
                limit = notebook.limits.connect
                dialled = await notebook.within(limit, dial(meant, route, recorder))
            except (DialError, TimeoutError) as error:
                cause = (error.cause or error) if isinstance(error, DialError) else error
                result, name = of_connect(cause)
                if tries == 1 and result in _AT_ONCE and not notebook.is_over:
                    continue
                # What follows would have to come through the proxy: its word is the answer.
                at_proxy = isinstance(error, DialError) and error.phase is Phase.PROXY
                seen = Connected(
                    address=address,
                    family=family,
                    error=str(cause) if at_proxy else name,
                    tries=tries,
                )
                probe = Probe.PROXY if at_proxy else Probe.CONNECT
                notebook.note(probe, self._target, result, seen, since_ns=began_ns, where=address)
                recorder.release()
                return None
            rtt = recorder.tcp_rtt_ns
            seen = Connected(
                address=address,
                family=family,
                rtt_ms=None if rtt is None else round(rtt / 1e6, 3),
                tries=tries,
            )
            notebook.note(
                Probe.CONNECT,
                self._target,
                Result.OK,
                seen,
                since_ns=began_ns,
                until_ns=began_ns + (recorder.connect_ns or 0) or None,
                where=address,
            )
            return dialled, recorder
        return None
