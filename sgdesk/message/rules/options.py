"""Scheduling, templates, groups, pools: what SendGrid does besides carrying the mail."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from sgdesk.message.findings import Finding, error, warning
from sgdesk.message.json_reader import parse_json
from sgdesk.message.model import Message, Recipient, SendOptions
from sgdesk.sendgrid.entries import PathKind

SCHEDULE = timedelta(hours=72)
SUBSTITUTIONS = 10_000
SUBSTITUTION_BYTES = 10_000
GROUPS_TO_DISPLAY = 25
GROUP_IDS = range(1, 2**53)
"""Those that every reader of JSON takes for the same number (RFC 8259 section 6)."""
TEMPLATE_ID = re.compile(r"d-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""Dynamic, or legacy; whether the account has it is left to SendGrid."""
IP_POOL_CHARACTERS = range(2, 65)


def option_findings(message: Message, kind: PathKind, now: datetime) -> Iterator[Finding]:
    """Find what is wrong with the options; `now` is an aware time."""
    options = message.options
    yield from _send_at(options.send_at, now)
    yield from _groups_and_pool(options)
    yield from _template(message, kind)
    if kind == "smtp" and options.check_only:
        yield error(
            "check_only_smtp",
            "options.check_only",
            "Check only does not exist on SMTP: the mail would go out.",
            "SendGrid's sandbox mode is a setting of the Web API.",
            "Use the Web API, or take the option away.",
        )


def _send_at(send_at: datetime | None, now: datetime) -> Iterator[Finding]:
    place = "options.send_at"
    if send_at is None:
        return
    if send_at.utcoffset() is None:
        happened, why = "The sending time has no time zone.", "SendGrid wants a moment."
        yield error("send_at_naive", place, happened, why, "Write it like 2026-01-31T09:00+01:00.")
    elif send_at - now > SCHEDULE:
        happened = f"{send_at.isoformat()} is more than 72 hours ahead."
        why = "SendGrid schedules no further."
        yield error("send_at_limit", place, happened, why, "Choose an earlier time.")
    elif send_at < now:
        happened = f"{send_at.isoformat()} is past."
        yield warning("send_at_past", place, happened, "SendGrid sends such a mail at once.")


def _groups_and_pool(options: SendOptions) -> Iterator[Finding]:
    groups = options.asm_groups_to_display
    if len(groups) > GROUPS_TO_DISPLAY:
        yield error(
            "asm_groups_limit",
            "options.asm_groups_to_display",
            f"{len(groups)} unsubscribe groups are to be displayed.",
            f"SendGrid displays at most {GROUPS_TO_DISPLAY}.",
            "Name fewer.",
        )
    if groups and options.asm_group_id is None:
        yield error(
            "asm_group_required",
            "options.asm_group_id",
            "Groups are to be displayed, and the mail belongs to none.",
            "SendGrid wants the group of the mail itself beside them.",
            "Name the unsubscribe group.",
        )
    ids = groups if options.asm_group_id is None else (options.asm_group_id, *groups)
    if any(each not in GROUP_IDS for each in ids):
        yield error(
            "asm_group_id",
            "options.asm_group_id",
            "An unsubscribe group's id is a positive number.",
            f"No id is greater than {GROUP_IDS[-1]}.",
            "Copy it from the account.",
        )
    if options.ip_pool and len(options.ip_pool) not in IP_POOL_CHARACTERS:
        yield error(
            "ip_pool_length",
            "options.ip_pool",
            f"The IP pool's name has {len(options.ip_pool)} characters.",
            "SendGrid's pool names have 2 to 64.",
            "Copy the name from the account.",
        )


def _template(message: Message, kind: PathKind) -> Iterator[Finding]:
    options = message.options
    is_dynamic = options.template_id.startswith("d-")
    if options.template_id and not TEMPLATE_ID.fullmatch(options.template_id):
        yield error(
            "template_id",
            "options.template_id",
            f"{options.template_id!r} is not a template id.",
            "A dynamic one is d- and 32 hex digits, a legacy one a UUID.",
            "Copy it from the template's page.",
        )
    texts = [("options.template_data", options.template_data_json)]
    texts += [
        (f"to.{index}.template_data", each.template_data_json)
        for index, each in enumerate(message.to)
    ]
    for place, text in texts:
        if text and not _is_object(text):
            happened = "The template data is not a JSON object."
            yield error("template_data_json", place, happened, "", 'Write it like {"name": "Ada"}.')
        elif text and not is_dynamic and kind == "webapi":
            happened, why = "There is template data and no dynamic template.", "Nothing uses it."
            yield error("template_data_unused", place, happened, why, "Name a d-… template.")
    for index, recipient in enumerate(message.to):
        place = f"to.{index}.substitutions"
        yield from _substitutions(place, recipient, is_dynamic and kind == "webapi")


def _is_object(text: str) -> bool:
    try:
        return isinstance(parse_json(text), dict)
    except ValueError:
        return False


def _substitutions(place: str, recipient: Recipient, is_dynamic: bool) -> Iterator[Finding]:
    pairs = recipient.substitutions
    if pairs and is_dynamic:
        happened = "Substitutions do not go with a dynamic template."
        why = "SendGrid refuses the two together."
        yield error("substitutions_dynamic", place, happened, why, "Use template data.")
    if len(dict(pairs)) < len(pairs):
        yield error("substitution_duplicate", place, "A tag is given twice.", "", "Keep one.")
    if len(pairs) > SUBSTITUTIONS:
        happened = f"There are {len(pairs):,} substitutions."
        why = f"SendGrid takes at most {SUBSTITUTIONS:,}."
        yield error("substitutions_limit", place, happened, why, "Use fewer tags.")
    size = len(json.dumps(dict(pairs), ensure_ascii=False).encode(errors="replace"))
    if size > SUBSTITUTION_BYTES:
        happened = f"The substitutions are {size:,} bytes as JSON."
        why = f"SendGrid takes at most {SUBSTITUTION_BYTES:,} for one recipient."
        yield error("substitutions_size", place, happened, why, "Shorten the values.")
