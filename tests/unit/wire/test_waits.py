"""Arithmetic on waits, on invented stretches."""

from hypothesis import given
from hypothesis import strategies as st

from sgdesk.trace import RttSource
from sgdesk.wire.waits import Rtt, Wait, round_trip_time, split_at, waiting_in

WAITS = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda p: Wait(min(p), max(p)))
)


@given(WAITS, st.integers(0, 100), st.integers(0, 100))
def test_what_overlaps_counts_once(waits: list[Wait], start: int, length: int) -> None:
    counted = sum(
        any(w.start_ns <= t < w.end_ns for w in waits) for t in range(start, start + length)
    )

    assert waiting_in(waits, start, start + length) == counted


@given(WAITS, st.integers(0, 100))
def test_splitting_loses_nothing(waits: list[Wait], at: int) -> None:
    parts = split_at(waits, at)

    assert sum(w.ns for w in parts) == sum(w.ns for w in waits)
    assert not any(w.start_ns < at < w.end_ns for w in parts)


def test_the_round_trip_time_and_its_source() -> None:
    def choose(tcp: int | None, connect: int | None, exchange: int | None) -> Rtt | None:
        return round_trip_time(tcp_info_ns=tcp, connect_ns=connect, exchange_ns=exchange)

    assert choose(None, None, None) is None
    assert choose(40, 50, None) == Rtt(40, RttSource.TCP_INFO)
    assert choose(None, 50, 60) == Rtt(50, RttSource.CONNECT)
    assert choose(None, None, 60) == Rtt(60, RttSource.EXCHANGE)
    assert choose(40, 50, 80) == Rtt(40, RttSource.TCP_INFO)
    assert choose(40, 50, 10_000_079) == Rtt(40, RttSource.TCP_INFO)
    assert choose(40, 50, 10_000_080) == Rtt(10_000_080, RttSource.EXCHANGE)
    near, far = 30_000_000, 70_000_000
    assert choose(near, near, far - 1) == Rtt(near, RttSource.TCP_INFO)
    assert choose(near, near, far) == Rtt(far, RttSource.EXCHANGE)
