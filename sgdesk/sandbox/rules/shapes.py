"""Shapes of JSON values, named as SendGrid's answers name them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from sgdesk.sandbox.errors_v3 import ApiError, error_at
from sgdesk.sandbox.rules import words

_ADDRESS_CHARACTERS_LIMIT = 320
_PERSON_PROPERTIES = frozenset({"email", "name"})
INTEGERS = range(-(2**53) + 1, 2**53)
"""Those that every reader of JSON takes for the same number (RFC 8259 section 6).

SendGrid's own limits are stated nowhere.
"""

# What SendGrid accepts is stated nowhere in full; this is RFC 5321's
# Dot-string at a domain of at least two labels, in ASCII.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
)


def type_name(value: Any) -> str:
    """Name a JSON type."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    names = {float: "number", str: "string", list: "array", dict: "object"}
    return names[type(value)]


def is_integer(value: Any) -> TypeGuard[int]:
    """Say whether a value is an integer as SendGrid's words mean it: not `5.0` and not `true`."""
    return type_name(value) == "integer"


def wrong_type(path: str, value: Any, expected: str) -> Iterator[ApiError]:
    """Refuse a value of another JSON type than expected."""
    if type_name(value) != expected:
        message = words.WRONG_TYPE.format(expected=expected, given=type_name(value))
        yield error_at(path, message)


def unknown_properties(
    path: str, value: Mapping[str, Any], known: frozenset[str]
) -> Iterator[ApiError]:
    """Refuse properties that the API does not have."""
    for name in value:
        if name not in known:
            place = f"{path}.{name}" if path else name
            yield error_at(place, words.UNKNOWN_PROPERTY.format(name=name))


def person(
    path: str, value: Any, *, email_required: str, role: str, blamed: str = ""
) -> Iterator[ApiError]:
    """Refuse what is no address with its name.

    `blamed` is the field that is named where there is no address or a too long one.
    """
    if not isinstance(value, dict):
        yield from wrong_type(path, value, "object")
        return
    yield from unknown_properties(path, value, _PERSON_PROPERTIES)
    address = value.get("email")
    if not isinstance(address, str) or not address:
        yield error_at(blamed or path, email_required)
    elif len(address) > _ADDRESS_CHARACTERS_LIMIT:
        yield error_at(blamed or path, words.ADDRESS_TOO_LONG.format(role=role))
    elif not _ADDRESS.fullmatch(address):
        yield error_at(f"{path}.email", words.INVALID_ADDRESS)
    if value.get("name") is not None:
        yield from wrong_type(f"{path}.name", value["name"], "string")


def strings(value: Any) -> bool:
    """Say whether an object has nothing but strings for values."""
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def blocks_of(body: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give each personalization that is an object, with its path."""
    given = body.get("personalizations")
    for index, block in enumerate(given if isinstance(given, list) else []):
        if isinstance(block, dict):
            yield f"personalizations.{index}", block


def is_dynamic(body: Mapping[str, Any]) -> bool:
    """Say whether a dynamic template is asked for."""
    return isinstance(body.get("template_id"), str) and body["template_id"].startswith("d-")
