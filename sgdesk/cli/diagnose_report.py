"""The file of a diagnosis: written for a ticket, opened again."""

import argparse
import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path

from sgdesk import doors
from sgdesk.cli.diagnose_output import exit_code_of, show_diagnosis, teller
from sgdesk.cli.options import environment
from sgdesk.cli.output import Console, elsewhere, paragraph, unreadable
from sgdesk.cli.own_files import spare_own_files
from sgdesk.diagnose import here
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import Observation
from sgdesk.diagnose.report import Replayed, Report, checked_ticket, make_report
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.errors import InputError
from sgdesk.present.diagnosis_run import replaying_words
from sgdesk.present.exit_codes import ExitCode
from sgdesk.present.report import (
    HOLDS_NO,
    recorded_json,
    recorded_words,
    replayed_json,
    replayed_words,
    summary_text,
    tested_words,
)
from sgdesk.privatefile import private_file
from sgdesk.sandbox.process import SandboxProcess
from sgdesk.settings import resolve

_ALONE = (
    *("via", "sandbox", "also_others", "report", "profile", "mtu"),
    *("with_key", "key_stdin", "watch"),
)
"""What asks for a test of this computer, and so goes with no report of another."""


def add_report_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that write and read a report."""
    file = parser.add_argument_group("report")
    file.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help=f"write what was seen into a zip file for a ticket. {HOLDS_NO}",
    )
    file.add_argument("--ticket", default="", metavar="TEXT", help="the ticket's number, for it")
    file.add_argument("--force", action="store_true", help="write over a file that is there")
    either = file.add_mutually_exclusive_group()
    either.add_argument(
        "--open", type=Path, metavar="FILE", help="show a report as if it had been made here"
    )
    either.add_argument(
        "--replay",
        type=Path,
        metavar="FILE",
        help="let the local SendGrid play the servers of a report, and test those",
    )


def check_report_options(arguments: argparse.Namespace) -> None:
    """Raise `InputError` for what does not go together, and for a file that cannot be written.

    Before the test, which takes its time.
    """
    path: Path | None = arguments.report
    given = "--open" if arguments.open else "--replay" if arguments.replay else ""
    for name in filter(lambda name: given and getattr(arguments, name), _ALONE):
        raise InputError(
            f"{given} and --{name.replace('_', '-')} do not go together.",
            why="A report tells of another run; this computer's ways are not tested.",
            remedy="Leave out one of them.",
        )
    if path is None:
        if arguments.ticket or arguments.force:
            word = "--ticket" if arguments.ticket else "--force"
            raise InputError(f"{word} needs --report.", remedy="Name the file with --report FILE.")
        return
    if arguments.watch:
        raise InputError(
            "--watch and --report do not go together.",
            why="A report tells of one test.",
            remedy="Leave out one of them.",
        )
    checked_ticket(arguments.ticket)
    spare_own_files(path, environment())
    if path.is_dir() or not path.parent.is_dir():
        raise InputError(
            "The report cannot be written.",
            why=f"{path} is a folder." if path.is_dir() else f"There is no folder {path.parent}.",
            remedy="Name another file.",
        )
    if path.is_file() and not arguments.force:
        raise InputError(
            f"{path} is there already, and was left as it is.",
            remedy="Name another file, or write over it with --force.",
        )


def write_report(
    diagnosis: Diagnosis, secrets: Iterable[str], arguments: argparse.Namespace, console: Console
) -> None:
    """Write it whole or not at all, without secrets and names; raises `InputError`."""
    report = make_report(
        diagnosis,
        Limits(run=arguments.max_seconds),
        ticket=arguments.ticket,
        secrets=secrets,
        users=here.users(),
        computers=here.computers(),
    )
    path: Path = arguments.report
    content = doors.pack_report(report, summary_text(report))
    try:
        with private_file(path) as file:
            file.write(content)
    except OSError as error:
        raise InputError(
            "The report cannot be written.", why=unreadable(path, error), remedy=elsewhere(error)
        ) from error
    for line in paragraph(f"Report written to {path}. {HOLDS_NO}", console.err_style.width, ""):
        console.note(line)


def open_report(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Show what was seen on another computer, judged by the rules of this program."""
    report = doors.read_report(arguments.open)
    heads = (recorded_words(report), tested_words(report))
    found = report.diagnosis
    show_diagnosis(found, heads, arguments, console, more={"recorded": recorded_json(report)})
    return exit_code_of(found)


def replay_report(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Let its servers be played, test them as if they were real, and say whether it is the same."""
    report = doors.read_report(arguments.replay)
    if not arguments.json and not arguments.events:
        console.status(replaying_words(0, report.max_seconds))
    again = asyncio.run(_replay(report, arguments.replay.absolute(), teller(arguments, console)))
    console.status("")
    show_diagnosis(
        again.diagnosis,
        (recorded_words(report), *replayed_words(again)),
        arguments,
        console,
        more={"recorded": recorded_json(report), "replay": replayed_json(again)},
    )
    return exit_code_of(again.diagnosis)


async def _replay(report: Report, file: Path, tell: Callable[[Observation], None]) -> Replayed:
    # Nothing is sent, so there is nothing to keep in the history.
    async with (
        doors.open_app(resolve(), memory=True) as app,
        await SandboxProcess.start(("--replay", str(file))) as player,
    ):
        return await app.run(doors.replay(report, player.info, tell))
