"""Why one of two attempts took less time, as far as their traces say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sgdesk.delivery import Attempt
from sgdesk.present.log import NOT_COMPARABLE, bar_note, comparison, log_row, row_pair
from sgdesk.present.pair import ANEW, pair_words, why_quicker
from sgdesk.present.steps import facts, step_rows
from sgdesk.present.times import difference_text
from sgdesk.route import WebApiPath
from sgdesk.trace import ClockSource, Phase, Trace
from tests.support.attempts import MS, a_trace, all_waiting, an_attempt


def trace(*parts: tuple[Phase, float], waits: int, rtt_ms: float = 0.03) -> Trace:
    """Give a trace of so many waits at such a distance."""
    made = all_waiting(a_trace(*parts))
    return replace(made, round_trips=waits, rtt_ns=round(rtt_ms * MS))


def busy(one: Trace, phase: Phase, own_ms: float, lag_ms: float) -> Trace:
    """Let this program take a part of a phase, in which its loop was so late."""
    own_ns = round(own_ms * MS)
    spans = tuple(
        replace(span, wire_ns=span.wire_ns - own_ns) if span.phase is phase else span
        for span in one.spans
    )
    return replace(one, spans=spans, wire_ns=one.wire_ns - own_ns, lag_ns=round(lag_ms * MS))


def pair(web: Trace, smtp: Trace) -> tuple[Attempt, Attempt]:
    """Give one attempt by each path."""
    return an_attempt(path=WebApiPath(), trace=web), an_attempt(trace=smtp)


NEAR = pair(
    trace((Phase.TLS, 4), (Phase.UPLOAD, 1.2), (Phase.REPLY, 2), waits=3),
    trace((Phase.TLS, 4), (Phase.ENVELOPE, 3), (Phase.UPLOAD, 4), (Phase.REPLY, 2), waits=9),
)
FAR = pair(
    trace((Phase.TLS, 80), (Phase.REPLY, 80), waits=3, rtt_ms=40),
    trace((Phase.TLS, 80), (Phase.AUTH, 200), (Phase.REPLY, 80), waits=9, rtt_ms=40),
)


def test_near_by_the_step_that_makes_the_difference_is_named_with_both_its_times() -> None:
    assert pair_words(*NEAR) == (
        "Web API took 6 ms less, this once. At Hand-over, SMTP 587 waited 7.0 ms, Web API 1.2 ms"
    )
    assert why_quicker(*NEAR) == why_quicker(*reversed(NEAR))


def test_far_away_the_waits_for_the_network_come_first() -> None:
    assert why_quicker(*FAR) == (
        "SMTP 587 waited 9 times for the network, Web API 3 times; "
        "at Greeting and sign-in, SMTP 587 waited 200 ms, Web API not at all"
    )


def test_simulated_distance_counts_as_the_one_it_stands_for() -> None:
    here = [replace(one, trace=replace(one.trace, rtt_ns=30_000)) for one in FAR]
    assert "for the network" not in why_quicker(*here)

    assert "waited 9 times" in why_quicker(*(replace(one, simulated_ms=40) for one in here))


def test_waits_explain_nothing_where_the_slower_one_had_fewer() -> None:
    web, smtp = FAR
    many = replace(web, trace=replace(web.trace, round_trips=12))

    assert "for the network" not in why_quicker(many, smtp)


def test_own_part_that_decides_is_named_and_no_step_of_the_path() -> None:
    web, smtp = NEAR
    late = busy(trace((Phase.TLS, 1), (Phase.UPLOAD, 33), waits=3), Phase.UPLOAD, 32, 30)
    slow = replace(web, trace=late)

    assert why_quicker(slow, smtp) == (
        "This program itself took 32 ms by Web API against 0 ms by SMTP 587: "
        "this computer was busy, once for 30 ms, so compare again"
    )
    calm = replace(slow, trace=replace(late, lag_ns=0))
    assert why_quicker(calm, smtp) == (
        "This program itself took 32 ms by Web API against 0 ms by SMTP 587: "
        "that tells of this computer, not of the paths, so compare again"
    )


def test_time_that_this_computer_was_busy_is_the_figure_that_the_steps_show() -> None:
    web, smtp = NEAR
    late = busy(trace((Phase.TLS, 1), (Phase.UPLOAD, 60), waits=3), Phase.UPLOAD, 54, 27.4)
    slow = replace(web, trace=replace(late, clock=ClockSource.KERNEL))
    (timing,) = (fact.value for fact in facts(slow) if fact.name == "Timing")

    assert timing == "waits exact; this computer was busy 27 ms"
    assert "busy, once for 27 ms, so compare again" in pair_words(slow, smtp)
    assert "The text of this mail was not kept" in pair_words(slow, smtp, again=ANEW)


def test_sends_that_did_not_go_together_are_said_to_be_apart() -> None:
    web, smtp = NEAR
    ended = web.trace.started_at + timedelta(milliseconds=7)
    pairs = {
        after_s: row_pair(
            log_row(web), log_row(replace(smtp, trace=replace(smtp.trace, started_at=at)))
        )
        for after_s in (0.4, 6, 130, 7300)
        for at in [ended + timedelta(seconds=after_s)]
    }

    once = "Web API took 6 ms less, this once"
    assert {after_s: pair.words for after_s, pair in pairs.items()} == {
        0.4: once,
        6: f"{once}, sent 6 s apart",
        130: f"{once}, sent 2 min apart",
        7300: f"{once}, sent 2 h apart",
    }
    assert bar_note(log_row(web), pairs[6], is_cut=False) == "6 ms less, 6 s apart"
    assert bar_note(log_row(web), pairs[0.4], is_cut=False) == "6 ms less, this once"


def test_largest_difference_is_named_also_where_the_quicker_one_had_more_of_it() -> None:
    web = trace((Phase.TLS, 6.2), (Phase.UPLOAD, 9), waits=3)
    smtp = trace((Phase.TLS, 1.6), (Phase.AUTH, 6.8), (Phase.UPLOAD, 3), waits=9)

    assert why_quicker(*pair(web, smtp)) == (
        "At Greeting and sign-in, SMTP 587 waited 6.8 ms, Web API not at all, "
        "which the other steps outweigh"
    )


def test_waits_that_are_named_add_up_from_those_that_the_steps_show() -> None:
    signed = ((Phase.GREETING, 1.04), (Phase.EHLO, 1.04), (Phase.AUTH, 1.04))
    web = trace((Phase.TLS, 2), (Phase.REPLY, 2), waits=3)
    smtp = trace((Phase.TLS, 2), *signed, (Phase.REPLY, 2), waits=6)

    words = why_quicker(*pair(web, smtp))

    assert words == "At Greeting and sign-in, SMTP 587 waited 3.0 ms, Web API not at all"
    steps = step_rows(an_attempt(trace=smtp))
    signing = [row.waiting for row in steps if row.step in {"Greeting", "Capabilities", "Sign-in"}]
    assert signing == ["1.0 ms"] * 3


def test_difference_without_a_step_that_makes_half_of_it_names_none() -> None:
    phases = (Phase.CONNECT, Phase.TLS, Phase.AUTH, Phase.UPLOAD, Phase.REPLY)
    quick = trace(*((phase, 10) for phase in phases), waits=5)
    slow = trace(*((phase, 14) for phase in phases), waits=5)

    assert why_quicker(*pair(quick, slow)) == "The difference is spread over several steps"


def test_nothing_is_claimed_of_what_cannot_be_compared() -> None:
    web, smtp = NEAR
    warm = replace(web, trace=replace(web.trace, warm=True))

    assert pair_words(warm, smtp) == NOT_COMPARABLE
    assert pair_words(replace(web, practice=True), smtp) == ""


@pytest.mark.parametrize(
    ("longer", "shorter", "apart"),
    [
        (20.6, 7.28, "14 ms"),
        (12.2, 7.3, "5 ms"),
        (9.2, 7.3, "1.9 ms"),
        (346, 288, "58 ms"),
        (1240, 346, "900 ms"),
        (12.2, 11.9, ""),
        (7.31, 7.29, ""),
        (130_000, 61_000, "1 min 9 s"),
    ],
)
def test_difference_is_that_of_the_figures_as_they_are_shown(
    longer: float, shorter: float, apart: str
) -> None:
    assert difference_text(round(longer * MS), round(shorter * MS)) == apart


def test_pair_that_is_shown_as_equal_is_said_to_be_equal() -> None:
    web, smtp = pair(trace((Phase.REPLY, 12.2), waits=3), trace((Phase.REPLY, 11.9), waits=3))

    assert comparison(web, smtp) == "Both took about as long, this once"
    assert pair_words(web, smtp) == comparison(web, smtp)
