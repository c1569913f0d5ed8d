"""How long `--version` and each `--help` take, beside an interpreter that does nothing.

    python -m tests.bench.bench_startup

The goal is 0.3 s. Taken in turn, so that a passing load spoils both alike.
"""

import statistics
import subprocess
import sys

from sgdesk.clock import monotonic_ns
from tests.support.cli import command, environment

ROUNDS = 5
WORDS = (
    ("--version",),
    ("--help",),
    *((name, "--help") for name in ("send", "render", "sandbox", "history", "account", "config")),
)


def wall_ms(words: list[str]) -> float:
    """Run a command to its end."""
    variables = environment()
    # Installed programs are compiled once.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = monotonic_ns()
    subprocess.run(words, env=variables, capture_output=True, check=True)
    return (monotonic_ns() - begun) / 1e6


def main() -> None:
    """Print the medians and their ratio to the bare interpreter."""
    for words in WORDS:
        wall_ms(command(*words))
        pairs = [
            (wall_ms([sys.executable, "-c", ""]), wall_ms(command(*words))) for _ in range(ROUNDS)
        ]
        bare = statistics.median(pair[0] for pair in pairs)
        ours = statistics.median(pair[1] for pair in pairs)
        print(
            f"{' '.join(words):18} {ours:4.0f} ms (goal 300), bare {bare:3.0f}, {ours / bare:.1f}x"
        )


if __name__ == "__main__":
    main()
