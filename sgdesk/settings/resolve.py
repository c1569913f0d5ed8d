"""Settle each setting: which of the five places gave its value."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, overload

from sgdesk.errors import InputError
from sgdesk.secret import looks_like_key, without_secrets
from sgdesk.settings.table import SETTINGS, Setting, Value

BY_KEY: Mapping[str, Setting] = MappingProxyType({setting.key: setting for setting in SETTINGS})

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


class Source(Enum):
    """Where a value came from, nearest first."""

    FLAG = "flag"
    ENVIRONMENT = "environment"
    PROFILE = "profile"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """One value and the place that won."""

    value: Value
    source: Source
    where: str = ""
    """The flag, the variable, or the profile's name; empty for file and default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting's value; keys that no row of the table has raise `KeyError`."""

    resolved: Mapping[str, Resolved]

    def source(self, key: str) -> Resolved:
        """Give the value of `key` together with the place that won."""
        return self.resolved[key]

    def text(self, key: str) -> str:
        """Give a text or choice."""
        return _typed(self.resolved[key].value, str, key)

    def flag(self, key: str) -> bool:
        """Give a yes or no."""
        return _typed(self.resolved[key].value, bool, key)

    def number(self, key: str) -> float:
        """Give a number; whole ones come as floats too."""
        value = self.resolved[key].value
        return float(value) if isinstance(value, int) else _typed(value, float, key)

    def count(self, key: str) -> int:
        """Give a whole number."""
        return _typed(self.resolved[key].value, int, key)

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of texts."""
        return _typed(self.resolved[key].value, tuple, key)


def resolve(
    *,
    flags: Mapping[str, Value] | None = None,
    environ: Mapping[str, str] | None = None,
    profile: Mapping[str, object] | None = None,
    profile_name: str = "",
    file: Mapping[str, object] | None = None,
) -> Settings:
    """Settle every setting of the table.

    `flags` holds only what was given on the command line, already of its type.
    `profile` and `file` are as TOML reads them. Raises `InputError` naming the
    place for a value that its setting cannot take, and for an unknown key.
    """
    layers = (
        (Source.PROFILE, f"profile {profile_name}", profile or {}),
        (Source.FILE, "settings file", file or {}),
    )
    for _, where, values in layers:
        _reject_unknown(where, values)
    return Settings(
        resolved=MappingProxyType(
            {
                setting.key: _resolve_one(setting, flags or {}, environ or {}, layers)
                for setting in SETTINGS
            }
        )
    )


def _resolve_one(
    setting: Setting,
    flags: Mapping[str, Value],
    environ: Mapping[str, str],
    layers: tuple[tuple[Source, str, Mapping[str, object]], ...],
) -> Resolved:
    if setting.key in flags:
        return Resolved(
            value=check_value(setting, flags[setting.key], setting.flag or setting.key),
            source=Source.FLAG,
            where=setting.flag,
        )
    for name in setting.env:
        # An empty variable is how shells unset one for a single command.
        if text := environ.get(name, ""):
            return Resolved(
                value=parse_value(setting, text, name), source=Source.ENVIRONMENT, where=name
            )
    for source, where, values in layers:
        if setting.key in values:
            return Resolved(
                value=check_value(setting, values[setting.key], where),
                source=source,
                where=where.removeprefix("profile ") if source is Source.PROFILE else "",
            )
    return Resolved(value=setting.default, source=Source.DEFAULT)


def _reject_unknown(where: str, values: Mapping[str, object]) -> None:
    unknown = sorted(set(values) - set(BY_KEY))
    if unknown:
        raise InputError(
            f"The {where} has a setting that does not exist: {unknown[0]}.",
            remedy="`sgdesk config` lists every setting.",
        )


def parse_value(setting: Setting, text: str, where: str) -> Value:
    """Read a value from text, as the environment and options give it."""
    word = text.strip()
    if isinstance(setting.default, bool):
        if word.lower() not in _TRUE | _FALSE:
            raise _unusable(setting, text, where)
        return word.lower() in _TRUE
    if isinstance(setting.default, tuple):
        return tuple(part for part in word.replace(",", " ").split() if part)
    if isinstance(setting.default, int | float):
        try:
            number = type(setting.default)(word)
        except ValueError as error:
            raise _unusable(setting, text, where) from error
        return check_value(setting, number, where)
    return check_value(setting, word, where)


def check_value(setting: Setting, value: object, where: str) -> Value:
    """Give `value` in the setting's type; raises `InputError` when it does not fit."""
    if isinstance(value, str) and looks_like_key(value):
        # Where a name or an address belongs, it would be shown and stored like one.
        raise InputError(
            f"{where}: this is a key itself, and {setting.key} takes none.",
            why="Others can read it there, so it is not used.",
            remedy="Put the key into the variable SENDGRID_API_KEY, or use --key-stdin. "
            "If others use this computer, make a new key.",
            setting=setting.key,
        )
    default = setting.default
    if isinstance(default, bool) or isinstance(value, bool):
        if isinstance(default, bool) and isinstance(value, bool):
            return value
        raise _unusable(setting, value, where)
    if isinstance(default, tuple):
        if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
            return tuple(value)
        raise _unusable(setting, value, where)
    if isinstance(default, float) and isinstance(value, int):
        try:
            value = float(value)
        except OverflowError as error:
            raise _unusable(setting, value, where) from error
    if isinstance(value, float) and not math.isfinite(value):
        raise _unusable(setting, value, where)
    if not isinstance(value, type(default)) or not setting.allows(value):
        raise _unusable(setting, value, where)
    return value


def value_text(value: Value) -> str:
    """Write a value as `sgdesk config` shows it and as `parse_value` reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _unusable(setting: Setting, value: object, where: str) -> InputError:
    # A proxy's address may hold a login in any form, so it is never repeated.
    shown = "this" if setting.key == "proxy" else without_secrets(repr(value))
    return InputError(
        f"{where}: {shown} is no value for {setting.key}.",
        remedy=f"Use {setting.expected}.",
        setting=setting.key,
    )


@overload
def _typed(value: Value, kind: type[str], key: str) -> str: ...
@overload
def _typed(value: Value, kind: type[bool], key: str) -> bool: ...
@overload
def _typed(value: Value, kind: type[int], key: str) -> int: ...
@overload
def _typed(value: Value, kind: type[float], key: str) -> float: ...
@overload
def _typed(value: Value, kind: type[tuple[str, ...]], key: str) -> tuple[str, ...]: ...
def _typed(value: Value, kind: type[Any], key: str) -> Any:
    if not isinstance(value, kind):
        msg = f"setting {key} is a {type(value).__name__}, not a {kind.__name__}"
        raise TypeError(msg)
    return value
