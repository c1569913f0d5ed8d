"""Dataclass to JSON and back, for every frozen noun.

Driven by the types alone: enums become their values, bytes base64, times ISO
8601 with their offset, tuples lists, and a union of nouns carries the class
name under `type`. Any other class is refused, `Secret` among them. Dear to
import (40 ms), hence reached only through `doors.py`.
"""

import json
from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from types import UnionType
from typing import Any, NoReturn, TypeVar, Union, get_args, get_origin

import orjson
from cattrs import BaseValidationError, Converter
from cattrs.errors import StructureHandlerNotFoundError
from cattrs.fns import identity

from sgdesk.errors import InputError
from sgdesk.pieces import decode, encode_pieces

T = TypeVar("T")

TAG = "type"

_ENCODER = json.JSONEncoder(separators=(",", ":"), allow_nan=False)


def to_json(value: object, kind: Any = None) -> str:
    """Write a noun as one line of JSON.

    `kind` is its declared type, needed only when that is a union such as
    `Outcome`. Raises `TypeError` when anything inside is of another kind, such
    as a `Secret`.
    """
    # ASCII, so that a lone surrogate from a server's broken bytes can still be stored.
    return _ENCODER.encode(to_plain(value, kind))


def dumps(plain: object) -> str:
    """Write what `to_plain` gave, on one line and five times as fast as `to_json`."""
    try:
        return orjson.dumps(plain).decode()
    except orjson.JSONEncodeError:
        # A lone surrogate, which only ASCII can hold.
        return _ENCODER.encode(plain)


def from_json(text: str | bytes, kind: type[T]) -> T:
    """Read a noun of type `kind`; raises `InputError` when the text is not one."""
    return from_plain(loads(text), kind)


def loads(text: str | bytes) -> Any:
    """Read one JSON text; raises `InputError` when it is none."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        # Broken, or with a lone surrogate, which it takes from nobody.
        pass
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("This is not JSON.", why=str(error)) from error


def to_plain(value: object, kind: Any = None) -> Any:
    """Give a noun as dicts, lists, texts and numbers."""
    return _converter().unstructure(value, unstructure_as=kind or type(value))


def from_plain(plain: object, kind: type[T]) -> T:
    """Read a noun from what `to_plain` gave; raises `InputError` when it does not fit.

    Raises `TypeError` for a kind that is no noun, a `Secret` above all.
    """
    try:
        return _converter().structure(plain, kind)
    except StructureHandlerNotFoundError as error:
        raise TypeError(str(error)) from error
    # A wrong shape meets the generated readers anywhere: missing keys, wrong kinds, bad values.
    except (BaseValidationError, KeyError, TypeError, ValueError, AttributeError) as error:
        name = getattr(kind, "__name__", str(kind))
        raise InputError(f"This is no {name}.", why=repr(error)) from error


def _is_union_of_nouns(kind: Any) -> bool:
    if get_origin(kind) not in (Union, UnionType):
        return False
    members = [member for member in get_args(kind) if member is not type(None)]
    return len(members) > 1 and all(is_dataclass(member) for member in members)


@lru_cache(maxsize=1)
def _converter() -> Converter:
    converter = Converter(
        detailed_validation=False,
        unstructure_fallback_factory=lambda _kind: _refuse,
    )
    converter.register_unstructure_hook(bytes, lambda value: "".join(encode_pieces(value)))
    converter.register_structure_hook(bytes, _read_bytes)
    converter.register_unstructure_hook(datetime, lambda value: value.isoformat())
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    for plain in (str, int, float, bool):
        converter.register_structure_hook(plain, _exactly)
        converter.register_unstructure_hook(plain, identity)
    converter.register_unstructure_hook(type(None), identity)
    converter.register_structure_hook_factory(_is_enum, _read_enum)
    converter.register_unstructure_hook_factory(_is_union_of_nouns, _write_union)
    converter.register_structure_hook_factory(_is_union_of_nouns, _read_union)
    return converter


def _read_bytes(text: Any, _kind: Any) -> bytes:
    if not isinstance(text, str):
        msg = "Bytes stand as base64 text"
        raise TypeError(msg)
    return decode(text)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _read_enum(kind: type[Enum]) -> Callable[[Any, Any], Enum]:
    # A record names a dozen; to call the class for each took twice as long as this.
    members = {member.value: member for member in kind}
    return lambda value, _: members[value]


def _write_union(_kind: Any) -> Callable[[Any], dict[str, Any] | None]:
    converter = _converter()

    def write(value: Any) -> dict[str, Any] | None:
        if value is None:
            return None
        return {TAG: type(value).__name__, **converter.unstructure(value)}

    return write


def _read_union(kind: Any) -> Callable[[Any, Any], Any]:
    converter = _converter()
    members = {member.__name__: member for member in get_args(kind)}
    optional = type(None) in members.values()

    def read(plain: Any, _kind: Any) -> Any:
        if plain is None and optional:
            return None
        return converter.structure(plain, members[plain[TAG]])

    return read


def _exactly(value: Any, kind: type[Any]) -> Any:
    """Take a value only if it is of its kind: `"5"` is no number and `1` is no text."""
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        msg = f"{value!r} is no {kind.__name__}"
        raise TypeError(msg)
    return value


def _refuse(value: object) -> NoReturn:
    # Closed on purpose: a class that nobody has thought of is never written, a secret least.
    msg = f"a {type(value).__name__} is never written to JSON"
    raise TypeError(msg)
