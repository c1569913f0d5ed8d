"""How often each network is taken for another, over every scene and many seeds."""

import random
import sys
from collections import Counter

from sgdesk.diagnose.finding import Certainty
from sgdesk.diagnose.verdict import diagnose
from tests.support.networks import SCENES
from tests.support.odd_networks import ODD_SCENES

SEEDS = 20


def judged() -> tuple[Counter[tuple[str, str]], Counter[tuple[Certainty, bool]]]:
    """Count what was expected beside what was found, and how sure a right and a wrong one was."""
    pairs: Counter[tuple[str, str]] = Counter()
    sure: Counter[tuple[Certainty, bool]] = Counter()
    for make in (*SCENES, *ODD_SCENES):
        for seed in range(SEEDS):
            seen, expected = make(random.Random(f"confusion {make.__name__} {seed}"))
            found = diagnose(tuple(dict.fromkeys(o.target for o in seen)), seen)
            top = found.findings[0] if found.findings else None
            pairs[expected.top, top.id if top else "none"] += 1
            if top is not None:
                sure[top.certainty, top.id == expected.top] += 1
    return pairs, sure


def test_no_network_is_taken_for_another() -> None:
    pairs, sure = judged()
    lines = [f"{asked:18} {found:18} {count:5}" for (asked, found), count in sorted(pairs.items())]
    lines += [f"{each.value:9} {right!s:6} {count:5}" for (each, right), count in sure.items()]
    sys.stdout.write("\n".join(("expected           found              times", *lines, "")))

    assert {asked: found for asked, found in pairs if asked != found} == {}
    assert len({asked for asked, _ in pairs}) > 35
