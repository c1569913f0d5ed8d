"""Where the probes of one run write down what they see, while its deadline runs."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from sgdesk.clock import monotonic_ns
from sgdesk.diagnose.observation import Observation, Probe, Result, Seen, Target

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long things may take, in seconds."""

    run: float = 10.0
    """The whole run: whatever is not done by then has had no answer within it."""
    look_up: float = 5.0
    connect: float = 10.0
    greeting: float = 15.0
    """RFC 5321 section 4.5.3.2.1 would allow a server five minutes."""
    step: float = 10.0


class Notebook:
    """Collect observations, and bound every step by its own limit and by the run's."""

    def __init__(self, limits: Limits, tell: Callable[[Observation], None]) -> None:
        """Start the run: `tell` hears of each observation as it is made."""
        self.limits = limits
        self.observations: list[Observation] = []
        self._tell = tell
        self._ends_ns = monotonic_ns() + int(limits.run * 1e9)

    @property
    def is_over(self) -> bool:
        """Say whether the deadline has passed."""
        return self._left_s <= 0

    async def within(self, limit: float, work: Coroutine[Any, Any, T]) -> T:
        """Await `work`; raises `TimeoutError` after `limit` seconds or at the deadline."""
        async with asyncio.timeout(min(limit, max(self._left_s, 0))):
            return await work

    def note(
        self,
        probe: Probe,
        target: Target,
        result: Result,
        seen: Seen,
        *,
        since_ns: int,
        until_ns: int | None = None,
        where: str = "",
    ) -> Observation:
        """Write down how a step ended; `where` tells apart what is tried several times."""
        ended_ns = until_ns if until_ns is not None and until_ns > since_ns else monotonic_ns()
        observation = Observation(
            id=" ".join(filter(None, (probe.value, target.name, where))),
            probe=probe,
            target=target,
            result=result,
            ms=round((ended_ns - since_ns) / 1e6, 3),
            seen=seen,
            is_cut=result is Result.NO_ANSWER and self.is_over,
        )
        self.observations.append(observation)
        self._tell(observation)
        return observation

    @property
    def _left_s(self) -> float:
        return (self._ends_ns - monotonic_ns()) / 1e9
