"""Why one of two attempts took less time than the other, as far as their traces say."""

from collections.abc import Sequence

from sgdesk.delivery import Attempt
from sgdesk.present.log import NOT_COMPARABLE, comparison
from sgdesk.present.times import difference_text, shown_ns
from sgdesk.present.words import GROUPS, LEGEND_WORDS, PhaseGroup, path_words
from sgdesk.sizes import duration_text

AGAIN = "so compare again"
ANEW = (
    "so it is worth measuring again. The text of this mail was not kept: write it anew, and choose "
    "Compare both paths… in the menu beside Send"
)
"""How to measure again what was disturbed: where the mail can be sent from here, and where not."""


ALONE = "Sent by itself, not beside its send by the other path, so its time is compared with none."
"""Of a send of the same mail as a pair's that stands with it."""


def pair_words(first: Attempt, second: Attempt, *, again: str = AGAIN) -> str:
    """Set two attempts side by side, as `comparison` does, and say what made the difference."""
    told = comparison(first, second)
    return ". ".join(filter(None, (told, why_quicker(first, second, again=again) if told else "")))


def why_quicker(first: Attempt, second: Attempt, *, again: str = AGAIN) -> str:
    """Say what makes the difference between two attempts that may be compared.

    Waits for the network, where their number times the distance makes up half of it at least;
    the step that does, in any case, by what was waited in it; and this program alone where its
    own part decides. Where none does it says so, and no cause is named.
    """
    if comparison(first, second) == NOT_COMPARABLE:
        return ""
    quick, slow = sorted((first, second), key=lambda one: one.trace.total_ns)
    if not difference_text(slow.trace.total_ns, quick.trace.total_ns):
        return ""
    own = _own(quick, slow, again)
    reasons = (own,) if own else (_waits(quick, slow), _step(quick, slow))
    told = "; ".join(filter(None, reasons)) or "the difference is spread over several steps"
    return told[0].upper() + told[1:]


def _waits(quick: Attempt, slow: Attempt) -> str:
    fewer, more = quick.trace.round_trips, slow.trace.round_trips
    makes_ns = (more - fewer) * _distance_ns((quick, slow))
    if makes_ns * 2 < slow.trace.total_ns - quick.trace.total_ns or makes_ns <= 0:
        return ""
    return (
        f"{path_words(slow.path)} waited {_times(more)} for the network, "
        f"{path_words(quick.path)} {_times(fewer)}"
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _distance_ns(both: Sequence[Attempt]) -> float:
    """Give the shorter way there and back; of the simulated one the wire itself knows nothing."""
    ways = [max((one.simulated_ms or 0) * 1e6, one.trace.rtt_ns or 0) for one in both]
    return min(ways)


def _own(quick: Attempt, slow: Attempt, again: str) -> str:
    """Say so where this program itself makes up half of the difference at least.

    What was late in it says nothing of the paths: the computer had other things to do.
    """
    less_ns, more_ns = quick.trace.client_ns, slow.trace.client_ns
    makes_ns = more_ns - less_ns
    if makes_ns * 2 < slow.trace.total_ns - quick.trace.total_ns:
        return ""
    took = " against ".join(
        f"{duration_text(ns)} by {path_words(one.path)}"
        for one, ns in ((slow, more_ns), (quick, less_ns))
    )
    told = f"this program itself took {took}"
    was_busy = slow.trace.lag_ns * 2 >= makes_ns
    if not was_busy:
        return f"{told}: that tells of this computer, not of the paths, {again}"
    # The figure that stands beside Timing in Steps: the longest time, maybe not the only one.
    busy_ms = max(1, round(slow.trace.lag_ns / 1e6))
    return f"{told}: this computer was busy, once for {busy_ms} ms, {again}"


def _step(quick: Attempt, slow: Attempt) -> str:
    """Name the kind of work whose waits differ most, by half of the difference at least."""
    less, more = _waited_ns(quick), _waited_ns(slow)
    apart = {group: more.get(group, 0) - less.get(group, 0) for group in {**more, **less}}
    group = max(apart, key=lambda one: abs(apart[one]), default=None)
    if group is None:
        return ""
    if abs(apart[group]) * 2 < slow.trace.total_ns - quick.trace.total_ns:
        return ""
    is_slow = apart[group] > 0
    long, short = (slow, quick) if is_slow else (quick, slow)
    more_ns, less_ns = (_shown_ns(one, group) for one in (long, short))
    told = (
        f"at {LEGEND_WORDS[group].replace(', ', ' and ')}, "
        f"{path_words(long.path)} waited {duration_text(more_ns)}, "
        f"{path_words(short.path)} {duration_text(less_ns) if less_ns else 'not at all'}"
    )
    return told if is_slow else f"{told}, which the other steps outweigh"


def _shown_ns(attempt: Attempt, group: PhaseGroup) -> int:
    """Give what was waited in the steps of a group, added up as they are shown."""
    waits = [span.wire_ns for span in attempt.trace.spans if GROUPS[span.phase] is group]
    return sum(map(shown_ns, waits)) or sum(waits)


def _waited_ns(attempt: Attempt) -> dict[PhaseGroup, int]:
    """Give the time that each kind of work waited for network and server."""
    waited: dict[PhaseGroup, int] = {}
    for span in attempt.trace.spans:
        group = GROUPS[span.phase]
        waited[group] = waited.get(group, 0) + span.wire_ns
    return waited
