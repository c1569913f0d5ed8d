"""The options that several commands share, built from the settings table."""

import argparse
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from getpass import getpass
from urllib.parse import urlsplit

from sgdesk import doors
from sgdesk.account.key import look_at_key
from sgdesk.account.keystore import KeyPlace
from sgdesk.account.known import load_known
from sgdesk.errors import KeyStoreError, SecretError
from sgdesk.profile import config_dir, data_dir, load_config
from sgdesk.route import Path as SendPath
from sgdesk.route import SmtpPath, Tls, WebApiPath, parse_path
from sgdesk.routing import carries_key_in_plain, make_route
from sgdesk.secret import Secret
from sgdesk.sendgrid.hosts import SMTP_USERNAME, is_sendgrid_host
from sgdesk.settings import SETTINGS, Setting, Settings, Value, parse_value, resolve
from sgdesk.transport.keyguard import refuse_key

_MOST_OF_A_KEY = 65_536
_PREFIX = "setting."
"""Set before a setting's key in the parsed arguments, so that no option of a command clashes."""


def add_path_options(parser: argparse.ArgumentParser) -> None:
    """Add the choice of paths and of the local SendGrid."""
    group = parser.add_argument_group("where it goes")
    group.add_argument(
        "--via",
        action="append",
        type=_via,
        metavar="PATH",
        help="webapi, smtp:587:starttls, smtp:465:tls, smtp:25:plain …, or smtp alone: the port "
        "of the account, else 587; may be repeated",
    )
    group.add_argument(
        "--sandbox",
        "--practice",
        action="store_true",
        help="start the local SendGrid and use it for every path; nothing leaves this computer",
    )


def add_setting_options(parser: argparse.ArgumentParser, *, profile: bool = True) -> None:
    """Add every shared setting of the table, and the profile."""
    group = parser.add_argument_group("connection and account")
    if profile:
        group.add_argument(
            "--profile",
            default="",
            metavar="NAME",
            help="a saved account: its settings, and its key from the key store "
            "unless the variable holds one",
        )
    for setting in SETTINGS:
        if setting.shared:
            _add_setting(group, setting)


def add_key_option(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """Add the way to give a key beside its variable, or instead of it where it is `required`."""
    parser.add_argument(
        "--key-stdin",
        action="store_true",
        required=required,
        help="read the API key from standard input (there is no option that takes the key itself)",
    )


def _add_setting(group: argparse._ArgumentGroup, setting: Setting) -> None:
    dest = _PREFIX + setting.key
    for switch, value in setting.switches:
        group.add_argument(
            switch,
            dest=dest,
            action="store_const",
            const=value,
            default=argparse.SUPPRESS,
            help=_switch_text(setting, value),
        )
    if not setting.flag:
        return
    is_list = isinstance(setting.default, tuple)
    group.add_argument(
        setting.flag,
        dest=dest,
        action="append" if is_list else "store",
        default=argparse.SUPPRESS,
        metavar=setting.metavar or "|".join(setting.choices),
        help=setting.help + ("" if is_list or setting.default == "" else _default_text(setting)),
    )


def _switch_text(setting: Setting, value: Value) -> str:
    if isinstance(value, bool):
        return setting.help if value else f"turns off: {setting.help}"
    return f"{setting.help.rstrip('.')}: {value}."


def _default_text(setting: Setting) -> str:
    value = setting.default
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return f" (default {shown})"


def settings_of(arguments: argparse.Namespace, environ: Mapping[str, str]) -> Settings:
    """Settle every setting for a command; raises `InputError`."""
    config = load_config(config_dir(environ))
    name: str = getattr(arguments, "profile", "")
    return resolve(
        flags=given_settings(arguments),
        environ=environ,
        profile=config.profile(name),
        profile_name=name,
        file=config.settings,
    )


def given_settings(arguments: argparse.Namespace) -> dict[str, Value]:
    """Give the settings that stand on the command line."""
    flags: dict[str, Value] = {}
    given = vars(arguments)
    for setting in SETTINGS:
        value = given.get(_PREFIX + setting.key)
        if isinstance(value, list):
            flags[setting.key] = tuple(value)
        elif isinstance(value, str):
            flags[setting.key] = parse_value(setting, value, setting.flag or setting.key)
        elif value is not None:
            flags[setting.key] = value
    return flags


def _via(text: str) -> SendPath | None:
    """Read a path; `None` stands for the SMTP port that only the settings know."""
    return None if text.strip().lower() == "smtp" else parse_path(text)


def paths_of(
    arguments: argparse.Namespace, settings: Settings, environ: Mapping[str, str]
) -> tuple[SendPath, ...]:
    """Give the paths asked for, or the one of the settings."""
    if not arguments.via:
        return (parse_path(settings.text("path")),)
    own = smtp_of(arguments, settings, environ)
    return tuple(path or own for path in arguments.via)


def smtp_of(
    arguments: argparse.Namespace, settings: Settings, environ: Mapping[str, str]
) -> SmtpPath:
    """Give SMTP by the port that the settings name, else the account, else by 587."""
    profile: str = getattr(arguments, "profile", "")
    # What stands over the account's path may be the Web API, which says nothing of a port.
    held = load_config(config_dir(environ)).profile(profile).get("path", "") if profile else ""
    for text in (settings.text("path"), str(held)):
        path = parse_path(text) if text else None
        if isinstance(path, SmtpPath):
            return path
    return SmtpPath(port=587, tls=Tls.STARTTLS)


def secret_of(
    arguments: argparse.Namespace,
    settings: Settings,
    paths: Sequence[SendPath],
    environ: Mapping[str, str],
) -> Secret:
    """Give the key that these paths need, free of what copying adds to one.

    Raises `SecretError` when there is none, when it cannot be one, or when it
    would cross the wire in the clear, and `InputError` for a key that is not for
    the server of a path.
    """
    signs_in = settings.flag("authenticate")
    if not any(isinstance(path, WebApiPath) or signs_in for path in paths):
        return Secret("")
    refuse_plain(settings, paths)
    text = key_text(arguments, settings, environ)
    # One way to SendGrid among others is enough: what is no key may be somebody's password.
    is_checked = any(_carries_key_to_sendgrid(settings, path) for path in paths)
    key = _of_form(text) if is_checked else Secret(text)
    for path in paths:
        refuse_key(make_route(settings, path), key)
    return key


def _carries_key_to_sendgrid(settings: Settings, path: SendPath) -> bool:
    signs_in_by_key = isinstance(path, WebApiPath) or settings.text("username") == SMTP_USERNAME
    return signs_in_by_key and is_sendgrid(settings, (path,))


def cleaned_key(text: str, settings: Settings, paths: Sequence[SendPath]) -> Secret:
    """Free a key for these paths of what copying adds; raises `SecretError` when it is none."""
    if settings.text("username") != SMTP_USERNAME or not is_sendgrid(settings, paths):
        # Some other server's password: any characters but line ends may belong to it.
        return Secret(text)
    return _of_form(text)


def _of_form(text: str) -> Secret:
    look = look_at_key(text)
    if look.is_complete or look.problem is None:
        return look.cleaned
    problem = look.problem
    raise SecretError(problem.title + ".", why=problem.explanation, remedy=problem.remedy)


def key_doubt(key: Secret, settings: Settings) -> str:
    """Say what looks wrong with a key that goes to a server of somebody else's all the same."""
    text = key.reveal()
    look = look_at_key(text)
    is_meant_so = settings.text("username") == SMTP_USERNAME and text.startswith("SG.")
    if look.problem is None or look.is_complete or not is_meant_so:
        return ""
    return f"{look.problem.title}. {look.problem.explanation} It is used as it stands."


def key_text(arguments: argparse.Namespace, settings: Settings, environ: Mapping[str, str]) -> str:
    """Take the key as it stands on standard input, in its variable, or in the key store.

    The key store is asked only for a profile, and only when the variable is
    empty. Raises `SecretError` when there is none, and `KeyStoreError`.
    """
    variable = settings.text("key_env")
    profile: str = arguments.profile
    if arguments.key_stdin:
        place, text = "Standard input", typed_key()
    else:
        place, text = f"The variable {variable}", environ.get(variable, "")
        if profile and not text.strip():
            return stored_key(profile, variable, environ).reveal()
    if not text.strip():
        raise SecretError(
            f"{place} holds no API key.",
            why="Mail to SendGrid needs one.",
            remedy=f"Set {variable}, name another variable with --key-env, "
            f"{_saved_account(profile, environ)}or try without a key: add --sandbox.",
        )
    return text.strip("\r\n")


def _saved_account(profile: str, environ: Mapping[str, str]) -> str:
    """Point to an account of this computer; a command never takes one that was not named.

    Nor one whose key the window keeps in memory alone: no command has it.
    """
    known = load_known(data_dir(environ))
    names = sorted(
        name
        for name in load_config(config_dir(environ)).profiles
        if name not in known or known[name].key_place != KeyPlace.SESSION.value
    )
    if profile or not names:
        return ""
    quoted = shlex.quote(names[0])
    return f"use a saved account with --profile {quoted}{' or another' * (len(names) > 1)}, "


def stored_key(profile: str, variable: str, environ: Mapping[str, str]) -> Secret:
    """Take a profile's key from the key store; errors say that its variable is empty too."""
    try:
        return doors.open_accounts(environ).secret(profile)
    except (SecretError, KeyStoreError) as error:
        empty = f"The variable {variable} holds no key, so the key store was asked."
        command = f"sgdesk account key {shlex.quote(profile)} --key-stdin"
        remedy = f"Set {variable}, or keep the key: {command}"
        kind = type(error)
        raise kind(error.happened, why=f"{empty} {error.why}".strip(), remedy=remedy) from error


def typed_key() -> str:
    """Read a key from standard input, without an echo where somebody types it."""
    # At a terminal it is typed or pasted: without an echo, and ended by Enter.
    if sys.stdin.isatty():
        return getpass("API key: ")
    text = sys.stdin.read(_MOST_OF_A_KEY + 1)
    if len(text) > _MOST_OF_A_KEY:
        raise SecretError("Standard input holds more than a key.", remedy="Give the key alone.")
    return text


def is_sendgrid(settings: Settings, paths: Sequence[SendPath]) -> bool:
    """Say whether every path leads to a host of SendGrid's own."""
    hosts = (
        settings.text("smtp_host")
        if isinstance(path, SmtpPath)
        else urlsplit(settings.text("api_url")).hostname or ""
        for path in paths
    )
    # An empty one is the region's own.
    return all(not host or is_sendgrid_host(host) for host in hosts)


def refuse_plain(settings: Settings, paths: Sequence[SendPath]) -> None:
    """Raise `SecretError` when a path would carry the key without encryption."""
    for path in paths:
        if carries_key_in_plain(settings, path):
            raise SecretError(
                f"{path.text} would send the key without encryption.",
                remedy="Use STARTTLS or TLS, add --no-auth, "
                "or allow it with --allow-plaintext-auth on a network that you trust.",
            )


def environment() -> Mapping[str, str]:
    """Give the variables of this process."""
    return os.environ
