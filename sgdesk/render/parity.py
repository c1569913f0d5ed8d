"""What each path loses or changes, said before the mail goes.

The two renderings of one message decode to the same mail but for what stands here.
"""

from collections.abc import Iterator

from sgdesk.message import Message, PathKind, Tracking
from sgdesk.message.lines import recipients
from sgdesk.render.loss import Loss
from sgdesk.render.names import v3_name

UNENCODABLE_TYPES = ("message/", "multipart/")
"""May not be base64 in MIME (RFC 2045 §6.4), and nothing else carries any bytes unharmed."""


def losses(message: Message, kind: PathKind, smtpapi: bool = True) -> tuple[Loss, ...]:
    """Name what the path loses or changes; `smtpapi` says whether the server reads X-SMTPAPI."""
    if kind == "webapi":
        return tuple(_webapi(message))
    of_header = _header_api if smtpapi else _without_header_api
    return (*_smtp(message), *of_header(message))


def _lost(rule: str, place: str, what: str) -> Loss:
    return Loss(id=rule, place=place, effect="lost", what=what)


def _changed(rule: str, place: str, what: str) -> Loss:
    return Loss(id=rule, place=place, effect="changed", what=what)


def _webapi(message: Message) -> Iterator[Loss]:
    for place, address in recipients(message):
        if (name := v3_name(address.name)) != address.name:
            yield _changed(
                "name_punctuation",
                place,
                f"The Web API refuses ; and , in names: {address.name!r} goes out as {name!r}.",
            )
    for name, _ in message.headers:
        if name.lower() in ("date", "message-id"):
            yield _changed(
                "own_header",
                f"headers.{name}",
                f"SendGrid builds the mail and may put its own {name} in place of yours.",
            )


def _smtp(message: Message) -> Iterator[Loss]:
    options = message.options
    if options.check_only:
        yield _lost(
            "check_only", "options.check_only", "SMTP cannot check only: the mail goes out."
        )
    if options.template_id.startswith("d-"):
        yield _lost(
            "dynamic_template",
            "options.template_id",
            "Dynamic templates work by the Web API alone; SMTP sends the message's own text.",
        )
    if options.template_data_json or any(each.template_data_json for each in message.to):
        yield _lost(
            "template_data",
            "options.template_data",
            "Template data belongs to dynamic templates, which SMTP does not have.",
        )
    for index, attachment in enumerate(message.attachments):
        if attachment.type.lower().startswith(UNENCODABLE_TYPES):
            yield _changed(
                "attachment_type",
                f"attachments.{index}.type",
                f"MIME forbids base64 in {attachment.type}: it goes as application/octet-stream.",
            )


def _header_api(message: Message) -> Iterator[Loss]:
    if message.has_private_copies:
        yield _changed(
            "one_rcpt",
            "to",
            "The session names one recipient; SendGrid makes the copies from X-SMTPAPI, "
            "and a bad address among them is not refused here.",
        )


def _without_header_api(message: Message) -> Iterator[Loss]:
    options = message.options
    asked = {
        "categories": bool(message.categories),
        "custom_args": bool(message.custom_args),
        "options.template_id": bool(options.template_id) and options.template_id[:2] != "d-",
        "options.send_at": options.send_at is not None,
        "options.batch_id": bool(options.batch_id),
        "options.asm_group_id": options.asm_group_id is not None,
        "options.ip_pool": bool(options.ip_pool),
        "options.tracking": options.tracking != Tracking(),
    }
    for place, is_asked in asked.items():
        if is_asked:
            yield _lost(
                "needs_smtpapi", place, f"{place.rpartition('.')[2]} needs the X-SMTPAPI header."
            )
    for index, recipient in enumerate(message.to):
        if recipient.substitutions:
            yield _lost(
                "needs_smtpapi",
                f"to.{index}.substitutions",
                "Substitutions need the X-SMTPAPI header: the tags stay in the text.",
            )
