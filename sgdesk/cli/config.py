"""`sgdesk config`: each setting, its value, and where the value came from."""

import argparse
from collections.abc import Mapping

from sgdesk.account.key import look_at_key
from sgdesk.cli.options import add_setting_options, environment, settings_of, stored_key
from sgdesk.cli.output import DIM, Console
from sgdesk.errors import KeyStoreError, SecretError
from sgdesk.present.exit_codes import ExitCode
from sgdesk.profile import CONFIG_FILE, config_dir, data_dir
from sgdesk.secret import without_secrets
from sgdesk.settings import SETTINGS, Resolved, Settings, Source, value_text

_WINDOWS = ", the window's choice; a command takes --profile"
"""Two programs read the settings; whoever sees an account there may think that both use it."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command and its options."""
    parser.description = (
        "Show each setting, its value and where the value came from. "
        "Nearest wins: flag, environment, profile, settings file, default."
    )
    parser.epilog = without_option()
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_setting_options(parser)
    parser.set_defaults(run=run)


def without_option() -> str:
    """Name the settings that no option of this command sets, each with its variable."""
    rows = (
        f"{setting.key} ({setting.env[0] if setting.env else 'settings file alone'}): "
        f"{setting.help}"
        for setting in SETTINGS
        if not setting.shared
    )
    return "Set by a variable or in the settings file: " + " ".join(rows)


def run(arguments: argparse.Namespace, console: Console) -> ExitCode:
    """Print the settings as this command line would use them."""
    environ = environment()
    settings = settings_of(arguments, environ)
    files = {
        "settings_file": str(config_dir(environ) / CONFIG_FILE),
        "history_folder": str(data_dir(environ)),
    }
    key = key_facts(settings, arguments.profile, environ)
    if arguments.json:
        console.document(config_json(settings) | {"key": key} | files)
        return ExitCode.OK
    style = console.out_style
    for setting in SETTINGS:
        resolved = settings.source(setting.key)
        value = " / ".join(shown_value(setting.key, resolved).splitlines()) or "-"
        is_windows = setting.key == "account" and bool(resolved.value)
        said = source_text(resolved) + (_WINDOWS if is_windows else "")
        console.line(f"{setting.key:<21} {value:<28} {style.paint(said, DIM)}")
    console.line()
    console.line(f"Key             {key['masked']} {style.paint(key['where'], DIM)}".rstrip())
    console.line(f"Settings file   {files['settings_file']}")
    console.line(f"History         {files['history_folder']}")
    return ExitCode.OK


def key_facts(settings: Settings, profile: str, environ: Mapping[str, str]) -> dict[str, str]:
    """Say which key a send would use and where it would come from, never the key itself.

    `source` is `environment`, `key store` or `none`.
    """
    variable = settings.text("key_env")
    text = environ.get(variable, "").strip()
    if text:
        masked = look_at_key(text).cleaned.masked
        return {"masked": masked, "source": "environment", "where": f"environment {variable}"}
    if profile:
        try:
            masked = stored_key(profile, variable, environ).masked
        except (SecretError, KeyStoreError) as error:
            return {"masked": "-", "source": "none", "where": f"{error.happened} {error.why}"}
        return {"masked": masked, "source": "key store", "where": f"key store, account {profile}"}
    return {"masked": "-", "source": "none", "where": f"environment {variable} is empty"}


def config_json(settings: Settings) -> dict[str, object]:
    """Give the `--json` document."""
    rows = []
    for setting in SETTINGS:
        resolved = settings.source(setting.key)
        value = resolved.value
        if isinstance(value, tuple):
            value = tuple(map(without_secrets, value))
        rows.append(
            {
                "key": setting.key,
                "value": shown_value(setting.key, resolved) if isinstance(value, str) else value,
                "source": resolved.source.value,
                "where": resolved.where,
                "default": setting.default,
                "help": setting.help,
            }
        )
    return {"schema": "sgdesk.config/1", "settings": rows}


def shown_value(key: str, resolved: Resolved) -> str:
    """Write a value for a person; a login in an address stays hidden."""
    text = value_text(resolved.value)
    if key != "proxy" or "@" not in text:
        return without_secrets(text)
    scheme, colon, rest = text.rpartition("://")
    return f"{scheme}{colon}••••@{rest.rpartition('@')[2]}"


def source_text(resolved: Resolved) -> str:
    """Say where a value came from, e.g. `environment SGDESK_REGION`."""
    word = "settings file" if resolved.source is Source.FILE else resolved.source.value
    return f"{word} {resolved.where}".rstrip()
