"""Rules about encryption: who vouches, for which name, until when, and what stops it.

Source: OpenSSL's verify codes (openssl-verify(1)); RFC 5280; RFC 8446 section 4.2.1.
"""

from collections.abc import Iterator, Sequence

from sgdesk.diagnose.case import Case, is_loopback
from sgdesk.diagnose.finding import SETTLE_OTHERS, Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import (
    Encrypted,
    HttpAnswered,
    Observation,
    Probe,
    Result,
    Role,
    Target,
)
from sgdesk.diagnose.rules.order import is_shaken, says_hello
from sgdesk.diagnose.rules.saying import hosts, ids, targets, whom

CLOCK_OFF_S = 300.0
_NOT_YET, _EXPIRED = 9, 10
_UNTRUSTED = frozenset((18, 19, 20, 21))
_WRONG_NAME = frozenset((62, 64))
_TOO_OLD = frozenset(
    (
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "UNSUPPORTED_PROTOCOL",
        "NO_PROTOCOLS_AVAILABLE",
        "WRONG_SSL_VERSION",
    )
)
_VERIFY = "OpenSSL, openssl-verify(1)"


def untrusted(case: Case) -> Iterator[Finding]:
    """Nobody whom this computer trusts vouches for the certificate."""
    shown = [o for o in _refused(case, _UNTRUSTED) if o.target not in _publicly_trusted(case)]
    if not shown:
        return
    issuers = {_issuer(o) for o in shown}
    sendgrid = shown[0].target.means_sendgrid
    elsewhere = [
        o
        for o in case.observations
        if o.target.role is Role.CONTROL and o.probe is Probe.TLS and _issuer(o) in issuers
    ]
    shown += elsewhere
    several = len({o.target.host for o in shown}) > 1 and len(issuers) == 1
    yield Finding(
        id="D-TLS-3",
        layer=Layer.TLS,
        severity=Severity.ERROR,
        certainty=Certainty.CERTAIN if several else Certainty.LIKELY,
        title=f"{min(issuers)} opens encrypted connections on this network"
        if sendgrid
        else f"The certificate of {shown[0].target.host} is not trusted here",
        explanation=f"The certificate shown for {hosts(shown)} was issued by {min(issuers)}, whom "
        "this computer does not trust. "
        + (
            "Company networks and antivirus programs open connections like this."
            if sendgrid
            else "A server of one's own often has one that it signed itself."
        ),
        remedy="If your company or antivirus program does this, add its certificate (--ca-file), "
        f"or ask for {whom(shown)} to be left alone.",
        source=_VERIFY,
        evidence=ids(shown),
        targets=targets(shown),
        settled_by="" if several else SETTLE_OTHERS,
    )


def store_too_old(case: Case) -> Iterator[Finding]:
    """This computer does not know an issuer whom everybody else does."""
    known = _publicly_trusted(case)
    shown = [o for o in _refused(case, _UNTRUSTED) if o.target in known]
    if shown:
        vouched = [o for t in targets(shown) for o in case.seen(t, Probe.OTHER_STORE)]
        yield Finding(
            id="D-TLS-5",
            layer=Layer.TLS,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN,
            title="The root certificates of this computer are out of date",
            explanation=f"The certificate for {hosts(shown)} was issued by {_issuer(shown[0])}, "
            "whom this computer's store does not know. The list of public issuers that sgdesk "
            "brings along has it.",
            remedy="Update the system's root certificates (the package ca-certificates on Linux).",
            source=_VERIFY,
            evidence=(*ids(shown), *ids(vouched)),
            targets=targets(shown),
        )


def _publicly_trusted(case: Case) -> frozenset[Target]:
    """Give the ways on which the public issuers' list was enough."""
    return frozenset(o.target for o in case.all_seen(Probe.OTHER_STORE) if o.result is Result.OK)


def wrong_name(case: Case) -> Iterator[Finding]:
    """The certificate is somebody else's."""
    shown = _refused(case, _WRONG_NAME)
    if shown:
        yield Finding(
            id="D-TLS-8",
            layer=Layer.TLS,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN,
            title=f"What answers for {hosts(shown)} is another server",
            explanation=f"Its certificate is made out to {_subject(shown[0])}.",
            remedy="Check the server's name. If it is right, the network diverts the connection: "
            "ask its administrator, or use another network.",
            source=_VERIFY,
            evidence=ids(shown),
            targets=targets(shown),
        )


def refused_otherwise(case: Case) -> Iterator[Finding]:
    """The certificate is refused for a reason that has no rule of its own."""
    known = _UNTRUSTED | _WRONG_NAME | {_NOT_YET, _EXPIRED}
    shown = [
        o
        for o in _failed(case, Result.NOT_VERIFIED)
        if isinstance(o.seen, Encrypted) and o.seen.verify_code not in known
    ]
    if shown:
        yield Finding(
            id="D-TLS-3",
            layer=Layer.TLS,
            severity=Severity.ERROR,
            certainty=Certainty.POSSIBLE,
            title=f"The certificate for {hosts(shown)} is not accepted here",
            explanation=f"This computer says: {_error(shown[0])}. It was issued by "
            f"{_issuer(shown[0])}.",
            remedy="Show the certificate to the administrator of the network.",
            source=_VERIFY,
            evidence=ids(shown),
            targets=targets(shown),
        )


def out_of_date(case: Case) -> Iterator[Finding]:
    """The certificate is past its time, or the clock is."""
    shown = _refused(case, frozenset((_NOT_YET, _EXPIRED)))
    if not shown:
        return
    skew = _skew_s(case)
    if skew is not None and abs(skew) > CLOCK_OFF_S:
        yield _clock(case, skew, [*ids(shown), *_dated(case)], Severity.ERROR)
        return
    tried = [o for o in case.all_seen(Probe.TLS) if o.result is not Result.CUT_OFF]
    everywhere = len(shown) == len(tried) and len({o.target.host for o in shown}) > 1
    code = shown[0].seen.verify_code if isinstance(shown[0].seen, Encrypted) else None
    word = "not valid yet" if code == _NOT_YET else "no longer valid"
    yield Finding(
        id="D-TLS-7" if everywhere else "D-TLS-DATE",
        layer=Layer.TLS,
        severity=Severity.ERROR,
        certainty=Certainty.LIKELY,
        title="The clock of this computer is wrong"
        if everywhere
        else f"The certificate for {hosts(shown)} is {word}",
        explanation=f"Every certificate seems to be {word}."
        if everywhere
        else f"It was issued by {_issuer(shown[0])}."
        + (
            " SendGrid's are renewed in time, so this may be somebody in between."
            if whom(shown) == "SendGrid"
            else ""
        ),
        remedy="Correct the date and time."
        if everywhere
        else "Check the date and time; if they are right, ask the network's administrator.",
        source=_VERIFY,
        evidence=ids(shown),
        targets=targets(shown),
        settled_by="Compare the clock with another",
    )


def clock_off(case: Case) -> Iterator[Finding]:
    """The clock is wrong, and nothing has failed of it yet."""
    skew = _skew_s(case)
    dated = _refused(case, frozenset((_NOT_YET, _EXPIRED)))
    if skew is not None and abs(skew) > CLOCK_OFF_S and not dated:
        yield _clock(case, skew, _dated(case), Severity.WARNING)


def readable(case: Case) -> Iterator[Finding]:
    """Trusted here, and by no public issuer."""
    shown = [
        o
        for o in case.all_seen(Probe.TLS)
        if o.result is Result.OK
        and isinstance(o.seen, Encrypted)
        and o.seen.facts is not None
        and o.seen.facts.private_issuer
        and o.target.means_sendgrid
        and not is_loopback(o.target)
    ]
    if shown:
        yield Finding(
            id="D-TLS-4",
            layer=Layer.TLS,
            severity=Severity.WARNING,
            certainty=Certainty.LIKELY,
            title=f"{_issuer(shown[0])} can read this connection",
            explanation="The certificate is trusted on this computer, but no public issuer signed "
            "it. Whoever has that issuer's key can read what is sent, the API key too.",
            remedy="If your company does this on purpose, nothing needs to be done.",
            source="RFC 5280",
            evidence=ids(shown),
            targets=targets(shown),
        )


def too_old(case: Case) -> Iterator[Finding]:
    """No version in common."""
    stopped = [o for o in _failed(case, Result.CHANGED) if _error(o) in _TOO_OLD]
    if stopped:
        yield Finding(
            id="D-TLS-6",
            layer=Layer.TLS,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN,
            title="Something on the way is too old for SendGrid's encryption"
            if whom(stopped) == "SendGrid"
            else f"The encryption of {whom(stopped)} is too old",
            explanation=f"What answers for {hosts(stopped)} knows no TLS 1.2"
            + (
                ", which SendGrid requires. SendGrid itself has it, so another program or device "
                "answers."
                if whom(stopped) == "SendGrid"
                else ", the oldest that is still safe."
            ),
            remedy="Ask the administrator to update it, or use another network.",
            source="Twilio changelog, TLS 1.2 required since June 2023",
            evidence=ids(stopped),
            targets=targets(stopped),
        )


def no_tls(case: Case) -> Iterator[Finding]:
    """What answers does not speak TLS at all, or the handshake was garbled."""
    other = [
        o
        for o in _failed(case, Result.CHANGED)
        if _error(o) not in _TOO_OLD and not any(map(says_hello, case.seen(o.target, Probe.PLAIN)))
    ]
    if other:
        yield Finding(
            id="D-TLS-1",
            layer=Layer.TLS,
            severity=Severity.ERROR,
            certainty=Certainty.LIKELY,
            title=f"What answers on port {other[0].target.port} does not speak TLS",
            explanation=f"The handshake ended with {_error(other[0])}.",
            remedy="Check the port and its kind of encryption: 465 is encrypted from the start, "
            "587 and 2525 after the greeting.",
            source="RFC 8314 section 3.3",
            evidence=ids(other),
            targets=targets(other),
        )


def handshake_stopped(case: Case) -> Iterator[Finding]:
    """Cut off or silent in the midst of the handshake."""
    cut, silent = _failed(case, Result.CUT_OFF), _failed(case, Result.NO_ANSWER)
    passed = [o for t in targets(cut) for o in case.seen(t, Probe.OTHER_NAME) if is_shaken(o)]
    if cut:
        yield Finding(
            id="D-TLS-9",
            layer=Layer.TLS,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN if passed else Certainty.LIKELY,
            title=f"The network cuts encrypted connections to {hosts(cut)}",
            explanation="The connection came about and was ended as encryption was to begin."
            + (" One for another name to the same address was not." if passed else ""),
            remedy="Try another port, or ask the network's administrator.",
            source="RFC 8446",
            evidence=(*ids(cut), *ids(passed)),
            targets=targets(cut),
            settled_by="" if passed else SETTLE_OTHERS,
        )
    if silent:
        yield Finding(
            id="D-TCP-8",
            layer=Layer.TLS,
            severity=Severity.ERROR,
            certainty=Certainty.POSSIBLE,
            title=f"Encryption with {hosts(silent)} begins and hangs",
            explanation="The certificate never arrived. Either large packets are lost on the way "
            "(the MTU of a VPN or DSL), or a filter holds the connection.",
            remedy="Lower the MTU and run again; without a VPN if there is one.",
            source="RFC 2923",
            evidence=ids(silent),
            targets=targets(silent),
            settled_by="Run again with a lower MTU",
        )


RULES = (
    untrusted,
    store_too_old,
    wrong_name,
    refused_otherwise,
    out_of_date,
    clock_off,
    readable,
    too_old,
    no_tls,
    handshake_stopped,
)


def _failed(case: Case, result: Result) -> list[Observation]:
    found = (case.best(target, Probe.TLS) for target in case.ways)
    return [o for o in found if o is not None and o.result is result]


def _refused(case: Case, codes: frozenset[int]) -> list[Observation]:
    return [
        o
        for o in _failed(case, Result.NOT_VERIFIED)
        if isinstance(o.seen, Encrypted) and o.seen.verify_code in codes
    ]


def _clock(case: Case, skew_s: float, evidence: Sequence[str], severity: Severity) -> Finding:
    minutes = abs(skew_s) / 60
    by = f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.0f} h"
    return Finding(
        id="D-TLS-7",
        layer=Layer.TLS,
        severity=severity,
        certainty=Certainty.CERTAIN
        if severity is Severity.ERROR or _is_vouched_for(case)
        else Certainty.LIKELY,
        title=f"The clock of this computer is {by} {'slow' if skew_s > 0 else 'fast'}",
        explanation="Certificates and sign-ins are judged by it.",
        remedy="Correct the date and time.",
        source="RFC 9110 section 6.6.1",
        evidence=tuple(evidence),
    )


def _skew_s(case: Case) -> float | None:
    skews = [
        o.seen.skew_s
        for o in case.observations
        if isinstance(o.seen, HttpAnswered) and o.seen.skew_s is not None
    ]
    return min(skews, key=abs) if skews else None


def _is_vouched_for(case: Case) -> bool:
    """Say whether the date came encrypted: in plain text anybody on the way may say one."""
    return any(
        o.probe is Probe.SCOPES and isinstance(o.seen, HttpAnswered) and o.seen.skew_s is not None
        for o in case.observations
    )


def _dated(case: Case) -> list[str]:
    return [
        o.id
        for o in case.observations
        if isinstance(o.seen, HttpAnswered) and o.seen.skew_s is not None
    ]


def _issuer(observation: Observation) -> str:
    facts = observation.seen.facts if isinstance(observation.seen, Encrypted) else None
    return (facts.issuer if facts else None) or "Somebody"


def _subject(observation: Observation) -> str:
    facts = observation.seen.facts if isinstance(observation.seen, Encrypted) else None
    names = facts.chain[0].names if facts and facts.chain else ()
    return ", ".join(names[:3]) or (facts.subject if facts else None) or "another name"


def _error(observation: Observation) -> str:
    return observation.seen.error if isinstance(observation.seen, Encrypted) else ""
