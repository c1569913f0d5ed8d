"""The steps of an attempt as rows."""

from dataclasses import replace

import pytest

from sgdesk.present.steps import facts, step_rows, steps_axis
from sgdesk.trace import Phase
from tests.support.attempts import MS, a_trace, an_attempt


def test_each_step_says_how_much_of_it_was_waiting() -> None:
    trace = a_trace((Phase.CONNECT, 10), (Phase.REPLY, 20))
    spans = tuple(replace(span, wire_ns=8 * MS) for span in trace.spans)
    rows = step_rows(an_attempt(trace=replace(trace, spans=spans)))

    assert [row.shares for row in rows] == [
        "8.0 ms waiting for network and server, 2.0 ms this program",
        "8.0 ms waiting for network and server, 12 ms this program",
    ]


def test_how_long_a_step_waited_stands_beside_its_time_and_nothing_where_it_did_not() -> None:
    trace = a_trace((Phase.CONNECT, 4.3), (Phase.UPLOAD, 1))
    spans = (replace(trace.spans[0], wire_ns=MS // 10), trace.spans[1])
    rows = step_rows(an_attempt(trace=replace(trace, spans=spans)))

    assert [(row.time, row.waiting) for row in rows] == [("4.3 ms", "0.1 ms"), ("1.0 ms", "")]


def test_one_axis_has_room_for_all_that_are_compared() -> None:
    short, long = a_trace((Phase.REPLY, 4)), a_trace((Phase.REPLY, 40))

    assert steps_axis(short, long) == steps_axis(long, short) == steps_axis(long)
    assert steps_axis(short) != steps_axis(long)


def test_how_far_the_times_can_be_trusted_stands_by_the_total_where_nothing_cuts_it_off() -> None:
    names = [fact.name for fact in facts(an_attempt())]

    assert names[:2] == ["Total", "Timing"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "unable to get local issuer certificate",
            "Its issuer is not known here (unable to get local issuer certificate)",
        ),
        ("self-signed certificate", "Its issuer is not known here (self-signed certificate)"),
        ("certificate has expired", "certificate has expired"),
    ],
)
def test_certificate_that_is_not_trusted_is_told_in_plain_words_first(said: str, told: str) -> None:
    trace = a_trace((Phase.CONNECT, 10), (Phase.TLS, 20), failed=Phase.TLS)
    spans = (trace.spans[0], replace(trace.spans[1], detail=said))

    assert step_rows(an_attempt(trace=replace(trace, spans=spans)))[1].detail == told
