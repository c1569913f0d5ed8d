"""Rules about connections: which ports answer, who says no, and from how far.

Source: SendGrid documentation, Integrating with the SMTP API (ports and blocking);
the operating systems' socket errors; RFC 8305 for broken IPv6.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sgdesk.diagnose.case import Case, is_loopback
from sgdesk.diagnose.finding import SETTLE_OTHERS, Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Connected, Observation, Probe, Result, Role
from sgdesk.diagnose.rules.saying import capital, does, hosts, ids, instead, ports, whom

_ADVICE = "SendGrid documentation, Integrating with the SMTP API"
_SYSTEM = "Socket errors of the operating system"
_HARMLESS_PORT = 25
"""Blocked by most providers, and needed by nobody who can use another."""


def silent_ports(case: Case) -> Iterator[Finding]:
    """Some mail ports, or all, never answer, while something else does."""
    silent = _stopped(case, Result.NO_ANSWER)
    if not silent or not _anything_opens(case):
        return
    harmless = all(o.target.port == _HARMLESS_PORT for o in silent)
    api_works = case.api is not None and case.seems_to_work(case.api)
    if _are_all_mail(case, silent) and not harmless and api_works:
        yield _all_mail_blocked(case, silent, "D-TCP-1", "no mail port answers")
        return
    yield Finding(
        id="D-TCP-1",
        layer=Layer.CONNECT,
        severity=Severity.INFO if harmless else Severity.ERROR,
        certainty=_of_block(case, silent),
        title=f"{capital(ports(silent))} {does(silent, 'does', 'do')} not answer",
        explanation="Connections there were given up without a word. "
        + (
            "Most providers block port 25 so, and nobody needs it who can use another."
            if harmless
            else "Networks often drop mail connections so."
        ),
        remedy=instead(case),
        source=_ADVICE,
        evidence=ids(silent),
        targets=tuple(o.target for o in silent),
        settled_by="" if harmless else SETTLE_OTHERS,
    )


def refusing_ports(case: Case) -> Iterator[Finding]:
    """Mail ports are answered with a reset."""
    refused = _stopped(case, Result.REFUSED)
    if not refused:
        return
    if not refused[0].target.means_sendgrid:
        yield _nobody_listens(refused)
        return
    near = _answered_nearby(case, refused)
    if _are_all_mail(case, refused) and case.api is not None and case.seems_to_work(case.api):
        finding = _all_mail_blocked(case, refused, "D-TCP-2", "every mail port is refused")
    else:
        finding = Finding(
            id="D-TCP-2",
            layer=Layer.CONNECT,
            severity=Severity.ERROR,
            certainty=_at_least_likely(case, refused),
            title=f"{capital(ports(refused))} {does(refused, 'is', 'are')} refused",
            explanation="SendGrid listens there, so a firewall on the way said no.",
            remedy=instead(case),
            source=_SYSTEM,
            evidence=ids(refused),
            targets=tuple(o.target for o in refused),
            settled_by=SETTLE_OTHERS,
        )
    yield _nearer(finding) if near else finding


def unreachable_ports(case: Case) -> Iterator[Finding]:
    """The network itself says that there is no way."""
    stopped = _stopped(case, Result.UNREACHABLE)
    if stopped and _anything_opens(case):
        yield Finding(
            id="D-TCP-3",
            layer=Layer.CONNECT,
            severity=Severity.ERROR,
            certainty=_at_least_likely(case, stopped),
            title=f"The network forbids {ports(stopped)}",
            explanation=f"A router answered {_error(stopped[0])}, while other connections work.",
            remedy=instead(case),
            source=_SYSTEM,
            evidence=ids(stopped),
            targets=tuple(o.target for o in stopped),
            settled_by=SETTLE_OTHERS,
        )


def forbidden_here(case: Case) -> Iterator[Finding]:
    """This computer's own system or a program on it says no."""
    stopped = [
        o
        for target in case.ways
        if (o := case.best(target, Probe.CONNECT)) is not None and o.result is Result.FORBIDDEN
    ]
    if stopped:
        yield Finding(
            id="D-TCP-4",
            layer=Layer.CONNECT,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN,
            title="A program on this computer blocks the connection",
            explanation=f"The system answered {_error(stopped[0])} before anything was sent.",
            remedy="Allow sgdesk in the firewall or antivirus program. " + instead(case),
            source=_SYSTEM,
            evidence=ids(stopped),
            targets=tuple(o.target for o in stopped),
        )


def nothing_opens(case: Case) -> Iterator[Finding]:
    """No connection came about, though names were found."""
    tried = [o for target in case.ways if (o := case.best(target, Probe.CONNECT)) is not None]
    said_no = (Result.FORBIDDEN, Result.REFUSED, Result.CUT_OFF)
    if not tried or _anything_opens(case) or any(o.result in said_no for o in tried):
        return
    no_route = all(o.result is Result.UNREACHABLE for o in tried)
    if any(case.opens(target) for target in case.others):
        yield _only_sendgrid(case, tried)
        return
    if case.others and not no_route:
        yield _no_internet(tried)
        return
    yield Finding(
        id="D-TCP-3" if no_route else "D-TCP-9",
        layer=Layer.CONNECT,
        severity=Severity.ERROR,
        certainty=Certainty.LIKELY if no_route else Certainty.POSSIBLE,
        title="This computer has no way to the internet"
        if no_route
        else f"Nothing from this computer reaches {whom(tried)}",
        explanation=f"Every connection was answered {_error(tried[0])}."
        if no_route
        else "No port answered, the Web API's neither. A firewall that lets nothing through, a "
        f"network that wants a proxy, or {whom(tried)} itself being down all look like this.",
        remedy="Check cable, Wi-Fi and VPN."
        if no_route
        else "If this network needs a proxy, set it (--proxy). Else ask the administrator.",
        source=_SYSTEM,
        evidence=ids(tried),
        targets=tuple(o.target for o in tried),
        settled_by="" if no_route else SETTLE_OTHERS,
    )


def _no_internet(tried: Sequence[Observation]) -> Finding:
    return Finding(
        id="D-TCP-3",
        layer=Layer.CONNECT,
        severity=Severity.ERROR,
        certainty=Certainty.LIKELY,
        title="This computer has no way to the internet",
        explanation="No port answered. A network that wants a proxy, or a firewall that lets "
        "nothing through, looks like this.",
        remedy="Check cable, Wi-Fi and VPN. If this network needs a proxy, set it (--proxy).",
        source=_SYSTEM,
        evidence=ids(tried),
        targets=tuple(o.target for o in tried),
        settled_by=SETTLE_OTHERS,
    )


def only_mail_opens(case: Case) -> Iterator[Finding]:
    """Mail ports work and the Web API's does not."""
    api = case.api
    if api is None or case.opens(api) or not any(case.opens(target) for target in case.mail):
        return
    if any(case.all_seen(Probe.PROXY_FOUND)):
        return
    failed = case.best(api, Probe.CONNECT)
    web_opens = any(case.opens(t) for t in case.others if t.port == api.port)
    if failed is not None and failed.result in (Result.NO_ANSWER, Result.REFUSED):
        yield Finding(
            id="D-HTTP-2",
            layer=Layer.CONNECT,
            severity=Severity.ERROR,
            certainty=Certainty.LIKELY,
            title="The Web API cannot be reached, mail ports can",
            explanation="Something blocks it alone."
            if web_opens
            else "Networks that let the web through a proxy only look like this.",
            remedy="Use SMTP; ask the network's administrator."
            if web_opens
            else "Use SMTP, or set the proxy of this network (--proxy).",
            source=_SYSTEM,
            evidence=(failed.id,),
            targets=(api,),
            settled_by=SETTLE_OTHERS,
        )


def broken_ipv6(case: Case) -> Iterator[Finding]:
    """Addresses of the newer kind exist and lead nowhere."""
    failed, worked = [], False
    for target in case.ways:
        for o in case.seen(target, Probe.CONNECT):
            if isinstance(o.seen, Connected) and o.seen.family == "ipv6":
                failed += [] if o.result is Result.OK else [o]
            elif o.result is Result.OK:
                worked = True
    opened = any(
        o.result is Result.OK and isinstance(o.seen, Connected) and o.seen.family == "ipv6"
        for o in case.all_seen(Probe.CONNECT)
    )
    # No route at all is a network without IPv6, which is nothing to mend.
    stuck = [o for o in failed if o.result is not Result.UNREACHABLE]
    if stuck and worked and not opened:
        yield Finding(
            id="D-IP6-1",
            layer=Layer.CONNECT,
            severity=Severity.WARNING,
            certainty=Certainty.CERTAIN,
            title="IPv6 is broken on this network",
            explanation="Connections over IPv6 lead nowhere, those over IPv4 work. Programs that "
            "try IPv6 first wait for it.",
            remedy="Have the network mended, or use IPv4 only (-4).",
            source="RFC 8305",
            evidence=ids(stuck),
        )


RULES = (
    silent_ports,
    refusing_ports,
    unreachable_ports,
    forbidden_here,
    nothing_opens,
    only_mail_opens,
    broken_ipv6,
)


def _stopped(case: Case, result: Result) -> list[Observation]:
    """Give how mail ports failed to open, where all of their addresses failed alike."""
    found = (case.best(target, Probe.CONNECT) for target in case.mail)
    return [o for o in found if o is not None and o.result is result]


def _only_sendgrid(case: Case, tried: Sequence[Observation]) -> Finding:
    opened = [
        o
        for o in case.observations
        if o.target.role is Role.CONTROL and o.probe is Probe.CONNECT and o.result is Result.OK
    ]
    return Finding(
        id="D-TCP-9",
        layer=Layer.CONNECT,
        severity=Severity.ERROR,
        certainty=Certainty.LIKELY,
        title=f"{whom(tried)} alone cannot be reached from here",
        explanation=f"{hosts(opened)} can. Either this network blocks it, or it is down.",
        remedy=f"Ask the network's administrator{_or_status_page(tried)}.",
        source=_SYSTEM,
        evidence=(*ids(tried), *ids(opened)),
        targets=tuple(o.target for o in tried),
        settled_by="Run again from another network",
    )


def _or_status_page(tried: Sequence[Observation]) -> str:
    return ", and look at SendGrid's status page" if whom(tried) == "SendGrid" else ""


def _are_all_mail(case: Case, stopped: Sequence[Observation]) -> bool:
    """Say whether no mail port is left; of a server of one's own there are never several."""
    return len(stopped) == len(case.mail) and all(o.target.means_sendgrid for o in stopped)


def _anything_opens(case: Case) -> bool:
    return any(case.opens(target) for target in case.ways)


def _all_mail_blocked(case: Case, stopped: Sequence[Observation], rule: str, said: str) -> Finding:
    certainty = _of_block(case, stopped)
    # Where others answer, the ports themselves are open.
    is_of_network = certainty is not Certainty.POSSIBLE
    return Finding(
        id=rule,
        layer=Layer.CONNECT,
        severity=Severity.ERROR,
        certainty=certainty if is_of_network else Certainty.LIKELY,
        title="Mail ports are blocked on this network"
        if is_of_network
        else "SendGrid's mail ports alone cannot be reached from here",
        explanation=f"The Web API can be reached, but {said}.",
        remedy="Use the Web API.",
        source=_ADVICE,
        evidence=ids(stopped),
        targets=tuple(o.target for o in stopped),
        settled_by=SETTLE_OTHERS,
    )


def _at_least_likely(case: Case, stopped: Sequence[Observation]) -> Certainty:
    certain = _of_block(case, stopped) is Certainty.CERTAIN
    return Certainty.CERTAIN if certain else Certainty.LIKELY


def _of_block(case: Case, stopped: Sequence[Observation]) -> Certainty:
    """Say how sure a block is: only another mail server on that port makes it certain."""
    numbers = {o.target.port for o in stopped}
    tried = {
        t.port: o
        for t in case.targets
        if t.role is Role.CONTROL and t.port in numbers
        for o in (case.best(t, Probe.CONNECT),)
        if o is not None
    }
    if any(o.result is Result.OK for o in tried.values()):
        return Certainty.POSSIBLE
    alike = [o for o in tried.values() if o.result is stopped[0].result and not o.is_cut]
    # No server of others is asked on 2525: the other ports speak for it.
    return Certainty.CERTAIN if alike and len(alike) == len(tried) else Certainty.LIKELY


def _answered_nearby(case: Case, refused: Sequence[Observation]) -> bool:
    """Say whether a reset came from nearer than SendGrid is."""
    rtts = [rtt for t in case.ways if (rtt := case.rtt_ms(t)) is not None and not is_loopback(t)]
    return (
        bool(rtts)
        and min(rtts) > 4
        and all(o.ms is not None and o.ms < min(rtts) / 2 for o in refused)
    )


def _nearer(finding: Finding) -> Finding:
    return replace(
        finding,
        explanation=f"{finding.explanation} The answer came from much nearer than the server is, "
        "so it is a device of your own network.",
    )


def _nobody_listens(refused: Sequence[Observation]) -> Finding:
    host = refused[0].target.host
    return Finding(
        id="D-TCP-2",
        layer=Layer.CONNECT,
        severity=Severity.ERROR,
        certainty=Certainty.LIKELY,
        title=f"{host} refuses {ports(refused)}",
        explanation="Nobody listens there, or a firewall says no.",
        remedy="Check host and port.",
        source=_SYSTEM,
        evidence=ids(refused),
        targets=tuple(o.target for o in refused),
    )


def _error(observation: Observation) -> str:
    return getattr(observation.seen, "error", "") or "nothing"
