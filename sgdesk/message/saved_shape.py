"""Find what of a saved message does not fit, and say it by the field's name."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

_NAMES: Mapping[object, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    bytes: "a file in base64",
    datetime: "a time with its offset, such as 2026-01-31T09:00:00+01:00",
}


def misfits(value: object, kind: Any, place: str) -> Iterator[str]:
    """Give a sentence for each field of a parsed noun that is not as its type has it."""
    if get_origin(kind) is UnionType:
        (kind,) = (member for member in get_args(kind) if member is not type(None))
        if value is None:
            return
    if is_dataclass(kind):
        yield from _of_object(value, kind, place)
    elif get_origin(kind) is tuple:
        yield from _of_list(value, get_args(kind), place)
    elif issubclass(kind, Enum):
        words = [str(member.value) for member in kind]
        if value not in words:
            yield f"{place} must be {' or '.join(words)}."
    elif not _is_plain(value, kind):
        yield f"{place} must be {_NAMES[kind]}."


def _of_object(value: object, kind: Any, place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place} must be an object." if value is not None else f"{place} is missing."
        return
    for field, its_kind in _fields(kind):
        below = f"{place}.{field.name}"
        if field.name in value:
            yield from misfits(value[field.name], its_kind, below)
        elif field.default is MISSING:
            yield f"{below} is missing."


def _of_list(value: object, kinds: tuple[Any, ...], place: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{place} must be a list."
    elif kinds[-1] is not Ellipsis and len(value) != len(kinds):
        yield f"{place} must have {len(kinds)} parts, a name and its value."
    else:
        for index, each in enumerate(value):
            yield from misfits(each, kinds[0], f"{place}.{index}")


def _is_plain(value: object, kind: type) -> bool:
    if kind is bytes:
        # Whether it is base64 is found out as it is read: 25 MB are not read twice.
        return isinstance(value, str)
    if kind is not datetime:
        return type(value) is kind
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


@cache
def _fields(kind: Any) -> tuple[tuple[Field[Any], Any], ...]:
    hints = get_type_hints(kind)
    return tuple((field, hints[field.name]) for field in fields(kind))
