"""Rules about who vouches for a certificate: nobody, somebody in between, an issuer too new.

Source: OpenSSL's verify codes (openssl-verify(1)); RFC 5280.
"""

from collections.abc import Iterator

from sgdesk.diagnose.case import Case, is_loopback
from sgdesk.diagnose.finding import SETTLE_OTHERS, Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Encrypted, Probe, Result, Role
from sgdesk.diagnose.rules.certificates import (
    EXPIRED,
    NOT_YET,
    UNTRUSTED,
    VERIFY,
    WRONG_NAME,
    error,
    failed,
    issuer,
    refused,
)
from sgdesk.diagnose.rules.saying import hosts, ids, targets, whom

_ANTIVIRUS = (
    "avast",
    "avg ",
    "norton",
    "mail shield",
    "web shield",
    "eset",
    "kaspersky",
    "bitdefender",
    "mcafee",
    "dr.web",
    "g data",
)
_GATEWAYS = (
    "sophos",
    "fortinet",
    "fortigate",
    "zscaler",
    "netskope",
    "palo alto",
    "umbrella",
    "blue coat",
    "bluecoat",
    "check point",
    "forcepoint",
    "barracuda",
    "watchguard",
)
"""Names that the certificates of such products carry; the list is open."""


def untrusted(case: Case) -> Iterator[Finding]:
    """Nobody whom this computer trusts vouches for the certificate."""
    public = _public_issuers(case)
    shown = [o for o in refused(case, UNTRUSTED) if issuer(o) not in public]
    if not shown:
        return
    issuers = {issuer(o) for o in shown}
    sendgrid = shown[0].target.means_sendgrid
    elsewhere = [
        o
        for o in case.observations
        if o.target.role is Role.CONTROL and o.probe is Probe.TLS and issuer(o) in issuers
    ]
    shown += elsewhere
    product, remedy = _product(min(issuers))
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
        + (product if sendgrid else "A server of one's own often has one that it signed itself."),
        remedy=remedy.replace("SendGrid", whom(shown)),
        source=VERIFY,
        evidence=ids(shown),
        targets=targets(shown),
        settled_by="" if several else SETTLE_OTHERS,
    )


def store_too_old(case: Case) -> Iterator[Finding]:
    """This computer does not know an issuer whom everybody else does."""
    public = _public_issuers(case)
    shown = [o for o in refused(case, UNTRUSTED) if issuer(o) in public]
    if shown:
        vouched = [o for t in targets(shown) for o in case.seen(t, Probe.OTHER_STORE)]
        yield Finding(
            id="D-TLS-5",
            layer=Layer.TLS,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN,
            title="The root certificates of this computer are out of date",
            explanation=f"The certificate for {hosts(shown)} was issued by {issuer(shown[0])}, "
            "whom this computer's store does not know. The list of public issuers that sgdesk "
            "brings along has it.",
            remedy="Update the system's root certificates (the package ca-certificates on Linux).",
            source=VERIFY,
            evidence=(*ids(shown), *ids(vouched)),
            targets=targets(shown),
        )


def _public_issuers(case: Case) -> frozenset[str]:
    """Give the issuers for whom the list of public ones was enough, on whatever way."""
    known = [o for o in case.all_seen(Probe.OTHER_STORE) if o.result is Result.OK]
    return frozenset(issuer(o) for o in known)


def refused_otherwise(case: Case) -> Iterator[Finding]:
    """The certificate is refused for a reason that has no rule of its own."""
    known = UNTRUSTED | WRONG_NAME | {NOT_YET, EXPIRED}
    shown = [
        o
        for o in failed(case, Result.NOT_VERIFIED)
        if isinstance(o.seen, Encrypted) and o.seen.verify_code not in known
    ]
    if shown:
        yield Finding(
            id="D-TLS-3",
            layer=Layer.TLS,
            severity=Severity.ERROR,
            certainty=Certainty.POSSIBLE,
            title=f"The certificate for {hosts(shown)} is not accepted here",
            explanation=f"This computer says: {error(shown[0])}. It was issued by "
            f"{issuer(shown[0])}.",
            remedy="Show the certificate to the administrator of the network.",
            source=VERIFY,
            evidence=ids(shown),
            targets=targets(shown),
        )


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
            title=f"{issuer(shown[0])} can read this connection",
            explanation="The certificate is trusted on this computer, but no public issuer signed "
            "it. Whoever has that issuer's key can read what is sent, the API key too.",
            remedy="If your company does this on purpose, nothing needs to be done.",
            source="RFC 5280",
            evidence=ids(shown),
            targets=targets(shown),
        )


RULES = (untrusted, store_too_old, refused_otherwise, readable)


def _product(name: str) -> tuple[str, str]:
    """Say what opens connections under that name, and what to do."""
    known = f"{name.lower()} "
    if any(word in known for word in _ANTIVIRUS):
        return (
            "It is an antivirus program on this computer.",
            "Switch off its scanning of mail and of encrypted connections for sgdesk, or add its "
            "certificate (--ca-file).",
        )
    if any(word in known for word in _GATEWAYS):
        return (
            "It is the gateway of a company's network.",
            "Ask its administrator to leave SendGrid alone, or add its certificate (--ca-file).",
        )
    return (
        "Company networks and antivirus programs open connections like this.",
        "If your company or antivirus program does this, add its certificate (--ca-file), or ask "
        "for SendGrid to be left alone.",
    )
