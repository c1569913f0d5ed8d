"""`sgdesk diagnose --explain` and `--settings`: what another program's error or settings mean."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sgdesk import doors
from sgdesk.cli.colours import TONE_COLOURS
from sgdesk.cli.diagnose_output import SEVERITY_MARKS
from sgdesk.cli.output import BOLD, DIM, Console, paragraph, unreadable
from sgdesk.diagnose.elsewhere.paste import holds_test
from sgdesk.diagnose.given_text import read_given
from sgdesk.errors import InputError
from sgdesk.explain.finding import Explanation, Finding, Kind, Line
from sgdesk.explain.run import LARGEST
from sgdesk.present.diagnosis import SEVERITY_TONES
from sgdesk.present.exit_codes import ExitCode
from sgdesk.present.explained import (
    MORE,
    NOTHING,
    WAS_PRIVATE,
    evidence_text,
    explanation_json,
    headline,
    is_wrong,
    title,
    with_lines,
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the two options; each takes a file, or `-` for standard input."""
    group = parser.add_argument_group("explain instead of test").add_mutually_exclusive_group()
    group.add_argument(
        "--explain",
        metavar="FILE",
        help="say what an error message or a log of any program means (- reads standard input); "
        "nothing of it leaves this computer or is kept",
    )
    group.add_argument(
        "--settings",
        metavar="FILE",
        help="say what is wrong with mail settings of any program, in whatever form "
        "(- reads standard input); exit code 6 where they cannot work",
    )


def is_asked(arguments: argparse.Namespace) -> bool:
    """Say whether something is to be explained, and nothing tested."""
    return arguments.explain is not None or arguments.settings is not None


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Explain: 0 where a cause is named or settings are right, 6 for settings that cannot work.

    A text in which nothing is found ends with 2, as input that cannot be used.
    """
    _refuse_tests(arguments)
    asked = Kind.ERROR if arguments.explain is not None else Kind.SETTINGS
    name: str = arguments.explain if asked is Kind.ERROR else arguments.settings
    text = _read(name, console)
    if holds_test(text):
        raise InputError(
            "The lines for another computer have printed this.",
            why="It is the output of a test, and no error or settings.",
            remedy="Judge it with sgdesk diagnose --from-another FILE.",
        )
    explanation = doors.explain(text, asked)
    if explanation.kind is Kind.NOTHING:
        raise InputError(NOTHING, remedy=MORE)
    if arguments.json or arguments.events:
        document = explanation_json(explanation)
        console.document(document, indent=None if arguments.events else 2)
    else:
        _show(explanation, console)
    judged = asked is Kind.SETTINGS or explanation.kind is Kind.SETTINGS
    return ExitCode.NO_WAY if judged and is_wrong(explanation) else ExitCode.OK


def _refuse_tests(arguments: argparse.Namespace) -> None:
    """Raise `InputError` where a test was asked for too, or what is done with one."""
    given = {
        "--via": arguments.via,
        "--sandbox": arguments.sandbox,
        "--also-others": arguments.also_others,
        "--mtu": arguments.mtu,
        "--watch": arguments.watch is not None,
        "--with-key": arguments.with_key,
        "--key-stdin": arguments.key_stdin,
        "--address": arguments.address is not None,
        "--message-id": arguments.message_id is not None,
        "--for-another": arguments.for_another,
        "--from-another": arguments.from_another,
        "--report": arguments.report is not None,
        "--ticket": arguments.ticket,
        "--force": arguments.force,
        "--open": arguments.open is not None,
        "--replay": arguments.replay is not None,
    }
    asked = "--explain" if arguments.explain is not None else "--settings"
    if named := [option for option, value in given.items() if value]:
        raise InputError(
            f"{asked} and {named[0]} do not go together.",
            why=f"With {asked} nothing is tested.",
            remedy="Leave out one of them.",
        )


def _read(name: str, console: Console) -> str:
    if name == "-":
        if sys.stdin.isatty():
            console.note("Paste the text, then end it with Ctrl-D (Ctrl-Z and Enter on Windows).")
        return read_given(sys.stdin.buffer, LARGEST)
    path = Path(name)
    try:
        with path.open("rb") as file:
            return read_given(file, LARGEST)
    except OSError as error:
        raise InputError("A file cannot be read.", why=unreadable(path, error)) from error


def _show(explanation: Explanation, console: Console) -> None:
    style = console.out_style
    for line in paragraph(headline(explanation), style.width, indent=""):
        console.line(style.paint(line, BOLD))
    console.line(style.paint(WAS_PRIVATE, DIM))
    if explanation.facts:
        console.line()
        wide = max(len(fact.name) for fact in explanation.facts)
        for fact in explanation.facts:
            text = f"{fact.name.ljust(wide)}  {fact.value} (line {fact.line})"
            for line in paragraph(text, style.width):
                console.line(line)
    for finding, lines in with_lines(explanation):
        console.line()
        _show_finding(finding, console)
        _show_lines(lines, console)


def _show_finding(finding: Finding, console: Console) -> None:
    style, cause = console.out_style, finding.cause
    for line in paragraph(
        f"{SEVERITY_MARKS[cause.severity]} {title(finding)}", style.width, indent=""
    ):
        console.line(style.paint(line, TONE_COLOURS[SEVERITY_TONES[cause.severity]]))
    texts = (
        cause.explanation,
        f"How to tell: {cause.how_to_tell}",
        f"What to do: {cause.remedy}",
    )
    for text in texts:
        for line in paragraph(text, style.width):
            console.line(line)


def _show_lines(lines: Sequence[Line], console: Console) -> None:
    style = console.out_style
    for each in lines:
        for line in paragraph(evidence_text(each), style.width, indent="    "):
            console.line(style.paint(line, DIM))
