"""`sgdesk diagnose --watch`: test again and again, and say what has changed."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable

from sgdesk.cli.output import Console, paragraph
from sgdesk.clock import wall_utc
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.errors import InputError
from sgdesk.present.diagnosis_changes import changes
from sgdesk.present.times import time_of_day

Once = Callable[[], Awaitable[Diagnosis]]
USUAL_S, LEAST_S = 10.0, 1.0


def add_watch_option(group: argparse._ArgumentGroup) -> None:
    """Add the wish to test again."""
    group.add_argument(
        "--watch",
        nargs="?",
        type=float,
        const=USUAL_S,
        metavar="S",
        help=f"test again S seconds after each test (default {USUAL_S:g}) and print what has "
        "changed; Ctrl-C ends it with the exit code of the last test; tries no key",
    )


def refuse_unwatchable(arguments: argparse.Namespace) -> None:
    """Raise `InputError` for what does not go with a test that is repeated."""
    if arguments.watch is None:
        return
    if not LEAST_S <= arguments.watch <= 86_400:
        raise InputError(
            f"A test every {arguments.watch:g} s is not possible.",
            remedy=f"Give --watch between {LEAST_S:g} and 86400.",
        )
    if arguments.json:
        raise InputError(
            "--watch and --json do not go together.",
            why="--json is one document, and each test has one of its own.",
            remedy="Use --events, which gives a line for each.",
        )
    if arguments.with_key or arguments.key_stdin:
        raise InputError(
            "--watch tries no key.",
            why="SendGrid blocks an account for a while whose key is refused again and again.",
            remedy="Leave out the key, or --watch.",
        )


class Watch:
    """Repeated tests, up to the end that the user makes."""

    def __init__(self, every_s: float, console: Console, tell: Callable[[Diagnosis], None]) -> None:
        """`tell` shows a test whole; it is asked for the first, and for each with `--events`."""
        self.last: Diagnosis | None = None
        self._every_s = every_s
        self._console = console
        self._tell = tell

    async def go(self, once: Once, *, shows_each: bool) -> Diagnosis:
        """Test until cancelled; never comes to an end by itself."""
        while True:
            found = await once()
            self._console.status("")
            before, self.last = self.last, found
            if before is None or shows_each:
                self._tell(found)
            else:
                self._say(changes(before, found))
            await asyncio.sleep(self._every_s)

    def _say(self, lines: tuple[str, ...]) -> None:
        at = time_of_day(wall_utc())
        if not lines:
            self._console.status(f"{at}  Unchanged. Ctrl-C ends.")
        for line in lines:
            for text in paragraph(f"{at}  {line}", self._console.out_style.width, indent=""):
                self._console.line(text)
