"""What this program itself could not do: said, so that a way not tested is not taken for one."""

from collections.abc import Iterator

from sgdesk.diagnose.case import Case
from sgdesk.diagnose.finding import Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Connected, Probe, Result
from sgdesk.diagnose.rules.saying import ids, listed, targets


def failed_here(case: Case) -> Iterator[Finding]:
    """A way's test ended by a mistake in this program."""
    failed = [o for o in case.all_seen(Probe.WALK) if o.result is Result.FAULT]
    if failed:
        ways = listed(list(dict.fromkeys(o.target.text for o in failed)))
        seen = failed[0].seen
        said = seen.error if isinstance(seen, Connected) else ""
        yield Finding(
            id="SGDESK-FAULT",
            layer=Layer.HTTP,
            severity=Severity.WARNING,
            certainty=Certainty.CERTAIN,
            title=f"sgdesk itself failed while testing {ways}",
            explanation=f"It is a mistake in this program ({said}), so nothing is known of that "
            "way. The other ways were tested.",
            remedy="Run again. If it stays so, report it with these words.",
            source="This program",
            evidence=ids(failed),
            targets=targets(failed),
        )


RULES = (failed_here,)
