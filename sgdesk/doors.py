"""The doors to what is dear to import.

`sgdesk --help` must answer at once, so nothing on its way may import the
network libraries (130 ms) or the local SendGrid's servers (100 ms). Both faces
reach them through these functions; only here, in `ui/doors.py` and in
`__main__` may an import stand inside a function.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from sgdesk.settings import Settings

if TYPE_CHECKING:
    from sgdesk.account.book import AccountBook
    from sgdesk.account.facts import AccountCheck
    from sgdesk.account.happened import Activity
    from sgdesk.account.keystore import SystemKeys
    from sgdesk.account.listed import LookUp
    from sgdesk.account.regions import RegionCheck
    from sgdesk.app import App
    from sgdesk.diagnose.also import Also, TryKey
    from sgdesk.diagnose.elsewhere.lines import Shell
    from sgdesk.diagnose.elsewhere.tested import Elsewhere
    from sgdesk.diagnose.notebook import Limits
    from sgdesk.diagnose.observation import Observation, Target
    from sgdesk.diagnose.practice import Practice
    from sgdesk.diagnose.report import Replayed, Report
    from sgdesk.diagnose.verdict import Diagnosis
    from sgdesk.explain.finding import Explanation, Kind
    from sgdesk.message import Message
    from sgdesk.present.form import ComposeForm
    from sgdesk.present.mail_files import MailKind, OpenedMail, SavedMail
    from sgdesk.route import Endpoint, Route
    from sgdesk.sandbox.options import SandboxOptions
    from sgdesk.sandbox.process import SandboxInfo, SandboxProcess
    from sgdesk.secret import Secret
    from sgdesk.sendgrid.hosts import Region
    from sgdesk.store import DraftContent, Store


def open_app(settings: Settings, *, memory: bool = False) -> "AbstractAsyncContextManager[App]":
    """Open the core: history, wire thread, engine; see `App.open`."""
    from sgdesk.app import App

    return App.open(settings, memory=memory)


def open_history(settings: Settings, *, reads_alone: bool) -> "AbstractAsyncContextManager[Store]":
    """Open the history without anything that could send."""
    from sgdesk.store.opening import open_history as open_it

    return open_it(settings, reads_alone=reads_alone)


def check_account(
    routes: "Sequence[Route]", secret: "Secret"
) -> "Coroutine[object, object, AccountCheck]":
    """Say whether a key works on each route, sending nothing; runs in the wire thread."""
    from sgdesk.account.check import check_account as check

    return check(routes, secret)


def check_regions(
    places: "Sequence[tuple[Region, Sequence[Route]]]", secret: "Secret"
) -> "Coroutine[object, object, RegionCheck]":
    """Say in which region a key works, and on which routes; runs in the wire thread."""
    from sgdesk.account.regions import check_regions as check

    return check(places, secret)


def diagnose(
    routes: "Sequence[Route]",
    limits: "Limits",
    tell: "Callable[[Observation], None]",
    *,
    controls: "Sequence[Endpoint]" = (),
    also: "Also | None" = None,
    practice: "Practice | None" = None,
) -> "Coroutine[object, object, Diagnosis]":
    """Probe routes as far as they lead, and judge; runs in the wire thread."""
    from sgdesk.diagnose.run import examine

    return examine(routes, limits, tell, controls=controls, also=also, practice=practice)


def targets_of(routes: "Sequence[Route]") -> "tuple[Target, ...]":
    """Give the rows that routes stand for."""
    from sgdesk.diagnose.run import target_of

    return tuple(target_of(route) for route in routes)


def key_trial(secret: "Secret") -> "TryKey":
    """Give what tries a key for a diagnosis, sending nothing; it runs in the wire thread."""
    from sgdesk.key_trial import key_trial as trial

    return trial(secret)


def checked_message_id(text: str) -> str:
    """Give the id by which SendGrid knows a mail; raises `InputError` for anything else."""
    from sgdesk.account.activity import checked_message_id as check

    return check(text)


def what_happened(
    route: "Route", secret: "Secret", message_id: str
) -> "Coroutine[object, object, Activity]":
    """Ask SendGrid what became of a mail; runs in the wire thread."""
    from sgdesk.account.activity import ask_what_happened

    return ask_what_happened(route, secret, message_id)


def do_not_send(
    route: "Route", secret: "Secret", address: str
) -> "Coroutine[object, object, LookUp]":
    """Ask SendGrid's do-not-send lists about an address; runs in the wire thread."""
    from sgdesk.account.do_not_send import look_up

    return look_up(route, secret, address)


def explain(
    text: str, asked: "Kind | None" = None, tell: "Callable[[int], None]" = lambda _: None
) -> "Explanation":
    """Say what an error or the settings of another program mean; raises `InputError`.

    `tell` hears how many characters were read; what it raises ends it.
    """
    from sgdesk.explain.run import explain as explain_it

    return explain_it(text, asked=asked, tell=tell)


def lines_for_another(
    shell: "Shell", routes: "Sequence[Route]", *, controls: "Sequence[Endpoint]" = ()
) -> str:
    """Give the lines that test the routes' servers from another computer."""
    from sgdesk.diagnose.elsewhere.lines import lines_for
    from sgdesk.diagnose.run import control_of, target_of

    targets = [*map(target_of, routes), *map(control_of, controls)]
    return lines_for(shell, targets)


def read_another(text: str) -> "Elsewhere":
    """Judge what the lines printed on another computer; raises `InputError`."""
    from sgdesk.diagnose.elsewhere.reading import read_elsewhere

    return read_elsewhere(text)


def pack_report(report: "Report", summary: str) -> bytes:
    """Give the file of a report; `summary` is its text for people."""
    from sgdesk.diagnose.report_file import pack_report as pack

    return pack(report, summary)


def read_report(path: Path) -> "Report":
    """Read the file of a report; raises `InputError` for a file that is none."""
    from sgdesk.diagnose.report_file import read_report as read

    return read(path)


def replay(
    report: "Report", info: "SandboxInfo", tell: "Callable[[Observation], None]"
) -> "Coroutine[object, object, Replayed]":
    """Probe what a local SendGrid plays of a report; runs in the wire thread."""
    from sgdesk.diagnose.replay import Player
    from sgdesk.diagnose.replay import replay as play

    player = Player(
        host=info.smtp_host,
        ca_file=str(info.ca_file),
        ports={way.place: way.played_at for way in info.replay if way.played_at is not None},
        not_played={way.place: way.not_played for way in info.replay if way.not_played},
    )
    return play(report, player, tell)


def play_report(path: Path) -> "Coroutine[object, object, SandboxProcess]":
    """Start a local SendGrid that plays the servers of a report."""
    from sgdesk.sandbox.process import SandboxProcess

    return SandboxProcess.start(("--replay", str(path)))


def run_sandbox(options: "SandboxOptions") -> "Coroutine[object, object, int]":
    """Run the local SendGrid in this process until it is told to stop."""
    from sgdesk.sandbox.server import run

    return run(options)


def read_message(content: bytes, *, is_eml: bool) -> "Message":
    """Read a mail, a saved message or a v3 body; raises `MessageError`."""
    from sgdesk.message.eml import load_eml
    from sgdesk.message.saved import load_json

    return load_eml(content) if is_eml else load_json(content)


def other_senders(content: bytes) -> tuple[str, ...]:
    """Name the senders of an `.eml` beyond the first, for whom a message has no place."""
    from sgdesk.message.eml import other_senders as find

    return find(content)


def write_message(message: "Message") -> bytes:
    """Write a message in the saved form, which `read_message` reads."""
    from sgdesk.message.saved import save_json

    return save_json(message)


def open_accounts(environ: Mapping[str, str]) -> "AccountBook":
    """Open the accounts: their settings, what is known of them, and their keys."""
    from sgdesk.account.book import AccountBook
    from sgdesk.account.keystore import KeyStore

    return AccountBook(environ, KeyStore(find_system_keys))


def find_system_keys() -> "SystemKeys":
    """Find the system's key store, which costs 150 ms; raises `KeyStoreError`."""
    from sgdesk.account.system_keys import find_system_keys as find

    return find()


def read_mail_file(name: str, data: bytes) -> "OpenedMail":
    """Read a mail from a file of any kind that there is; raises `InputError`."""
    from sgdesk.present.mail_files import read_mail_file as read

    return read(name, data)


def write_mail_file(form: "ComposeForm", kind: "MailKind") -> "SavedMail":
    """Write a mail as a file; raises `InputError` when it cannot be held by one of that kind."""
    from sgdesk.present.mail_files import write_mail_file as write

    return write(form, kind)


def pack_draft(form: "ComposeForm") -> "DraftContent":
    """Give what is kept of a form as a draft."""
    from sgdesk.present.draft_form import draft_content

    return draft_content(form)


def unpack_draft(content: "DraftContent") -> "ComposeForm":
    """Give the form of a draft; raises `InputError` when it is none that can be read."""
    from sgdesk.present.draft_form import draft_form

    return draft_form(content)
