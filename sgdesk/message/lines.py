"""The fields of a message that must stay on one line, and the guard over them.

Header injection needs a line break inside a field. Both renderings ask this
guard before they write a byte, whatever the pre-send check said before.
"""

import re
from collections.abc import Iterator

from sgdesk.message.findings import Finding, MessageError, error
from sgdesk.message.model import Address, Message, Pairs

HEADER_NAME = re.compile(r"[!-9;-~]{1,126}")
"""Printable ASCII without the colon (RFC 5322 §3.6.8), short enough to leave room for a value."""
MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]{1,127}/[\w!#$&^.+-]{1,127}", re.ASCII)
"""RFC 6838 §4.2; no parameters, since SendGrid takes no `;` there."""
CONTENT_ID = re.compile(r"[!-+\--:=?-~]{0,255}")
"""Printable ASCII without space, `<`, `>`, and the `;` and `,` that SendGrid refuses."""

_MAILBOX = re.compile(r"[^\s<>(),;:@\[\]\\\"\x00-\x1f\x7f]+@[^\s<>(),;:@\[\]\\\"\x00-\x1f\x7f]+")
"""Nothing that could end `MAIL FROM:<…>` or an address list early; looser than an address."""

_BREAKS = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def without_halves(text: str) -> str:
    """Put a question mark for half of a character, which neither SQLite nor a mail can hold."""
    return text.encode("utf-8", "replace").decode()


def recipients(message: Message) -> Iterator[tuple[str, Address]]:
    """Give each address that the mail goes to as (place, address)."""
    to = [recipient.address for recipient in message.to]
    for field, addresses in (("to", to), ("cc", message.cc), ("bcc", message.bcc)):
        for index, address in enumerate(addresses):
            yield f"{field}.{index}", address


def mailboxes(message: Message) -> Iterator[tuple[str, Address]]:
    """Give each address of the message as (place, address)."""
    yield "from", message.sender
    yield from recipients(message)
    for index, address in enumerate(message.reply_to):
        yield f"reply_to.{index}", address


def line_fields(message: Message) -> Iterator[tuple[str, str]]:
    """Give each one-line field as (place, text)."""
    yield "subject", message.subject
    for place, address in mailboxes(message):
        yield place, address.email
        if address.name:
            yield f"{place}.name", address.name
    for index, recipient in enumerate(message.to):
        yield from _pairs(f"to.{index}.substitutions", recipient.substitutions, values=False)
    yield from _pairs("headers", message.headers)
    yield from _pairs("custom_args", message.custom_args)
    for index, category in enumerate(message.categories):
        yield f"categories.{index}", category
    for index, attachment in enumerate(message.attachments):
        yield f"attachments.{index}.filename", attachment.filename
        yield f"attachments.{index}.type", attachment.type
        yield f"attachments.{index}.content_id", attachment.content_id
    options = message.options
    yield "options.template_id", options.template_id
    yield "options.batch_id", options.batch_id
    yield "options.ip_pool", options.ip_pool


def _pairs(place: str, pairs: Pairs, *, values: bool = True) -> Iterator[tuple[str, str]]:
    for key, value in pairs:
        yield f"{place}.{key}", key
        if values:
            yield f"{place}.{key}", value


def file_name_words(name: str) -> tuple[str, str, str]:
    """Say why a file whose name is not UTF-8 cannot go along, and what to do."""
    return (
        f"The name of the file {without_halves(name)!r} is not written in UTF-8.",
        "No mail can carry such a name.",
        "Rename the file and attach it again.",
    )


def _words_for(place: str, text: str, character: str) -> tuple[str, str, str]:
    if _SURROGATE.match(character) and place.endswith(".filename"):
        return file_name_words(text)
    if _SURROGATE.match(character):
        return (
            f"{place!r} holds half of a character (a lone surrogate).",
            "It cannot be written as UTF-8.",
            "Write it again; on the command line, as UTF-8.",
        )
    return (
        f"{place!r} holds a line break or another control character.",
        "It would end the header line, and what follows would become a header.",
        "Remove it.",
    )


def unsafe_fields(message: Message) -> Iterator[Finding]:
    """Find what could start a header line of its own, or cannot be written at all."""
    for place, text in line_fields(message):
        if not text.isprintable() and (found := _BREAKS.search(text)):
            shown = place.encode("ascii", "backslashreplace").decode()
            yield error("line_break", shown, *_words_for(place, text, found[0]))
    for place, address in mailboxes(message):
        if not address.email:
            what = "There is no From address." if place == "from" else "An address is empty."
            yield error(
                "address_invalid", place, what, remedy="Give one, such as name@example.com."
            )
        elif not _MAILBOX.fullmatch(address.email):
            yield error(
                "address_invalid",
                place,
                f"{address.email!r} is not an address.",
                "A space, bracket or quote in it could end the SMTP command or the list it is in.",
                "Write it as name@example.com.",
            )
    for name, _ in message.headers:
        if not HEADER_NAME.fullmatch(name):
            yield error(
                "header_name",
                f"headers.{name!r}",
                f"{name!r} is not a header name.",
                "A name is printable ASCII without spaces and colons.",
                "Use letters, digits and hyphens.",
            )
    yield from _unsafe_attachments(message)
    for place, text in (("text", message.text), ("html", message.html)):
        if not text.isascii() and _SURROGATE.search(text):
            yield error(
                "broken_unicode",
                place,
                f"The {place} holds half of a character (a lone surrogate).",
                "It cannot be written as UTF-8.",
                "Paste the passage again.",
            )


def _unsafe_attachments(message: Message) -> Iterator[Finding]:
    for index, attachment in enumerate(message.attachments):
        if not MEDIA_TYPE.fullmatch(attachment.type):
            yield error(
                "attachment_type",
                f"attachments.{index}.type",
                f"{attachment.type!r} is not a media type.",
                "SendGrid wants the bare type; it takes no ; and no , there.",
                "Write it like image/png, without a charset.",
            )
        if not CONTENT_ID.fullmatch(attachment.content_id):
            yield error(
                "content_id",
                f"attachments.{index}.content_id",
                f"{attachment.content_id!r} cannot be a Content-ID.",
                "It is at most 255 ASCII characters without spaces, brackets, ; and ,.",
                "Use a short word such as logo and write cid:logo in the HTML.",
            )


def require_safe(message: Message) -> None:
    """Raise `MessageError` when a field could start a header or cannot be written."""
    if findings := list(unsafe_fields(message)):
        raise MessageError(findings)
