"""Rules for when and how a message is sent: time, batch, template, pool, groups."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sgdesk.clock import wall_ns
from sgdesk.sandbox.errors_v3 import ApiError, error_at
from sgdesk.sandbox.rules import words
from sgdesk.sandbox.rules.shapes import INTEGERS, blocks_of, is_integer, wrong_type

SCHEDULE_LIMIT_S = 72 * 3600
POOL_NAME_CHARACTERS = range(2, 65)
GROUPS_LIMIT = 25
GROUP_IDS = range(1, INTEGERS[-1] + 1)
"""Every one of them counts as one of the account's groups."""

_TEMPLATE_ID = re.compile(
    r"d-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE
)
"""Every well-formed id counts as one of the account's templates."""


def check(body: Mapping[str, Any]) -> Iterator[ApiError]:
    """Check the message's own settings, then each personalization's."""
    yield from _send_at("send_at", body.get("send_at"))
    for path, block in blocks_of(body):
        yield from _send_at(f"{path}.send_at", block.get("send_at"))
    if body.get("batch_id") is not None and not isinstance(body["batch_id"], str):
        yield error_at("batch_id", words.BATCH_ID_SHAPE)
    yield from _template_id(body.get("template_id"))
    yield from _ip_pool(body.get("ip_pool_name"))
    if body.get("asm") is not None:
        yield from wrong_type("asm", body["asm"], "object")
        if isinstance(body["asm"], dict):
            yield from _asm(body["asm"])


def _send_at(path: str, value: Any) -> Iterator[ApiError]:
    if value is None:
        return
    if not is_integer(value) or value < INTEGERS[0]:
        yield error_at(path, words.SEND_AT_SHAPE)
    elif value > wall_ns() // 1_000_000_000 + SCHEDULE_LIMIT_S:
        yield error_at(path, words.SEND_AT_TOO_LATE)


def _template_id(value: Any) -> Iterator[ApiError]:
    if value is None:
        return
    if not isinstance(value, str):
        yield error_at("template_id", words.TEMPLATE_ID_SHAPE.format(given=value))
    elif not _TEMPLATE_ID.fullmatch(value):
        yield error_at("template_id", words.TEMPLATE_UNKNOWN.format(given=value))


def _ip_pool(value: Any) -> Iterator[ApiError]:
    if value is None:
        return
    if not isinstance(value, str):
        yield error_at("ip_pool_name", words.IP_POOL_SHAPE)
    elif len(value) not in POOL_NAME_CHARACTERS:
        yield error_at("ip_pool_name", words.IP_POOL_UNKNOWN.format(given=value))


def _asm(asm: Mapping[str, Any]) -> Iterator[ApiError]:
    group = asm.get("group_id")
    if not is_integer(group):
        yield error_at("asm.group_id", words.GROUP_ID_SHAPE)
    elif group not in GROUP_IDS:
        yield error_at("asm.group_id", words.GROUP_ID_UNKNOWN.format(given=group))
    shown = asm.get("groups_to_display")
    if shown is None:
        return
    if not isinstance(shown, list) or not all(is_integer(item) for item in shown):
        yield error_at("asm.groups_to_display", words.GROUPS_SHAPE)
        return
    if len(shown) > GROUPS_LIMIT:
        yield error_at("asm.groups_to_display", words.GROUPS_COUNT)
    for item in shown:
        if item not in GROUP_IDS:
            yield error_at("asm.groups_to_display", words.GROUPS_UNKNOWN.format(given=item))
