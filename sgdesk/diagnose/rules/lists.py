"""Rules about what a mail server says that it can, and what devices make of it.

Source: the EHLO list of SendGrid's relay; RFC 5321 section 4.1.1.1; RFC 4954.
"""

import re
from collections.abc import Iterator, Sequence

from sgdesk.diagnose.case import Case
from sgdesk.diagnose.finding import Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Encrypted, Observation, Probe, Replied, Result, Target
from sgdesk.diagnose.rules.replies import best_of, lists
from sgdesk.diagnose.rules.saying import ids, instead, listed, ports, targets, whom
from sgdesk.route import Tls
from sgdesk.sendgrid.hosts import MESSAGE_BYTES

_ALWAYS = ("8BITMIME", "PIPELINING", "SIZE")
"""What SendGrid's list has beside STARTTLS and AUTH."""
_SIZE = re.compile(r"SIZE (\d+)", re.IGNORECASE)
_AUTH = re.compile(r"AUTH\b")
_LIST = "RFC 5321 section 4.1.1.1"


def changed_before(case: Case) -> Iterator[Finding]:
    """The list has less in plain text than encrypted, where nobody can change it."""
    changed: list[Observation] = []
    lost: set[str] = set()
    for encrypted in best_of(case, Probe.EHLO_TLS, Result.OK):
        plain = case.best(encrypted.target, Probe.EHLO)
        if plain is None or plain.result is not Result.OK or not plain.target.means_sendgrid:
            continue
        missing = _words(encrypted) - _words(plain)
        if missing:
            changed.append(plain)
            lost |= missing
    if changed:
        yield _inspected(case, changed, Certainty.CERTAIN, "takes words out of", lost)


def changed_throughout(case: Case) -> Iterator[Finding]:
    """The only list that came is not SendGrid's, and somebody in between could change it.

    What comes encrypted under a public issuer is SendGrid's own word, whatever it lists.
    """
    short: list[Observation] = []
    lost: set[str] = set()
    for target in case.mail:
        o = _changeable(case, target)
        if o is None or not lists(o, "STARTTLS") or not target.means_sendgrid:
            continue
        missing = {word for word in _ALWAYS if not lists(o, word)}
        if not missing and _size(o) < MESSAGE_BYTES:
            missing = {f"SIZE {MESSAGE_BYTES}"}
        if missing:
            short.append(o)
            lost |= missing
    if short:
        yield _inspected(case, short, Certainty.LIKELY, "changes", lost)


def _changeable(case: Case, target: Target) -> Observation | None:
    """Give the list that somebody in between could have written."""
    encrypted, shown = case.best(target, Probe.EHLO_TLS), case.best(target, Probe.TLS)
    if encrypted is None or encrypted.result is not Result.OK:
        plain = case.best(target, Probe.EHLO)
        return plain if plain is not None and plain.result is Result.OK else None
    facts = shown.seen.facts if shown is not None and isinstance(shown.seen, Encrypted) else None
    return encrypted if facts is not None and facts.private_issuer else None


def _inspected(
    case: Case, seen: Sequence[Observation], certainty: Certainty, does: str, lost: set[str]
) -> Finding:
    return Finding(
        id="D-SMTP-5",
        layer=Layer.MAIL,
        severity=Severity.WARNING,
        certainty=certainty,
        title=f"Something {does} the server's list on {ports(seen)}",
        explanation=f"{listed(sorted(lost))} {'is' if len(lost) == 1 else 'are'} missing in what "
        f"{whom(seen)} says that it can. A firewall that inspects mail, or another server in "
        "between, does that.",
        remedy="Ask the administrator to switch off SMTP inspection. " + instead(case, seen),
        source=_LIST,
        evidence=ids(seen),
        targets=targets(seen),
    )


def no_sign_in(case: Case) -> Iterator[Finding]:
    """Encrypted, and no sign-in is offered."""
    shut = [
        o
        for o in best_of(case, Probe.EHLO_TLS, Result.OK)
        if o.target.signs_in and o.target.tls is not Tls.PLAIN and not lists(o, "AUTH")
    ]
    if shut:
        own = whom(shut) != "SendGrid"
        yield Finding(
            id="D-SMTP-5",
            layer=Layer.MAIL,
            severity=Severity.ERROR,
            certainty=Certainty.LIKELY,
            title=f"No sign-in is offered on {ports(shut)}",
            explanation="The server's list has no AUTH. "
            + (
                "It may take mail without one, or on another port only."
                if own
                else "SendGrid always offers it: its server has a fault, or another one answers."
            ),
            remedy=("If it needs none, add --no-auth; else: " if own else "") + instead(case, shut),
            source="RFC 4954 section 3",
            evidence=ids(shut),
            targets=targets(shut),
        )


RULES = (changed_before, changed_throughout, no_sign_in)


def _words(observation: Observation) -> set[str]:
    """Give the words of a list; a sign-in may be kept for when all is encrypted."""
    lines = observation.seen.lines[1:] if isinstance(observation.seen, Replied) else ()
    names = {line.replace("=", " ").split(" ")[0].upper() for line in lines}
    return {name for name in names if not _AUTH.match(name)}


def _size(observation: Observation) -> int:
    """Give the size that the list names; without one there is no limit."""
    lines = observation.seen.lines if isinstance(observation.seen, Replied) else ()
    sizes = [int(found[1]) for line in lines if (found := _SIZE.fullmatch(line.strip()))]
    return sizes[0] if sizes and sizes[0] else MESSAGE_BYTES
