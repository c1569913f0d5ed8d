"""Rules for from, reply_to and reply_to_list."""

from collections.abc import Iterator, Mapping
from typing import Any

from sgdesk.sandbox.errors_v3 import ApiError, error_at
from sgdesk.sandbox.rules import words
from sgdesk.sandbox.rules.shapes import blocks_of, person, wrong_type

REPLY_TO_LIMIT = 1_000


def check(body: Mapping[str, Any]) -> Iterator[ApiError]:
    """Check the message's sender, each personalization's, and where replies go."""
    if body.get("from") is None:
        yield error_at("from", words.FROM_REQUIRED)
    else:
        yield from _from("from", body["from"])
    for path, block in blocks_of(body):
        if block.get("from") is not None:
            place = f"{path}.from"
            yield from _from(place, block["from"])
            if _domain(block["from"]) != _domain(body.get("from")):
                yield error_at(place, words.PERSONAL_FROM_DOMAIN)
    yield from _reply_to(body)


def _reply_to(body: Mapping[str, Any]) -> Iterator[ApiError]:
    one, several = body.get("reply_to"), body.get("reply_to_list")
    if one is not None:
        yield from _reply_address("reply_to", one)
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
        yield from _reply_address(place, entry)
        address = entry.get("email") if isinstance(entry, dict) else None
        if isinstance(address, str):
            if address.lower() in seen:
                message = words.REPLY_TO_LIST_DUPLICATE.format(address=address)
                yield error_at("reply_to_list", message)
            seen.add(address.lower())


def _from(path: str, value: Any) -> Iterator[ApiError]:
    return person(path, value, email_required=words.FROM_EMAIL_REQUIRED, role="From")


def _reply_address(path: str, value: Any) -> Iterator[ApiError]:
    return person(path, value, email_required=words.REPLY_TO_EMAIL_REQUIRED, role="Reply-To")


def _domain(value: Any) -> str | None:
    address = value.get("email") if isinstance(value, dict) else None
    return address.rpartition("@")[2].lower() if isinstance(address, str) else None
