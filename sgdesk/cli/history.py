"""`sgdesk history`: earlier sends, listed, searched, shown, exported, deleted."""

import argparse
import asyncio
import errno
import json
import os
import re
import shlex
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypedDict

from sgdesk import clock, doors
from sgdesk.cli.colours import TONE_COLOURS
from sgdesk.cli.options import environment, settings_of
from sgdesk.cli.output import BOLD, DIM, Console, Style, elsewhere, paragraph, printable, unreadable
from sgdesk.cli.own_files import spare_own_files
from sgdesk.cli.report import attempt_lines
from sgdesk.cli.searches import make_ready
from sgdesk.delivery import OUTCOME_WORDS, short_id
from sgdesk.errors import InputError
from sgdesk.present.days import day_of, start_of
from sgdesk.present.dialogue import dialogue_text
from sgdesk.present.exit_codes import ExitCode
from sgdesk.present.history_csv import csv_bytes
from sgdesk.present.history_json import SCHEMA, row_json
from sgdesk.present.history_row import row_of
from sgdesk.present.log import SENT_SINCE
from sgdesk.present.log_filter import (
    FAILED,
    FAILURES,
    NOT_THE_MAIL,
    RESULTS,
    LogFilter,
    result_named,
)
from sgdesk.present.problem_words import rule_text
from sgdesk.present.since import since
from sgdesk.present.summary import SAFE_WORDS
from sgdesk.present.ticket import ticket_text
from sgdesk.present.times import day_and_time
from sgdesk.present.veil import repeated_words
from sgdesk.privatefile import private_file
from sgdesk.route import parse_path

if TYPE_CHECKING:
    from sgdesk.store import Filters, HistoryRow, Store

_PAGE = 500
_WINDOWS_OWN = tuple(word for word in RESULTS if word not in OUTCOME_WORDS.values())
"""What the window's filter tells apart beside the outcomes."""
_WHEN = "2026-01-31, today, yesterday, or 7d, 12h, 30m"
_INDENT = "  "
_HEAD = f"{'Time':<19} {'Id':<8} {'Path':<10} {'Result':<18} Code {'Total':>8}"
_NOT_FOR_A_TICKET = (
    "This holds addresses and the whole conversation: not for a ticket. For one: "
    "sgdesk history show --summary {id}"
)
_SUMMARY_HELP = f"what the window copies for a ticket, the conversation included. {SAFE_WORDS}"
_AGE = re.compile(r"(\d{1,5})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class HistoryJson(TypedDict):
    """The `--json` document."""

    schema: str
    attempts: list[dict[str, object]]


_Ask = Callable[["Store", argparse.Namespace, Console], Awaitable[ExitCode]]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command, its actions and their options."""
    parser.description = (
        "List, search, show, export and delete earlier sends. Without an action: list."
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    listing = actions.add_parser("list", help="time, path and result of each, newest first")
    listing.add_argument("words", nargs="*", help=argparse.SUPPRESS)
    listing.add_argument("--limit", type=int, default=50, metavar="N", help="default 50")
    listing.add_argument("--json", action="store_true", help="print one JSON document")
    _add_filters(listing)
    listing.set_defaults(run=_runner(_list))
    # What it lists then is what `list` does without options.
    parser.set_defaults(**vars(listing.parse_args([])))
    show = actions.add_parser("show", help="one attempt with its conversation")
    show.add_argument("id", metavar="ID", help="the start of an id is enough")
    forms = show.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="print one JSON document")
    forms.add_argument("--summary", action="store_true", help=_SUMMARY_HELP)
    show.set_defaults(run=_runner(_show))
    export = actions.add_parser("export", help="all that the filters leave, as JSON or CSV")
    export.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help=".csv or .json; none or -: JSON is printed",
    )
    _add_filters(export)
    export.set_defaults(run=_runner(_export))
    delete = actions.add_parser("delete", help="delete attempts for good")
    delete.add_argument("ids", nargs="*", metavar="ID")
    delete.add_argument("--all", action="store_true", help="delete the whole history")
    delete.set_defaults(run=_runner(_delete))


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--search",
        default="",
        metavar="TEXT",
        help="words that a result says, in any case: of its address, subject, sentence, reply, "
        "failed step …, not of what was written in the mail; or a day: today, yesterday, "
        "2026-01-31, 31 Jan",
    )
    parser.add_argument("--since", type=moment, metavar="WHEN", help=_WHEN)
    parser.add_argument("--account", metavar="NAME", help="a profile's name, or Practice")
    parser.add_argument("--path", metavar="PATH", help="webapi, smtp, or smtp:587:starttls …")
    parser.add_argument(
        "--outcome",
        type=result_named,
        choices=(*OUTCOME_WORDS.values(), *_WINDOWS_OWN, FAILED),
        metavar="OUTCOME",
        help=f"{FAILED} (all that did not go through, or not to everybody), or one result: "
        f"{', '.join(OUTCOME_WORDS.values())}. Finer: {', '.join(_WINDOWS_OWN)}. "
        "The words of the list do as well: 'Refused', 'Not sent'",
    )


def _runner(ask: _Ask) -> Callable[[argparse.Namespace, Console], ExitCode]:
    def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
        return asyncio.run(_with_history(ask, arguments, console))

    return run


async def _with_history(ask: _Ask, arguments: argparse.Namespace, console: Console) -> ExitCode:
    settings, reads_alone = settings_of(arguments, environment()), ask is not _delete
    async with doors.open_history(settings, reads_alone=reads_alone) as history:
        for line in paragraph(history.notice, console.err_style.width, indent=""):
            console.note(line)
        if getattr(arguments, "search", ""):
            await make_ready(history, console)
        return await ask(history, arguments, console)


def _filters(arguments: argparse.Namespace) -> "Filters":
    path: str | None = arguments.path
    outcome: str | None = arguments.outcome
    results = FAILURES if outcome == FAILED else (outcome,) if outcome in _WINDOWS_OWN else ()
    return {
        "words": LogFilter(text=arguments.search).words(clock.wall_utc()),
        "outcome": None if results else outcome,
        "results": results,
        "account": arguments.account,
        "path": path if path is None or path == "smtp" else parse_path(path).text,
        "since": arguments.since,
    }


async def _list(history: "Store", arguments: argparse.Namespace, console: Console) -> ExitCode:
    if arguments.words:
        # Written after `list` as after grep, they would be taken for an action elsewhere.
        sought = " ".join(arguments.words)
        raise InputError(
            f"sgdesk history list knows no {sought!r}.",
            remedy=f"To search: sgdesk history list --search {shlex.quote(sought)}",
        )
    if arguments.limit < 1:
        raise InputError(f"--limit {arguments.limit} shows nothing.", remedy="Use 1 or more.")
    rows = await history.list(arguments.limit, **_filters(arguments))
    if arguments.json:
        console.document({"schema": SCHEMA, "attempts": [row_json(row) for row in rows]})
        return ExitCode.OK
    if rows:
        console.line(console.out_style.paint(_HEAD, BOLD))
    for row in rows:
        for line in list_lines(row, console.out_style):
            console.line(line)
    if not rows:
        console.note(_none_words(arguments))
    if running := await history.running():
        console.note(f"{running:,} more on the way; each stands here once it has ended.")
    return ExitCode.OK


def _none_words(arguments: argparse.Namespace) -> str:
    if arguments.search:
        return f"Nothing matches. {NOT_THE_MAIL}"
    narrowed = (arguments.since, arguments.account, arguments.path, arguments.outcome)
    return "Nothing matches." if any(narrowed) else "No mail sent yet."


async def _show(history: "Store", arguments: argparse.Namespace, console: Console) -> ExitCode:
    row = await _get(history, arguments.id)
    if arguments.json:
        console.document({"schema": SCHEMA, "attempts": [row_json(row, with_transcript=True)]})
        return ExitCode.OK
    attempt, style = row.attempt, console.out_style
    kept = await history.message(attempt.id) if row.has_message else None
    mail = kept.message if kept is not None else None
    later = since(attempt, mail, await history.others(attempt.id), clock.wall_utc())
    if arguments.summary:
        private = repeated_words(kept.message, attempt) if kept is not None else ()
        text = ticket_text(attempt, row.recipient_count, row.decided, private=private, since=later)
        for line in printable(text).splitlines():
            console.line(line)
        return ExitCode.OK
    console.line(f"{day_and_time(attempt.trace.started_at)}  {attempt.id}")
    console.line(f"From {printable(row.sender)} to {printable(_people(row))}")
    console.line(printable(row.subject))
    console.line()
    for line in attempt_lines(attempt, style, attempt.trace.total_ns, row.decided, later):
        console.line(line)
    rule = rule_text(attempt.problem)
    for line in paragraph(f"Described in: {rule}" if rule else "", style.width):
        console.line(line)
    console.line()
    for line in printable(dialogue_text(attempt)).splitlines():
        console.line(line)
    hint = _NOT_FOR_A_TICKET.format(id=short_id(attempt.id))
    for line in paragraph(hint, console.err_style.width, indent=""):
        console.note(line)
    return ExitCode.OK


async def _export(history: "Store", arguments: argparse.Namespace, console: Console) -> ExitCode:
    if arguments.file in (None, Path("-")):
        console.document(await _all_json(history, arguments))
        return ExitCode.OK
    path: Path = arguments.file
    spare_own_files(path, environment())
    try:
        # Told before the history is read, which takes a while.
        if not path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        if path.suffix.lower() == ".csv":
            with private_file(path) as file:
                count = await _write_table(history, arguments, file)
        else:
            with private_file(path) as file:
                document = await _all_json(history, arguments)
                text = json.dumps(document, indent=1) + "\n"
                await asyncio.to_thread(file.write, text.encode("ascii"))
            count = len(document["attempts"])
    except OSError as error:
        why = unreadable(path, error)
        raise InputError(
            "The export cannot be written.", why=why, remedy=elsewhere(error)
        ) from error
    console.note(f"{count:,} attempts written to {path}.")
    return ExitCode.OK


async def _write_table(history: "Store", arguments: argparse.Namespace, file: BinaryIO) -> int:
    await asyncio.to_thread(file.write, csv_bytes((), head=True))
    count = 0
    async for page in _pages(history, arguments):
        await asyncio.to_thread(file.write, csv_bytes(page, head=False))
        count += len(page)
    return count


async def _pages(
    history: "Store", arguments: argparse.Namespace
) -> AsyncIterator[Sequence["HistoryRow"]]:
    before: int | None = None
    wanted = _filters(arguments)
    while page := await history.list(_PAGE, before=before, **wanted):
        yield page
        before = page[-1].seq


async def _all_json(history: "Store", arguments: argparse.Namespace) -> HistoryJson:
    rows: list[dict[str, object]] = []
    async for page in _pages(history, arguments):
        rows += [row_json(row) for row in page]
    return {"schema": SCHEMA, "attempts": rows}


async def _delete(history: "Store", arguments: argparse.Namespace, console: Console) -> ExitCode:
    if bool(arguments.ids) == arguments.all:
        raise InputError(
            "Say what to delete.", remedy="Name one id or several, or use --all for everything."
        )
    if arguments.all:
        count = await history.delete_all()
    else:
        ids = [(await _get(history, text)).attempt.id for text in arguments.ids]
        count = await history.delete(ids)
    console.note(f"{count:,} deleted.")
    return ExitCode.OK


async def _get(history: "Store", text: str) -> "HistoryRow":
    row = await history.get(text)
    if row is None:
        raise InputError(
            f"The history has no single attempt whose id begins with {text!r}.",
            remedy="`sgdesk history list` shows the ids.",
        )
    return row


def moment(text: str) -> datetime:
    """Read a day, a time, or an age such as `7d`; without a zone it is this computer's."""
    if match := _AGE.fullmatch(text):
        return clock.wall_utc() - timedelta(**{_UNITS[match[2]]: int(match[1])})
    try:
        if day := day_of(text, clock.wall_utc()):
            return start_of(day)
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"--since {text!r} is no time.",
            remedy="Write it as 2026-01-31, today, yesterday, 7d, 12h or 30m.",
        ) from error


def list_lines(row: "HistoryRow", style: Style) -> list[str]:
    """Give an attempt in 80 columns: time, id, path, result, code, total; to whom, and what.

    Before those, whether the mail was sent since.
    """
    shown = row_of(row)
    at = day_and_time(row.attempt.trace.started_at)
    result = style.paint(f"{shown.result.word:<18}", TONE_COLOURS[shown.result.tone])
    first = (
        f"{at} {style.paint(short_id(row.attempt.id), DIM)} {shown.path:<10} {result} "
        f"{shown.code:>3} {shown.total:>9}"
    )
    since = SENT_SINCE if shown.is_sent_since else ""
    subject = " ".join(row.subject.split())
    what = printable(" · ".join(filter(None, (since, shown.recipients, subject))))
    room = style.width - len(_INDENT)
    second = what if len(what) <= room else what[: room - 1] + "…"
    return [first.rstrip(), style.paint(_INDENT + second, DIM)]


def _people(row: "HistoryRow") -> str:
    if row.recipient_count == 1 and row.recipients:
        return row.recipients[0]
    return f"{row.recipient_count:,} people"
