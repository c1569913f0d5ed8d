"""The X-SMTPAPI header: one JSON object that tells SendGrid's relay what the API would be told.

A header that does not parse is accepted with 250 and dropped later, so the
bytes are read back before they are used.
Source: SendGrid, "Building an X-SMTPAPI header" and "SMTP filters".
"""

import json
import re

from sgdesk.message import Message, Recipient, Tracking
from sgdesk.message.domain import email_to_wire
from sgdesk.message.findings import Finding, MessageError, error
from sgdesk.message.mailbox import quote
from sgdesk.render.headers import LONGEST_TOKEN, fold
from sgdesk.render.json_types import JsonObject

NAME = "X-SMTPAPI"

_TOKEN = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^" ])+')
"""A run without a space outside strings: JSON may be broken between two of them only."""


def xsmtpapi_value(message: Message) -> JsonObject:
    """Give the object; empty when the message asks for nothing that needs it."""
    options = message.options
    value: JsonObject = _copies(message)
    optional: JsonObject = {
        "category": list(message.categories),
        "unique_args": dict(message.custom_args),
        "ip_pool": options.ip_pool,
        "batch_id": options.batch_id,
        "filters": _filters(options.tracking, options.template_id),
    }
    value.update({name: item for name, item in optional.items() if item})
    if options.asm_group_id is not None:
        value["asm_group_id"] = options.asm_group_id
        if options.asm_groups_to_display:
            value["asm_groups_to_display"] = list(options.asm_groups_to_display)
    if options.send_at is not None:
        value["send_at"] = int(options.send_at.timestamp())
    return value


def _copies(message: Message) -> JsonObject:
    """Name the recipients of private copies and what is put in for each."""
    tags = list(dict.fromkeys(tag for each in message.to for tag, _ in each.substitutions))
    if not message.has_private_copies and not (tags and len(message.to) == 1):
        return {}
    value: JsonObject = {"to": [_recipient(each) for each in message.to]}
    if tags:
        # Each list must be as long as `to`: who lacks a tag gets the tag itself, as on v3.
        value["sub"] = {
            tag: [dict(each.substitutions).get(tag, tag) for each in message.to] for tag in tags
        }
    return value


def _recipient(recipient: Recipient) -> str:
    email, name = email_to_wire(recipient.address.email), recipient.address.name
    return f"{quote(name)} <{email}>" if name else email


def _filters(tracking: Tracking, template_id: str) -> JsonObject:
    filters: JsonObject = {}
    if tracking.clicks is not None:
        filters["clicktrack"] = _settings(tracking.clicks, enable_text=False)
    if tracking.opens is not None:
        filters["opentrack"] = _settings(tracking.opens)
    if tracking.subscription is not None:
        filters["subscriptiontrack"] = _settings(tracking.subscription)
    if tracking.google_analytics is not None:
        filters["ganalytics"] = _settings(tracking.google_analytics)
    # A dynamic template here makes SendGrid drop the mail; parity names it as lost.
    if template_id and not template_id.startswith("d-"):
        filters["templates"] = _settings(True, template_id=template_id)
    return filters


def _settings(enable: bool, **more: str | bool) -> JsonObject:
    return {"settings": {"enable": int(enable), **more}}


def render_xsmtpapi(value: JsonObject) -> str:
    """Write the header, folded between JSON tokens; empty for an empty object.

    Raises `MessageError` when one token is too long for a line, or when the
    folded bytes do not read back as the same object.
    """
    if not value:
        return ""
    text = json.dumps(value)
    tokens = _TOKEN.findall(text)
    if longest := [token for token in tokens if len(token) > LONGEST_TOKEN]:
        raise MessageError([token_too_long(longest[0])])
    header = fold(NAME, tokens)
    if not reads_back(header, value):
        raise MessageError(
            [error("xsmtpapi_unreadable", "", "The X-SMTPAPI header does not read back.")]
        )
    return header


def token_too_long(token: str) -> Finding:
    """Say that a value cannot be folded."""
    return error(
        "xsmtpapi_token",
        "",
        f"{token[:40]}… is {len(token)} characters long in the X-SMTPAPI header.",
        "A header line holds 998 characters and may be broken between JSON values only.",
        "Shorten the value, or send by the Web API.",
    )


def reads_back(header: str, value: JsonObject) -> bool:
    """Unfold the header as a relay does and compare what it says."""
    try:
        unfolded = header.encode("ascii").replace(b"\r\n ", b" ").decode("ascii")
        return bool(json.loads(unfolded.removeprefix(f"{NAME}:")) == value)
    except ValueError:
        return False
