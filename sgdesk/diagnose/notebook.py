"""Where the probes of one run write down what they see, while its deadline runs."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sgdesk.clock import monotonic_ns
from sgdesk.diagnose.observation import (
    Connected,
    Observation,
    Probe,
    Result,
    Seen,
    Target,
    id_of,
)
from sgdesk.errors import InputError

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
    silent: float = 1.5
    """After so much silence it is tried whether the server waits for encryption."""
    again: float = 2.0


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
            id=id_of(probe, target, where),
            probe=probe,
            target=target,
            result=result,
            ms=round((ended_ns - since_ns) / 1e6, 3),
            seen=seen,
            where=where,
            is_cut=result is Result.NO_ANSWER and self.is_over,
        )
        return self.keep(observation)

    def keep(self, observation: Observation) -> Observation:
        """Add an observation to the run's."""
        self.observations.append(observation)
        self._tell(observation)
        return observation

    def seen(self, probe: Probe, target: Target, where: str) -> Observation | None:
        """Give what was seen at a step on a way, from that address."""
        known = id_of(probe, target, where)
        return next((o for o in self.observations if o.id == known), None)

    @contextmanager
    def guarding(self, targets: Sequence[Target], where: str) -> Iterator[None]:
        """Let a mistake of this program end one way's test and no other, and write it down."""
        began_ns = monotonic_ns()
        try:
            yield
        except InputError:
            # What the user gave cannot be used, whatever way it is tried on.
            raise
        except Exception as error:
            seen = Connected(address=where, family="", error=_place_of(error))
            for target in targets:
                self.note(Probe.WALK, target, Result.FAULT, seen, since_ns=began_ns, where=where)

    @property
    def _left_s(self) -> float:
        return (self._ends_ns - monotonic_ns()) / 1e9


def _place_of(error: BaseException) -> str:
    """Say what went wrong and where; never the error's own words, which may hold anything."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f" at {Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else ""
    return f"{type(error).__name__}{place}"
