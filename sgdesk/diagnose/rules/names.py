"""Rules about names: looked up, not found, or answered with a wrong address.

Source: `sendgrid.com` documentation on fixed addresses; RFC 1918, RFC 6598, RFC 6890.
"""

from collections.abc import Iterable, Iterator, Sequence
from ipaddress import ip_address, ip_network

from sgdesk.diagnose.case import Case, is_loopback
from sgdesk.diagnose.finding import SETTLE_OTHERS, Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import LookedUp, Observation, Probe, Result, Target
from sgdesk.diagnose.rules.others import names_of_others
from sgdesk.diagnose.rules.saying import hosts, ids, targets

SLOW_LOOK_UP_MS = 1000.0
_DNS = "RFC 1035"
_TYPOS = {"smtp.sendgrid.com": "smtp.sendgrid.net", "api.sendgrid.net": "api.sendgrid.com"}


def no_names(case: Case) -> Iterator[Finding]:
    """Nothing at all can be looked up."""
    tried, others = _by_name(case), names_of_others(case)
    if not tried or any(o.result is not Result.NO_ANSWER for o in tried):
        return
    if any(o.result is Result.OK for o in others):
        yield _unanswered(tried, others)
        return
    neither = f" Those of others neither: {hosts(others)}." if others else ""
    yield Finding(
        id="D-DNS-1",
        layer=Layer.NAMES,
        severity=Severity.ERROR,
        certainty=Certainty.CERTAIN if others or _many_hosts(tried) else Certainty.LIKELY,
        title="This computer cannot look up any names",
        explanation=f"No name server gave an answer, so no connection could be tried.{neither}",
        remedy="Check cable, Wi-Fi and VPN.",
        source=_DNS,
        evidence=ids((*tried, *others)),
    )


def _unanswered(tried: Sequence[Observation], others: Sequence[Observation]) -> Finding:
    return Finding(
        id="D-DNS-3",
        layer=Layer.NAMES,
        severity=Severity.ERROR,
        certainty=Certainty.LIKELY,
        title=f"No name server answers for {hosts(tried)}",
        explanation=f"{_found(others)}, so it is not the network as a whole.",
        remedy="Ask the administrator of this network to let the name be looked up.",
        source=_DNS,
        evidence=ids((*tried, *others)),
        targets=targets(tried),
    )


def no_such_name(case: Case) -> Iterator[Finding]:
    """A name of one's own choice does not exist."""
    for host in dict.fromkeys(target.host for target in case.ways):
        tried = [o for o in _by_name(case) if o.target.host == host]
        if not _all_unknown(tried) or _is_real(host, tried):
            continue
        meant = _TYPOS.get(host.lower())
        yield Finding(
            id="D-DNS-2",
            layer=Layer.NAMES,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN,
            title=f"There is no server named {host}",
            explanation="The look-up says that the name does not exist.",
            remedy=f"Use {meant}."
            if meant
            else "SMTP is smtp.sendgrid.net, the API is api.sendgrid.com.",
            source=_DNS,
            evidence=ids(tried),
            targets=tuple(t for t in case.ways if t.host == host),
        )


def hidden_names(case: Case) -> Iterator[Finding]:
    """SendGrid's own names are said not to exist."""
    hidden = [
        o
        for host in dict.fromkeys(target.host for target in case.ways)
        for tried in ([o for o in _by_name(case) if o.target.host == host],)
        if _all_unknown(tried) and _is_real(host, tried)
        for o in tried
    ]
    if not hidden:
        return
    others = names_of_others(case)
    tried = [o for o in case.observations if o.probe is Probe.LOOK_UP]
    if others and not any(o.result is Result.OK for o in tried):
        yield _nameless(hidden, others)
        return
    known = any(o.result is Result.OK for o in tried)
    yield Finding(
        id="D-DNS-3",
        layer=Layer.NAMES,
        severity=Severity.ERROR,
        certainty=Certainty.LIKELY if known else Certainty.POSSIBLE,
        title=f"The network does not find {hosts(hidden)}",
        explanation="Elsewhere the name has addresses, but the look-up from here gives none. "
        + (
            f"{_found(others)}: somebody hides it here."
            if any(o.result is Result.OK for o in others)
            else "Somebody hides it here."
            if known
            else "Either this computer has no network, or its name server hides SendGrid."
        ),
        remedy="Check the network; ask its administrator to let the name be looked up.",
        source=_DNS,
        evidence=ids((*hidden, *others)),
        targets=targets(hidden),
        settled_by="" if others else SETTLE_OTHERS,
    )


def _nameless(hidden: Sequence[Observation], others: Sequence[Observation]) -> Finding:
    return Finding(
        id="D-DNS-1",
        layer=Layer.NAMES,
        severity=Severity.ERROR,
        # A name server that answers "no" to everything looks the same.
        certainty=Certainty.LIKELY,
        title="This computer has no network or no name server",
        explanation=f"Not found: {hosts((*hidden, *others))}. All of them exist.",
        remedy="Check cable, Wi-Fi and VPN.",
        source=_DNS,
        evidence=ids((*hidden, *others)),
        targets=targets(hidden),
    )


def wrong_address(case: Case) -> Iterator[Finding]:
    """SendGrid's name is said to have an address that cannot be its own."""
    for o in _by_name(case):
        if not isinstance(o.seen, LookedUp) or not o.target.means_sendgrid:
            continue
        if case.works(o.target):
            # A private way of one's own, which leads there all the same.
            continue
        wrong = [address for address in o.seen.addresses if not _may_be_public(address)]
        if wrong and _is_first_of_its_host(case, o):
            refused = any(
                t.result is Result.NOT_VERIFIED and t.target.host == o.target.host
                for t in case.all_seen(Probe.TLS)
            )
            yield Finding(
                id="D-DNS-3",
                layer=Layer.NAMES,
                severity=Severity.ERROR,
                certainty=Certainty.CERTAIN if refused else _unless_untested(case, o.target),
                title="The network answers with a wrong address for SendGrid",
                explanation=f"{o.target.host} was said to be {', '.join(wrong)}, which is "
                f"{_kind_of(wrong[0])}.",
                remedy="Ask the administrator to let SendGrid through, or use another network.",
                source="RFC 1918, RFC 6598 and RFC 6890",
                evidence=(o.id,),
                targets=tuple(t for t in case.ways if t.host == o.target.host),
                settled_by="" if refused else "Look the name up from another network",
            )


def one_address_for_all(case: Case) -> Iterator[Finding]:
    """Two of SendGrid's names, one address: a resolver that answers everything alike."""
    if case.api is None or not case.mail:
        return
    api, mail = case.api, case.mail[0]
    both = (case.addresses(api.host), case.addresses(mail.host))
    if api.host == mail.host or not both[0] or both[0] != both[1] or len(both[0]) > 2:
        return
    if not (api.means_sendgrid and mail.means_sendgrid):
        return
    if not all(map(_may_be_public, both[0])) or case.works(api):
        return
    yield Finding(
        id="D-DNS-3",
        layer=Layer.NAMES,
        severity=Severity.ERROR,
        certainty=_unless_untested(case, api),
        title="The network answers every name with one address",
        explanation=f"{api.host} and {mail.host} were both said to be "
        f"{', '.join(sorted(both[0]))}. They are different servers.",
        remedy="Sign in to this network first if it has a sign-in page, or use another.",
        source=_DNS,
        evidence=ids(o for o in _by_name(case) if o.target in (api, mail)),
    )


def slow(case: Case) -> Iterator[Finding]:
    """Look-ups take a second and more."""
    tried = [o for o in _by_name(case) if o.result is Result.OK and o.least_ms > SLOW_LOOK_UP_MS]
    if tried:
        worst = max(tried, key=lambda o: o.least_ms)
        yield Finding(
            id="D-DNS-4",
            layer=Layer.NAMES,
            severity=Severity.WARNING,
            certainty=Certainty.LIKELY,
            title="Looking names up is slow here",
            explanation=f"It took {worst.least_ms / 1000:.1f} s for {worst.target.host}, which "
            "every new connection waits for.",
            remedy="Check the name servers of this network.",
            source=_DNS,
            evidence=ids(tried),
            settled_by="Run again: a name that is known by then is quick",
        )


def fixed_address(case: Case) -> Iterator[Finding]:
    """The server is set to a number."""
    fixed = [
        o
        for o in case.all_seen(Probe.LOOK_UP)
        if isinstance(o.seen, LookedUp)
        and o.seen.is_literal
        and not o.seen.is_elsewhere
        and not is_loopback(o.target)
        and _may_be_public(o.target.host.strip("[]"))
    ]
    if fixed:
        yield Finding(
            id="D-DNS-5",
            layer=Layer.NAMES,
            severity=Severity.WARNING,
            certainty=Certainty.CERTAIN,
            title="The server is set to a fixed address",
            explanation=f"{fixed[0].target.host} is a number. If it is meant to be SendGrid: that "
            "changes its addresses without notice, and its certificate is made out to names.",
            remedy="For SendGrid, enter smtp.sendgrid.net, or api.sendgrid.com for the Web API.",
            source="SendGrid documentation, Integrating with the SMTP API",
            evidence=ids(fixed),
        )


RULES = (
    no_names,
    no_such_name,
    hidden_names,
    wrong_address,
    one_address_for_all,
    slow,
    fixed_address,
)


def _by_name(case: Case) -> list[Observation]:
    return [
        o
        for o in case.all_seen(Probe.LOOK_UP)
        if isinstance(o.seen, LookedUp) and not o.seen.is_literal and not o.seen.is_elsewhere
    ]


def _unless_untested(case: Case, target: Target) -> Certainty:
    """Say how sure it is that nothing good is at an address that only encryption could prove."""
    return Certainty.POSSIBLE if case.is_untested(target) else Certainty.LIKELY


def _found(others: Iterable[Observation]) -> str:
    return f"Names of others are found ({hosts(o for o in others if o.result is Result.OK)})"


def _all_unknown(tried: list[Observation]) -> bool:
    return bool(tried) and all(o.result is Result.NOT_FOUND for o in tried)


def _is_real(host: str, tried: list[Observation]) -> bool:
    """Say whether the name is one of SendGrid's that exist."""
    return tried[0].target.means_sendgrid and host.lower() not in _TYPOS


def _many_hosts(tried: list[Observation]) -> bool:
    return len({o.target.host for o in tried}) > 1


def _is_first_of_its_host(case: Case, observation: Observation) -> bool:
    same = (o for o in _by_name(case) if o.target.host == observation.target.host)
    first = next((o for o in same if isinstance(o.seen, LookedUp) and o.seen.addresses), None)
    return first is observation


_KINDS = (
    ("0.0.0.0/32", "no address of anything: name filters answer so"),
    ("127.0.0.0/8", "this computer itself: name filters answer so"),
    ("::1/128", "this computer itself: name filters answer so"),
    ("100.64.0.0/10", "an address that providers use inside their own network (CGNAT)"),
    ("10.0.0.0/8", "an address of a private network"),
    ("172.16.0.0/12", "an address of a private network"),
    ("192.168.0.0/16", "an address of a private network"),
    ("fc00::/7", "an address of a private network"),
)


def _kind_of(address: str) -> str:
    """Say whose an address is that cannot be SendGrid's."""
    number = ip_address(address.partition("%")[0])
    fits = (words for block, words in _KINDS if number in ip_network(block))
    return next(fits, "no address of the internet")


def _may_be_public(address: str) -> bool:
    number = ip_address(address.partition("%")[0])
    mapped = getattr(number, "ipv4_mapped", None)
    return (mapped or number).is_global
