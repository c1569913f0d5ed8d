"""Subject, text, HTML, attachments and the size of it all."""

import re
from collections.abc import Iterator

from sgdesk.message.findings import Finding, error, warning
from sgdesk.message.model import Attachment, Message
from sgdesk.pieces import encoded_size
from sgdesk.sendgrid.entries import SHORTER, PathKind
from sgdesk.sendgrid.hosts import MESSAGE_BYTES
from sgdesk.sizes import size_text

_OLDER_MESSAGE_BYTES = 20 * 1024 * 1024
"""The older of SendGrid's published limits, still printed on its SMTP page."""

_CID = re.compile(r"""\bcid:([^"'\s)>]+)""", re.IGNORECASE)


def content_findings(message: Message, kind: PathKind) -> Iterator[Finding]:
    """Find what is wrong with what the mail says and carries."""
    yield from _subject(message, kind)
    yield from _text(message, kind)
    for index, attachment in enumerate(message.attachments):
        if kind == "webapi":
            yield from _attachment(index, attachment)
    yield from _inline(message)
    yield from _size(message)


def _subject(message: Message, kind: PathKind) -> Iterator[Finding]:
    if message.subject:
        return
    happened, remedy = "There is no subject.", "Write one."
    if kind == "smtp":
        why = "The relay takes it, yet many recipients' servers count it as a sign of spam."
        yield warning("subject_required", "subject", happened, why, remedy)
    elif not message.options.template_id:
        why = "By the Web API a mail without one is refused, unless a template has it."
        yield error("subject_required", "subject", happened, why, remedy)


def _text(message: Message, kind: PathKind) -> Iterator[Finding]:
    template = message.options.template_id
    if message.text or message.html:
        return
    if kind == "smtp" and template.startswith("d-"):
        yield error(
            "dynamic_template_smtp",
            "options.template_id",
            "The message has no text of its own, only a dynamic template.",
            "Dynamic templates work by the Web API alone; X-SMTPAPI with one is dropped.",
            "Send it by the Web API.",
        )
    elif kind == "webapi" and not template:
        why = "By the Web API an empty mail is refused, unless a template fills it."
        yield error("content_required", "text", "The message is empty.", why, "Write something.")
    elif not template:
        why = "The relay takes it, and an empty mail arrives."
        yield warning("content_required", "text", "The message is empty.", why, "Write something.")


def _attachment(index: int, attachment: Attachment) -> Iterator[Finding]:
    if not attachment.filename:
        yield error(
            "attachment_filename",
            f"attachments.{index}.filename",
            f"Attachment {index + 1} has no file name.",
            "The Web API demands one.",
            "Give it a name such as report.pdf.",
        )
    elif set(attachment.filename) & {";", ","}:
        yield error(
            "attachment_filename",
            f"attachments.{index}.filename",
            f"The file name {attachment.filename!r} holds ; or ,.",
            "The Web API refuses both there.",
            "Rename the file, or send by SMTP.",
        )
    if not attachment.content:
        yield error(
            "attachment_empty",
            f"attachments.{index}.content",
            f"{attachment.filename or 'The attachment'} is an empty file.",
            "The Web API refuses attachments without content.",
            "Leave it out.",
        )


def _inline(message: Message) -> Iterator[Finding]:
    wanted = set(_CID.findall(message.html))
    seen: set[str] = set()
    for index, attachment in enumerate(message.attachments):
        content_id = attachment.content_id
        place = f"attachments.{index}.content_id"
        if content_id and content_id in seen:
            yield error(
                "content_id_duplicate",
                place,
                f"Two inline files are called {content_id!r}.",
                "The HTML could mean either.",
                "Give each its own Content-ID.",
            )
        elif content_id and content_id not in wanted:
            yield warning(
                "content_id_unused",
                place,
                f"Nothing in the HTML shows cid:{content_id}.",
                "Mail programs then list the file as an attachment, or hide it.",
                f'Write <img src="cid:{content_id}"> or attach it as a file.',
            )
        seen.add(content_id)
    for content_id in sorted(wanted - seen):
        yield warning(
            "content_id_missing",
            "html",
            f"The HTML shows cid:{content_id}, and no inline file has that Content-ID.",
            "Recipients see a broken image.",
            f"Add the file as inline with Content-ID {content_id}.",
        )


def _size(message: Message) -> Iterator[Finding]:
    size = encoded_bytes(message)
    about, remedy = f"about {size_text(size)}", SHORTER
    place = "html" if message.html else "text"
    grow = ""
    if message.attachments:
        place, about = "attachments", f"{about} with its files"
        grow, remedy = ", and files grow by a third when mailed", "Send the largest file as a link."
    if size >= MESSAGE_BYTES:
        happened = f"The mail is too large: {about}."
        why = f"SendGrid takes less than 30 MB{grow}."
        yield error("message_too_large", place, happened, why, remedy)
    elif size >= _OLDER_MESSAGE_BYTES:
        happened = f"The mail is rather large: {about}."
        why = "One of SendGrid's two published limits is 20 MB, and many mailboxes take less."
        yield warning("message_large", place, happened, why, remedy)


def encoded_bytes(message: Message) -> int:
    """Estimate the size on the wire: base64 for files, UTF-8 for text, a little for the rest."""
    files = sum(encoded_size(len(each.content)) + 200 for each in message.attachments)
    text = len(message.text.encode(errors="replace")) + len(message.html.encode(errors="replace"))
    people = 80 * len(message.everyone)
    return files + text + people + 500
