"""Say of a command that failed which variables took the place of what its account holds."""

import argparse
from collections.abc import Callable, Mapping
from functools import wraps

from sgdesk import doors
from sgdesk.account.key import look_at_key
from sgdesk.cli.options import environment, settings_of
from sgdesk.cli.output import Console, paragraph
from sgdesk.errors import SgdeskError
from sgdesk.present.exit_codes import ExitCode
from sgdesk.profile import config_dir, load_config
from sgdesk.settings import SETTINGS, Settings, Source, check_value

_MEANT = (ExitCode.OK, ExitCode.CANCELLED)


Run = Callable[[argparse.Namespace, Console], ExitCode]


def telling(run: Run) -> Run:
    """Let a command that fails tell what may be the reason though nobody typed it."""

    @wraps(run)
    def told(arguments: argparse.Namespace, console: Console) -> ExitCode:
        code = ExitCode.OK
        try:
            code = run(arguments, console)
        except SgdeskError:
            code = ExitCode.USAGE
            raise
        finally:
            if code not in _MEANT and (words := overruled_words(arguments, environment())):
                for line in paragraph(f"Note: {words}", console.err_style.width, indent=""):
                    console.note(line)
        return code

    return told


def overruled_words(arguments: argparse.Namespace, environ: Mapping[str, str]) -> str:
    """Name the variables that stand over other values of the account; nothing for none."""
    profile: str = getattr(arguments, "profile", "")
    if not profile or getattr(arguments, "sandbox", False):
        return ""
    try:
        settings = settings_of(arguments, environ)
        held = load_config(config_dir(environ)).profile(profile)
    except SgdeskError:
        # That is what the command says itself.
        return ""
    names = [
        resolved.where
        for setting in SETTINGS
        if (resolved := settings.source(setting.key)).source is Source.ENVIRONMENT
        and setting.key in held
        and check_value(setting, held[setting.key], profile) != resolved.value
    ]
    if _key_is_another(arguments, settings, environ):
        names.append(settings.text("key_env"))
    if not names:
        return ""
    shown = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    what = "a variable of this shell" if len(names) == 1 else "variables of this shell"
    return (
        f"{shown}, {what}, took the place of what the account {profile} holds. "
        f"To use the account's own: unset {' '.join(names)}"
    )


def _key_is_another(
    arguments: argparse.Namespace, settings: Settings, environ: Mapping[str, str]
) -> bool:
    text = environ.get(settings.text("key_env"), "")
    if not text.strip() or getattr(arguments, "key_stdin", False):
        return False
    try:
        masked = doors.open_accounts(environ).account(arguments.profile).masked_key
    except (SgdeskError, OSError):
        return False
    return bool(masked) and masked != look_at_key(text).cleaned.masked
