"""The words for a certificate: for whom, by whom, from when to when, and its fingerprint."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from ipaddress import ip_address

from sgdesk.delivery import Attempt
from sgdesk.present.times import day_and_time
from sgdesk.trace import Certificate, Phase, TlsFacts

Facts = tuple[tuple[str, str, str], ...]
"""Name, value, and what it means."""

_LINE_BYTES = 16
_NAME_PART = re.compile(r"(?:^|, )(\w+)=(.+?)(?=, \w+=|$)")
"""One part of a name such as `CN=example.com, O=Example, Inc.`"""
_MOST_NAMED = 4
_WHY = {
    "D-TLS-3": "nobody whom it knows has signed it",
    "D-TLS-7": "it is not valid at this time",
    "D-TLS-8": "it is for another server",
}
"""By the problem that the attempt ended with; OpenSSL's own words follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePart:
    """One certificate of the chain."""

    title: str
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateWords:
    """What a certificate sheet shows."""

    title: str
    verdict: str
    """Whether this computer trusts it, and why not."""
    parts: tuple[CertificatePart, ...]
    text: str
    """All of it, to be copied."""


def certificate_words(
    attempt: Attempt, tls: TlsFacts, now: datetime, zone: tzinfo | None = None
) -> CertificateWords:
    """Word the certificates that an attempt met; `now` says which of them have run out."""
    title = attempt.problem.title if attempt.problem is not None else "The server's certificate"
    verdict = _verdict(attempt, tls)
    parts = tuple(
        CertificatePart(title=_place(at, tls.chain), facts=_facts(each, now, zone))
        for at, each in enumerate(tls.chain)
    ) or (CertificatePart(title="Shown by the server", facts=_names(tls)),)
    lines = [title, verdict, *_shown_by(attempt)]
    for part in parts:
        lines += ["", part.title]
        lines += [f"  {name}: {_one_line(value)}" for name, value, _ in part.facts]
    return CertificateWords(title=title, verdict=verdict, parts=parts, text="\n".join(lines) + "\n")


def certificate_facts(tls: TlsFacts, now: datetime, zone: tzinfo | None = None) -> Facts:
    """Give what is known of the certificate that a server showed."""
    return _facts(tls.chain[0], now, zone) if tls.chain else _known_names(tls)


def _one_line(value: str) -> str:
    return value.replace("\n", "")


def plain_name(name: str) -> str:
    """Give a name without the keys of its parts, which say little to most."""
    return " · ".join(value for _, value in _NAME_PART.findall(name)) or name


def public_name(name: str) -> str:
    """Give of a name what may stand in a ticket: its common name, and whose that is.

    Where an authority was made on somebody's own computer, the rest names that and them.
    """
    parts = dict(_NAME_PART.findall(name))
    common, owner = parts.get("CN", ""), parts.get("O", "")
    if not parts or "@" in common:
        return owner or ("" if parts else name)
    return f"{common} ({owner})" if common and owner else common or owner


def certificate_line(tls: TlsFacts | None) -> str:
    """Give in one line what helps of a certificate: for whom, by whom, from when to when."""
    if tls is None or not tls.good_for:
        return ""
    names = tuple(filter(None, map(public_name, tls.good_for)))
    more = len(names) - _MOST_NAMED
    named = ", ".join((*map(_server, names[:_MOST_NAMED]), *([f"{more} more"] if more > 0 else ())))
    issuer = public_name(tls.issuer or "") or "an unknown issuer"
    valid = ""
    if tls.chain:
        first, last = tls.chain[0].valid_from.date(), tls.chain[0].valid_until.date()
        valid = f", valid {first} to {last}"
    return f"for {named or 'nobody named'}, issued by {issuer}{valid}, {trust_words(tls)}"


def trust_words(tls: TlsFacts) -> str:
    """Say in short who trusts a certificate."""
    if tls.private_issuer:
        return "trusted by this computer, by no public issuer"
    return "verified" if tls.verified else "not verified"


def with_public_names(attempt: Attempt) -> Attempt:
    """Give an attempt in whose words certificates are named as in a ticket."""
    tls = attempt.trace.tls
    if tls is None:
        return attempt
    of_chain = (name for each in tls.chain for name in (each.subject, each.issuer))
    public = {name: public_name(name) for name in (tls.subject, tls.issuer, *of_chain) if name}
    # Sentences name the issuer in short.
    issuer = public_name(tls.issuer or "")
    if tls.issuer_name and tls.issuer_name not in issuer:
        public[tls.issuer_name] = issuer
    # The longest first: one may begin another.
    names = sorted(public, key=len, reverse=True)

    def told(text: str) -> str:
        for name in names:
            text = text.replace(name, public[name] or "nobody named")
        return text

    spans = tuple(replace(span, detail=told(span.detail)) for span in attempt.trace.spans)
    problem = attempt.problem and replace(
        attempt.problem,
        title=told(attempt.problem.title),
        explanation=told(attempt.problem.explanation),
        remedy=told(attempt.problem.remedy),
    )
    trace = replace(attempt.trace, spans=spans)
    return replace(attempt, trace=trace, transcript=told(attempt.transcript), problem=problem)


def reader_words(tls: TlsFacts | None) -> str:
    """Say who can read a connection beside the server; nothing where nobody is known to."""
    if tls is None or not tls.private_issuer:
        return ""
    return f"{tls.issuer_name or 'Its issuer'} can read this connection, your key too."


def fingerprint(sha256: str) -> str:
    """Give a fingerprint as other programs write it, in two lines."""
    pairs = [sha256[at : at + 2].upper() for at in range(0, len(sha256), 2)]
    lines = [pairs[at : at + _LINE_BYTES] for at in range(0, len(pairs), _LINE_BYTES)]
    return ":\n".join(":".join(line) for line in lines)


def _verdict(attempt: Attempt, tls: TlsFacts) -> str:
    if reader := reader_words(tls):
        return f"This computer trusts the certificate, but no public issuer signed it: {reader}"
    if tls.verified:
        return "This computer trusts it."
    problem = attempt.problem.id if attempt.problem is not None else ""
    why = _WHY.get(problem, "")
    found = [span.detail.rstrip(".") for span in attempt.trace.spans if span.phase is Phase.TLS]
    said = found[-1] if found else ""
    if not why:
        return f"This computer does not trust it{f': {said}' if said else ''}."
    # For whoever looks it up; the words before say the same.
    source = f' OpenSSL said: "{said}".' if said else ""
    return f"This computer does not trust it: {why}.{source}"


def _shown_by(attempt: Attempt) -> tuple[str, ...]:
    return (f"Shown by {attempt.trace.peer}",) if attempt.trace.peer else ()


def _place(at: int, chain: tuple[Certificate, ...]) -> str:
    if at == 0:
        return "Shown by the server"
    return "Root" if _is_root(chain[at]) else "Issuer of the one above"


def _is_root(certificate: Certificate) -> bool:
    return bool(certificate.subject) and certificate.subject == certificate.issuer


def _facts(certificate: Certificate, now: datetime, zone: tzinfo | None) -> Facts:
    starts = day_and_time(certificate.valid_from, zone)
    ends = day_and_time(certificate.valid_until, zone)
    early = " (not yet)" if certificate.valid_from > now else ""
    late = " (has run out)" if certificate.valid_until < now else ""
    facts = (
        ("For", *_named(certificate.subject, "Whom the certificate names.")),
        (
            "Servers",
            ", ".join(map(_server, certificate.names)),
            "Servers for which it is good.",
        ),
        ("Issued by", *_named(certificate.issuer, "Who vouches for it.")),
        ("Valid from", starts + early, "In this computer's time zone."),
        ("Valid until", ends + late, "In this computer's time zone."),
        (
            "SHA-256",
            fingerprint(certificate.sha256),
            "Its fingerprint, by which whoever runs the network can tell whether it is theirs.",
        ),
    )
    return tuple(fact for fact in facts if fact[1])


def _server(name: str) -> str:
    """Write an IPv6 address as everybody does: Python gives `0:0:0:0:0:0:0:1` for `::1`."""
    try:
        return str(ip_address(name))
    except ValueError:
        return name


def _named(name: str, means: str) -> tuple[str, str]:
    """Give a name, and all of it on asking."""
    return plain_name(name) or "nobody named", f"{means} {name}".rstrip()


def _known_names(tls: TlsFacts) -> Facts:
    return (
        ("For", tls.subject or "not known", "Whom the certificate names."),
        ("Issued by", tls.issuer or "not known", "Who vouches for it."),
    )


def _names(tls: TlsFacts) -> Facts:
    """Give what is known of a certificate that was not kept."""
    return (
        *_known_names(tls),
        ("More", "was not kept with this result", "Send again to see all of it."),
    )
