"""`sgdesk diagnose`: what is wrong between this computer and SendGrid. Sends nothing."""

import argparse
import asyncio
import shlex
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sgdesk import doors
from sgdesk.account.happened import Activity
from sgdesk.account.listed import LookUp
from sgdesk.cli import explaining
from sgdesk.cli.diagnose_address import add_address_option, check_address, show_look_up
from sgdesk.cli.diagnose_key import add_key_options, asked_key
from sgdesk.cli.diagnose_message import add_message_option, check_message_id, show_activity
from sgdesk.cli.diagnose_output import exit_code_of, show_diagnosis, teller
from sgdesk.cli.diagnose_report import (
    add_report_options,
    check_report_options,
    open_report,
    replay_report,
    write_report,
)
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
from sgdesk.cli.output import Console
from sgdesk.cli.overruled import telling
from sgdesk.diagnose import here
from sgdesk.diagnose.also import Also
from sgdesk.diagnose.elsewhere.lines import Shell
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import Observation
from sgdesk.diagnose.plan import CONTROLS, own_paths
from sgdesk.diagnose.practice import Practice
from sgdesk.diagnose.proxies import known_proxy
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.errors import InputError
from sgdesk.present.activity import activity_json
from sgdesk.present.diagnosis import hosts_line
from sgdesk.present.diagnosis_run import running_words
from sgdesk.present.do_not_send import look_up_json
from sgdesk.present.elsewhere import elsewhere_json, tested_line
from sgdesk.present.exit_codes import ExitCode
from sgdesk.present.report import LOCAL
from sgdesk.route import Path, Route, WebApiPath
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
    add_address_option(how)
    add_message_option(how)
    add_watch_option(how)
    add_report_options(parser)
    how.add_argument("--json", action="store_true", help="print one JSON document")
    how.add_argument("--events", action="store_true", help="print JSON lines as things happen")
    explaining.add_options(parser)
    parser.set_defaults(run=run)


@telling
def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Test, show, and give 0 where a way works, else 6."""
    if explaining.is_asked(arguments):
        return explaining.run(arguments, console)
    _check_options(arguments)
    if arguments.for_another or arguments.from_another:
        return _of_another(arguments, console)
    if arguments.open is not None:
        return open_report(arguments, console)
    if arguments.replay is not None:
        return replay_report(arguments, console)
    environ, seconds = environment(), arguments.max_seconds
    settings = settings_of(arguments, environ)
    asked = paths_of(arguments, settings, environ)
    paths = tuple(dict.fromkeys(asked)) if arguments.via else own_paths(settings)
    if not arguments.sandbox:
        refuse_plain(settings, paths)
    key = None if arguments.watch else asked_key(arguments, settings, environ)
    if not arguments.json and not arguments.events:
        console.status(running_words(0, seconds, has_key=key is not None))
    wire_tell = teller(arguments, console)
    tell = partial(_tell, settings, arguments, console)
    watch = Watch(arguments.watch, console, tell) if arguments.watch else None
    then_ = partial(watch.go, shows_each=arguments.events) if watch else _one
    probes = _probe(settings, paths, Limits(run=seconds), wire_tell, arguments, key, then_)
    try:
        diagnosis, told = asyncio.run(probes)
    except KeyboardInterrupt:
        if watch is None or watch.last is None:
            raise
        return exit_code_of(watch.last)
    console.status("")
    _tell(settings, arguments, console, diagnosis, told)
    if arguments.report is not None:
        known = _known_secrets(settings, paths, key, arguments)
        write_report(diagnosis, known, arguments, console)
    return exit_code_of(diagnosis)


def _check_options(arguments: argparse.Namespace) -> None:
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
    refuse_unwatchable(arguments)
    check_address(arguments)
    check_message_id(arguments)
    check_report_options(arguments)


def _of_another(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print the lines for another computer, or judge what they have printed there."""
    refuse_what_does_not_fit(arguments)
    if arguments.from_another:
        found = doors.read_another(pasted(arguments.from_another))
        if arguments.json:
            console.document(elsewhere_json(found))
        else:
            key_check, heads = _key_check(arguments), (tested_line(found),)
            show_diagnosis(found.diagnosis, heads, arguments, console, key_check=key_check)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the account was asked besides."""

    look_up: LookUp | None = None
    activity: Activity | None = None


_NOTHING = _Told()


def _tell(
    settings: Settings,
    arguments: argparse.Namespace,
    console: Console,
    diagnosis: Diagnosis,
    told: _Told = _NOTHING,
) -> None:
    """Print a test whole, as it was asked for."""
    heads = (LOCAL if arguments.sandbox else hosts_line(settings, diagnosis),)
    more: dict[str, object] = {}
    if told.look_up is not None:
        more["do_not_send"] = look_up_json(told.look_up)
    if told.activity is not None:
        more["activity"] = activity_json(told.activity)
    key_check = _key_check(arguments)
    show_diagnosis(diagnosis, heads, arguments, console, key_check=key_check, more=more)
    if arguments.json or arguments.events:
        return
    if told.look_up is not None:
        show_look_up(told.look_up, console)
    if told.activity is not None:
        show_activity(told.activity, console)


def _known_secrets(
    settings: Settings, paths: Sequence[Path], key: Secret | None, arguments: argparse.Namespace
) -> tuple[str, ...]:
    routes = [] if arguments.sandbox else [make_route(settings, path) for path in paths]
    return tuple(here.secrets(routes, settings.text("key_env"), environment(), tried=key))


async def _one(once: Once) -> Diagnosis:
    return await once()


async def _probe(
    settings: Settings,
    paths: Sequence[Path],
    limits: Limits,
    tell: Callable[[Observation], None],
    arguments: argparse.Namespace,
    key: Secret | None,
    then: Callable[[Once], Awaitable[Diagnosis]],
) -> tuple[Diagnosis, _Told]:
    # Nothing is sent, so there is nothing to keep in the history.
    async with doors.open_app(settings, memory=True) as app:
        if arguments.sandbox:
            await app.start_sandbox()
            make: Callable[[Path], Route] = app.sandbox_route
            is_asked = arguments.with_key or arguments.address or arguments.message_id
            key = app.sandbox_secret if is_asked else None
        else:
            make = partial(make_route, settings)
        routes = [make(path) for path in paths]
        controls = CONTROLS if arguments.also_others else ()
        also = Also(
            is_large=arguments.mtu,
            found_proxy=known_proxy(environment()),
            try_key=None if key is None else doors.key_trial(key),
        )

        practice = Practice() if arguments.sandbox else None

        async def once() -> Diagnosis:
            work = doors.diagnose(
                routes, limits, tell, controls=controls, also=also, practice=practice
            )
            return await app.run(work)

        diagnosis = await then(once)
        look_up = activity = None
        if key is not None and arguments.address is not None:
            asked = doors.do_not_send(make(WebApiPath()), key, arguments.address)
            look_up = await app.run(asked)
        if key is not None and arguments.message_id is not None:
            activity = await app.run(
                doors.what_happened(make(WebApiPath()), key, arguments.message_id)
            )
        return diagnosis, _Told(look_up=look_up, activity=activity)


def _key_check(arguments: argparse.Namespace) -> str:
    """Give the command that tries the key that was left out here."""
    name: str = arguments.profile
    key = "--sandbox" if arguments.sandbox else f"--profile {shlex.quote(name)}" if name else ""
    return f"sgdesk account check {key}".rstrip()
