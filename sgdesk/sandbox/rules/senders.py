"""Rules for from, reply_to and reply_to_list."""

from collections.abc import Iterator, Mapping
from typing import Any

from sgdesk.sandbox.errors_v3 import ApiError, error_at
from sgdesk.sandbox.rules import words
from sgdesk.sandbox.rules.recipients import ADDRESS_PROPERTIES
from sgdesk.sandbox.rules.shapes import (
    ADDRESS_CHARACTERS_LIMIT,
    blocks_of,
    is_address,
    unknown_properties,
    wrong_type,
)

REPLY_TO_LIMIT = 1_000


def check(body: Mapping[str, Any]) -> Iterator[ApiError]:
    """Check the message's sender, each personalization's, and where replies go."""
    if body.get("from") is None:
        yield error_at("from", words.FROM_REQUIRED)
    else:
        yield from _person("from", body["from"], words.FROM_EMAIL_REQUIRED, "From")
    for path, block in blocks_of(body):
        if block.get("from") is not None:
            place = f"{path}.from"
            yield from _person(place, block["from"], words.FROM_EMAIL_REQUIRED, "From")
            if _domain(block["from"]) != _domain(body.get("from")):
                yield error_at(place, words.PERSONAL_FROM_DOMAIN)
    yield from _reply_to(body)


def _reply_to(body: Mapping[str, Any]) -> Iterator[ApiError]:
    one, several = body.get("reply_to"), body.get("reply_to_list")
    if one is not None:
        yield from _person("reply_to", one, words.REPLY_TO_EMAIL_REQUIRED, "Reply-To")
    if several is None:
        return
    if one is not None:
        yield error_at("reply_to_list", words.BOTH_REPLY_TO)
    yield from wrong_type("reply_to_list", several, "array")
    if not isinstance(several, list):
        return
    if len(several) > REPLY_TO_LIMIT:
        yield error_at("reply_to_list", words.REPLY_TO_LIST_COUNT)
    seen: set[str] = set()
    for index, entry in enumerate(several):
        place = f"reply_to_list.{index}"
        yield from _person(place, entry, words.REPLY_TO_EMAIL_REQUIRED, "Reply-To")
        address = entry.get("email") if isinstance(entry, dict) else None
        if isinstance(address, str):
            if address.lower() in seen:
                message = words.REPLY_TO_LIST_DUPLICATE.format(address=address)
                yield error_at("reply_to_list", message)
            seen.add(address.lower())


def _person(path: str, value: Any, email_required: str, role: str) -> Iterator[ApiError]:
    if not isinstance(value, dict):
        yield from wrong_type(path, value, "object")
        return
    yield from unknown_properties(path, value, ADDRESS_PROPERTIES)
    address = value.get("email")
    if not isinstance(address, str) or not address:
        yield error_at(path, email_required)
    elif len(address) > ADDRESS_CHARACTERS_LIMIT:
        yield error_at(path, words.ADDRESS_TOO_LONG.format(role=role))
    elif not is_address(address):
        yield error_at(f"{path}.email", words.INVALID_ADDRESS)
    if value.get("name") is not None:
        yield from wrong_type(f"{path}.name", value["name"], "string")


def _domain(value: Any) -> str | None:
    address = value.get("email") if isinstance(value, dict) else None
    return address.rpartition("@")[2].lower() if isinstance(address, str) else None
