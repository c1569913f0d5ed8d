"""What a symptom is: words of programs, and the causes that they may have."""

from typing import NamedTuple

from sgdesk.diagnose.finding import Certainty
from sgdesk.explain.finding import Cause

CERTAIN, LIKELY, POSSIBLE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.POSSIBLE


class Symptom(NamedTuple):
    """Words that mean the same, and what may be behind them."""

    words: tuple[str, ...]
    causes: tuple[tuple[Cause, Certainty], ...]
    vague: bool = False
    """Said of many failures: it counts where nothing better is found."""
    without: tuple[str, ...] = ()
    """Words on the same line with which it means something else."""
