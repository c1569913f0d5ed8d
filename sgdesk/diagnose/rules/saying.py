"""How findings speak of what was seen: ports, ways instead, evidence."""

from collections.abc import Iterable, Sequence

from sgdesk.diagnose.case import Case
from sgdesk.diagnose.observation import Observation, Role, Target


def ids(observations: Iterable[Observation]) -> tuple[str, ...]:
    """Give what a finding names as its evidence."""
    return tuple(o.id for o in observations)


def targets(observations: Iterable[Observation]) -> tuple[Target, ...]:
    """Give the ways that observations are about, each once."""
    return tuple(dict.fromkeys(o.target for o in observations))


def hosts(observations: Iterable[Observation]) -> str:
    """Name the servers, as in `api.sendgrid.com and smtp.sendgrid.net`."""
    return listed(list(dict.fromkeys(o.target.host for o in observations)))


def whom(observations: Iterable[Observation]) -> str:
    """Name who was meant: SendGrid, or the servers of one's own by their names."""
    seen = tuple(observations)
    return "SendGrid" if all(o.target.means_sendgrid for o in seen) else hosts(seen)


def ports(observations: Iterable[Observation]) -> str:
    """Name the ports, as in `ports 25 and 587`."""
    numbers = [str(port) for port in sorted({o.target.port for o in observations})]
    return f"port{'' if len(numbers) == 1 else 's'} {listed(numbers)}"


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def does(observations: Sequence[Observation], one: str, several: str) -> str:
    """Choose the verb that fits a port or several."""
    return one if len({o.target.port for o in observations}) == 1 else several


def capital(text: str) -> str:
    """Begin a sentence with it."""
    return text[:1].upper() + text[1:]


def instead(case: Case, failed: Sequence[Observation] = ()) -> str:
    """Say what works, beside the ways that a finding is about: one way, as the verdict does."""
    working = [target for target in case.working() if target not in targets(failed)]
    mail = [target for target in working if target.role is Role.SMTP]
    if mail:
        return f"Use port {mail[0].port}."
    return "Use the Web API." if working else "Use another network."
