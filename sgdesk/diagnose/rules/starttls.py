"""Rules about the switch to encryption: who offers it, who takes the offer away.

Source: RFC 3207; the ESMTP inspection of Cisco's ASA, which puts X's in place of words.
"""

import re
from collections.abc import Iterator, Sequence

from sgdesk.diagnose.case import Case
from sgdesk.diagnose.finding import SETTLE_OTHERS, Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Observation, Probe, Replied, Result
from sgdesk.diagnose.rules.replies import best_of, first_line, lists
from sgdesk.diagnose.rules.saying import ids, instead, ports, targets, whom
from sgdesk.route import Tls

_MASKED_WORD = re.compile(r"X{4,}[A-Z]")
"""`XXXXXXXA` stands where an eight-letter keyword stood, `B` for the second of its length."""
_TLS = "RFC 3207"


def stripped(case: Case) -> Iterator[Finding]:
    """STARTTLS is missing from the list."""
    bare = [
        o
        for o in best_of(case, Probe.EHLO, Result.OK)
        if o.target.tls is Tls.STARTTLS and not lists(o, "STARTTLS")
    ]
    if not bare:
        return
    words = {word for o in bare for word in _masked_words(o)}
    who = whom(bare)
    is_known = who == "SendGrid" or _offers_elsewhere(case, bare)
    if not words and not is_known:
        yield _offers_none(case, bare)
        return
    offered = f"{who} offers encryption, and none" if is_known else "No offer of encryption"
    yield Finding(
        id="D-SMTP-4",
        layer=Layer.MAIL,
        severity=Severity.ERROR,
        certainty=Certainty.CERTAIN if words else Certainty.LIKELY,
        title=f"Encryption is removed on the way to {ports(bare)}",
        explanation=f"{offered} arrived here. "
        + (
            f'"{min(words)}" stands in its place: a firewall that inspects mail.'
            if words
            else "A firewall, an antivirus program or another mail server is in between."
        ),
        remedy="Never let a program send its key there. " + instead(case, bare),
        source=_TLS,
        evidence=ids(bare),
        targets=targets(bare),
        settled_by="" if words else SETTLE_OTHERS,
    )


def starttls_refused(case: Case) -> Iterator[Finding]:
    """Offered, asked for, and then not done."""
    refused = [
        o
        for o in best_of(case, Probe.STARTTLS, Result.REFUSED)
        if (hello := case.best(o.target, Probe.EHLO)) is not None and lists(hello, "STARTTLS")
    ]
    if not refused:
        return
    seen = refused[0].seen
    is_passing = isinstance(seen, Replied) and seen.code is not None and seen.code < _FOR_GOOD
    yield Finding(
        id="D-TLS-10",
        layer=Layer.MAIL,
        severity=Severity.ERROR,
        certainty=Certainty.LIKELY,
        title=f"Encryption is offered on {ports(refused)} and then refused",
        explanation=f'The answer to STARTTLS was "{first_line(refused[0])}". '
        + (
            "The server calls it a passing trouble of its own."
            if is_passing
            else "A device that looks into mail may have taken the word away."
        ),
        remedy=("Try again in some minutes. Until then: " if is_passing else "")
        + instead(case, refused),
        source=_TLS,
        evidence=ids(refused),
        targets=targets(refused),
    )


RULES = (stripped, starttls_refused)
_FOR_GOOD = 500


def _masked_words(observation: Observation) -> set[str]:
    lines = observation.seen.lines if isinstance(observation.seen, Replied) else ()
    return {word for line in lines for word in line.split() if _MASKED_WORD.fullmatch(word)}


def _offers_elsewhere(case: Case, bare: Sequence[Observation]) -> bool:
    """Say whether the same server offers on another port what is missing here."""
    meant = {o.target.host for o in bare}
    others = (o for o in best_of(case, Probe.EHLO, Result.OK) if o.target.host in meant)
    return any(lists(o, "STARTTLS") for o in others)


def _offers_none(case: Case, bare: Sequence[Observation]) -> Finding:
    """Say of a server of one's own what is known: it may not have it, or somebody removes it."""
    return Finding(
        id="D-SMTP-4",
        layer=Layer.MAIL,
        severity=Severity.ERROR,
        certainty=Certainty.LIKELY,
        title=f"No encryption is offered on {ports(bare)} of {bare[0].target.host}",
        explanation="Either the server has none there, or a firewall or an antivirus program on "
        "the way removes the offer. Without it a key would cross the network in the clear.",
        remedy="Ask whoever runs the server whether it offers STARTTLS there. If it does, have it "
        f"let through; else: {instead(case, bare)}",
        source=_TLS,
        evidence=ids(bare),
        targets=targets(bare),
    )
