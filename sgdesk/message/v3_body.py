"""A `POST /v3/mail/send` body as a message, when a message can hold what it says.

Whatever a body says and the model cannot is refused by name: a body is never
sent with something silently left out.
Source: SendGrid's OpenAPI file `tsg_mail_v3.json`.
"""

import binascii
import json
from base64 import b64decode

from sgdesk.message.findings import Finding, MessageError
from sgdesk.message.json_reader import JsonReader
from sgdesk.message.model import (
    Address,
    Attachment,
    Copies,
    Message,
    Recipient,
    SendOptions,
    Tracking,
)

_NOT_HELD = ("sections",)
_PERSONAL_NOT_HELD = ("from", "subject", "headers", "custom_args", "send_at")


def message_from_v3(value: object) -> Message:
    """Read a parsed body; raises `MessageError` with every place that does not fit."""
    findings: list[Finding] = []
    body = JsonReader(value, "", findings)
    message = _message(body)
    body.finish(_NOT_HELD)
    if findings:
        raise MessageError(findings)
    return message


def _message(body: JsonReader) -> Message:
    to, cc, bcc, copies = _personalizations(body)
    text, html = _content(body)
    if "from" not in body:
        body.refuse("from_required", "from", "The from object must be provided.")
    has_args = "custom_args" in body
    custom_args = body.pairs("custom_args")
    if has_args and not custom_args:
        body.refuse(
            "custom_args_empty", "custom_args", "custom_args is empty.", "", "Leave it out."
        )
    return Message(
        sender=_address(body.child("from")),
        to=to,
        cc=cc,
        bcc=bcc,
        reply_to=_reply_to(body),
        copies=copies,
        subject=_filled(body, "subject"),
        text=text,
        html=html,
        attachments=tuple(_attachment(each) for each in body.items("attachments")),
        headers=body.pairs("headers"),
        categories=body.scalars("categories", str),
        custom_args=custom_args,
        options=_options(body),
    )


def _filled(reader: JsonReader, name: str) -> str:
    """Take a string that SendGrid wants to hold at least one character when it is there."""
    is_there = name in reader
    text = reader.text(name)
    if is_there and not text:
        reader.refuse("empty_value", name, f"{reader.at(name)} is empty.", "", "Leave it out.")
    return text


def _address(reader: JsonReader | None) -> Address:
    if reader is None:
        return Address(email="")
    address = Address(email=reader.text("email"), name=reader.text("name"))
    if not address.email:
        reader.refuse("address_required", "email", f"{reader.place} has no email.")
    reader.finish()
    return address


def _named(block: JsonReader, field: str) -> tuple[Address, ...]:
    """Take recipients; their names may not hold what the API refuses there."""
    addresses = tuple(_address(each) for each in block.items(field))
    for index, address in enumerate(addresses):
        if set(address.name) & {";", ","}:
            block.refuse(
                "name_punctuation",
                f"{field}.{index}.name",
                f"The name {address.name!r} holds ; or ,.",
                "The Web API refuses both in the names of recipients.",
                "Write the name without them.",
            )
    return addresses


def _reply_to(body: JsonReader) -> tuple[Address, ...]:
    one = body.child("reply_to")
    several = body.items("reply_to_list")
    if one is not None and several:
        body.refuse(
            "reply_to_both",
            "reply_to_list",
            "reply_to and reply_to_list are both given.",
            "SendGrid takes one of them.",
        )
    return tuple(_address(each) for each in ([one] if one is not None else several))


def _personalizations(
    body: JsonReader,
) -> tuple[tuple[Recipient, ...], tuple[Address, ...], tuple[Address, ...], Copies]:
    blocks = body.items("personalizations")
    if not blocks:
        body.refuse("to_required", "personalizations", "There is no personalization.")
    recipients: list[Recipient] = []
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    for block in blocks:
        to = list(_named(block, "to"))
        if not to:
            block.refuse("to_required", "to", f"{block.at('to')} names nobody.")
        cc, bcc = _named(block, "cc"), _named(block, "bcc")
        substitutions, data = block.pairs("substitutions"), _data(block)
        recipients += [
            Recipient(address=each, substitutions=substitutions, template_data_json=data)
            for each in to
        ]
        if len(blocks) > 1 and (len(to) > 1 or cc or bcc):
            _refuse_groups(block)
        elif len(to) > 1 and (substitutions or data):
            _refuse_shared(block)
        block.finish(_PERSONAL_NOT_HELD)
    copies = Copies.EACH if len(blocks) > 1 else Copies.TOGETHER
    return tuple(recipients), cc, bcc, copies


def _refuse_groups(block: JsonReader) -> None:
    block.refuse(
        "not_held",
        "to",
        f"{block.place} has several people among several personalizations.",
        "A message here goes to one person each, or to all in one mail.",
        "Split the body.",
    )


def _refuse_shared(block: JsonReader) -> None:
    block.refuse(
        "not_held",
        "substitutions",
        f"{block.place} gives several people the same personal fields.",
        "Personal fields here belong to one recipient.",
        "Put the values into the text, or name one person.",
    )


def _data(block: JsonReader) -> str:
    child = block.take("dynamic_template_data", dict)
    return json.dumps(child, ensure_ascii=False) if child else ""


def _content(body: JsonReader) -> tuple[str, str]:
    found: dict[str, str] = {}
    for index, part in enumerate(body.items("content")):
        kind, value = _filled(part, "type"), _filled(part, "value")
        if not kind:
            part.refuse("content_type", "type", f"{part.at('type')} is required.")
        elif not value:
            part.refuse("content_value", "value", f"{part.at('value')} is required.")
        elif kind not in ("text/plain", "text/html"):
            part.refuse(
                "not_held",
                "type",
                f"{kind!r} cannot be held by a message here.",
                "It holds text/plain and text/html.",
            )
        elif kind in found or (kind == "text/plain" and index):
            part.refuse(
                "content_order",
                "type",
                f"{kind} stands in the wrong place.",
                "SendGrid wants text/plain first, then text/html, each once.",
            )
        found[kind] = value
        part.finish()
    return found.get("text/plain", ""), found.get("text/html", "")


def _attachment(reader: JsonReader) -> Attachment:
    text = reader.text("content")
    try:
        content = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        content = b""
        why = f"{reader.at('content')} has other characters, or not as many as base64 has."
        reader.refuse("attachment_base64", "content", "The content is not base64.", why)
    if not text:
        reader.refuse("attachment_empty", "content", "The attachment has no content.")
    if "filename" not in reader:
        reader.refuse("attachment_filename", "filename", "filename is required.")
    disposition = reader.text("disposition") or "attachment"
    content_id = reader.text("content_id")
    if disposition not in ("attachment", "inline"):
        reader.refuse("disposition", "disposition", f"{disposition!r} is not inline or attachment.")
    if (disposition == "inline") != bool(content_id):
        reader.refuse(
            "not_held",
            "content_id",
            f"{reader.place} has only one of disposition inline and content_id.",
            "A message here shows a file in the HTML by its Content-ID, or attaches it.",
            "Give both or none.",
        )
    attachment = Attachment(
        filename=reader.text("filename"),
        content=content,
        type=_filled(reader, "type") or "application/octet-stream",
        content_id=content_id,
    )
    reader.finish()
    return attachment


def _options(body: JsonReader) -> SendOptions:
    asm = body.child("asm")
    group_id = asm.take("group_id", int) if asm is not None else None
    groups = asm.scalars("groups_to_display", int) if asm is not None else ()
    if asm is not None:
        if group_id is None:
            asm.refuse("asm_group_required", "group_id", "asm needs an integer group_id.")
        asm.finish()
    return SendOptions(
        template_id=body.text("template_id"),
        send_at=body.moment("send_at"),
        batch_id=body.text("batch_id"),
        asm_group_id=group_id,
        asm_groups_to_display=groups,
        ip_pool=body.text("ip_pool_name"),
        tracking=_tracking(body.child("tracking_settings")),
        check_only=_switch(body.child("mail_settings"), "sandbox_mode") or False,
    )


def _switch(settings: JsonReader | None, name: str) -> bool | None:
    """Take the one setting of a group that a message holds."""
    if settings is None:
        return None
    setting = settings.child(name)
    settings.finish(_KNOWN_SETTINGS)
    return None if setting is None else _enable(setting)


_KNOWN_SETTINGS = (
    "bypass_list_management",
    "bypass_spam_management",
    "bypass_bounce_management",
    "bypass_unsubscribe_management",
    "footer",
    "bcc",
    "spam_check",
)
_KNOWN_TRACKING = (
    "substitution_tag",
    "text",
    "html",
    "utm_source",
    "utm_medium",
    "utm_term",
    "utm_content",
    "utm_campaign",
)


def _enable(setting: JsonReader | None) -> bool | None:
    if setting is None:
        return None
    enable = setting.take("enable", bool)
    # Links in plain text are never rewritten from here; asking for that is more than we hold.
    if setting.take("enable_text", bool):
        setting.refuse("not_held", "enable_text", f"{setting.at('enable_text')} cannot be held.")
    setting.finish(_KNOWN_TRACKING)
    return enable


def _tracking(settings: JsonReader | None) -> Tracking:
    if settings is None:
        return Tracking()
    tracking = Tracking(
        opens=_enable(settings.child("open_tracking")),
        clicks=_enable(settings.child("click_tracking")),
        subscription=_enable(settings.child("subscription_tracking")),
        google_analytics=_enable(settings.child("ganalytics")),
    )
    settings.finish()
    return tracking
