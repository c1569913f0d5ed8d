"""`sgdesk account check`: does the key work on each path? Sends nothing.

The other actions stand in `account_book.py`.
"""

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from sgdesk import doors
from sgdesk.account.facts import AccountCheck, PathCheck, Standing
from sgdesk.account.findings import check_paths, known_of
from sgdesk.cli.account_book import add_book_actions
from sgdesk.cli.colours import TONE_COLOURS
from sgdesk.cli.options import (
    add_key_option,
    add_path_options,
    add_setting_options,
    environment,
    key_text,
    paths_of,
    refuse_plain,
    settings_of,
    smtp_of,
)
from sgdesk.cli.output import DIM, Console, paragraph
from sgdesk.cli.overruled import telling
from sgdesk.clock import wall_utc
from sgdesk.delivery import Problem
from sgdesk.present.attempt_json import ProblemJson, problem_json
from sgdesk.present.exit_codes import ExitCode, worst
from sgdesk.present.times import duration_ms
from sgdesk.present.words import Tone, path_words
from sgdesk.route import Path
from sgdesk.routing import make_route
from sgdesk.secret import Secret
from sgdesk.settings import Settings
from sgdesk.sizes import duration_text

if TYPE_CHECKING:
    from sgdesk.app import App

SCHEMA = "sgdesk.account/1"

_WORDS = {
    Standing.WORKS: ("✓", "works", Tone.GOOD),
    Standing.REFUSED: ("✕", "refused", Tone.BAD),
    Standing.FAILED: ("✕", "not reached", Tone.BAD),
}
_CODES = {
    Standing.WORKS: ExitCode.OK,
    Standing.REFUSED: ExitCode.PERMISSION,
    Standing.FAILED: ExitCode.NOT_SENT,
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command and its actions."""
    parser.description = (
        "Check a key, and keep accounts with their keys. "
        "A kept account is used with --profile NAME, and by the window."
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check",
        help="tell in about a second whether the key works on each path; sends nothing",
        description="Tell in about a second whether the key works on each path. Sends nothing. "
        "Without --via, both the Web API and SMTP are asked, by port 587 or the account's own.",
    )
    add_path_options(check)
    add_setting_options(check)
    add_key_option(check)
    check.add_argument("--json", action="store_true", help="print one JSON document")
    check.set_defaults(run=run)
    add_book_actions(actions)


@telling
def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Ask, show what came back, and give 0, 5 or 3."""
    environ = environment()
    settings = settings_of(arguments, environ)
    paths = (
        paths_of(arguments, settings, environ)
        if arguments.via
        else check_paths(smtp_of(arguments, settings, environ).text)
    )
    secret: Secret | None = None
    if not arguments.sandbox:
        refuse_plain(settings, paths)
        secret = Secret(key_text(arguments, settings, environ))
    check = asyncio.run(_check(settings, paths, secret))
    if arguments.profile and not arguments.sandbox:
        _note(arguments.profile, check)
    if arguments.json:
        console.document(check_json(check))
    else:
        _show(check, console)
    return exit_code_of_check(check)


def _note(profile: str, check: AccountCheck) -> None:
    """Let the window and `account list` know, if it was the account's own key that was tried."""
    book = doors.open_accounts(environment())
    if book.account(profile).masked_key == check.key.cleaned.masked:
        # What was found out is worth nothing in the end, and no reason to fail.
        with suppress(OSError):
            book.note_check(profile, known_of(check, wall_utc()))


async def _check(settings: Settings, paths: Sequence[Path], secret: Secret | None) -> AccountCheck:
    # Nothing is sent, so there is nothing to keep in the history.
    async with doors.open_app(settings, memory=True) as app:
        if secret is None:
            return await _check_practice(app, paths)
        routes = [make_route(settings, path) for path in paths]
        return await app.run(doors.check_account(routes, secret))


async def _check_practice(app: "App", paths: Sequence[Path]) -> AccountCheck:
    await app.start_sandbox()
    routes = [app.sandbox_route(path) for path in paths]
    return await app.run(doors.check_account(routes, app.sandbox_secret))


def exit_code_of_check(check: AccountCheck) -> ExitCode:
    """Give 5 for a key that is refused or may not send, 3 for a path that failed, else 0."""
    if not check.paths or check.may_send is False:
        return ExitCode.PERMISSION
    return worst(_CODES[path.standing] for path in check.paths)


def _show(check: AccountCheck, console: Console) -> None:
    explain = partial(_explain, console=console)
    console.line(f"Key {check.key.cleaned.masked} ({check.key.length} characters)")
    explain(check.key.problem)
    for path in check.paths:
        console.line(path_line(path, console))
        explain(path.problem)
        if path.reply and path.standing is not Standing.WORKS:
            for line in paragraph(f"Server: {path.reply}", console.out_style.width):
                console.line(console.out_style.paint(line, DIM))
    if check.paths and all(path.practice for path in check.paths):
        console.line("A practice inbox answers: mail stays on this computer.")
    if check.may_send is not None:
        console.line("The key may send mail." if check.may_send else "The key may not send mail.")
    if check.senders is not None:
        verified = sum(sender.is_verified for sender in check.senders)
        console.line(f"{verified:,} verified sender{'' if verified == 1 else 's'}.")
    if check.credits is not None:
        until = f" until {check.credits.next_reset}" if check.credits.next_reset else ""
        console.line(f"{check.credits.remaining:,} of {check.credits.total:,} sends left{until}.")


def path_line(path: PathCheck, console: Console) -> str:
    """Give the row of one path."""
    mark, word, tone = _WORDS[path.standing]
    code = "" if path.code is None else str(path.code)
    result = console.out_style.paint(f"{mark} {word:<15}", TONE_COLOURS[tone])
    place = f"  at {path.elsewhere}" if path.elsewhere else ""
    return (
        f"{result} {path_words(path.path):<10} {code:>4} {duration_text(path.total_ns):>10}{place}"
    )


def _explain(problem: Problem | None, *, console: Console) -> None:
    if problem is None:
        return
    for text in (f"{problem.title}. {problem.explanation}", f"What to do: {problem.remedy}"):
        for line in paragraph(text, console.out_style.width):
            console.line(line)


def check_json(check: AccountCheck) -> dict[str, object]:
    """Give the `--json` document; `null` where the key may not look."""
    return {
        "schema": SCHEMA,
        "key": {
            "masked": check.key.cleaned.masked,
            "length": check.key.length,
            "complete": check.key.is_complete,
            "cleaned": check.key.was_cleaned,
            "problem": _problem(check.key.problem),
        },
        "paths": [
            {
                "path": path.path.text,
                "host": path.host,
                "port": path.port,
                "practice": path.practice,
                "result": path.standing.value,
                "code": path.code,
                "reply": path.reply,
                "total_ms": duration_ms(path.total_ns),
                "problem": _problem(path.problem),
            }
            for path in check.paths
        ],
        "may_send": check.may_send,
        "scopes": None if check.scopes is None else list(check.scopes),
        "senders": None
        if check.senders is None
        else [
            {"email": each.email, "name": each.name, "verified": each.is_verified}
            for each in check.senders
        ],
        "credits": None
        if check.credits is None
        else {
            "remaining": check.credits.remaining,
            "total": check.credits.total,
            "next_reset": check.credits.next_reset,
        },
    }


def _problem(problem: Problem | None) -> ProblemJson | None:
    return None if problem is None else problem_json(problem)
