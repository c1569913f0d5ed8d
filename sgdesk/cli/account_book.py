"""`sgdesk account list`, `add`, `key`, `remove`: what `--profile` and the window use."""

import argparse
import shlex
from pathlib import Path

from sgdesk import doors
from sgdesk.account.account import Account, Known
from sgdesk.account.findings import check_paths
from sgdesk.account.keystore import KeyPlace
from sgdesk.cli.options import (
    add_key_option,
    add_setting_options,
    cleaned_key,
    environment,
    given_settings,
    typed_key,
)
from sgdesk.cli.output import DIM, Console, printable, unreadable
from sgdesk.errors import InputError, SecretError
from sgdesk.message.address import parse_address
from sgdesk.message.allowed import parse_allowed
from sgdesk.present.account_servers import own_servers
from sgdesk.present.exit_codes import ExitCode
from sgdesk.profile import CONFIG_FILE
from sgdesk.route import parse_path
from sgdesk.routing import make_route
from sgdesk.secret import Secret
from sgdesk.settings import Settings

SCHEMA = "sgdesk.accounts/1"
_BOTH = check_paths()


def add_book_actions(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the actions that keep accounts."""
    listing = actions.add_parser(
        "list", help="the accounts of this computer", description="List the accounts."
    )
    listing.add_argument("--json", action="store_true", help="print one JSON document")
    listing.set_defaults(run=_list)
    _add_adding(actions)
    _add_keying(actions)
    remove = actions.add_parser(
        "remove",
        help="forget an account and its key on this computer",
        description="Remove an account and its key from this computer. The key stays valid at "
        "SendGrid until you delete it there.",
    )
    remove.add_argument("name", metavar="NAME")
    remove.set_defaults(run=_remove)


def _add_adding(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add = actions.add_parser(
        "add",
        help="keep an account, its key in the system's key store",
        description="Keep an account: its settings in the settings file, its key in the system's "
        "key store. Asks no server; try it afterwards with account check --profile NAME.",
    )
    add.add_argument("name", metavar="NAME", help="what --profile and the window call it")
    add.add_argument("--from", dest="sender", default="", metavar="ADDRESS", help="its sender")
    add.add_argument("--via", type=parse_path, metavar="PATH", help="the path it starts at")
    add.add_argument(
        "--test-address", default="", metavar="ADDRESS", help="where tests of a message go"
    )
    add.add_argument(
        "--may-mail",
        action="append",
        default=[],
        metavar="ADDRESS|@DOMAIN",
        help="mail only these; may be repeated; without it anyone",
    )
    add_setting_options(add, profile=False)
    add_key_option(add, required=True)
    add.set_defaults(run=_add)


def _add_keying(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    key = actions.add_parser(
        "key",
        help="keep a key for an account that has none, or another key",
        description="Keep the key of an account in the system's key store, in place of the one "
        "that may be there. Its settings stay.",
    )
    key.add_argument("name", metavar="NAME")
    add_key_option(key, required=True)
    key.set_defaults(run=_replace_key)


def _list(arguments: argparse.Namespace, console: Console) -> ExitCode:
    accounts = doors.open_accounts(environment()).accounts()
    if arguments.json:
        console.document({"schema": SCHEMA, "accounts": [account_json(a) for a in accounts]})
        return ExitCode.OK
    key_width = max((len(account.masked_key) for account in accounts), default=0)
    for account in accounts:
        console.line(printable(_line(account, key_width)))
        if account.trouble:
            console.line(console.out_style.paint(f"  {printable(account.trouble)}", DIM))
    if not accounts:
        console.note("No account yet. Add one: sgdesk account add NAME --key-stdin")
    return ExitCode.OK


def _line(account: Account, key_width: int) -> str:
    key = account.masked_key or "-"
    checked = account.known.checked_at
    when = f"checked {checked:%Y-%m-%d}" if checked else "not checked"
    where = "own" if own_servers(account) else account.region
    return f"{account.name:<20} {key:<{key_width}} {where:<7} {account.sender or '-':<30} {when}"


def account_json(account: Account) -> dict[str, object]:
    """Give one account of the `--json` document; `null` where nobody asked yet."""
    known = account.known
    return {
        "name": account.name,
        "masked_key": known.masked_key or None,
        "key_place": known.key_place or None,
        "region": account.region,
        "sender": account.sender,
        "path": account.path,
        "test_address": account.test_address,
        "may_mail": list(account.may_mail),
        "checked_at": known.checked_at.isoformat() if known.checked_at else None,
        "paths": [{"path": path.path, "works": path.works} for path in known.paths],
        "may_send": known.may_send,
        "trouble": account.trouble or None,
    }


def _add(arguments: argparse.Namespace, console: Console) -> ExitCode:
    book = doors.open_accounts(environment())
    name = book.checked_name(arguments.name)
    values = _values(arguments)
    settings = book.settings_with(values, name)
    for path in _BOTH:
        make_route(settings, path)
    key = _key(settings)
    try:
        account = book.add(name, values, key, KeyPlace.SYSTEM)
    except OSError as error:
        raise _unwritten(error) from error
    return _kept(account, console)


def _replace_key(arguments: argparse.Namespace, console: Console) -> ExitCode:
    book = doors.open_accounts(environment())
    name: str = arguments.name
    values = book.values(name)
    key = _key(book.settings(name))
    try:
        account = book.replace_key(name, key, KeyPlace.SYSTEM, values, Known())
    except OSError as error:
        raise _unwritten(error) from error
    return _kept(account, console)


def _kept(account: Account, console: Console) -> ExitCode:
    console.line(f"Account {printable(account.name)} kept. Key {account.masked_key}")
    name = printable(shlex.quote(account.name))
    console.note(f"Check it, sending nothing: sgdesk account check --profile {name}")
    return ExitCode.OK


def _unwritten(error: OSError) -> InputError:
    return InputError(
        "The settings file cannot be written.",
        why=unreadable(Path(error.filename or CONFIG_FILE), error),
        remedy="Free some space there, or let this user write there; or set SGDESK_CONFIG_DIR "
        "and SGDESK_DATA_DIR to other folders. Then do it again.",
    )


def _values(arguments: argparse.Namespace) -> dict[str, object]:
    values: dict[str, object] = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in given_settings(arguments).items()
    }
    for key in ("sender", "test_address"):
        if text := getattr(arguments, key):
            parse_address(text)
            values[key] = text
    if arguments.via is not None:
        values["path"] = arguments.via.text
    if arguments.may_mail:
        values["may_mail"] = list(parse_allowed(" ".join(arguments.may_mail)))
    return values


def _key(settings: Settings) -> Secret:
    text = typed_key().strip("\r\n")
    if not text.strip():
        raise SecretError(
            "Standard input holds no API key.",
            remedy="Write it there, or run this in a terminal and paste it.",
        )
    return cleaned_key(text, settings, _BOTH)


def _remove(arguments: argparse.Namespace, console: Console) -> ExitCode:
    book = doors.open_accounts(environment())
    known = {account.name for account in book.accounts()}
    if arguments.name not in known:
        raise InputError(
            f"There is no account {arguments.name!r}.",
            remedy=f"Known accounts: {', '.join(sorted(known)) or 'none yet'}.",
        )
    try:
        book.remove(arguments.name)
    except OSError as error:
        raise _unwritten(error) from error
    console.line(f"Account {printable(arguments.name)} removed, and its key from this computer.")
    console.note("The key stays valid at SendGrid until you delete it there.")
    return ExitCode.OK
