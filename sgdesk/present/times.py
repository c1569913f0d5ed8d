"""Differences and times of day as text."""

from datetime import date, datetime, timedelta, tzinfo

from sgdesk.sizes import duration_text

_MS = 1_000_000
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
"""As every word of the window: `%B` would follow the system's language."""


def difference_text(longer_ns: int, shorter_ns: int) -> str:
    """Give how much longer one duration is, as the two are shown; empty where that is nothing.

    21 ms and 7.3 ms are 14 ms apart, whatever was rounded to make 21: figures that stand beside
    each other must subtract, as exactly as the longer one is shown.
    """
    step_ns = _step_ns(longer_ns)
    apart_ns = shown_ns(longer_ns) - shown_ns(shorter_ns)
    rounded_ns = (apart_ns + step_ns // 2) // step_ns * step_ns
    if rounded_ns <= 0:
        return ""
    whole_ms = step_ns == _MS and rounded_ns < 10 * _MS
    return f"{rounded_ns // _MS} ms" if whole_ms else duration_text(rounded_ns)


def apart_text(apart: timedelta) -> str:
    """Give the time between two moments to the nearest of its largest unit: `6 s`, `5 min`, `2 h`.

    What rounds to sixty of a unit is one of the next: `1 h`, never `60 min`.
    """
    seconds = round(apart.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    minutes = (seconds + 30) // 60
    return f"{minutes} min" if minutes < 60 else f"{(seconds + 1800) // 3600:,} h"


def shown_ns(duration_ns: int) -> int:
    """Round to what `duration_text` shows: figures that stand below each other must add up."""
    step_ns = _step_ns(duration_ns)
    return round(duration_ns / step_ns) * step_ns


def _step_ns(duration_ns: int) -> int:
    """Give what the last digit of `duration_text` stands for."""
    ms = duration_ns / _MS
    if ms < 9.95:
        return _MS // 10
    if ms < 999.5:
        return _MS
    return 100 * _MS if ms < 59_950 else 1000 * _MS


def duration_ms(duration_ns: int) -> float:
    """Give milliseconds with three digits, as the JSON carries them."""
    return round(duration_ns / 1e6, 3)


def time_of_day(at: datetime, zone: tzinfo | None = None) -> str:
    """Give `14:32:08` in `zone`, or in the computer's own zone."""
    return at.astimezone(zone).strftime("%H:%M:%S")


def when_text(at: datetime, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """Give the time of today, else the day too: `14:32:08`, `24 Nov 14:32`, `24 Nov 2025`.

    Without `now` it is the time of day. The month is in English, as every word of the window.
    """
    here = at.astimezone(zone)
    today = (now or at).astimezone(zone)
    if here.date() == today.date():
        return here.strftime("%H:%M:%S")
    day = f"{here.day} {MONTHS[here.month - 1][:3]}"
    return f"{day} {here:%H:%M}" if here.year == today.year else f"{day} {here.year}"


def day_and_time(at: datetime, zone: tzinfo | None = None) -> str:
    """Give `2026-01-31 14:32:08` in `zone`, or in the computer's own zone."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def written_day(text: str) -> str:
    """Write `2026-12-01` as `1 December`; anything else as SendGrid wrote it."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{day.day} {MONTHS[day.month - 1]}"
