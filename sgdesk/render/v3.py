"""A message as the JSON body of `POST /v3/mail/send`.

Source: SendGrid's OpenAPI file `tsg_mail_v3.json` and the page "Mail Send".
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from sgdesk.message import Address, Attachment, Message, Recipient, Tracking
from sgdesk.message.domain import email_to_wire
from sgdesk.message.findings import MessageError, error
from sgdesk.message.json_reader import parse_json
from sgdesk.message.lines import require_safe
from sgdesk.pieces import encode_pieces
from sgdesk.render.json_types import JsonObject
from sgdesk.render.names import v3_name


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedV3:
    """One request body."""

    body: bytes
    """UTF-8 JSON without needless spaces."""
    value: JsonObject
    """What `body` says, for a face that shows or rewrites it."""


def render_v3(message: Message) -> RenderedV3:
    """Render for the Web API: one personalization for each To recipient, or one for all.

    Raises `MessageError` when a field could start a header, cannot be written
    as UTF-8, or is not the JSON it claims to be.
    """
    require_safe(message)
    value = _body(message)
    return RenderedV3(body=_written(value), value=value)


def _written(value: JsonObject) -> bytes:
    try:
        # Twenty megabytes of files take the standard library a quarter of a second, in which
        # no other thread runs.
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        # A number of more than 64 bits, or half of a character.
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError as exc:
        raise MessageError(
            [error("broken_unicode", "", "A field holds half of a character.", str(exc))]
        ) from exc


def _body(message: Message) -> JsonObject:
    options = message.options
    body: JsonObject = {
        "personalizations": _personalizations(message),
        "from": _address(message.sender, keep_name=True),
    }
    if len(message.reply_to) == 1:
        body["reply_to"] = _address(message.reply_to[0], keep_name=True)
    elif message.reply_to:
        body["reply_to_list"] = [_address(each, keep_name=True) for each in message.reply_to]
    optional: JsonObject = {
        "subject": message.subject,
        "content": _content(message),
        "attachments": [_attachment(each) for each in message.attachments],
        "template_id": options.template_id,
        "headers": dict(message.headers),
        "categories": list(message.categories),
        "custom_args": dict(message.custom_args),
        "batch_id": options.batch_id,
        "ip_pool_name": options.ip_pool,
        "tracking_settings": _tracking(options.tracking),
    }
    body.update({name: value for name, value in optional.items() if value})
    if options.send_at is not None:
        body["send_at"] = int(options.send_at.timestamp())
    if options.asm_group_id is not None:
        body["asm"] = _asm(options.asm_group_id, options.asm_groups_to_display)
    if options.check_only:
        body["mail_settings"] = {"sandbox_mode": {"enable": True}}
    return body


def _personalizations(message: Message) -> list[JsonObject]:
    if message.has_private_copies:
        return [_personalization(message, (recipient,)) for recipient in message.to]
    return [_personalization(message, message.to)]


def _personalization(message: Message, to: Sequence[Recipient]) -> JsonObject:
    item: JsonObject = {"to": [_address(recipient.address) for recipient in to]}
    if message.cc and not message.has_private_copies:
        item["cc"] = [_address(each) for each in message.cc]
    if message.bcc and not message.has_private_copies:
        item["bcc"] = [_address(each) for each in message.bcc]
    data: JsonObject = _template_data(message.options.template_data_json, "options.template_data")
    if len(to) == 1:
        data |= _template_data(to[0].template_data_json, "to.template_data")
        if to[0].substitutions:
            item["substitutions"] = dict(to[0].substitutions)
    if data:
        item["dynamic_template_data"] = data
    return item


def _template_data(text: str, place: str) -> JsonObject:
    if not text:
        return {}
    try:
        value = parse_json(text)
    except ValueError as exc:
        raise MessageError(
            [error("template_data_json", place, "The template data is not JSON.", str(exc))]
        ) from exc
    if not isinstance(value, dict):
        raise MessageError(
            [error("template_data_json", place, "The template data is not a JSON object.")]
        )
    return value


def _address(address: Address, *, keep_name: bool = False) -> JsonObject:
    """Give the e-mail object; the names of To, Cc and Bcc lose `;` and `,`, which are refused."""
    try:
        value: JsonObject = {"email": email_to_wire(address.email)}
    except ValueError as exc:
        raise MessageError(
            [error("address_invalid", "", f"{address.email!r} is not an address.", str(exc))]
        ) from exc
    if name := address.name if keep_name else v3_name(address.name):
        value["name"] = name
    return value


def _content(message: Message) -> list[JsonObject]:
    """Give the parts in the order that SendGrid demands: plain text first."""
    parts = (("text/plain", message.text), ("text/html", message.html))
    return [{"type": kind, "value": value} for kind, value in parts if value]


def _attachment(attachment: Attachment) -> JsonObject:
    value: JsonObject = {
        "content": "".join(encode_pieces(attachment.content)),
        "filename": attachment.filename,
        "type": attachment.type,
        "disposition": "inline" if attachment.is_inline else "attachment",
    }
    if attachment.is_inline:
        value["content_id"] = attachment.content_id
    return value


def _tracking(tracking: Tracking) -> JsonObject:
    settings: JsonObject = {}
    if tracking.clicks is not None:
        # Links in plain text are left alone on both paths, so that both send one mail.
        settings["click_tracking"] = {"enable": tracking.clicks, "enable_text": False}
    if tracking.opens is not None:
        settings["open_tracking"] = {"enable": tracking.opens}
    if tracking.subscription is not None:
        settings["subscription_tracking"] = {"enable": tracking.subscription}
    if tracking.google_analytics is not None:
        settings["ganalytics"] = {"enable": tracking.google_analytics}
    return settings


def _asm(group_id: int, groups_to_display: tuple[int, ...]) -> JsonObject:
    value: JsonObject = {"group_id": group_id}
    if groups_to_display:
        value["groups_to_display"] = list(groups_to_display)
    return value
