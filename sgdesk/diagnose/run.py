"""Probe every way to SendGrid at once, under one deadline; runs in the wire thread.

Nothing is sent, and no key is shown unless the user asks for it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sgdesk.clock import monotonic_ns
from sgdesk.diagnose.also import Also, TryKey
from sgdesk.diagnose.case import Case
from sgdesk.diagnose.mishaps import of_look_up
from sgdesk.diagnose.notebook import Limits, Notebook
from sgdesk.diagnose.observation import (
    Connected,
    LookedUp,
    Observation,
    Probe,
    Result,
    Role,
    Target,
)
from sgdesk.diagnose.practice import Practice
from sgdesk.diagnose.verdict import Diagnosis, diagnose
from sgdesk.diagnose.walk import Walk
from sgdesk.route import Endpoint, Family, Route, SmtpPath, Tls, WebApiPath, overridden
from sgdesk.transport.circumstances import Circumstances
from sgdesk.wire.resolve import literal, look_up
from sgdesk.wire.together import together

HTTPS_PORT = 443
_FAMILIES = {"ipv4": Family.IPV4, "ipv6": Family.IPV6}


def target_of(route: Route) -> Target:
    """Give the row that a route stands for."""
    is_mail = isinstance(route.path, SmtpPath)
    if isinstance(route.path, SmtpPath):
        tls = route.path.tls
    else:
        tls = Tls.IMPLICIT if route.api_url.startswith("https:") else Tls.PLAIN
    about = Circumstances(route=route)
    return Target(
        role=Role.SMTP if is_mail else Role.API,
        host=about.endpoint.host,
        port=about.endpoint.port,
        tls=tls,
        means_sendgrid=about.means_sendgrid,
        signs_in=not is_mail or route.authenticate,
    )


def control_of(endpoint: Endpoint) -> Target:
    """Give the row of a server of others."""
    return Target(
        role=Role.CONTROL,
        host=endpoint.host,
        port=endpoint.port,
        tls=Tls.IMPLICIT if endpoint.port == HTTPS_PORT else Tls.PLAIN,
        means_sendgrid=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """A row with the route that leads there."""

    target: Target
    route: Route
    is_large: bool = False

    async def walk(self, notebook: Notebook, addresses: tuple[str, ...]) -> None:
        """Go it as far as it leads."""
        await Walk(self.target, self.route, notebook, is_large=self.is_large).go(addresses)


async def examine(
    routes: Sequence[Route],
    limits: Limits,
    tell: Callable[[Observation], None],
    *,
    controls: Sequence[Endpoint] = (),
    also: Also | None = None,
    practice: Practice | None = None,
) -> Diagnosis:
    """Probe routes as `probe_all` does, and judge what was seen."""
    seen = await probe_all(routes, limits, tell, controls=controls, also=also)
    return diagnose([target_of(route) for route in routes], seen, practice)


async def probe_all(
    routes: Sequence[Route],
    limits: Limits,
    tell: Callable[[Observation], None],
    *,
    controls: Sequence[Endpoint] = (),
    also: Also | None = None,
) -> tuple[Observation, ...]:
    """Try every route as far as it leads; gives what was seen, in the order in which it was.

    `controls` are servers of others, to which a connection is made and, on 443, encryption.
    `tell` hears of each as it is made. Ends at the deadline, or when cancelled.
    """
    notebook, also = Notebook(limits, tell), also or Also()
    ways = [_Way(target=target_of(route), route=route, is_large=also.is_large) for route in routes]
    _note_proxy(ways, notebook, also.found_proxy)
    ways += _plain_doors(routes)
    ways += [_control(endpoint) for endpoint in controls]
    # Behind a proxy it is the proxy that looks names up.
    through = [way for way in ways if way.route.proxy]
    hosts: dict[str, list[_Way]] = {}
    for way in ways:
        if not way.route.proxy:
            hosts.setdefault(_dialled(way).host, []).append(way)
    async with together() as group:
        for host, shared in hosts.items():
            group.create_task(_from_name(host, shared, notebook))
        for way in through:
            group.create_task(way.walk(notebook, ()))
    if also.try_key is not None:
        await _with_key(ways, notebook, also.try_key)
    return tuple(notebook.observations)


async def _with_key(ways: Sequence[_Way], notebook: Notebook, try_key: TryKey) -> None:
    """Try the key where the way is open, encrypted and verified: by the Web API and one port.

    It has time limits of its own, since blocked ports use up the run's.
    """
    case = Case(notebook.observations)
    fit = [target for target in case.working() if target.signs_in and case.is_verified(target)]
    mail = [target for target in fit if target.role is Role.SMTP]
    targets = [*(target for target in fit if target.role is Role.API), *mail[:1]]
    routes = [next(way.route for way in ways if way.target == t) for t in targets]
    began_ns = monotonic_ns()
    with notebook.guarding(targets, "key"):
        if routes:
            tried = await try_key(routes)
            for target, (result, seen, took_ns) in zip(targets, tried, strict=True):
                until_ns = began_ns + took_ns
                notebook.note(Probe.KEY, target, result, seen, since_ns=began_ns, until_ns=until_ns)


def _note_proxy(ways: Sequence[_Way], notebook: Notebook, proxy: str) -> None:
    """Write down a proxy that is known here, for the first of the ways that do without it."""
    direct = [way.target for way in ways if not way.route.proxy and not way.route.practice]
    if proxy and direct:
        seen = Connected(address=proxy, family="")
        notebook.note(Probe.PROXY_FOUND, direct[0], Result.OK, seen, since_ns=monotonic_ns())


def _dialled(way: _Way) -> Endpoint:
    meant = Endpoint(host=way.target.host, port=way.target.port)
    return overridden(meant, way.route)


def _control(endpoint: Endpoint) -> _Way:
    """Give the way to a server of others; no proxy, since it is the network that is asked about."""
    target = control_of(endpoint)
    path = SmtpPath(port=target.port, tls=target.tls)
    return _Way(target=target, route=Route(path=path, smtp_host=target.host))


def _plain_doors(routes: Sequence[Route]) -> Iterator[_Way]:
    """Give the Web API's door without encryption: a network's sign-in page answers there."""
    known: set[Target] = set()
    for route in routes:
        asked = target_of(route)
        if not asked.means_sendgrid or route.practice or route.proxy or route.overrides:
            continue
        # A mail server has no such door, and a page shows itself at any name.
        api = target_of(replace(route, path=WebApiPath()))
        plain = replace(route, path=WebApiPath(), api_url=f"http://{api.host}")
        door = replace(target_of(plain), role=Role.WEB)
        if api.port == HTTPS_PORT and api.means_sendgrid and door not in known:
            known.add(door)
            yield _Way(target=door, route=plain)


async def _from_name(host: str, ways: Sequence[_Way], notebook: Notebook) -> None:
    """Look a host up once for all the ways that lead to it, each family by itself."""
    async with together() as group:
        for family in _FAMILIES:
            if ways[0].route.family in (Family.ANY, _FAMILIES[family]):
                group.create_task(_guarded(host, family, ways, notebook))


async def _guarded(host: str, family: str, ways: Sequence[_Way], notebook: Notebook) -> None:
    with notebook.guarding([way.target for way in ways], family):
        await _from_family(host, family, ways, notebook)


async def _from_family(host: str, family: str, ways: Sequence[_Way], notebook: Notebook) -> None:
    known = literal(host, 0)
    if known is not None:
        if (":" in host) == (family == "ipv6"):
            addresses: tuple[str, ...] = (str(known.sockaddr[0]),)
            seen = LookedUp(family=family, addresses=addresses, is_literal=True)
            _note(ways, notebook, Result.OK, seen, monotonic_ns(), None)
            await _walk(addresses, ways, notebook)
        return
    began_ns = monotonic_ns()
    try:
        found, came_ns = await notebook.within(
            notebook.limits.look_up, look_up(host, 0, _FAMILIES[family])
        )
    except (OSError, UnicodeError) as error:
        result, name = of_look_up(error)
        _note(ways, notebook, result, LookedUp(family=family, error=name), began_ns, None)
        return
    addresses = tuple(dict.fromkeys(address.sockaddr[0] for address in found))
    seen = LookedUp(family=family, addresses=addresses)
    _note(ways, notebook, Result.OK, seen, began_ns, came_ns)
    await _walk(addresses, ways, notebook)


async def _walk(addresses: tuple[str, ...], ways: Sequence[_Way], notebook: Notebook) -> None:
    async with together() as group:
        for way in ways:
            group.create_task(way.walk(notebook, addresses))


def _note(
    ways: Sequence[_Way],
    notebook: Notebook,
    result: Result,
    seen: LookedUp,
    since_ns: int,
    until_ns: int | None,
) -> None:
    for way in ways:
        is_elsewhere = _dialled(way).host.lower() != way.target.host.lower()
        notebook.note(
            Probe.LOOK_UP,
            way.target,
            result,
            replace(seen, is_elsewhere=is_elsewhere),
            since_ns=since_ns,
            until_ns=until_ns,
            where=seen.family,
        )
