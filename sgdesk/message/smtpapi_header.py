"""Read an X-SMTPAPI header into the fields of a message that it stands for.

Source: SendGrid, "Building an X-SMTPAPI header" and "SMTP filters".
"""

from dataclasses import replace

from sgdesk.message.address import parse_address
from sgdesk.message.findings import Finding, MessageError, error
from sgdesk.message.json_reader import JsonReader, parse_json
from sgdesk.message.model import Copies, Message, Recipient, SendOptions, Tracking

_NOT_HELD = ("section", "send_each_at")
_OTHER_FILTERS = ("bcc", "bypass_list_management", "dkim", "footer", "spamcheck", "template")
_OTHER_SETTINGS = (
    *("replace", "text/html", "text/plain"),
    *("utm_source", "utm_medium", "utm_term", "utm_content", "utm_campaign"),
)
"""Of the filters that a message holds."""


def apply_smtpapi(message: Message, header: str) -> Message:
    """Give the message with what its header says; an empty header changes nothing.

    Raises `MessageError` for a header that is not one JSON object, or that
    says something a message cannot hold.
    """
    if not header.strip():
        return message
    try:
        value = parse_json(header)
    except ValueError as exc:
        raise MessageError(
            [error("smtpapi_json", "headers.X-SMTPAPI", "X-SMTPAPI is not JSON.", str(exc))]
        ) from exc
    findings: list[Finding] = []
    reader = JsonReader(value, "X-SMTPAPI", findings)
    message = _recipients(message, reader)
    category = reader.scalars("category", str) if reader.holds("category", list) else ()
    message = replace(
        message,
        categories=category or tuple(filter(None, [reader.text("category")])),
        custom_args=reader.pairs("unique_args"),
        options=_options(reader),
    )
    reader.finish(_NOT_HELD)
    if findings:
        raise MessageError(findings)
    return message


def _recipients(message: Message, reader: JsonReader) -> Message:
    to = [parse_address(entry) for entry in reader.scalars("to", str)]
    sub = reader.child("sub")
    tags = {tag: sub.scalars(tag, str) for tag in sub.names()} if sub is not None else {}
    if any(len(values) != len(to) for values in tags.values()):
        reader.refuse("sub_length", "sub", "Each list in sub must be as long as to.")
        return message
    if not to:
        return message
    recipients = tuple(
        Recipient(
            address=address,
            substitutions=tuple((tag, values[index]) for tag, values in tags.items()),
        )
        for index, address in enumerate(to)
    )
    return replace(message, to=recipients, copies=Copies.EACH)


def _options(reader: JsonReader) -> SendOptions:
    filters = reader.child("filters")
    tracking, template_id = Tracking(), ""
    if filters is not None:
        tracking = Tracking(
            opens=_enable(filters.child("opentrack")),
            clicks=_enable(filters.child("clicktrack")),
            subscription=_enable(filters.child("subscriptiontrack")),
            google_analytics=_enable(filters.child("ganalytics")),
        )
        template_id = _template(filters.child("templates"))
        filters.finish(_OTHER_FILTERS)
    return SendOptions(
        template_id=template_id,
        send_at=reader.moment("send_at"),
        batch_id=reader.text("batch_id"),
        asm_group_id=reader.take("asm_group_id", int),
        asm_groups_to_display=reader.scalars("asm_groups_to_display", int),
        ip_pool=reader.text("ip_pool"),
        tracking=tracking,
    )


def _enable(entry: JsonReader | None) -> bool | None:
    settings = entry.child("settings") if entry is not None else None
    if settings is None:
        return None
    enable = settings.take("enable", int)
    if settings.take("enable_text", bool):
        settings.refuse("not_held", "enable_text", "Rewriting links in plain text is not held.")
    settings.finish(_OTHER_SETTINGS)
    return None if enable is None else enable == 1


def _template(entry: JsonReader | None) -> str:
    settings = entry.child("settings") if entry is not None else None
    if settings is None:
        return ""
    template_id = settings.text("template_id")
    is_on = settings.take("enable", int) == 1
    settings.finish()
    return template_id if is_on else ""
