"""Durations, times and sizes as text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from sgdesk.present.times import apart_text, day_and_time, duration_ms, time_of_day
from sgdesk.sizes import duration_text


@pytest.mark.parametrize(
    ("duration_ns", "text"),
    [
        (0, "0 ms"),
        (1, "< 0.1 ms"),
        (49_000, "< 0.1 ms"),
        (50_001, "0.1 ms"),
        (400_000, "0.4 ms"),
        (9_949_000, "9.9 ms"),
        (9_951_000, "10 ms"),
        (346_200_000, "346 ms"),
        (999_400_000, "999 ms"),
        (999_600_000, "1.0 s"),
        (1_240_000_000, "1.2 s"),
        (59_960_000_000, "1 min"),
        (125_000_000_000, "2 min 5 s"),
    ],
)
def test_a_duration_is_told_in_the_unit_one_would_choose(duration_ns: int, text: str) -> None:
    assert duration_text(duration_ns) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (89, "1 min"),
        (90, "2 min"),
        (119, "2 min"),
        (3569, "59 min"),
        (3570, "1 h"),
        (5399, "1 h"),
        (5400, "2 h"),
        (7100, "2 h"),
        (3_600_000, "1,000 h"),
    ],
)
def test_time_apart_is_told_to_the_nearest_of_its_unit(seconds: float, text: str) -> None:
    assert apart_text(timedelta(seconds=seconds)) == text


def test_json_milliseconds_have_three_digits() -> None:
    assert duration_ms(1_234_567) == 1.235


def test_times_are_shown_in_the_zone_asked_for() -> None:
    at = datetime(2026, 1, 1, 23, 30, 5, tzinfo=UTC)
    zone = timezone(timedelta(hours=2))

    assert time_of_day(at, zone) == "01:30:05"
    assert day_and_time(at, zone) == "2026-01-02 01:30:05"
