"""What may come of sending a mail once more that somebody may have already."""

from collections.abc import Sequence
from dataclasses import dataclass

from sgdesk.delivery import Attempt, Partial, Unknown
from sgdesk.present.problem_words import anyway_text
from sgdesk.present.things.thing import Fix, KeepOnly


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Somebody may get it twice."""

    words: str
    """Who, and why, in a sentence or two."""
    others: tuple[str, ...] = ()
    """Who did not get it, where it is known that the rest did."""

    @property
    def fix(self) -> Fix | None:
        """Give the way round it: to send to those alone who did not get it."""
        if not self.others:
            return None
        count = len(self.others)
        return Fix(
            text=f"Send to the other {'one' if count == 1 else f'{count:,}'} only",
            why="Leave out of the recipients who has it already",
            change=KeepOnly(self.others),
        )


def risk_of(attempts: Sequence[Attempt]) -> Risk | None:
    """Say what may come of sending once more what was sent so; `None`: nobody has it yet."""
    for attempt in attempts:
        if isinstance(attempt.outcome, Unknown):
            return Risk(words=anyway_text(attempt))
    for attempt in attempts:
        if isinstance(attempt.outcome, Partial):
            others = tuple(one.address for one in attempt.recipients if not one.accepted)
            count, have = len(attempt.recipients), len(attempt.recipients) - len(others)
            return Risk(
                words=f"{have:,} of {count:,} people {'has' if have == 1 else 'have'} it already "
                "and would get it a second time.",
                others=others,
            )
    return None
