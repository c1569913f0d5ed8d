"""How handshakes ended, by certificate: what rules about them ask for."""

from sgdesk.diagnose.case import Case
from sgdesk.diagnose.observation import Encrypted, Observation, Probe, Result

NOT_YET, EXPIRED = 9, 10
UNTRUSTED = frozenset((18, 19, 20, 21))
WRONG_NAME = frozenset((62, 64))
VERIFY = "OpenSSL, openssl-verify(1)"


def failed(case: Case, result: Result) -> list[Observation]:
    """Give the ways whose handshake ended so at its best."""
    found = (case.best(target, Probe.TLS) for target in case.ways)
    return [o for o in found if o is not None and o.result is result]


def refused(case: Case, codes: frozenset[int]) -> list[Observation]:
    """Give those whose certificate was refused with one of OpenSSL's codes."""
    return [
        o
        for o in failed(case, Result.NOT_VERIFIED)
        if isinstance(o.seen, Encrypted) and o.seen.verify_code in codes
    ]


def issuer(observation: Observation) -> str:
    """Name who issued the certificate that was shown, as people call it."""
    facts = observation.seen.facts if isinstance(observation.seen, Encrypted) else None
    return (facts.issuer_name if facts else None) or "Somebody"


def error(observation: Observation) -> str:
    """Give the name that OpenSSL or the system has for the failure."""
    return observation.seen.error if isinstance(observation.seen, Encrypted) else ""
