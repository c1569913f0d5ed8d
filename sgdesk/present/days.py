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
    rf"|(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_SHORT)})[a-z]*(?: (?P<year>\d{{4}}))?",
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
        year = int(found["year"] or today.year)
        day = date(year, 1 + _SHORT.index(found["month"].lower()), int(found["day"]))
        return day if found["year"] or day <= today else day.replace(year=year - 1)
    except ValueError:
        return None


def start_of(day: date, zone: tzinfo | None = None) -> datetime:
    """Give midnight in `zone`, or in the computer's own zone."""
    return _at(day, time(), zone)


def _span(day: date, hour: str | None, minute: str | None, zone: tzinfo | None) -> Span | None:
    if hour is None or minute is None:
        return start_of(day, zone), start_of(day + timedelta(days=1), zone)
    try:
        start = _at(day, time(int(hour), int(minute)), zone)
    except ValueError:
        return None
    return start, start + timedelta(minutes=1)


def _at(day: date, clock: time, zone: tzinfo | None) -> datetime:
    naive = datetime.combine(day, clock)
    return naive.replace(tzinfo=zone) if zone else naive.astimezone()
