"""Observations written down by hand: what a run would have seen on some network."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sgdesk.diagnose.observation import (
    Connected,
    Encrypted,
    HttpAnswered,
    Keyed,
    LookedUp,
    Observation,
    Probe,
    Replied,
    Result,
    Role,
    Seen,
    Target,
)
from sgdesk.route import Tls
from sgdesk.trace import TlsFacts

API_HOST, SMTP_HOST = "api.sendgrid.com", "smtp.sendgrid.net"
ADDRESSES = {API_HOST: "3.64.111.9", SMTP_HOST: "52.28.77.4"}
"""Public ones, since an address that is not tells of a lying resolver."""
API = Target(role=Role.API, host=API_HOST, port=443, tls=Tls.IMPLICIT)
HELLO = ("smtp.sendgrid.net", "8BITMIME", "PIPELINING", "SIZE 31457280", "STARTTLS", "AUTH PLAIN")
FACTS = TlsFacts(
    version="TLSv1.3",
    cipher="TLS_AES_256_GCM_SHA384",
    issuer="O=A public CA",
    subject="",
    verified=True,
)


def mail(port: int, host: str = SMTP_HOST, *, known: bool = True) -> Target:
    """Give a mail port as the program would test it."""
    tls = Tls.IMPLICIT if port == 465 else Tls.STARTTLS
    return Target(role=Role.SMTP, host=host, port=port, tls=tls, means_sendgrid=known)


def control(port: int) -> Target:
    """Give somebody else's server."""
    return Target(
        role=Role.CONTROL,
        host="mail.example.net",
        port=port,
        tls=Tls.STARTTLS,
        means_sendgrid=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where a way ends, and how."""

    probe: Probe
    result: Result
    seen: Seen | None = None
    ms: float | None = None


def walked(target: Target, rtt_ms: float = 20.0, stop: Stop | None = None) -> list[Observation]:
    """Give what is seen on a way that is in order, up to where it stops."""
    seen: list[Observation] = []
    for step in _in_order(target, rtt_ms):
        if stop is not None and step.probe is stop.probe:
            ms = step.ms if stop.ms is None else stop.ms
            seen.append(replace(step, result=stop.result, seen=stop.seen or _bare(step), ms=ms))
            return seen
        seen.append(step)
    return seen


def replaced(
    observations: Iterable[Observation], probe: Probe, seen: Seen, *, result: Result | None = None
) -> list[Observation]:
    """Give the same with something else seen at one step."""
    return [
        replace(o, seen=seen, result=result or o.result) if o.probe is probe else o
        for o in observations
    ]


def _in_order(target: Target, rtt_ms: float) -> Iterator[Observation]:
    address = ADDRESSES.get(target.host, "198.41.0.4")
    is_api = target.role is Role.API
    yield _step(Probe.LOOK_UP, target, LookedUp(family="ipv4", addresses=(address,)), 5.0)
    connected = Connected(address=address, family="ipv4", rtt_ms=rtt_ms)
    yield _step(Probe.CONNECT, target, connected, rtt_ms)
    if is_api:
        yield _step(Probe.TLS, target, Encrypted(facts=FACTS), 2 * rtt_ms)
        answer = HttpAnswered(
            status=401,
            headers=(("content-type", "application/json"),),
            first_bytes=b'{"errors":[{"message":"authorization required"}]}',
            skew_s=0.4,
        )
        yield _step(Probe.SCOPES, target, answer, rtt_ms, Result.NEEDS_KEY)
        return
    greeting = Replied(code=220, lines=("SG ESMTP service ready at ismtpd-1.sendgrid.net",))
    if target.tls is Tls.IMPLICIT:
        yield _step(Probe.TLS, target, Encrypted(facts=FACTS), 2 * rtt_ms)
        yield _step(Probe.GREETING, target, greeting, rtt_ms)
    else:
        yield _step(Probe.GREETING, target, greeting, rtt_ms)
        yield _step(Probe.EHLO, target, Replied(code=250, lines=HELLO), rtt_ms)
        yield _step(Probe.STARTTLS, target, Replied(code=220, lines=("Begin TLS",)), rtt_ms)
        yield _step(Probe.TLS, target, Encrypted(facts=FACTS), 2 * rtt_ms)
    yield _step(Probe.EHLO_TLS, target, Replied(code=250, lines=HELLO), rtt_ms)
    yield _step(Probe.AUTH, target, Replied(), 0.0, Result.NEEDS_KEY)


def _step(
    probe: Probe, target: Target, seen: Seen, ms: float, result: Result = Result.OK
) -> Observation:
    return Observation(
        id=f"{probe.value} {target.text}",
        probe=probe,
        target=target,
        result=result,
        ms=ms,
        seen=seen,
    )


def _bare(step: Observation) -> Seen:
    """Give what is left of a step that failed."""
    match step.seen:
        case LookedUp() as found:
            return LookedUp(family=found.family)
        case Connected() as connected:
            return Connected(address=connected.address, family=connected.family)
        case Replied():
            return Replied()
        case Encrypted():
            return Encrypted()
        case HttpAnswered():
            return HttpAnswered()
        case Keyed():
            return Keyed()
