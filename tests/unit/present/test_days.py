"""Days as a search and the command line read them."""

from datetime import UTC, date, datetime

import pytest

from sgdesk.present.days import day_of, spans_in, start_of
from sgdesk.present.times import day_and_time, when_text

NOW = datetime(2026, 11, 29, 21, 14, 3, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 11, 29), date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        ("Yesterday", YESTERDAY),
        ("2026-11-29", TODAY),
        ("28 Nov", YESTERDAY),
        ("28 november", YESTERDAY),
        ("29 Dec", date(2025, 12, 29)),
        ("1 Jan 2024", date(2024, 1, 1)),
        ("2026-13-45", None),
        ("30 Feb", None),
        ("29 Feb", date(2024, 2, 29)),
        ("10 Market", None),
        ("2 separate", None),
        ("grace", None),
    ],
)
def test_day_is_read_as_people_write_it(text: str, day: date | None) -> None:
    assert day_of(text, NOW, UTC) == day


def test_day_is_from_midnight_to_midnight_and_a_time_behind_it_its_minute() -> None:
    (word, span), (other, nothing) = spans_in("2026-11-29 refused", NOW, UTC)
    ((whole, minute),) = spans_in("2026-11-29  21:14:03", NOW, UTC)

    assert (word, other, nothing) == ("2026-11-29", "refused", None)
    assert span == (start_of(TODAY, UTC), datetime(2026, 11, 30, tzinfo=UTC))
    assert whole == "2026-11-29 21:14:03"
    assert minute is not None
    assert minute[0] <= NOW < minute[1]
    assert [part.minute for part in minute] == [14, 15]


EDGES = ("todayish", "2026-11-29x", "2026-11-29 99:99", "29 Novx8", "9999-12-31", "31 Dec 9999")


@pytest.mark.parametrize("text", EDGES)
def test_what_only_resembles_a_day_names_none(text: str) -> None:
    assert all(span is None for _, span in spans_in(text, NOW, UTC))


def test_days_are_read_as_the_window_writes_them() -> None:
    at = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    before = datetime(2025, 3, 9, 8, 30, tzinfo=UTC)
    shown = (day_and_time(at, UTC), when_text(at, NOW, UTC))

    for text in shown:
        ((_, span),) = spans_in(text, NOW, UTC)
        assert span is not None
        assert span[0] <= at < span[1]
    assert day_of(when_text(before, NOW, UTC), NOW, UTC) == before.date()
