"""From what was typed to a message, and back.

Pure: reading addresses and judging the message belong to `message`; here the
places of its findings become the fields in which the user typed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sgdesk.message import (
    Address,
    Attachment,
    Copies,
    Finding,
    Message,
    MessageError,
    Pairs,
    Recipient,
    SendOptions,
    Tracking,
)
from sgdesk.message.address import parse_addresses
from sgdesk.message.checks import check
from sgdesk.message.mailbox import format_address
from sgdesk.present.form import ComposeForm, FormFile, FormTracking
from sgdesk.route import Path, SmtpPath

FIELDS = (
    *("sender", "to", "cc", "bcc", "subject", "html", "text", "attachments"),
    *("reply_to", "headers", "categories", "custom_args", "tracking"),
)
"""Places that have a field of their own in the compose pane."""

_FIELD_OF = {"from": "sender", "content": "html", "files": "attachments", "body": "html"}
_ADDRESSES = ("sender", "to", "cc", "bcc", "reply_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A message, or why there is none yet."""

    message: Message | None
    """`None` when there is an error among the findings."""
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Give what stops the send."""
        return tuple(finding for finding in self.findings if finding.is_error)


def compose(form: ComposeForm, path: Path) -> Composed:
    """Read a form for a path: a message with warnings, or errors with their fields."""
    found: list[Finding] = []
    read = {place: _addresses(form, place, found) for place in _ADDRESSES}
    if not read["sender"] and not _has(found, "sender"):
        found.append(_missing("sender", "From is empty.", "Give the address the mail comes from."))
    if len(read["sender"]) > 1:
        found.append(_missing("sender", "From holds more than one address.", "Keep one."))
    if not read["to"] and not _has(found, "to"):
        found.append(_missing("to", "To is empty.", "Give at least one address."))
    if found:
        return Composed(message=None, findings=tuple(found))
    message = _message(form, read)
    findings = check(message, "smtp" if isinstance(path, SmtpPath) else "webapi")
    has_error = any(finding.is_error for finding in findings)
    return Composed(message=None if has_error else message, findings=findings)


def as_written(form: ComposeForm) -> Message | None:
    """Give the message of a form without judging it, perhaps to nobody yet.

    `None` when an address cannot be read, or From is not one address.
    """
    found: list[Finding] = []
    read = {place: _addresses(form, place, found) for place in _ADDRESSES}
    return None if found or len(read["sender"]) != 1 else _message(form, read)


def extras_of(form: ComposeForm) -> Message:
    """Give what SendGrid is told besides the mail, as a message of nobody to nobody."""
    return Message(
        sender=Address(email=""),
        categories=_tags(form),
        custom_args=_filled(form.custom_args),
        options=SendOptions(tracking=_tracking(form.tracking)),
    )


def words_by_field(findings: Iterable[Finding]) -> dict[str, str]:
    """Gather what is wrong under the field in which it was typed; `""` for no field."""
    words: dict[str, list[str]] = {}
    for finding in findings:
        words.setdefault(field_of(finding.place), []).append(str(finding))
    return {field: "\n".join(dict.fromkeys(lines)) for field, lines in words.items()}


def field_of(place: str) -> str:
    """Give the field of a place such as `to.2`, `from` or `attachments.0`; `""` for none."""
    head = place.removeprefix("options.").partition(".")[0]
    field = _FIELD_OF.get(head, head)
    return field if field in FIELDS else ""


def form_of(message: Message) -> ComposeForm:
    """Show a message as if it had been typed; its HTML and its text are what they are."""
    return ComposeForm(
        sender=format_address(message.sender),
        to=", ".join(format_address(recipient.address) for recipient in message.to),
        cc=", ".join(format_address(address) for address in message.cc),
        bcc=", ".join(format_address(address) for address in message.bcc),
        each=message.has_private_copies or len(message.to) < 2,
        subject=message.subject,
        html=message.html,
        html_is_own=bool(message.html),
        text=message.text,
        text_is_own=bool(message.html or message.text),
        files=tuple(
            FormFile(
                filename=file.filename,
                content=file.content,
                type=file.type,
                content_id=file.content_id,
            )
            for file in message.attachments
        ),
        reply_to=", ".join(format_address(address) for address in message.reply_to),
        headers=message.headers,
        categories=message.categories,
        custom_args=message.custom_args,
        tracking=_form_tracking(message.options.tracking),
    )


def _addresses(form: ComposeForm, place: str, found: list[Finding]) -> tuple[Address, ...]:
    text: str = getattr(form, place)
    try:
        return parse_addresses(text)
    except MessageError as error:
        found.extend(_at(place, finding) for finding in error.findings)
        return ()


def _message(form: ComposeForm, read: dict[str, tuple[Address, ...]]) -> Message:
    each = form.each and len(read["to"]) > 1 and not (read["cc"] or read["bcc"])
    return Message(
        sender=read["sender"][0],
        to=tuple(Recipient(address=address) for address in read["to"]),
        cc=read["cc"],
        bcc=read["bcc"],
        copies=Copies.EACH if each else Copies.TOGETHER,
        subject=form.subject.strip(),
        html=form.html if form.html.strip() else "",
        text=form.text if form.text.strip() else "",
        attachments=tuple(
            Attachment(
                filename=file.filename,
                content=file.content,
                type=file.type,
                content_id=file.content_id,
            )
            for file in form.files
        ),
        reply_to=read["reply_to"],
        headers=_filled(form.headers),
        categories=_tags(form),
        custom_args=_filled(form.custom_args),
        options=SendOptions(tracking=_tracking(form.tracking)),
    )


def _tags(form: ComposeForm) -> tuple[str, ...]:
    return tuple(filter(None, (category.strip() for category in form.categories)))


def _filled(pairs: Pairs) -> Pairs:
    """Leave out rows in which nothing was typed."""
    return tuple((name.strip(), value) for name, value in pairs if name.strip() or value.strip())


def _tracking(switches: FormTracking) -> Tracking:
    return Tracking(
        opens=switches.opens,
        clicks=switches.clicks,
        subscription=switches.subscription,
        google_analytics=switches.google_analytics,
    )


def _form_tracking(switches: Tracking) -> FormTracking:
    return FormTracking(
        opens=switches.opens,
        clicks=switches.clicks,
        subscription=switches.subscription,
        google_analytics=switches.google_analytics,
    )


def _has(found: list[Finding], place: str) -> bool:
    return any(field_of(finding.place) == place for finding in found)


def _at(place: str, finding: Finding) -> Finding:
    return replace(finding, place=f"{place}.{finding.place}" if finding.place else place)


def _missing(place: str, happened: str, remedy: str) -> Finding:
    return Finding(
        id=f"{place}_count", place=place, severity="error", happened=happened, remedy=remedy
    )
