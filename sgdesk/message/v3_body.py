"""A `POST /v3/mail/send` body as a message, when a message can hold what it says.

Whatever a body says and the model cannot is refused by name, or, where the mail
is only to be looked at and edited, named beside what can be held: a body is
never sent with something silently left out.
Source: SendGrid's OpenAPI file `tsg_mail_v3.json`.
"""

from dataclasses import replace

from sgdesk.message.domain import domain_key
from sgdesk.message.findings import Finding, MessageError
from sgdesk.message.json_reader import JsonReader
from sgdesk.message.model import Address, Attachment, Message, SendOptions, Tracking
from sgdesk.message.v3_people import filled, own_data, read_address, read_people
from sgdesk.pieces import decode

_NOT_HELD = ("sections",)
_LEFT_OUT = frozenset({"not_held", "unknown_field", "attachment_base64", "attachment_empty"})
"""What is left out of a body that is opened to be edited."""
_MENDED = frozenset(
    {
        *("from_required", "to_empty", "content_order", "custom_args_empty", "empty_value"),
        "name_punctuation",
    }
)
"""What an editor mends, or shows as it is to whoever writes on."""


def message_from_v3(value: object) -> Message:
    """Read a parsed body; raises `MessageError` with every place that does not fit."""
    findings: list[Finding] = []
    body = JsonReader(value, "", findings)
    message = _message(body)
    body.finish(_NOT_HELD)
    if findings:
        raise MessageError(findings)
    return message


def shown_from_v3(value: object) -> tuple[Message, tuple[Finding, ...]]:
    """Read a parsed body to be edited: what a message holds of it, and what that leaves out.

    Raises `MessageError` for what is no such body.
    """
    findings: list[Finding] = []
    body = JsonReader(value, "", findings)
    if "personalizations" not in body:
        body.refuse("to_required", "personalizations", "There is no personalization.")
        raise MessageError(findings)
    message = _message(body)
    body.finish(_NOT_HELD)
    wrong = [each for each in findings if each.id not in _LEFT_OUT | _MENDED]
    if wrong:
        raise MessageError(wrong)
    return message, tuple(each for each in findings if each.id in _LEFT_OUT)


def _message(body: JsonReader) -> Message:
    people = read_people(body)
    own = people.own
    text, html = _content(body)
    if "from" not in body:
        body.refuse("from_required", "from", "The from object must be provided.")
    custom_args = own_data(body)
    sender, subject = read_address(body.child("from")), filled(body, "subject")
    if own.sender and domain_key(own.sender.email) != domain_key(sender.email):
        body.refuse(
            "from_domain",
            "personalizations",
            "A personalization has a From address of another domain.",
            "SendGrid takes only one of the domain of the whole mail's From.",
        )
    options = _options(body)
    attachments = [_attachment(each, html) for each in body.items("attachments")]
    return Message(
        sender=own.sender or sender,
        to=people.to,
        cc=people.cc,
        bcc=people.bcc,
        reply_to=_reply_to(body),
        copies=people.copies,
        subject=own.subject or subject,
        text=text,
        html=html,
        # One that cannot be read has been refused by name.
        attachments=tuple(each for each in attachments if each.content),
        headers=tuple({**dict(body.pairs("headers")), **dict(own.headers)}.items()),
        categories=body.scalars("categories", str),
        custom_args=tuple({**dict(custom_args), **dict(own.custom_args)}.items()),
        options=replace(
            options,
            template_data_json=people.data,
            send_at=own.send_at or options.send_at,
        ),
    )


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
    return tuple(read_address(each) for each in ([one] if one is not None else several))


def _content(body: JsonReader) -> tuple[str, str]:
    found: dict[str, str] = {}
    for index, part in enumerate(body.items("content")):
        kind, value = filled(part, "type"), filled(part, "value")
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


def _attachment(reader: JsonReader, html: str) -> Attachment:
    text = reader.text("content")
    try:
        content = decode(text)
    except ValueError:
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
        type=filled(reader, "type") or "application/octet-stream",
        # Where it is shown all the same, the HTML says which of the two was meant.
        content_id=content_id if disposition == "inline" or f"cid:{content_id}" in html else "",
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
