"""Rules about encryption: who vouches, for which name, until when, and what stops it.

Source: OpenSSL's verify codes (openssl-verify(1)); RFC 5280; RFC 8446 section 4.2.1.
"""

from collections.abc import Iterator, Sequence

from sgdesk.diagnose.case import Case
from sgdesk.diagnose.finding import SETTLE_OTHERS, Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import (
    Encrypted,
    HttpAnswered,
    Observation,
    Probe,
    Result,
)
from sgdesk.diagnose.rules.certificates import (
    EXPIRED,
    NOT_YET,
    VERIFY,
    WRONG_NAME,
    error,
    failed,
    issuer,
    refused,
)
from sgdesk.diagnose.rules.order import is_shaken, says_hello
from sgdesk.diagnose.rules.saying import hosts, ids, targets, whom

CLOCK_OFF_S = 300.0
_TOO_OLD = frozenset(
    (
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "UNSUPPORTED_PROTOCOL",
        "NO_PROTOCOLS_AVAILABLE",
        "WRONG_SSL_VERSION",
    )
)


def wrong_name(case: Case) -> Iterator[Finding]:
    """The certificate is somebody else's."""
    shown = refused(case, WRONG_NAME)
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
            source=VERIFY,
            evidence=ids(shown),
            targets=targets(shown),
        )


def out_of_date(case: Case) -> Iterator[Finding]:
    """The certificate is past its time, or the clock is."""
    shown = refused(case, frozenset((NOT_YET, EXPIRED)))
    if not shown:
        return
    skew = _skew_s(case)
    if skew is not None and abs(skew) > CLOCK_OFF_S:
        yield _clock(case, skew, [*ids(shown), *_dated(case)], Severity.ERROR)
        return
    tried = [o for o in case.all_seen(Probe.TLS) if o.result is not Result.CUT_OFF]
    everywhere = len(shown) == len(tried) and len({o.target.host for o in shown}) > 1
    code = shown[0].seen.verify_code if isinstance(shown[0].seen, Encrypted) else None
    word = "not valid yet" if code == NOT_YET else "no longer valid"
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
        else f"It was issued by {issuer(shown[0])}."
        + (
            " SendGrid's are renewed in time, so this may be somebody in between."
            if whom(shown) == "SendGrid"
            else ""
        ),
        remedy="Correct the date and time."
        if everywhere
        else "Check the date and time; if they are right, ask the network's administrator.",
        source=VERIFY,
        evidence=ids(shown),
        targets=targets(shown),
        settled_by="Compare the clock with another",
    )


def clock_off(case: Case) -> Iterator[Finding]:
    """The clock is wrong, and nothing has failed of it yet."""
    skew = _skew_s(case)
    dated = refused(case, frozenset((NOT_YET, EXPIRED)))
    if skew is not None and abs(skew) > CLOCK_OFF_S and not dated:
        yield _clock(case, skew, _dated(case), Severity.WARNING)


def too_old(case: Case) -> Iterator[Finding]:
    """No version in common."""
    stopped = [o for o in failed(case, Result.CHANGED) if error(o) in _TOO_OLD]
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
        for o in failed(case, Result.CHANGED)
        if error(o) not in _TOO_OLD and not any(map(says_hello, case.seen(o.target, Probe.PLAIN)))
    ]
    if other:
        yield Finding(
            id="D-TLS-1",
            layer=Layer.TLS,
            severity=Severity.ERROR,
            certainty=Certainty.LIKELY,
            title=f"What answers on port {other[0].target.port} does not speak TLS",
            explanation=f"The handshake ended with {error(other[0])}.",
            remedy="Check the port and its kind of encryption: 465 is encrypted from the start, "
            "587 and 2525 after the greeting.",
            source="RFC 8314 section 3.3",
            evidence=ids(other),
            targets=targets(other),
        )


def handshake_stopped(case: Case) -> Iterator[Finding]:
    """Cut off or silent in the midst of the handshake."""
    cut, silent = failed(case, Result.CUT_OFF), failed(case, Result.NO_ANSWER)
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
    wrong_name,
    out_of_date,
    clock_off,
    too_old,
    no_tls,
    handshake_stopped,
)


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


def _subject(observation: Observation) -> str:
    facts = observation.seen.facts if isinstance(observation.seen, Encrypted) else None
    names = facts.chain[0].names if facts and facts.chain else ()
    return ", ".join(names[:3]) or (facts.subject if facts else None) or "another name"
