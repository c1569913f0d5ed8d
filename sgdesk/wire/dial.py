"""Open a TCP connection for either path: look-up, connect, proxy.

Both transports come through here, so that comparing them is fair: the same
resolver, the same happy eyeballs (RFC 8305: IPv6 first, 250 ms apart), the
same proxies, the same socket.

    dialled = await dial(Endpoint(host=…, port=…), route, recorder)
    stream = await WireStream.open(dialled)   # or aiosmtplib.SMTP(sock=dialled.sock, …)

    dialled.tap.recorder = next_recorder   # a warm connection's next attempt

The caller bounds it: `async with asyncio.timeout(route.connect_timeout)`
around the dial and the TLS handshake together; then `recorder.fail(…)`.
"""

import asyncio
import socket
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address

from sgdesk.clock import monotonic_ns
from sgdesk.route import Endpoint, Family, Proxy, Route, overridden, parse_proxy
from sgdesk.trace import Phase
from sgdesk.wire.errors import DialError, words_of
from sgdesk.wire.proxy import ProxyRefusedError, speak_to_proxy
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.resolve import Address, literal, look_up
from sgdesk.wire.socket import StampedSocket, Tap
from sgdesk.wire.together import together

STAGGER_S = 0.25
"""RFC 8305 §5: the recommended delay between two connection attempts."""
_FAMILIES = {socket.AF_INET: Family.IPV4, socket.AF_INET6: Family.IPV6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialled:
    """An open TCP connection to the server, through the proxy if there is one.

    What the server or proxy has said already still waits in the socket.
    """

    sock: StampedSocket
    tap: Tap
    peer: str
    """`address:port` that was dialled; behind a proxy, the proxy's."""

    @property
    def is_loopback(self) -> bool:
        """Say whether the other end is this computer, by its address and not by its name."""
        # Not asked of the socket: one that was reset meanwhile has no other end any more.
        address = self.peer.rpartition(":")[0].strip("[]").partition("%")[0]
        return ip_address(address).is_loopback


async def dial(endpoint: Endpoint, route: Route, recorder: Recorder) -> Dialled:
    """Connect to `endpoint` as the route says: overrides, family, proxy.

    Ends the phases `resolve`, `connect` and `proxy` that happen, and fails the
    one that does not succeed. Raises `DialError`; `InputError` for a proxy that
    is not understood. A cancellation closes every socket it opened.
    """
    target = overridden(endpoint, route)
    proxy = parse_proxy(route.proxy) if route.proxy else None
    if proxy and proxy.secret:
        recorder.transcript.hide(proxy.secret)
        recorder.transcript.hide(proxy.login)
    recorder.proxied = proxy is not None
    hop = proxy.endpoint if proxy else target
    addresses = await _resolve(hop, route, recorder, of_proxy=proxy is not None)
    if proxy and not proxy.resolves:
        # socks5:// (without the h) asks the proxy for an address that we looked up.
        target = await _looked_up_target(target, route, recorder)
    dialled = await _connect(addresses, hop, recorder, of_proxy=proxy is not None)
    dialled.tap.leads_away = proxy is not None or not dialled.is_loopback
    dialled.tap.known_issuers = route.known_issuers
    if proxy:
        await _through(proxy, dialled, target, recorder)
    return dialled


async def _resolve(
    hop: Endpoint, route: Route, recorder: Recorder, *, of_proxy: bool = False
) -> tuple[Address, ...]:
    known = literal(hop.host, hop.port)
    if known is not None and route.family in (
        Family.ANY,
        _FAMILIES[socket.AddressFamily(known.family)],
    ):
        return (known,)
    # A number of the other family is looked up like a name, and refused in the system's words.
    recorder.begin(Phase.RESOLVE)
    start_ns = monotonic_ns()
    try:
        addresses, came_ns = await look_up(hop.host, hop.port, route.family)
    except (OSError, UnicodeError) as error:
        detail = f"The name {hop.host} could not be looked up: {words_of(error)}"
        recorder.fail(detail)
        raise DialError(Phase.RESOLVE, error, detail, of_proxy=of_proxy) from error
    recorder.waited(start_ns, came_ns)
    recorder.end(Phase.RESOLVE, at_ns=came_ns, detail=", ".join(a.text for a in addresses))
    return addresses


async def _looked_up_target(target: Endpoint, route: Route, recorder: Recorder) -> Endpoint:
    addresses = await _resolve(target, route, recorder)
    return Endpoint(host=addresses[0].sockaddr[0], port=target.port)


async def _connect(
    addresses: tuple[Address, ...], hop: Endpoint, recorder: Recorder, *, of_proxy: bool
) -> Dialled:
    recorder.begin(Phase.CONNECT)
    start_ns = monotonic_ns()
    outcome = await _race(addresses)
    if isinstance(outcome, OSError):
        # What it was before where it was: a narrow column cuts the end off.
        why = words_of(outcome)
        detail = f"{why[:1].upper()}{why[1:]}: {hop.host} port {hop.port}"
        recorder.peer = addresses[0].text
        recorder.fail(detail)
        raise DialError(Phase.CONNECT, outcome, detail, of_proxy=of_proxy) from outcome
    alone = len(addresses) == 1
    recorder.waited(outcome.started_ns if alone else start_ns, outcome.arrived_ns)
    recorder.connect_ns = outcome.arrived_ns - outcome.started_ns
    if outcome.syn_rtt_ns is not None:
        recorder.tcp_rtt_ns = outcome.syn_rtt_ns
    recorder.peer = outcome.address.text
    recorder.end(Phase.CONNECT, at_ns=outcome.arrived_ns, detail=outcome.address.text)
    outcome.sock.tap.recorder = recorder
    return Dialled(sock=outcome.sock, tap=outcome.sock.tap, peer=outcome.address.text)


async def _through(proxy: Proxy, dialled: Dialled, target: Endpoint, recorder: Recorder) -> None:
    recorder.begin(Phase.PROXY)
    try:
        await speak_to_proxy(proxy, dialled.sock, target)
    except OSError as error:
        cause = _without_login(error, recorder)
        detail = f"The proxy {proxy.endpoint.host} port {proxy.endpoint.port}: {words_of(cause)}"
        recorder.fail(detail)
        dialled.sock.close()
        raise DialError(Phase.PROXY, cause, detail) from cause
    except BaseException:
        dialled.sock.close()
        raise
    recorder.end(Phase.PROXY, detail=f"{proxy.scheme} to {target.text}")


def _without_login(error: OSError, recorder: Recorder) -> OSError:
    """Clean a refusal: the proxy may repeat what it was given, and its words are shown."""
    if not isinstance(error, ProxyRefusedError):
        return error
    return type(error)(recorder.transcript.clean(str(error)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Connected:
    sock: StampedSocket
    address: Address
    started_ns: int
    arrived_ns: int
    syn_rtt_ns: int | None


async def _race(addresses: tuple[Address, ...]) -> _Connected | OSError:
    """Try addresses 250 ms apart, or as soon as the one before has failed; first wins."""
    if len(addresses) == 1:
        # What a race takes to set up and to end would stand before our first word.
        return await _try(addresses[0])
    failure: OSError = OSError("no address to connect to")
    waiting = list(addresses)
    running: set[asyncio.Task[_Connected | OSError]] = set()
    won: _Connected | None = None
    async with together() as group:
        while won is None and (waiting or running):
            if waiting:
                running.add(group.create_task(_try(waiting.pop(0))))
            done, running = await asyncio.wait(
                running,
                timeout=STAGGER_S if waiting else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            for task in done:
                result = task.result()
                if isinstance(result, OSError):
                    failure = result
                elif won is None:
                    won = result
                else:
                    result.sock.close()
        for task in running:
            task.cancel()
    for task in running:
        # One may have connected between the winner and the cancel.
        if not task.cancelled() and isinstance(late := task.result(), _Connected):
            late.sock.close()
    return won or failure


async def _try(address: Address) -> _Connected | OSError:
    """Make one attempt; a cancellation closes its socket."""
    try:
        sock = StampedSocket(address.family, Tap())
    except OSError as error:
        return error
    try:
        await asyncio.get_running_loop().sock_connect(sock, address.sockaddr)
    except OSError as error:
        sock.close()
        return error
    except BaseException:
        sock.close()
        raise
    now = monotonic_ns()
    started_ns = now if sock.connect_began_ns is None else sock.connect_began_ns
    info = sock.info()
    # A connect has no receive stamp; TCP's first measure of the round trip tells
    # when the SYN-ACK came, unless a packet was sent twice.
    clean = info is not None and info.retransmits == 0 and info.rtt_ns > 0
    syn_rtt_ns = info.rtt_ns if info is not None and clean else None
    arrived_ns = min(now, started_ns + syn_rtt_ns) if syn_rtt_ns is not None else now
    return _Connected(
        sock=sock,
        address=address,
        started_ns=started_ns,
        arrived_ns=arrived_ns,
        syn_rtt_ns=syn_rtt_ns,
    )


def close_quietly(sock: socket.socket) -> None:
    """Close without a word when the other side has gone already."""
    with suppress(OSError):
        sock.close()
