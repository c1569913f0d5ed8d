"""Rules about times: who answers from nearer than the server is, or from far, and what comes
and goes.

Source: RFC 9293 (a connect is answered by TCP itself); SendGrid documentation,
Integrating with the SMTP API (hosts that limit port 25) and Latency; RFC 6298 (a lost SYN is
sent again after a second).
"""

from collections.abc import Iterator

from sgdesk.diagnose.case import Case, is_loopback
from sgdesk.diagnose.finding import SETTLE_OTHERS, Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Connected, Observation, Probe, Result, Target
from sgdesk.diagnose.rules.saying import ids, instead, targets, whom

FAR_MS = 150.0
"""SendGrid's latency page takes it as the first sign of a network problem."""
_EXCHANGES = (Probe.EHLO, Probe.STARTTLS, Probe.EHLO_TLS, Probe.TLS, Probe.SCOPES)
"""Steps that cost at least one round trip to whoever really answers."""
_LEAST_GAP_MS = 20.0
"""Less is a server's own time to think."""
_TIMES_NEARER = 3.0
_FEW, _MANY = 4, 8


def answered_nearer(case: Case) -> Iterator[Finding]:
    """TCP is answered much faster than anything that is asked: somebody in between answers it.

    A server that is merely slow is slow by turns; what is far is far each time.
    """
    near: list[Observation] = []
    waits: list[Observation] = []
    for target in case.ways:
        rtt = case.rtt_ms(target)
        exchanges = _exchanges(case, target)
        if rtt is None or not exchanges or is_loopback(target):
            continue
        fastest = min(o.least_ms for o in exchanges)
        if fastest < max(_TIMES_NEARER * rtt, rtt + _LEAST_GAP_MS):
            return
        near += [o for o in case.seen(target, Probe.CONNECT) if o.result is Result.OK]
        waits += exchanges
    if len(waits) < _FEW:
        return
    fastest = min(o.least_ms for o in waits)
    rtt = min(r for t in targets(near) if (r := case.rtt_ms(t)) is not None)
    yield Finding(
        id="D-TCP-NEAR",
        layer=Layer.CONNECT,
        severity=Severity.INFO,
        certainty=_by_spread(waits, fastest - rtt),
        title="Connections are answered by something nearer than the server",
        explanation=f"A connect is answered within {rtt:.0f} ms, the fastest of {len(waits)} "
        f"questions only after {fastest:.0f} ms: a proxy, a firewall, a relay or an outpost of "
        f"{whom(near)}'s own network takes connections. An open port says little then.",
        remedy="Nothing needs to be done if it is meant so, as on company networks and with VPNs.",
        source="RFC 9293 section 3.5",
        evidence=(*ids(near), *ids(sorted(waits, key=lambda o: o.least_ms)[:1])),
        targets=targets(near),
        settled_by="Run again from another network",
    )


def _exchanges(case: Case, target: Target) -> list[Observation]:
    done = (Result.OK, Result.NEEDS_KEY)
    tried = case.seen(target, *_EXCHANGES)
    return [o for o in tried if o.result in done and o.ms is not None]


def _by_spread(waits: list[Observation], gap_ms: float) -> Certainty:
    """Say how sure it is: many waits of several kinds that are all alike leave no other cause."""
    times = sorted(o.least_ms for o in waits)
    # The slow half may have waited for the server itself.
    spread = times[len(times) // 2] - times[0]
    kinds = {o.probe for o in waits}
    if len(times) >= _MANY and len(kinds) > 2 and spread < gap_ms / 4:
        return Certainty.CERTAIN
    return Certainty.LIKELY if spread < gap_ms / 2 else Certainty.POSSIBLE


def limited(case: Case) -> Iterator[Finding]:
    """The first connection came about, and the next ones did not."""
    stopped = [o for o in case.all_seen(Probe.AGAIN) if o.result is not Result.OK]
    if stopped:
        seen = stopped[0].seen
        tries = seen.tries if isinstance(seen, Connected) else 1
        yield Finding(
            id="D-TCP-5",
            layer=Layer.CONNECT,
            severity=Severity.WARNING,
            certainty=Certainty.LIKELY,
            title=f"Port {stopped[0].target.port} is limited on this network",
            explanation=f"The first connection came about, number {tries + 1} did not. Providers "
            "of servers limit that port so.",
            remedy=instead(case, stopped),
            source="SendGrid documentation, Integrating with the SMTP API",
            evidence=ids(stopped),
            targets=targets(stopped),
            settled_by="Run again after some minutes",
        )


def comes_and_goes(case: Case) -> Iterator[Finding]:
    """A connect was refused at once, and then it was not."""
    second = [
        o
        for o in case.all_seen(Probe.CONNECT)
        if o.result is Result.OK and isinstance(o.seen, Connected) and o.seen.tries > 1
    ]
    if second:
        yield Finding(
            id="D-TCP-5",
            layer=Layer.CONNECT,
            severity=Severity.WARNING,
            certainty=Certainty.POSSIBLE,
            title=f"Connections to {whom(second)} come and go",
            explanation=f"The first try of {second[0].target.text} was refused, the second worked. "
            "Firewalls that count connections do that, and servers at the end of their strength.",
            remedy="Run again to see whether it stays so. " + instead(case, second),
            source="SendGrid documentation, Integrating with the SMTP API",
            evidence=ids(second),
            targets=targets(second),
            settled_by=SETTLE_OTHERS,
        )


def far_away(case: Case) -> Iterator[Finding]:
    """Each round trip costs a lot."""
    times = [(rtt, t) for t in case.ways if (rtt := _round_trip_ms(case, t)) is not None]
    # A busy computer holds up one connect or another; what is far is far by every way.
    is_near = any(rtt <= FAR_MS for rtt, _ in times)
    far = [(rtt, t) for rtt, t in times if rtt > FAR_MS and (_is_measured(case, t) or not is_near)]
    if far:
        rtt, target = min(far, key=lambda each: each[0])
        seen = case.seen(target, Probe.CONNECT)
        yield Finding(
            id="D-TCP-10",
            layer=Layer.CONNECT,
            severity=Severity.WARNING,
            certainty=Certainty.CERTAIN if _is_measured(case, target) else Certainty.LIKELY,
            title=f"The way to {whom(seen)} is long: {rtt:.0f} ms there and back",
            explanation="A new SMTP connection waits for that up to nine times, the Web API "
            "three times.",
            remedy="Use the Web API, or keep connections open.",
            source="SendGrid documentation, Latency",
            evidence=ids(seen),
            targets=tuple(target for _, target in far),
        )


def _round_trip_ms(case: Case, target: Target) -> float | None:
    """Give the least that an answer took; a connect whose packet was lost takes a second longer."""
    rtt = case.rtt_ms(target)
    if rtt is None or _is_measured(case, target):
        return rtt
    return min((rtt, *(o.least_ms for o in _exchanges(case, target))))


def _is_measured(case: Case, target: Target) -> bool:
    """Say whether a kernel measured the round trip; a program's own time has its work in it."""
    return any(
        isinstance(o.seen, Connected) and o.seen.rtt_ms is not None
        for o in case.seen(target, Probe.CONNECT)
    )


RULES = (answered_nearer, limited, comes_and_goes, far_away)
