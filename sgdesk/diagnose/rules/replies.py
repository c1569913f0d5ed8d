"""How mail servers answered, by step: what rules about them ask for."""

from sgdesk.diagnose.case import Case, offers
from sgdesk.diagnose.observation import Observation, Probe, Replied, Result


def best_of(case: Case, probe: Probe, result: Result) -> list[Observation]:
    """Give the ways on which a step went so at its best."""
    found = (case.best(target, probe) for target in case.mail)
    return [o for o in found if o is not None and o.result is result]


def lists(observation: Observation, keyword: str) -> bool:
    """Say whether an EHLO list that was seen has a keyword."""
    seen = observation.seen
    return isinstance(seen, Replied) and offers("\n".join(seen.lines), keyword)


def first_line(observation: Observation) -> str:
    """Quote the first line of a reply, as long as a sentence can bear."""
    seen = observation.seen
    if not isinstance(seen, Replied):
        return ""
    line = seen.lines[0] if seen.lines else ""
    text = f"{seen.code} {line}" if seen.code is not None else line
    return text if len(text) <= 80 else text[:79] + "…"
