"""Moments as the database keeps them: milliseconds since 1970, UTC."""

from datetime import UTC, datetime


def to_ms(moment: datetime) -> int:
    """Give the number for an aware time."""
    return int(moment.timestamp() * 1000)


def from_ms(kept_ms: int) -> datetime:
    """Give the aware time of a number."""
    return datetime.fromtimestamp(kept_ms / 1000, UTC)
