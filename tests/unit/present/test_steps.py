"""The steps of an attempt as rows."""

from dataclasses import replace

import pytest

from sgdesk.delivery import NotSent
from sgdesk.present.steps import facts, step_rows, steps_axis
from sgdesk.present.ticket import ticket_text
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


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Connection reset by peer", "The connection was reset"),
        ("An existing connection was forcibly closed by the host", "The connection was reset"),
        ("Software caused connection abort", "The connection was reset"),
        ("Broken pipe", "The connection was closed"),
        (
            "Server disconnected without sending a response.",
            "The connection was closed without an answer",
        ),
    ],
)
def test_connection_that_broke_is_told_as_its_problem_is_and_in_a_ticket_as_the_system_said(
    said: str, told: str
) -> None:
    trace = a_trace((Phase.CONNECT, 1), (Phase.REPLY, 5), failed=Phase.REPLY)
    failed = replace(trace.spans[1], detail=said)
    attempt = an_attempt(NotSent(), trace=replace(trace, spans=(trace.spans[0], failed)), code=None)
    row = step_rows(attempt)[1]

    assert row.brief == told
    assert f"{told} ({said})" in ticket_text(attempt, 1)
    for other in (replace(failed, failed=False), replace(failed, detail=f"421 4.4.2 {said}")):
        answered = replace(attempt, trace=replace(trace, spans=(other,)))
        assert step_rows(answered)[0].brief == other.detail, "the server's own words"
