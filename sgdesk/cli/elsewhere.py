"""Options of `sgdesk diagnose` for another computer: lines to run there, and their output back."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sgdesk import doors
from sgdesk.cli.output import Console, paragraph
from sgdesk.diagnose.elsewhere.lines import Shell
from sgdesk.diagnose.elsewhere.paste import LONGEST_PASTE
from sgdesk.diagnose.given_text import read_given
from sgdesk.errors import InputError
from sgdesk.present.elsewhere import HOW_BACK, WHAT_THEY_DO, WHAT_THEY_PRINT, WHERE_TO_PASTE
from sgdesk.route import Endpoint, Route

FROM, FOR = "--from-another", "--for-another"
_ALONE = "The local SendGrid is on this computer alone."
_ONCE = "The lines test once."
_NO_KEY = "No key is shown on another computer."
_NO_REPORT = "A report is of a test of this computer. What was printed can be kept as it is."
_NO_MTU = "The lines cannot test it."
_SAYS_ITSELF = f"What was tested is said by what was printed; it is chosen with {FOR}."


def add_elsewhere_options(parser: argparse.ArgumentParser) -> None:
    """Add both."""
    group = parser.add_argument_group("another computer, where sgdesk is not")
    group.add_argument(
        FOR,
        choices=[shell.value for shell in Shell],
        default="",
        help="print lines that make this test when they are pasted into a shell there; nothing "
        "is tested from here",
    )
    group.add_argument(
        FROM,
        metavar="FILE",
        default="",
        help="judge what those lines have printed there; - reads standard input",
    )


def refuse_what_does_not_fit(arguments: argparse.Namespace) -> None:
    """Raise `InputError` for options beside which these two have no meaning."""
    given = {
        "--sandbox": (arguments.sandbox, _ALONE),
        "--events": (arguments.events, ""),
        "--watch": (arguments.watch is not None, _ONCE),
        "--with-key": (arguments.with_key, _NO_KEY),
        "--key-stdin": (arguments.key_stdin, _NO_KEY),
        "--mtu": (arguments.mtu, _NO_MTU),
        "--report": (arguments.report is not None, _NO_REPORT),
        "--open": (arguments.open is not None, ""),
        "--replay": (arguments.replay is not None, ""),
        "--json": (arguments.json and arguments.for_another, ""),
        "--via": (arguments.via and arguments.from_another, _SAYS_ITSELF),
        "--also-others": (arguments.also_others and arguments.from_another, _SAYS_ITSELF),
        FROM: (arguments.for_another and arguments.from_another, ""),
    }
    asked = FOR if arguments.for_another else FROM
    for option, (is_given, why) in given.items():
        if is_given:
            raise InputError(
                f"{asked} and {option} do not go together.",
                why=why,
                remedy="Leave out one of them.",
            )


def print_lines(
    shell: Shell, routes: Sequence[Route], controls: Sequence[Endpoint], console: Console
) -> None:
    """Print the lines as results, and beside them what they do and where they go."""
    console.data(doors.lines_for_another(shell, routes, controls=controls).encode())
    console.note()
    for text in (WHERE_TO_PASTE[shell], WHAT_THEY_DO, WHAT_THEY_PRINT, HOW_BACK):
        for line in paragraph(text, console.err_style.width, indent=""):
            console.note(line)


def pasted(name: str) -> str:
    """Give the text of a file, or of standard input for `-`; raises `InputError`."""
    try:
        if name == "-":
            return read_given(sys.stdin.buffer, LONGEST_PASTE)
        with Path(name).open("rb") as file:
            return read_given(file, LONGEST_PASTE)
    except OSError as error:
        raise InputError(
            f"{name} cannot be read.",
            why=f"{error.strerror or error}.",
            remedy=f"Give the file that holds what the lines of {FOR} have printed.",
        ) from error
