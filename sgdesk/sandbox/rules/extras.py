"""Rules for headers, custom arguments, substitutions, sections and categories."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sgdesk.sandbox.errors_v3 import ApiError, error_at
from sgdesk.sandbox.rules import words
from sgdesk.sandbox.rules.shapes import blocks_of, is_dynamic, strings, wrong_type

BYTES_LIMIT = 10_000
"""For custom arguments, and for substitutions, of one personalization."""
SUBSTITUTIONS_LIMIT = 10_000
CATEGORIES_LIMIT = 10
CATEGORY_CHARACTERS_LIMIT = 255

RESERVED_HEADERS = frozenset(
    {
        *("x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type"),
        *("content-transfer-encoding", "to", "from", "subject", "reply-to", "cc", "bcc"),
    }
)


def check(body: Mapping[str, Any]) -> Iterator[ApiError]:
    """Check what travels with the message besides its text."""
    blocks = list(blocks_of(body))
    yield from _headers("headers", body.get("headers"), is_personal=False)
    yield from _custom_args("custom_args", body.get("custom_args"))
    for path, block in blocks:
        yield from _headers(f"{path}.headers", block.get("headers"), is_personal=True)
        yield from _custom_args(f"{path}.custom_args", block.get("custom_args"))
        yield from _merged_custom_args(f"{path}.custom_args", body, block)
        yield from _substitutions(f"{path}.substitutions", body, block.get("substitutions"))
        yield from _dynamic_data(f"{path}.dynamic_template_data", body, block)
    if body.get("sections") is not None and not strings(body["sections"]):
        yield error_at("sections", words.SECTION_VALUES)
    yield from _categories(body.get("categories"))


def _headers(path: str, headers: Any, *, is_personal: bool) -> Iterator[ApiError]:
    if headers is None:
        return
    if not isinstance(headers, dict):
        yield from wrong_type(path, headers, "object")
        return
    values, keys, reserved = (
        (words.PERSONAL_HEADER_VALUES, words.PERSONAL_HEADER_KEYS, words.PERSONAL_HEADER_RESERVED)
        if is_personal
        else (words.HEADER_VALUES, words.HEADER_KEYS, words.HEADER_RESERVED)
    )
    if not strings(headers):
        yield error_at(path, values)
    if any(not name.isascii() or " " in name or not name for name in headers):
        yield error_at(path, keys)
    names = [name.lower() for name in headers]
    if len(set(names)) < len(names):
        yield error_at(path, words.HEADER_DUPLICATES)
    if RESERVED_HEADERS.intersection(names):
        yield error_at(path, reserved)


def _custom_args(path: str, args: Any) -> Iterator[ApiError]:
    if args is None:
        return
    if not isinstance(args, dict):
        yield from wrong_type(path, args, "object")
    elif not args:
        yield error_at(path, words.CUSTOM_ARGS_EMPTY)
    elif not strings(args):
        yield error_at(path, words.CUSTOM_ARG_VALUES)


def _merged_custom_args(
    path: str, body: Mapping[str, Any], block: Mapping[str, Any]
) -> Iterator[ApiError]:
    merged: dict[str, Any] = {}
    for given in (body.get("custom_args"), block.get("custom_args")):
        merged.update(given if isinstance(given, dict) else {})
    if merged and _json_bytes(merged) > BYTES_LIMIT:
        yield error_at(path, words.CUSTOM_ARGS_SIZE)


def _substitutions(path: str, body: Mapping[str, Any], given: Any) -> Iterator[ApiError]:
    if given is None:
        return
    if is_dynamic(body):
        yield error_at(path, words.SUBSTITUTIONS_WITH_DYNAMIC)
    if not strings(given):
        yield error_at(path, words.SUBSTITUTION_VALUES)
    elif len(given) > SUBSTITUTIONS_LIMIT:
        yield error_at(path, words.SUBSTITUTION_COUNT)
    elif _json_bytes(given) > BYTES_LIMIT:
        yield error_at(path, words.SUBSTITUTION_SIZE)


def _dynamic_data(
    path: str, body: Mapping[str, Any], block: Mapping[str, Any]
) -> Iterator[ApiError]:
    given = block.get("dynamic_template_data")
    if given is None:
        return
    yield from wrong_type(path, given, "object")
    if not is_dynamic(body):
        yield error_at(path, words.DYNAMIC_DATA_WITHOUT_TEMPLATE)


def _categories(given: Any) -> Iterator[ApiError]:
    if given is None:
        return
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        yield error_at("categories", words.CATEGORY_SHAPE)
        return
    if len(given) > CATEGORIES_LIMIT:
        yield error_at("categories", words.CATEGORY_COUNT.format(count=len(given)))
    for item in given:
        if len(item) > CATEGORY_CHARACTERS_LIMIT:
            yield error_at("categories", words.CATEGORY_LENGTH.format(category=item))
    for item, count in Counter(given).items():
        if count > 1:
            yield error_at("categories", words.CATEGORY_DUPLICATE.format(category=item))
    if not all(item.isascii() for item in given):
        yield error_at("categories", words.CATEGORY_ASCII)


def _json_bytes(value: Mapping[str, Any]) -> int:
    return len(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )
    )
