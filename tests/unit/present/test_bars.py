"""The geometry of bars."""

import itertools
from asyncio import CancelledError
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.present.bars import Bar, axis_for, bar_of, group_totals, shared_axis, text_runs
from sgdesk.present.steps import step_rows
from sgdesk.present.words import LEGEND_WORDS, PhaseGroup
from sgdesk.trace import Phase
from sgdesk.wire.errors import words_of
from tests.support.attempts import MS, a_trace, an_attempt

STARTTLS_SESSION = (
    (Phase.RESOLVE, 1.0),
    (Phase.CONNECT, 20.0),
    (Phase.GREETING, 20.0),
    (Phase.EHLO, 20.0),
    (Phase.STARTTLS, 20.0),
    (Phase.TLS, 21.0),
    (Phase.EHLO, 20.0),
    (Phase.AUTH, 22.0),
    (Phase.ENVELOPE, 20.0),
    (Phase.UPLOAD, 1.0),
    (Phase.REPLY, 40.0),
)
some_parts = st.lists(
    st.tuples(st.sampled_from(Phase), st.floats(0, 1000)),
    min_size=1,
    max_size=15,
)


def test_neighbours_of_one_group_become_one_segment_in_time_order() -> None:
    bar = bar_of(a_trace(*STARTTLS_SESSION))

    assert [segment.group for segment in bar.segments] == [
        PhaseGroup.LOOKUP,
        PhaseGroup.CONNECT,
        PhaseGroup.SIGN_IN,
        PhaseGroup.ENCRYPTION,
        PhaseGroup.SIGN_IN,
        PhaseGroup.HAND_OVER,
        PhaseGroup.ANSWER,
    ]
    assert bar.segments[2].phases == (Phase.GREETING, Phase.EHLO)
    assert bar.segments[4].phases == (Phase.EHLO, Phase.AUTH)


def test_group_totals_add_what_occurs_twice() -> None:
    totals = dict(group_totals(bar_of(a_trace(*STARTTLS_SESSION))))

    assert totals[PhaseGroup.CONNECT] == 20 * MS
    assert totals[PhaseGroup.SIGN_IN] == 82 * MS
    assert sum(totals.values()) == 205 * MS


def test_a_group_that_did_not_happen_is_absent() -> None:
    totals = group_totals(bar_of(a_trace((Phase.UPLOAD, 1), (Phase.REPLY, 5))))

    assert [group for group, _ in totals] == [PhaseGroup.HAND_OVER, PhaseGroup.ANSWER]


@given(some_parts)
def test_boxes_tile_the_total(parts: list[tuple[Phase, float]]) -> None:
    trace = a_trace(*parts)
    boxes = bar_of(trace).boxes(max(1, trace.total_ns))

    if trace.total_ns:
        assert boxes[0].start == 0
        assert abs(boxes[-1].start + boxes[-1].width - 1) < 1e-9
    assert all(
        abs(one.start + one.width - two.start) < 1e-9 for one, two in itertools.pairwise(boxes)
    )


def test_bar_ends_in_what_failed_else_in_what_came_last() -> None:
    parts = ((Phase.CONNECT, 1), (Phase.UPLOAD, 2), (Phase.REPLY, 3))

    assert bar_of(a_trace(*parts)).ended_in is PhaseGroup.ANSWER
    assert bar_of(a_trace(*parts, failed=Phase.UPLOAD)).ended_in is PhaseGroup.HAND_OVER
    assert Bar().ended_in is None


def test_what_reaches_past_the_axis_is_cut_off() -> None:
    boxes = bar_of(a_trace((Phase.CONNECT, 60), (Phase.REPLY, 60))).boxes(80 * MS)

    assert [(box.start, box.width) for box in boxes] == [(0.0, 0.75), (0.75, 0.25)]


@given(st.lists(some_parts, min_size=1, max_size=4))
def test_every_bar_fits_on_the_axis_and_ticks_are_round(
    traces: list[list[tuple[Phase, float]]],
) -> None:
    bars = [bar_of(a_trace(*parts)) for parts in traces]
    axis = axis_for(bars)

    assert all(bar.end_ns <= axis.end_ns for bar in bars)
    assert len(axis.ticks) <= 6
    if axis.ticks:
        step = axis.end_ns // (len(axis.ticks) - 1)
        assert str(step).rstrip("0") in ("1", "2", "5")


def test_an_axis_of_nothing_has_no_ticks() -> None:
    assert axis_for([Bar()]).ticks == ()


def test_tick_labels_read_well() -> None:
    axis = axis_for([bar_of(a_trace((Phase.REPLY, 346)))])

    assert [tick.text for tick in axis.ticks] == ["0", "100 ms", "200 ms", "300 ms", "400 ms"]


def waited(ms: float, *, failed: bool = False) -> Bar:
    """Make the bar of an attempt that took so long."""
    return bar_of(a_trace((Phase.CONNECT, ms), failed=Phase.CONNECT if failed else None))


@pytest.mark.parametrize(
    ("bars", "end_ms"),
    [
        ([waited(300), waited(60_000, failed=True)], 300),
        ([*(waited(300) for _ in range(4)), waited(60_000)], 300),
        ([*(waited(60_000, failed=True) for _ in range(9)), waited(300)], 300),
        # Nothing else to be set against, or not so far apart that the others could not be read.
        ([waited(60_000, failed=True)] * 2, 60_000),
        ([waited(50), waited(350)], 400),
        ([waited(300), waited(2_000, failed=True)], 2_000),
        ([Bar(), waited(300)], 300),
    ],
)
def test_shared_axis_leaves_no_bar_flattened(bars: list[Bar], end_ms: int) -> None:
    assert shared_axis(bars).end_ns == end_ms * MS


@given(some_parts, st.integers(10, 120))
def test_text_runs_fill_the_columns_of_the_total(
    parts: list[tuple[Phase, float]], columns: int
) -> None:
    trace = a_trace(*parts)
    runs = text_runs(bar_of(trace), trace.total_ns, columns)

    assert sum(run.columns for run in runs) == (columns if trace.total_ns else 0)


def test_equal_times_end_at_equal_columns() -> None:
    one = bar_of(a_trace((Phase.CONNECT, 33.3), (Phase.REPLY, 50)))
    two = bar_of(a_trace((Phase.CONNECT, 11.1), (Phase.TLS, 22.2), (Phase.REPLY, 10)))

    ends = [sum(run.columns for run in text_runs(bar, 100 * MS, 70)[:-1]) for bar in (one, two)]
    assert ends[0] == ends[1]


def test_a_bar_can_be_read_aloud() -> None:
    bar = bar_of(a_trace((Phase.CONNECT, 20), (Phase.TLS, 9), failed=Phase.TLS))

    assert bar.text == "Connect 20 ms, Encryption 9.0 ms, failed here"


def test_bar_names_the_step_that_failed_and_blames_no_sign_in_for_a_silent_port() -> None:
    silent = bar_of(a_trace((Phase.CONNECT, 5), (Phase.GREETING, 20), failed=Phase.GREETING))
    asked = bar_of(a_trace((Phase.GREETING, 5), (Phase.EHLO, 10), failed=Phase.EHLO))
    refused = bar_of(a_trace((Phase.EHLO, 5), (Phase.AUTH, 10), failed=Phase.AUTH))

    assert silent.text == "Connect 5.0 ms, Greeting 20 ms, failed here"
    assert asked.text == "Greeting 15 ms, failed at capabilities"
    assert refused.text == "Sign-in 15 ms, failed here"
    assert "Greeting" in LEGEND_WORDS[PhaseGroup.SIGN_IN]
    whole = bar_of(a_trace(*STARTTLS_SESSION))
    assert whole.text.count("Greeting 40 ms") == whole.text.count("Sign-in 42 ms") == 1


def test_step_that_the_user_ended_was_stopped_and_has_not_failed() -> None:
    failed = a_trace((Phase.CONNECT, 5), (Phase.TLS, 20), failed=Phase.TLS)
    spans = (failed.spans[0], replace(failed.spans[1], detail=words_of(CancelledError())))
    stopped = replace(failed, spans=spans)

    assert bar_of(stopped).text == "Connect 5.0 ms, Encryption 20 ms, stopped here"
    assert [step.ended for step in step_rows(an_attempt(trace=stopped))] == ["", "stopped here"]
    assert [step.ended for step in step_rows(an_attempt(trace=failed))] == ["", "failed here"]
