"""`sgdesk diagnose`: what is wrong between this computer and SendGrid. Sends nothing."""

import argparse
import asyncio
import shlex
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from sgdesk import doors
from sgdesk.cli import explaining
from sgdesk.cli.colours import TONE_COLOURS
from sgdesk.cli.diagnose_key import add_key_options, asked_key
from sgdesk.cli.diagnose_watch import Once, Watch, add_watch_option, refuse_unwatchable
from sgdesk.cli.elsewhere import (
    add_elsewhere_options,
    pasted,
    print_lines,
    refuse_what_does_not_fit,
)
from sgdesk.cli.options import (
    add_path_options,
    add_setting_options,
    environment,
    paths_of,
    refuse_plain,
    settings_of,
)
from sgdesk.cli.output import BOLD, DIM, Console, paragraph
from sgdesk.cli.overruled import telling
from sgdesk.diagnose.also import Also
from sgdesk.diagnose.elsewhere.lines import Shell
from sgdesk.diagnose.finding import SETTLE_OTHERS, Finding, Severity
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import Observation, Probe, Result
from sgdesk.diagnose.plan import CONTROLS, own_paths
from sgdesk.diagnose.proxies import known_proxy
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.errors import InputError
from sgdesk.present.diagnosis import (
    CERTAINTY_WORDS,
    COLUMNS,
    SEVERITY_TONES,
    Row,
    diagnosis_json,
    evidence_line,
    hosts_line,
    matrix,
    observation_json,
)
from sgdesk.present.elsewhere import elsewhere_json, tested_line
from sgdesk.present.exit_codes import ExitCode
from sgdesk.route import Path
from sgdesk.routing import make_route
from sgdesk.secret import Secret
from sgdesk.settings import Settings

SHORTEST_S, LONGEST_S = 1.0, 300.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what the command does, and add its options."""
    parser.description = (
        "Test every way to SendGrid from this computer and say what is wrong. Sends nothing, and "
        "needs no key; one is tried where you ask for it. Without --via, the Web API and the "
        "ports 587, 2525, 465 and 25 are tested. With --explain or --settings nothing "
        "is tested: the errors or settings of another program are explained."
    )
    add_path_options(parser)
    add_setting_options(parser)
    add_elsewhere_options(parser)
    how = parser.add_argument_group("this test")
    how.add_argument(
        "--max-seconds",
        type=float,
        default=Limits().run,
        metavar="S",
        help=f"how long the test may take (default {Limits().run:g})",
    )
    how.add_argument(
        "--also-others",
        action="store_true",
        help="connect to servers of others too "
        f"({', '.join(f'{c.host}:{c.port}' for c in CONTROLS)}): tells a blocked port from a "
        "blocked SendGrid; not with --sandbox",
    )
    how.add_argument(
        "--mtu",
        action="store_true",
        help="ask each server a question, too, that is larger than a packet: tells a wrong packet "
        "size (MTU) of a VPN or a DSL line",
    )
    add_key_options(how)
    add_watch_option(how)
    how.add_argument("--json", action="store_true", help="print one JSON document")
    how.add_argument("--events", action="store_true", help="print JSON lines as things happen")
    explaining.add_options(parser)
    parser.set_defaults(run=run)


@telling
def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Test, show, and give 0 where a way works, else 6."""
    if explaining.is_asked(arguments):
        return explaining.run(arguments, console)
    seconds: float = arguments.max_seconds
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise InputError(
            f"A test of {seconds:g} s is not possible.",
            remedy=f"Give --max-seconds between {SHORTEST_S:g} and {LONGEST_S:g}.",
        )
    if arguments.sandbox and arguments.also_others:
        raise InputError(
            "--sandbox and --also-others do not go together.",
            why="With --sandbox nothing leaves this computer, so no server of others is tested.",
            remedy="Leave out one of them.",
        )
    if arguments.for_another or arguments.from_another:
        return _of_another(arguments, console)
    refuse_unwatchable(arguments)
    environ = environment()
    settings = settings_of(arguments, environ)
    asked = paths_of(arguments, settings, environ)
    paths = tuple(dict.fromkeys(asked)) if arguments.via else own_paths(settings)
    if not arguments.sandbox:
        refuse_plain(settings, paths)
    key = None if arguments.watch else asked_key(arguments, settings, environ)
    if not arguments.json and not arguments.events:
        then = "" if key is None else ", then the key, at most 20 s"
        console.status(f"Testing… at most {seconds:g} s{then}")
    wire_tell = _Events(console) if arguments.events else _nothing
    tell = partial(_tell, settings, arguments, console)
    watch = Watch(arguments.watch, console, tell) if arguments.watch else None
    then_ = partial(watch.go, shows_each=arguments.events) if watch else _one
    probes = _probe(settings, paths, Limits(run=seconds), wire_tell, arguments, key, then_)
    try:
        diagnosis = asyncio.run(probes)
    except KeyboardInterrupt:
        if watch is None or watch.last is None:
            raise
        return exit_code_of(watch.last)
    console.status("")
    tell(diagnosis)
    return exit_code_of(diagnosis)


def _of_another(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print the lines for another computer, or judge what they have printed there."""
    refuse_what_does_not_fit(arguments)
    if arguments.from_another:
        found = doors.read_another(pasted(arguments.from_another))
        if arguments.json:
            console.document(elsewhere_json(found))
        else:
            _show(found.diagnosis, tested_line(found), _key_check(arguments), console)
        return exit_code_of(found.diagnosis)
    environ = environment()
    settings = settings_of(arguments, environ)
    asked = paths_of(arguments, settings, environ)
    paths = tuple(dict.fromkeys(asked)) if arguments.via else own_paths(settings)
    refuse_plain(settings, paths)
    controls = CONTROLS if arguments.also_others else ()
    routes = [make_route(settings, path) for path in paths]
    print_lines(Shell(arguments.for_another), routes, controls, console)
    return ExitCode.OK


def _tell(
    settings: Settings, arguments: argparse.Namespace, console: Console, diagnosis: Diagnosis
) -> None:
    """Print a test whole, as it was asked for."""
    if arguments.events or arguments.json:
        console.document(diagnosis_json(diagnosis), indent=None if arguments.events else 2)
        return
    own = arguments.sandbox
    tested = "Tested: the local SendGrid." if own else hosts_line(settings, diagnosis)
    _show(diagnosis, tested, _key_check(arguments), console)


async def _one(once: Once) -> Diagnosis:
    return await once()


def exit_code_of(diagnosis: Diagnosis) -> ExitCode:
    """Give 6 where no way works, 5 where the key is refused, else 0."""
    if diagnosis.verdict.use is None:
        return ExitCode.NO_WAY
    return ExitCode.PERMISSION if diagnosis.verdict.is_key_refused else ExitCode.OK


class _Events:
    """Print each observation as a line; called in the wire thread, one after the other."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, observation: Observation) -> None:
        line = {"event": "observation", **observation_json(observation)}
        self._console.document(line, indent=None)


def _nothing(_observation: Observation) -> None:
    """Wait for the end."""


async def _probe(
    settings: Settings,
    paths: Sequence[Path],
    limits: Limits,
    tell: Callable[[Observation], None],
    arguments: argparse.Namespace,
    key: Secret | None,
    then: Callable[[Once], Awaitable[Diagnosis]],
) -> Diagnosis:
    # Nothing is sent, so there is nothing to keep in the history.
    async with doors.open_app(settings, memory=True) as app:
        if arguments.sandbox:
            await app.start_sandbox()
            routes = [app.sandbox_route(path) for path in paths]
            key = app.sandbox_secret if arguments.with_key else None
        else:
            routes = [make_route(settings, path) for path in paths]
        controls = CONTROLS if arguments.also_others else ()
        also = Also(
            is_large=arguments.mtu,
            found_proxy=known_proxy(environment()),
            try_key=None if key is None else doors.key_trial(key),
        )

        async def once() -> Diagnosis:
            work = doors.diagnose(routes, limits, tell, controls=controls, also=also)
            return await app.run(work)

        return await then(once)


def _key_check(arguments: argparse.Namespace) -> str:
    """Give the command that tries the key that was left out here."""
    name: str = arguments.profile
    key = "--sandbox" if arguments.sandbox else f"--profile {shlex.quote(name)}" if name else ""
    return f"sgdesk account check {key}".rstrip()


def _show(diagnosis: Diagnosis, tested: str, key_check: str, console: Console) -> None:
    style, verdict = console.out_style, diagnosis.verdict
    sure = CERTAINTY_WORDS[verdict.certainty]
    for line in paragraph(f"{verdict.headline} Certainty: {sure.lower()}.", style.width, indent=""):
        console.line(style.paint(line, BOLD))
    for line in paragraph(tested, style.width, indent=""):
        console.line(style.paint(line, DIM))
    console.line()
    for line in _table(matrix(diagnosis), console):
        console.line(line)
    is_tried = any(o.probe is Probe.KEY for o in diagnosis.observations)
    if not is_tried and any(o.result is Result.NEEDS_KEY for o in diagnosis.observations):
        note = "Sign-in was not tried, as no key was used. To try yours:"
        for line in (note, f"  {key_check}"):
            console.line(style.paint(line, DIM))
    for o in diagnosis.observations:
        if o.probe is Probe.KEY and o.result is Result.OK:
            console.line(style.paint(f"{evidence_line(o)}.", DIM))
    seen = {o.id: o for o in diagnosis.observations}
    for finding in diagnosis.findings:
        console.line()
        _show_finding(finding, seen, console)


def _table(rows: Sequence[Row], console: Console) -> list[str]:
    style = console.out_style
    heads = ["", *(title for title, _ in COLUMNS)]
    texts = [
        [row.name, *(" ".join(filter(None, (c.mark, c.words))) for c in row.cells)] for row in rows
    ]
    if sum(_widths(heads, texts)) + 2 * len(COLUMNS) > style.width:
        texts = [[text.removesuffix(_LONG_END) for text in row] for row in texts]
    widths = _widths(heads, texts)
    lines = ["  ".join(h.ljust(w) for h, w in zip(heads, widths, strict=True)).rstrip()]
    for row, words in zip(rows, texts, strict=True):
        cells = [words[0].ljust(widths[0])]
        for cell, text, width in zip(row.cells, words[1:], widths[1:], strict=True):
            padded = text.ljust(width)
            cells.append(style.paint(padded, TONE_COLOURS[cell.tone] if cell.mark else DIM))
        lines.append("  ".join(cells).rstrip())
    return lines


_LONG_END = " on the way"
"""Of the words for what was changed: the finding says it whole."""


def _widths(heads: Sequence[str], texts: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(heads, *texts, strict=True)]


def _show_finding(finding: Finding, seen: dict[str, Observation], console: Console) -> None:
    style = console.out_style
    mark = {Severity.ERROR: "✕", Severity.WARNING: "!"}.get(finding.severity, "·")
    title = f"{mark} {finding.title} ({CERTAINTY_WORDS[finding.certainty].lower()})"
    for line in paragraph(title, style.width, indent=""):
        console.line(style.paint(line, TONE_COLOURS[SEVERITY_TONES[finding.severity]]))
    texts = [finding.explanation, f"What to do: {finding.remedy}"]
    if finding.settled_by:
        option = " (--also-others)" if finding.settled_by == SETTLE_OTHERS else ""
        texts.append(f"To be sure: {finding.settled_by}{option}.")
    for text in texts:
        for line in paragraph(text, style.width):
            console.line(line)
    for text in dict.fromkeys(evidence_line(seen[each]) for each in finding.evidence):
        for line in paragraph(text, style.width, indent="    "):
            console.line(style.paint(line, DIM))
