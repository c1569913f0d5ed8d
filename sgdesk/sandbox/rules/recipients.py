"""Rules for personalizations and who stands in them."""

from collections.abc import Iterator, Mapping
from typing import Any

from sgdesk.sandbox.errors_v3 import ApiError, error_at
from sgdesk.sandbox.rules import words
from sgdesk.sandbox.rules.shapes import blocks_of, person, unknown_properties, wrong_type

LIMIT = 1_000
"""Of personalizations, and of recipients in all of them together."""

BLOCK_PROPERTIES = frozenset(
    {
        *("to", "cc", "bcc", "from", "subject", "headers", "substitutions"),
        *("dynamic_template_data", "custom_args", "send_at"),
    }
)

_ROLES = {"to": "To", "cc": "CC", "bcc": "BCC"}


def check(body: Mapping[str, Any]) -> Iterator[ApiError]:
    """Check the array, then each personalization."""
    given = body.get("personalizations")
    if given is None or given == []:
        yield error_at("personalizations", words.NO_PERSONALIZATION)
        return
    yield from wrong_type("personalizations", given, "array")
    if not isinstance(given, list):
        return
    if len(given) > LIMIT:
        message = words.TOO_MANY_PERSONALIZATIONS.format(count=len(given))
        yield error_at("personalizations", message)
    for index, block in enumerate(given):
        yield from wrong_type(f"personalizations.{index}", block, "object")
    if _recipients(body) > LIMIT:
        yield error_at("personalizations", words.TOO_MANY_RECIPIENTS)
    for path, block in blocks_of(body):
        yield from unknown_properties(path, block, BLOCK_PROPERTIES)
        yield from _arrays(path, block)
        yield from _duplicates(path, block)


def _recipients(body: Mapping[str, Any]) -> int:
    return sum(
        len(block[name])
        for _, block in blocks_of(body)
        for name in _ROLES
        if isinstance(block.get(name), list)
    )


def _arrays(path: str, block: Mapping[str, Any]) -> Iterator[ApiError]:
    if block.get("to") is None or block["to"] == []:
        yield error_at(f"{path}.to", words.TO_REQUIRED)
    for name in _ROLES:
        if block.get(name) is None:
            continue
        yield from wrong_type(f"{path}.{name}", block[name], "array")
        for index, entry in enumerate(block[name] if isinstance(block[name], list) else []):
            yield from _entry(f"{path}.{name}", index, name, entry)


def _entry(path: str, index: int, name: str, entry: Any) -> Iterator[ApiError]:
    place = f"{path}.{index}"
    if name == "to":
        required = words.TO_EMAIL_REQUIRED
    else:
        required = words.COPY_EMAIL_REQUIRED.format(array=name)
    yield from person(place, entry, email_required=required, role=_ROLES[name], blamed=path)
    shown = entry.get("name") if isinstance(entry, dict) else None
    if isinstance(shown, str) and (";" in shown or "," in shown):
        yield error_at(f"{place}.name", words.NAME_CHARACTERS)


def _duplicates(path: str, block: Mapping[str, Any]) -> Iterator[ApiError]:
    """Refuse the first address that stands twice in one personalization, whatever its case."""
    seen: set[str] = set()
    for name in _ROLES:
        for entry in block[name] if isinstance(block.get(name), list) else []:
            address = entry.get("email") if isinstance(entry, dict) else None
            if not isinstance(address, str):
                continue
            if address.lower() in seen:
                message = words.DUPLICATE_RECIPIENT.format(
                    address=address.lower(), path=f"{path}.{name}"
                )
                yield error_at(path, message, anchor="recipient-errors")
                return
            seen.add(address.lower())
