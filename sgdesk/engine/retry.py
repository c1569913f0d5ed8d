"""What may follow an attempt: a pure decision."""

from dataclasses import dataclass
from typing import assert_never

from sgdesk.delivery import (
    Accepted,
    Attempt,
    Cancelled,
    Deferred,
    NotSent,
    Partial,
    Rejected,
    Unknown,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Try again after a pause."""

    after_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Nothing follows: it is done, or the same message would get the same answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskUser:
    """Only the user may send again: it may deliver twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How often to try; by default once."""

    attempts: int = 1
    first_pause_s: float = 2.0
    longest_pause_s: float = 300.0

    def next(self, number: int, *, at_least_s: float | None = None) -> Retry | Stop:
        """Say what follows failed attempt `number` (from 1); the pause doubles each time."""
        if number >= self.attempts:
            return Stop()
        pause = min(self.first_pause_s * 2 ** min(number - 1, 30), self.longest_pause_s)
        return Retry(after_s=max(pause, at_least_s or 0.0))


def decide(attempt: Attempt, number: int, policy: RetryPolicy) -> Retry | Stop | AskUser:
    """Say what follows attempt `number` of a delivery.

    Source: RFC 5321 section 4.2.1 (4yz is transient) and 4.5.4.1 (retry strategy).
    """
    match attempt.outcome:
        case Accepted() | Partial() | Rejected() | Cancelled():
            return Stop()
        case NotSent():
            return policy.next(number)
        case Deferred(retry_after_s=wait):
            return policy.next(number, at_least_s=wait)
        case Unknown():
            # The body left us and no answer came: a retry may deliver twice.
            return AskUser()
        case _ as never:
            assert_never(never)
