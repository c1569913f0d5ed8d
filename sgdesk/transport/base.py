"""What every transport promises to the engine."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from sgdesk.delivery import Attempt, AttemptId, Delivery
from sgdesk.wire.recorder import PhaseListener, no_progress

Mark = Callable[[], Awaitable[None]]
"""Awaited before the last byte of the body may leave: the journal's commit mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One attempt to make."""

    attempt_id: AttemptId
    delivery: Delivery
    mark: Mark
    progress: PhaseListener = no_progress
    overlapped: bool = False


class Connection(Protocol):
    """One connection to one route, dialled by its first `send` and kept for the next.

    Lives in the wire thread. Carries one attempt at a time.
    """

    @property
    def is_warm(self) -> bool:
        """Say whether the next send would reuse an open session."""

    @property
    def messages_sent(self) -> int:
        """Count the messages this session has carried, for the per-connection cap."""

    async def send(self, job: Job) -> Attempt:
        """Make one attempt and say how it ended.

        Never raises for anything that a network or server can do; raises
        `MessageError` when the message cannot be rendered for this path.
        A cancellation is absorbed and becomes the outcome: `Cancelled` before
        the commit point, `Unknown` after it.
        Ends within the route's total timeout.
        """

    async def aclose(self) -> None:
        """Say goodbye where the protocol has a word for it, and close; never raises."""
