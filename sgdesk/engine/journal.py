"""What the engine needs of a journal; `store` has one and never imports this."""

from collections.abc import Sequence
from typing import Protocol

from sgdesk.delivery import Attempt, AttemptId, Delivery


class Journal(Protocol):
    """The at-most-once record of attempts.

    Each call returns when its record is safe, and takes effect even when the
    waiting is cancelled. Each raises `StoreError` when nothing can be recorded.
    """

    async def begin(self, delivery: Delivery, attempt_id: AttemptId) -> None:
        """Record an attempt before its first byte."""

    async def begin_many(self, starts: Sequence[tuple[Delivery, AttemptId]]) -> None:
        """Record several before the first byte of any: all of them, or none."""

    async def mark(self, attempt_id: AttemptId) -> None:
        """Record that the body is about to leave."""

    async def finish(self, attempt: Attempt) -> None:
        """Record how the attempt ended."""

    async def record(self, ended: Sequence[Attempt], marked: Sequence[AttemptId]) -> None:
        """Finish and mark several at once: all of it is recorded, or nothing."""
