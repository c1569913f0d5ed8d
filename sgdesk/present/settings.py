"""The settings as the window shows them: which rows, in which words, and what was typed.

The rows, their help and their checks are those of `sgdesk/settings/table.py`; here stands
only what a form needs besides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from sgdesk.present.path_choices import path_choices, path_text
from sgdesk.route import parse_path, parse_proxy
from sgdesk.routing import parse_override
from sgdesk.settings import (
    BY_KEY,
    SETTINGS,
    Group,
    Resolved,
    Setting,
    Settings,
    Source,
    Value,
    parse_value,
    value_text,
)

PAGES = (Group.LOOK, Group.SENDING, Group.NETWORK, Group.HISTORY)
"""The groups of the Settings view; an account's own rows stand with the account."""

AT_START = frozenset({"connections", "history_days", "practice_port"})
"""Keys that the core reads once."""
PATHS = frozenset({"path"})
"""Keys whose value is a way to send."""
FILES = frozenset({"ca_file"})
"""Keys whose value is the path of a file."""
LINES = frozenset({"signature"})
"""Keys whose value may have several lines."""
_ONLY_OFF = frozenset({"allow_plaintext_auth"})
"""What no click shall turn on: a key without encryption is for one command at a time."""

_CHOICE_WORDS: Mapping[str, str] = {
    "any": "Any",
    "ipv4": "IPv4",
    "ipv6": "IPv6",
    "system": "System",
    "light": "Light",
    "dark": "Dark",
    "auto": "Automatic",
    "on": "On",
    "off": "Off",
}
_UNITS: Mapping[str, str] = {
    "timeout": "seconds",
    "connect_timeout": "seconds",
    "history_days": "days",
}
_EXAMPLES: Mapping[str, str] = {
    "proxy": "http://proxy.example.org:3128",
    "connect_to": "smtp.sendgrid.net:587=192.0.2.1:2525",
    "no_proxy": "localhost, .example.org",
    "ca_file": "The system's certificates alone",
    "signature": "None yet. For example:\nKind regards\nGrace Hopper",
}
_HELP: Mapping[str, str] = {
    "timeout": "How long one whole attempt may take.",
    "connect_timeout": "How long look-up, connection and encryption may take together.",
    "history_days": "How long the history keeps results; 0 keeps them for ever.",
    "signature": "Stands under each new mail, where you can change it. Formats as in Write: "
    "**bold**, *italic*, [words](address).",
    "path": "How mail goes out unless another way is chosen beside Send. An account may have its "
    "own.",
    "smtpapi": "Whether the SMTP server reads this header of SendGrid's. Automatic: its own "
    "servers do, others do not.",
    "connect_to": "Connect to another address in place of a host's own, and still expect the "
    "host's certificate. Several with commas between.",
    "proxy": "For both paths. An address that begins with http://, socks5:// or socks5h://.",
}
"""What the table says for a command line, for somebody who never saw one."""


class Editor(Enum):
    """What one changes a value with."""

    SWITCH = "switch"
    CHOICE = "choice"
    MENU = "menu"
    NUMBER = "number"
    TEXT = "text"
    LINES = "lines"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One setting as a row of a form."""

    key: str
    title: str
    help: str
    names: str
    """Where it is set outside the window, e.g. `Environment: SGDESK_TIMEOUT`."""
    editor: Editor
    text: str
    """The value as `sgdesk config` writes it."""
    choices: tuple[tuple[str, str, str], ...] = ()
    """Value, words, and why one would take it where its row does not say so."""
    unit: str = ""
    example: str = ""
    origin: str = ""
    """Where the value comes from when not from here; empty otherwise."""
    can_change: bool = True
    standard: str = ""
    """The value to go back to, in words; empty when it is in use."""


def page_rows(group: Group, settings: Settings) -> tuple[SettingRow, ...]:
    """Give the rows of a page in the order of the table."""
    return tuple(
        setting_row(setting, settings.source(setting.key))
        for setting in SETTINGS
        if setting.group is group
    )


def setting_row(setting: Setting, resolved: Resolved) -> SettingRow:
    """Give one row."""
    editor, text = _editor(setting), value_text(resolved.value)
    origin = _origin(resolved)
    is_locked = setting.key in _ONLY_OFF and resolved.value is False
    if is_locked:
        origin = f"Only the command line turns this on, for one command: {setting.switches[0][0]}."
    is_own = resolved.source is Source.FILE and resolved.value != setting.default
    return SettingRow(
        key=setting.key,
        title=setting.title,
        help=" ".join(filter(None, (_HELP.get(setting.key, setting.help), _note(setting)))),
        names=_names(setting),
        editor=editor,
        text=path_text(text) if editor is Editor.MENU else text,
        choices=_choices(setting, editor, text),
        unit=_UNITS.get(setting.key, ""),
        example=_EXAMPLES.get(setting.key, ""),
        origin=origin,
        can_change=not is_locked and resolved.source in (Source.FILE, Source.DEFAULT),
        standard=(shown_value(setting, setting.default) or "none") if is_own else "",
    )


def read_value(key: str, text: str) -> Value:
    """Read what was typed; raises `InputError` that says what the setting takes.

    Looks further than the table, which knows that a proxy is text: a wrong one would
    only be noticed by the next mail.
    """
    setting = BY_KEY[key]
    value = parse_value(setting, text, setting.title)
    if key == "path":
        parse_path(str(value))
    elif key == "proxy" and value:
        parse_proxy(str(value))
    elif key == "connect_to" and isinstance(value, tuple):
        for override in value:
            parse_override(override)
    return value


def shown_value(setting: Setting, value: Value) -> str:
    """Write a value in the words of the form."""
    text = value_text(value)
    if setting.key in PATHS:
        return next(each.words for each in path_choices(text) if each.path == path_text(text))
    return _CHOICE_WORDS.get(text, text) if setting.choices else text


def choice_words(setting: Setting) -> tuple[tuple[str, str], ...]:
    """Give each value that a setting chooses from, with its words."""
    return tuple((choice, _CHOICE_WORDS.get(choice, choice)) for choice in setting.choices)


def _editor(setting: Setting) -> Editor:
    if setting.key in PATHS:
        return Editor.MENU
    if isinstance(setting.default, bool):
        return Editor.SWITCH
    if setting.choices:
        return Editor.CHOICE
    if isinstance(setting.default, int | float):
        return Editor.NUMBER
    if setting.key in FILES:
        return Editor.FILE
    return Editor.LINES if setting.key in LINES else Editor.TEXT


def _choices(setting: Setting, editor: Editor, text: str) -> tuple[tuple[str, str, str], ...]:
    if editor is Editor.SWITCH:
        return (("yes", "On", ""), ("no", "Off", ""))
    if editor is Editor.MENU:
        return tuple((each.path, each.words, each.why) for each in path_choices(text))
    return tuple((choice, words, "") for choice, words in choice_words(setting))


def _note(setting: Setting) -> str:
    return "Takes effect at the next start." if setting.key in AT_START else ""


def _names(setting: Setting) -> str:
    options = [*filter(None, (setting.flag, *(switch for switch, _ in setting.switches)))]
    places = (("Command line", options), ("Environment", setting.env[:1]))
    told = [f"{place}: {', '.join(names)}" for place, names in places if names]
    return ". ".join(told) or f"Settings file: {setting.key}"


def _origin(resolved: Resolved) -> str:
    match resolved.source:
        case Source.FLAG | Source.ENVIRONMENT:
            return f"Set by {resolved.where}, cannot be changed here."
        case Source.PROFILE:
            return f"Set by the account {resolved.where}; change it there."
        case _:
            return ""
