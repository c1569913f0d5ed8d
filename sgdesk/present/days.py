"""Days as people write them: `today`, `yesterday`, and as the window itself writes them."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from sgdesk.present.times import MONTHS

Span = tuple[datetime, datetime]
"""From one moment until before another, both aware."""

_SHORT = [month[:3].lower() for month in MONTHS]
_DAY = re.compile(
    r"(?P<word>today|yesterday)|(?P<iso>\d{4}-\d\d-\d\d)"
    rf"|(?P<day>\d{{1,2}}) (?P<month>{'|'.join((*MONTHS, *_SHORT))})(?: (?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d)?")
_WORD = re.compile(rf"(?P<named>{_DAY.pattern})(?: {_CLOCK.pattern})?(?!\S)|\S+", re.IGNORECASE)


def spans_in(
    text: str, now: datetime, zone: tzinfo | None = None
) -> Iterator[tuple[str, Span | None]]:
    """Give each word of `text` with the time that it names: a day, or a minute of it.

    `29 Nov`, and a time behind a day, count as one word.
    """
    for found in _WORD.finditer(" ".join(text.split())):
        day = day_of(found["named"] or "", now, zone)
        yield found[0], None if day is None else _span(day, found["hour"], found["minute"], zone)


def day_of(text: str, now: datetime, zone: tzinfo | None = None) -> date | None:
    """Read a day, `None` where it is none; without a year it is the last one of that name."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    today = now.astimezone(zone).date()
    if found["word"]:
        return today - timedelta(days=found["word"].lower() == "yesterday")
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        month, day = 1 + _SHORT.index(found["month"][:3].lower()), int(found["day"])
        if found["year"]:
            return date(int(found["year"]), month, day)
    except ValueError:
        return None
    # The 29th of February lies up to eight years back.
    years = (today.year - back for back in range(9))
    return next((past for year in years if (past := _past(year, month, day, today))), None)


def _past(year: int, month: int, day: int, today: date) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found <= today else None


def start_of(day: date, zone: tzinfo | None = None) -> datetime:
    """Give midnight in `zone`, or in the computer's own zone; `ValueError` at the ends of time."""
    return _at(day, time(), zone)


def _span(day: date, hour: str | None, minute: str | None, zone: tzinfo | None) -> Span | None:
    try:
        if hour is None or minute is None:
            return start_of(day, zone), start_of(day + timedelta(days=1), zone)
        start = _at(day, time(int(hour), int(minute)), zone)
        return start, start + timedelta(minutes=1)
    except (ValueError, OverflowError):
        return None


def _at(day: date, clock: time, zone: tzinfo | None) -> datetime:
    naive = datetime.combine(day, clock)
    try:
        return naive.replace(tzinfo=zone) if zone else naive.astimezone()
    except (OverflowError, OSError) as error:
        raise ValueError(str(error)) from error
