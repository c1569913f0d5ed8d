"""The geometry of an attempt's time: segments in six groups on one shared axis.

Nothing here knows pixels or colours. A face takes fractions of the axis and a
`PhaseGroup`, whose value is its colour key.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, log10

from sgdesk.present.words import GROUPS, PHASE_WORDS, PhaseGroup, group_word
from sgdesk.sizes import duration_text
from sgdesk.trace import Phase, Span, Trace

FAR = 8
"""So many times the usual length is too long for an axis: the usual bar keeps an eighth of it."""
MOST_STEPS = 5
"""Between two ticks of an axis; more would write their labels into each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of neighbouring spans that belong to one group."""

    group: PhaseGroup
    phases: tuple[Phase, ...]
    start_ns: int
    end_ns: int
    failed: bool = False
    stopped: bool = False
    """Ended by the user's word, which is no failure."""

    @property
    def text(self) -> str:
        """Give the segment in words, e.g. `Sign-in 76 ms`."""
        word = group_word(self.group, self.phases)
        last = PHASE_WORDS[self.phases[-1]]
        if self.failed and len(set(self.phases)) == 1:
            word = last
        where = f"at {last.lower()}" if last != word else "here"
        time = duration_text(self.end_ns - self.start_ns)
        return f"{word} {time}{f', {ended_words(self.stopped)} {where}' if self.failed else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A segment laid on an axis, in fractions of its length."""

    segment: Segment
    start: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One attempt, drawn: its segments in time order."""

    segments: tuple[Segment, ...] = ()

    @property
    def end_ns(self) -> int:
        """Say where it ends."""
        return self.segments[-1].end_ns if self.segments else 0

    @property
    def ended_in(self) -> PhaseGroup | None:
        """Give the kind of work at which it ended: what failed, else what came last."""
        failed = [segment for segment in self.segments if segment.failed]
        return (failed or self.segments)[-1].group if self.segments else None

    @property
    def text(self) -> str:
        """Give the whole bar in words, for screen readers and tool-tips."""
        return ", ".join(segment.text for segment in self.segments)

    def boxes(self, axis_ns: int) -> tuple[Box, ...]:
        """Lay the bar on an axis of this length; what reaches past its end is cut off there."""
        if axis_ns <= 0:
            return ()
        seen = (segment for segment in self.segments if segment.start_ns < axis_ns)
        return tuple(_box(segment, axis_ns) for segment in seen)


def _box(segment: Segment, axis_ns: int) -> Box:
    start = segment.start_ns / axis_ns
    end = min(1.0, segment.end_ns / axis_ns)
    return Box(segment=segment, start=start, width=end - start)


def ended_words(stopped: bool) -> str:
    """Say how a step ended that came to no good end: it failed, or the user stopped it."""
    return "stopped" if stopped else "failed"


def bar_of(trace: Trace) -> Bar:
    """Cut a trace into the segments of its bar."""
    segments: list[Segment] = []
    for span in trace.spans:
        segment = segment_of(span)
        if segments and segments[-1].group is segment.group:
            segment = _joined(segments.pop(), segment)
        segments.append(segment)
    return Bar(segments=tuple(segments))


def segment_of(span: Span) -> Segment:
    """Make the segment of a single span."""
    return Segment(
        group=GROUPS[span.phase],
        phases=(span.phase,),
        start_ns=span.start_ns,
        end_ns=span.end_ns,
        failed=span.failed,
        stopped=span.is_stopped,
    )


def _joined(first: Segment, second: Segment) -> Segment:
    return Segment(
        group=first.group,
        phases=first.phases + second.phases,
        start_ns=first.start_ns,
        end_ns=second.end_ns,
        failed=first.failed or second.failed,
        stopped=first.stopped or second.stopped,
    )


def word_in(bar: Bar, group: PhaseGroup) -> str:
    """Name a group by all that was done of it."""
    done = [phase for segment in bar.segments if segment.group is group for phase in segment.phases]
    return group_word(group, done)


def group_totals(bar: Bar) -> tuple[tuple[PhaseGroup, int], ...]:
    """Give the nanoseconds of each group that happened, in the order of `PhaseGroup`."""
    totals: dict[PhaseGroup, int] = {}
    for segment in bar.segments:
        spent = segment.end_ns - segment.start_ns
        totals[segment.group] = totals.get(segment.group, 0) + spent
    return tuple((group, totals[group]) for group in PhaseGroup if group in totals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark on the axis."""

    at: float
    """As a fraction of the axis."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A time axis that several bars share; it begins at 0."""

    end_ns: int
    ticks: tuple[Tick, ...]


def axis_for(bars: Iterable[Bar]) -> Axis:
    """Make the axis on which all these bars fit, with ticks at 1, 2 or 5 times a power of ten."""
    reach_ns = max((bar.end_ns for bar in bars), default=0)
    if reach_ns <= 0:
        return Axis(end_ns=1_000_000, ticks=())
    step_ns = _nice_step_ns(reach_ns / MOST_STEPS)
    count = ceil(reach_ns / step_ns)
    end_ns = count * step_ns
    ticks = tuple(
        Tick(at=number / count, text=tick_text(number * step_ns)) for number in range(count + 1)
    )
    return Axis(end_ns=end_ns, ticks=ticks)


def shared_axis(bars: Iterable[Bar]) -> Axis:
    """Make an axis for many attempts, on which one that waited for a minute flattens no other.

    It is long enough for all that are not `FAR` times longer than what most of those take
    that did not fail; a bar beyond that is cut off at the end of the axis.
    """
    drawn = [bar for bar in bars if bar.end_ns > 0]
    whole = [bar for bar in drawn if not any(segment.failed for segment in bar.segments)]
    lengths = sorted(bar.end_ns for bar in whole or drawn)
    usual_ns = lengths[(3 * len(lengths) - 1) // 4] if lengths else 0
    return axis_for(bar for bar in drawn if bar.end_ns <= FAR * usual_ns)


def _nice_step_ns(least_ns: float) -> int:
    """Give the smallest of 1, 2, 5, 10, 20, … that is not below `least_ns`."""
    power: int = 10 ** int(log10(max(1.0, least_ns)))
    steps: tuple[int, ...] = (power, 2 * power, 5 * power)
    return next((step for step in steps if step >= least_ns), 10 * power)


def tick_text(at_ns: int) -> str:
    """Label a tick without needless digits: `0`, `50 ms`, `0.5 ms`, `1.5 s`."""
    if at_ns == 0:
        return "0"
    if at_ns < 1_000_000_000:
        return f"{at_ns / 1e6:g} ms"
    return f"{at_ns / 1e9:g} s"


def axis_words(axis: Axis) -> str:
    """Say from when to when an axis goes: `0 to 15 ms`."""
    return f"0 to {tick_text(axis.end_ns)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRun:
    """Neighbouring characters of a text bar that belong to one segment."""

    group: PhaseGroup
    columns: int


def text_runs(bar: Bar, axis_ns: int, columns: int) -> tuple[TextRun, ...]:
    """Lay the total of a bar on a row of characters.

    Each boundary is rounded by itself, so that equal times end at equal
    columns in every bar of one axis; a segment narrower than half a column
    may have none.
    """
    runs = []
    for box in bar.boxes(axis_ns):
        first, last = round(box.start * columns), round((box.start + box.width) * columns)
        if last > first:
            runs.append(TextRun(group=box.segment.group, columns=last - first))
    return tuple(runs)
