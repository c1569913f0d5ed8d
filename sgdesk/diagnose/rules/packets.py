"""Rules about what is in the packets: their size, and the kind of addresses they go by.

Source: RFC 2923 (what a wrong MTU does), RFC 6052 and RFC 6146 (NAT64).
"""

from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from sgdesk.diagnose.case import ARRIVED, Case
from sgdesk.diagnose.finding import Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Connected, LookedUp, Probe, Result
from sgdesk.diagnose.rules.saying import capital, ids, listed, targets

_NAT64 = ip_network("64:ff9b::/96")


def large_ones_lost(case: Case) -> Iterator[Finding]:
    """Small questions are answered, a large one is not."""
    lost = [o for o in case.all_seen(Probe.LARGE) if o.result not in ARRIVED]
    if lost:
        tried = list(case.all_seen(Probe.LARGE))
        everywhere = len(lost) == len(tried) and len(tried) > 1
        where = listed(list(dict.fromkeys(o.target.text for o in lost)))
        yield Finding(
            id="D-TCP-8",
            layer=Layer.CONNECT,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN if everywhere else Certainty.LIKELY,
            title="Small packets pass, large ones are lost",
            explanation=f"{capital(where)} answered short questions, and one that fills a packet "
            "was not answered. The packets are too large for a VPN or a DSL line on the way, and "
            "nobody says so (path MTU).",
            remedy="Lower the MTU of this computer's connection (1400 to begin with), or leave "
            "the VPN, and run again.",
            source="RFC 2923 section 2.1",
            evidence=ids(lost),
            targets=targets(lost),
        )


def translated(case: Case) -> Iterator[Finding]:
    """Every address is one that a translator to IPv4 stands behind."""
    found = [
        o
        for o in case.all_seen(Probe.LOOK_UP)
        if isinstance(o.seen, LookedUp) and o.seen.addresses and not o.seen.is_literal
    ]
    made_up = [o for o in found if isinstance(o.seen, LookedUp) and _is_nat64(o.seen)]
    old_works = any(
        o.result is Result.OK and isinstance(o.seen, Connected) and o.seen.family == "ipv4"
        for o in case.all_seen(Probe.CONNECT)
    )
    if not made_up or old_works:
        return
    by_number = [
        o
        for o in case.all_seen(Probe.CONNECT)
        if o.result is not Result.OK and ":" not in o.target.host and _is_number(o.target.host)
    ]
    yield Finding(
        id="D-IP6-2",
        layer=Layer.CONNECT,
        severity=Severity.ERROR if by_number else Severity.INFO,
        certainty=Certainty.CERTAIN if by_number else Certainty.LIKELY,
        title="This network has IPv6 only and translates the rest",
        explanation="The addresses that were found are made up by a translator (NAT64). Names "
        "work there, numbers such as 192.0.2.1 do not.",
        remedy="Use the servers' names, not numbers.",
        source="RFC 6052 and RFC 6146",
        evidence=(*ids(made_up), *ids(by_number)),
        targets=targets(by_number),
    )


def _is_nat64(seen: LookedUp) -> bool:
    return all(ip_address(each.partition("%")[0]) in _NAT64 for each in seen.addresses)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


RULES = (large_ones_lost, translated)
