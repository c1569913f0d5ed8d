"""Why one of two attempts took less time than the other, as far as their traces say."""

from collections.abc import Sequence

from sgdesk.delivery import Attempt
from sgdesk.present.bars import bar_of, group_totals
from sgdesk.present.log import NOT_COMPARABLE, comparison
from sgdesk.present.times import difference_text
from sgdesk.present.words import LEGEND_WORDS, path_words
from sgdesk.sizes import duration_text


def pair_words(first: Attempt, second: Attempt) -> str:
    """Set two attempts side by side, as `comparison` does, and say what made the difference."""
    told = comparison(first, second)
    return ". ".join(filter(None, (told, why_quicker(first, second) if told else "")))


def why_quicker(first: Attempt, second: Attempt) -> str:
    """Say what makes the difference between two attempts that may be compared.

    Waits for the network, where their number times the distance makes up half of it at least;
    the step that does, in any case. Where none does it says so, and no cause is named.
    """
    if comparison(first, second) == NOT_COMPARABLE:
        return ""
    quick, slow = sorted((first, second), key=lambda one: one.trace.total_ns)
    if not difference_text(slow.trace.total_ns, quick.trace.total_ns):
        return ""
    reasons = list(filter(None, (_waits(quick, slow), _step(quick, slow))))
    told = "; ".join(reasons) or "the difference is spread over several steps"
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


def _step(quick: Attempt, slow: Attempt) -> str:
    """Name the kind of work that makes up half of the difference at least, with both its times."""
    less, more = (dict(group_totals(bar_of(one.trace))) for one in (quick, slow))
    group = max(more, key=lambda one: more[one] - less.get(one, 0), default=None)
    if group is None:
        return ""
    makes_ns = more[group] - less.get(group, 0)
    if makes_ns * 2 < slow.trace.total_ns - quick.trace.total_ns:
        return ""
    other = duration_text(less[group]) if group in less else "none"
    name = LEGEND_WORDS[group].replace(", ", " and ")
    return f"the largest difference is in {name}, {duration_text(more[group])} against {other}"
