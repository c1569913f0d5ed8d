"""Rules about encryption that begins at another time than the user's choice says.

Source: RFC 8314 section 3 (465 encrypts at once, 587 after a greeting).
"""

from collections.abc import Iterator

from sgdesk.diagnose.case import Case
from sgdesk.diagnose.finding import Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Observation, Probe, Replied, Result
from sgdesk.diagnose.rules.saying import capital, does, ids, ports, targets

_SOURCE = "RFC 8314 section 3.3"


def greets_first(case: Case) -> Iterator[Finding]:
    """Encryption was to come first, and the server greets in plain text."""
    heard = [o for o in case.all_seen(Probe.PLAIN) if says_hello(o)]
    if heard:
        yield Finding(
            id="D-TLS-1",
            layer=Layer.MAIL,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN,
            title=f"{capital(ports(heard))} {does(heard, 'begins', 'begin')} without encryption "
            "and then switches",
            explanation="TLS from the start was chosen, and the server greets first.",
            remedy=f"Choose STARTTLS for {ports(heard)}.",
            source=_SOURCE,
            evidence=ids(heard),
            targets=targets(heard),
        )


def encrypts_first(case: Case) -> Iterator[Finding]:
    """A greeting was to come first, and the server waits for encryption."""
    shaken = [o for o in case.all_seen(Probe.TLS_FIRST) if is_shaken(o)]
    if shaken:
        yield Finding(
            id="D-TLS-2",
            layer=Layer.MAIL,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN,
            title=f"{capital(ports(shaken))} {does(shaken, 'starts', 'start')} encrypted",
            explanation="A greeting was waited for, and the server waits for TLS to begin.",
            remedy=f"Choose TLS from the start for {ports(shaken)}.",
            source=_SOURCE,
            evidence=ids(shaken),
            targets=targets(shaken),
        )


RULES = (greets_first, encrypts_first)


def says_hello(observation: Observation) -> bool:
    """Say whether a mail server was heard in plain text."""
    seen = observation.seen
    return isinstance(seen, Replied) and seen.first_bytes.startswith(b"220")


def is_shaken(observation: Observation) -> bool:
    """Say whether TLS is spoken there, whoever the certificate names."""
    return observation.result in (Result.OK, Result.NOT_VERIFIED)
