"""The observations of one run, with the questions that rules ask of them.

Pure: the same observations give the same answers, whoever made them. Rules see
no names of scenarios and no ports by heart, only what was seen on which way.
"""

from collections.abc import Iterable, Iterator

from sgdesk import routing
from sgdesk.diagnose.observation import (
    Connected,
    LookedUp,
    Observation,
    Probe,
    Result,
    Role,
    Target,
)
from sgdesk.route import Tls

ARRIVED = frozenset((Result.OK, Result.NEEDS_KEY, Result.LATER))
"""Results of a step that went as it should."""


class Case:
    """What was seen, by way and step."""

    def __init__(self, observations: Iterable[Observation]) -> None:
        self.observations = tuple(observations)
        self.targets = tuple(dict.fromkeys(seen.target for seen in self.observations))
        """Every way of the run, in the order in which it was begun."""

    @property
    def mail(self) -> tuple[Target, ...]:
        """The mail ports."""
        return tuple(t for t in self.targets if t.role is Role.SMTP)

    @property
    def api(self) -> Target | None:
        """The Web API."""
        return next((t for t in self.targets if t.role is Role.API), None)

    @property
    def others(self) -> tuple[Target, ...]:
        """The servers of others, where the user let them be tested."""
        return tuple(t for t in self.targets if t.role is Role.CONTROL)

    @property
    def ways(self) -> tuple[Target, ...]:
        """Every way by which mail could go out: the rows of the matrix."""
        return (*((self.api,) if self.api else ()), *self.mail)

    def seen(self, target: Target, *probes: Probe) -> tuple[Observation, ...]:
        """Give what was seen of a way at some steps."""
        return tuple(o for o in self.observations if o.target == target and o.probe in probes)

    def all_seen(self, *probes: Probe) -> Iterator[Observation]:
        """Give what was seen at some steps on the ways by which mail could go out."""
        ways = self.ways
        return (o for o in self.observations if o.probe in probes and o.target in ways)

    def best(self, target: Target, probe: Probe) -> Observation | None:
        """Give how a step went at its best, over all addresses; `None` where it was never tried.

        Among failures IPv4 speaks first: a network without IPv6 is no news.
        """
        tried = self.seen(target, probe)
        order = sorted(tried, key=lambda o: (o.result not in ARRIVED, _is_ipv6(o)))
        return order[0] if order else None

    def opens(self, target: Target) -> bool:
        """Say whether a connection came about."""
        connected = self.best(target, Probe.CONNECT)
        return connected is not None and connected.result is Result.OK

    def works(self, target: Target) -> bool:
        """Say whether the way leads to a server that would take a key, as far as one comes."""
        if target.tls is Tls.PLAIN and target.signs_in and not is_loopback(target):
            # No key may cross it.
            return False
        reached = self.best(target, _last_step(target))
        large = self.best(target, Probe.LARGE)
        passes = large is None or large.result in ARRIVED
        return reached is not None and reached.result in ARRIVED and passes

    def is_verified(self, target: Target) -> bool:
        """Say whether it was encrypted, and the certificate found good."""
        shown = self.best(target, Probe.TLS)
        return shown is not None and shown.result is Result.OK

    def takes_key(self, target: Target) -> bool | None:
        """Say whether a key was taken there; `None` where none was tried."""
        tried = self.best(target, Probe.KEY)
        return None if tried is None else tried.result is Result.OK

    def is_untested(self, target: Target) -> bool:
        """Say whether a step of the way could not be tried for want of a tool."""
        return any(o.target == target and o.result is Result.NOT_TESTED for o in self.observations)

    def seems_to_work(self, target: Target) -> bool:
        """Say whether the way works, or did as far as it could be tested."""
        if self.works(target):
            return True
        if not (self.is_untested(target) and self.opens(target)):
            return False
        bests = (self.best(target, probe) for probe in Probe)
        passed = (*ARRIVED, Result.NOT_TESTED)
        return all(best is None or best.result in passed for best in bests)

    def working(self) -> tuple[Target, ...]:
        """Give the ways that lead to a server, as far as that could be tested.

        The Web API first, then mail ports as advised.
        """
        found = [target for target in self.ways if self.seems_to_work(target)]
        return tuple(sorted(found, key=_preference))

    def rtt_ms(self, target: Target) -> float | None:
        """Give the round trip of the connect, the smallest over all addresses."""
        times = [
            o.seen.rtt_ms if o.seen.rtt_ms is not None else o.ms
            for o in self.seen(target, Probe.CONNECT)
            if o.result is Result.OK and isinstance(o.seen, Connected) and not o.seen.proxied
        ]
        return min((each for each in times if each is not None), default=None)

    def addresses(self, host: str) -> frozenset[str]:
        """Give every address that a name was said to have."""
        return frozenset(
            address
            for o in self.observations
            if isinstance(o.seen, LookedUp) and o.target.host == host
            for address in o.seen.addresses
        )


def offers(text: str, keyword: str) -> bool:
    """Say whether an EHLO list has a keyword; some old servers write `AUTH=`."""
    names = (line.replace("=", " ").split(" ")[0].upper() for line in text.split("\n")[1:])
    return keyword in names


def is_loopback(target: Target) -> bool:
    """Say whether a way leads to this computer, where every rule of networks is idle."""
    return routing.is_loopback(target.host)


def _last_step(target: Target) -> Probe:
    """Give the step after which nothing is left but what a run without a key does not do."""
    if target.role is Role.API:
        return Probe.SCOPES
    if target.signs_in:
        return Probe.AUTH
    return Probe.EHLO if target.tls is Tls.PLAIN else Probe.EHLO_TLS


_PORTS = {587: 1, 2525: 2, 465: 3, 25: 9}
"""In the order in which SendGrid advises them."""


def _preference(target: Target) -> tuple[int, int]:
    return (0 if target.role is Role.API else 1, _PORTS.get(target.port, 4))


def _is_ipv6(observation: Observation) -> bool:
    return getattr(observation.seen, "family", "") == "ipv6" or ":" in observation.where
