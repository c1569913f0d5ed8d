"""The command line: find the command, run it, and turn every end into an exit code."""

import argparse
import gc
import re
import shlex
import signal
import sys
import traceback
import warnings
from collections.abc import Collection, Sequence
from importlib import import_module
from itertools import pairwise
from typing import Any, NoReturn

from sgdesk import __version__
from sgdesk.cli.failure import as_told, failure_words
from sgdesk.cli.gui import OpenWindow
from sgdesk.cli.output import Console, standard_console
from sgdesk.cli.signals import stopped_by
from sgdesk.errors import InputError, SgdeskError, in_sentences
from sgdesk.present.exit_codes import ExitCode, exit_code_of_error

COMMANDS = {
    "send": "send one message over one or more paths",
    "diagnose": "tell which ways to SendGrid work from here, and what is wrong with the others",
    "render": "print exactly what would be sent, or a recipe for it",
    "sandbox": "run the local SendGrid until Ctrl-C",
    "history": "list, search, show, export and delete earlier sends",
    "account": "check whether a key works on each path; list, add and remove accounts",
    "config": "show each setting, its value and where the value came from",
    "gui": "open the window (the same as no command)",
}
"""What each does in a line; its options stand in the module of its name, which `--help` and the
other commands need not import."""


class Parser(argparse.ArgumentParser):
    """Speak of mistakes as the rest of the program does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"allow_abbrev": False, **kwargs})
        self._words: Sequence[str] = ()

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse, and keep what was given for the words of a mistake."""
        self._words = tuple(args or ())
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Raise `InputError`; the caller prints it and ends with 2."""
        remedy = f"See: {self.prog} --help"
        if (alone := _ALONE.fullmatch(message)) is not None:
            remedy = in_sentences(self._dash_words(alone[1]), remedy)
        for pattern, words in _WORDS:
            message = re.sub(f"^{pattern}$", words, message)
        raise InputError(f"{message[:1].upper()}{message[1:]}.", remedy=remedy)

    def _dash_words(self, option: str) -> str:
        """Say how a value that begins with a dash is given, where that was meant."""
        follows = dict(pairwise(self._words)).get(option, "")
        if not follows.startswith("-"):
            return ""
        shown = shlex.quote(follows if len(follows) <= _SHOWN else f"{follows[:_SHOWN]}…")
        return f"If {shown} is meant as its value, join the two: {option}={shown}."


_ALONE = re.compile("argument (.+): expected one argument")
_SHOWN = 40
"""Characters of a value that a hint repeats."""
_WORDS = (
    ("argument (.+): invalid int value: (.+)", r"\1 \2 is no whole number"),
    ("argument (.+): invalid float value: (.+)", r"\1 \2 is no number"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"\1 \2 is none of \3"),
    (_ALONE.pattern, r"\1 needs a value"),
    ("argument (.+): not allowed with argument (.+)", r"\1 does not go with \2"),
    ("the following arguments are required: (.+)", r"\1 is missing"),
)
"""What `argparse` says, and how the rest of the program would."""


def run(argv: Sequence[str], *, open_window: OpenWindow) -> int:
    """Run a command and give its exit code; no argument opens the window."""
    console = standard_console()
    try:
        code = _code_of(argv, console, open_window)
        if code and not console.has_document and {"--json", "--events"} & set(argv):
            console.document(failure_json(argv[0], console), indent=None)
    finally:
        console.flush()
    if console.lost is None or console.said is not None:
        # What failed before counts for more.
        return code
    console.failure(
        InputError(
            "The results could not be written.",
            why=f"{console.lost.strerror or console.lost}.",
            remedy="What was sent stands in the history: sgdesk history list"
            if argv[:1] == ["send"]
            else "Free some space, or write them to another place.",
        )
    )
    return code if code == ExitCode.CANCELLED else ExitCode.USAGE


def _code_of(argv: Sequence[str], console: Console, open_window: OpenWindow) -> int:
    try:
        return _dispatch(argv, console, open_window)
    except KeyboardInterrupt as cut:
        return _cut_off(cut, console)
    except Exception as error:
        # Python 3.11 makes a RuntimeError of whatever ends a `__set_name__`, a Ctrl-C too.
        if isinstance(error.__cause__, KeyboardInterrupt):
            return _cut_off(error, console)
        failure = as_told(error)
        if failure is not error:
            _let_go(error)
        console.failure(failure)
        return exit_code_of_error(failure)


def _cut_off(cut: BaseException, console: Console) -> ExitCode:
    _let_go(cut)
    console.note("Cancelled.")
    console.said = as_told(KeyboardInterrupt())
    return ExitCode.CANCELLED


def _let_go(cut: BaseException) -> None:
    """Drop what was cut off half made, such as an event loop, before it can complain of it."""
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            traceback.clear_frames(cut.__traceback__)
            cut.__traceback__ = cut.__context__ = cut.__cause__ = None
            gc.collect()
    finally:
        sys.unraisablehook = hook


def failure_json(command: str, console: Console) -> dict[str, object]:
    """Give the `--json` document of a command that ended before it had one."""
    error = console.said or SgdeskError("It ended early.", why="Standard error says why.")
    head: dict[str, object] = {"schema": "sgdesk.error/1"}
    if command == "send":
        head = {"schema": "sgdesk.send/1", "attempts": [], "warnings": console.warnings}
    findings = {"findings": console.findings} if console.findings else {}
    return {**head, "error": {**failure_words(error), **findings}}


def _dispatch(argv: Sequence[str], console: Console, open_window: OpenWindow) -> int:
    words = argv or ["gui"]
    arguments, unknown = make_parser(words).parse_known_args(words, _Window(open_window))
    if unknown:
        program = next((f"sgdesk {word}" for word in words if word in COMMANDS), "sgdesk")
        raise InputError(
            f"{program} knows no {' '.join(unknown)}.", remedy=f"See: {program} --help"
        )
    # Both end a command alike: cleaned up, its results told, code 130.
    with stopped_by(signal.default_int_handler):
        return int(arguments.run(arguments, console))


class _Window(argparse.Namespace):
    """Parsed arguments that carry the door to the window."""

    def __init__(self, open_window: OpenWindow) -> None:
        super().__init__(open_window=open_window)


def make_parser(words: Collection[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """Make the parser of every command, with the options of those that are named."""
    parser = Parser(
        prog="sgdesk",
        description="Compose, send and test mail through Twilio SendGrid, by Web API and by SMTP, "
        "and see where the time goes. Without a command the window opens.",
        epilog="Try it without an account: sgdesk send --sandbox",
    )
    parser.add_argument("--version", action="version", version=f"sgdesk {__version__}")
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, parser_class=Parser
    )
    for name, does in COMMANDS.items():
        command = commands.add_parser(name, help=does)
        if name in words:
            import_module(f"sgdesk.cli.{name}").add_options(command)
    return parser
