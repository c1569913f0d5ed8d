"""`sgdesk send`: one message over one or more paths."""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from sgdesk import doors
from sgdesk.cli.failure import as_told
from sgdesk.cli.findings import is_sound, tell_idle_overrides
from sgdesk.cli.message_options import (
    add_message_options,
    has_message_options,
    message_of,
)
from sgdesk.cli.options import (
    add_key_option,
    add_path_options,
    add_setting_options,
    environment,
    key_doubt,
    paths_of,
    secret_of,
    settings_of,
)
from sgdesk.cli.output import Console, unreadable
from sgdesk.cli.overruled import telling
from sgdesk.cli.own_files import spare_own_files
from sgdesk.cli.plan import SendPlan
from sgdesk.cli.reporters import EventsReport, HumanReport, JsonReport, Report
from sgdesk.cli.sending import Sending
from sgdesk.delivery import OUTCOME_WORDS, Attempt
from sgdesk.errors import InputError, StartError, StoreError
from sgdesk.message.allowed import refuse_strangers
from sgdesk.present.attempt_exit import exit_code_of
from sgdesk.present.dialogue import dialogue_text
from sgdesk.present.exit_codes import EXIT_CODES, ExitCode, exit_text, worst
from sgdesk.present.words import CAPTURED_IN_JSON, place_words
from sgdesk.privatefile import private_file
from sgdesk.routing import make_route, practice_reads_smtpapi
from sgdesk.secret import Secret
from sgdesk.settings import Settings, Source


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command and its options."""
    parser.description = "Send one message over one or more paths and show each attempt."
    parser.epilog = f"{CAPTURED_IN_JSON} {EXIT_CODES}"
    add_path_options(parser)
    add_message_options(parser)
    add_setting_options(parser)
    add_key_option(parser)
    how = parser.add_argument_group("this send")
    how.add_argument("--repeat", type=int, default=1, metavar="N", help="send N times")
    how.add_argument("--warm", action="store_true", help="keep the connections between the sends")
    how.add_argument(
        "--yes", action="store_true", help="mail several people, or one several times, for real"
    )
    how.add_argument("--json", action="store_true", help="print one JSON document")
    how.add_argument("--events", action="store_true", help="print JSON lines as things happen")
    how.add_argument(
        "--transcript", metavar="FILE", help="write the redacted dialogue; - for standard error"
    )
    parser.set_defaults(run=run)


@telling
def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Send, and give the worst of the attempts' codes."""
    environ = environment()
    settings = settings_of(arguments, environ)
    if not arguments.sandbox and not has_message_options(arguments):
        raise InputError(
            "There is no message to send.",
            why="The sample message never goes to real people.",
            remedy="Give --from, --to, --subject and --text, or try it with --sandbox.",
        )
    paths = paths_of(arguments, settings, environ)
    plan = SendPlan(
        message=message_of(arguments, settings.text("sender"), tell=console.note),
        paths=paths,
        rounds=arguments.repeat,
        keep_warm=arguments.warm,
        practice=arguments.sandbox or all(make_route(settings, p).practice for p in paths),
        starts_sandbox=arguments.sandbox,
        account="" if arguments.sandbox else arguments.profile,
    )
    if not _is_ready(plan, settings, console):
        return ExitCode.USAGE
    if plan.needs_yes and not arguments.yes:
        for line in plan.lines():
            console.note(line)
        raise InputError(
            "Nothing was sent.", remedy="Add --yes to send it, or --sandbox to try it."
        )
    secret = None if plan.starts_sandbox else secret_of(arguments, settings, plan.paths, environ)
    if secret is not None and (doubt := key_doubt(secret, settings)):
        console.note(f"Note: {doubt}")
    _spare_inputs(arguments)
    transcript = Transcripts(arguments.transcript, console)
    report = _report(arguments, console)
    codes: list[ExitCode] = []
    try:
        if asyncio.run(_send(settings, plan, secret, report)):
            codes.append(ExitCode.CANCELLED)
    except (Exception, KeyboardInterrupt) as error:
        report.failure = as_told(error)
        if not report.attempts or not isinstance(report.failure, StoreError | StartError):
            raise
        # Some have gone out: the code of a send that never left would be a lie.
        console.failure(report.failure)
        console.note(f"{len(report.attempts)} of {plan.rounds * len(plan.paths)} sends were made.")
        codes.append(ExitCode.REFUSED)
    finally:
        _finish(report, transcript)
    return _told(worst([*codes, *map(exit_code_of, report.attempts)]), report, console)


def _finish(report: Report, transcript: "Transcripts") -> None:
    """Write the dialogue, then the results, which say where that failed; raises `InputError`."""
    try:
        transcript.write(report.attempts)
    except InputError as unwritten:
        report.failure = report.failure or unwritten
        raise
    finally:
        report.finished()


def _told(code: ExitCode, report: Report, console: Console) -> ExitCode:
    """Say with which code the command ends where its attempts name several."""
    if isinstance(report, HumanReport) and len(set(map(exit_code_of, report.attempts))) > 1:
        console.note(f"{exit_text(code)} Of several the worst counts.")
    return code


def _is_ready(plan: SendPlan, settings: Settings, console: Console) -> bool:
    """Print what the checks find and what a path will lose; say whether the mail may go.

    Raises `MessageError` when the account may not mail one of its recipients.
    """
    routes = [make_route(settings, path) for path in plan.paths]
    if plan.starts_sandbox:
        smtpapi = practice_reads_smtpapi(settings)
        routes = [replace(route, smtpapi=smtpapi) for route in routes]
    else:
        refuse_strangers(plan.message, settings.texts("may_mail"))
        if settings.source("connect_to").source is Source.FLAG:
            tell_idle_overrides(routes, console)
    return is_sound(plan.message, routes, console)


async def _send(settings: Settings, plan: SendPlan, secret: Secret | None, report: Report) -> bool:
    """Carry the plan out and say whether the user stopped it."""
    async with doors.open_app(settings) as app:
        if plan.starts_sandbox:
            await app.start_sandbox()
            route_for, key = app.sandbox_route, app.sandbox_secret
        else:
            route_for, key = partial(make_route, settings), secret or Secret("")
        sending = Sending(app, plan, key, report)
        await sending.run(route_for)
        return sending.is_stopped


def _report(arguments: argparse.Namespace, console: Console) -> Report:
    if arguments.events:
        return EventsReport(console)
    return JsonReport(console) if arguments.json else HumanReport(console)


def _spare_inputs(arguments: argparse.Namespace) -> None:
    """Raise `InputError` when the transcript would overwrite a file of the message, or our own.

    Every option that names one is of the type `Path`; `--inline` has it behind its CID.
    """
    target = Path(arguments.transcript or "")
    spare_own_files(target, environment())
    if not target.is_file():
        return
    given = [word for each in vars(arguments).values() for word in _listed(each)]
    given += [Path(text.partition("=")[2]) for text in arguments.inline or ()]
    if any(isinstance(file, Path) and file.exists() and file.samefile(target) for file in given):
        raise InputError(
            "The transcript would overwrite a file of the message.",
            why=f"{target} is both.",
            remedy="Name another file; nothing was sent.",
        )


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


class Transcripts:
    """The file of `--transcript`, opened before anything is sent so that it can be refused."""

    def __init__(self, target: str | None, console: Console) -> None:
        self._target = target
        self._console = console
        # A named pipe is opened once: its reader would take the end of this for the end.
        if target and target != "-" and not Path(target).is_fifo():
            self._save("", remedy="Name another file; nothing was sent.")

    def write(self, attempts: Sequence[Attempt]) -> None:
        """Write the dialogues, one after another."""
        text = "\n".join(_transcript(attempt) for attempt in attempts)
        if self._target == "-":
            self._console.note(text)
        elif self._target:
            self._save(text, remedy="What was sent stands in the history: sgdesk history list")

    def _save(self, text: str, *, remedy: str) -> None:
        path = Path(self._target or "")
        data = text.encode("utf-8", "backslashreplace")
        try:
            # Readable by its owner alone, as the history is: it holds mail.
            with private_file(path) as file:
                file.write(data)
        except OSError as error:
            raise InputError(
                "The transcript cannot be written.", why=unreadable(path, error), remedy=remedy
            ) from error


def _transcript(attempt: Attempt) -> str:
    outcome = OUTCOME_WORDS[type(attempt.outcome)]
    head = f"# {attempt.path.text} at {place_words(attempt)}: {outcome}"
    return f"{head}\n{dialogue_text(attempt).rstrip()}\n"
