"""An `.eml` file as a message.

What a new send makes afresh (Date, Message-ID) and what servers wrote on the
way (Received, DKIM-Signature, …) is left behind; an X-SMTPAPI header is read
into the fields that it stands for.
"""

import contextlib
import mimetypes
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.errors import MissingHeaderBodySeparatorDefect
from email.message import EmailMessage
from email.message import Message as MimeMessage

from sgdesk.message.bounded import BoundedReader, head_of
from sgdesk.message.findings import Finding, MessageError, error
from sgdesk.message.lifting import Lifted, lift_bodies
from sgdesk.message.mailbox import format_address
from sgdesk.message.model import Address, Attachment, Message, Pairs, Recipient
from sgdesk.message.rules.headers import OURS, RESERVED
from sgdesk.message.smtpapi_header import apply_smtpapi

_WRITTEN_AFRESH = frozenset(
    {"date", "message-id", "delivered-to", "x-original-to", "received-spf", "lines", "bcc"}
)
_WRITTEN_ON_THE_WAY = ("resent-", "arc-", "authentication-results", "x-sg-", "content-")
_HEADER_LINE = re.compile(rb"From |[\t ]|[!-9;-~]*:")
_LINE_END = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contents:
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


def load_eml(data: bytes) -> Message:
    """Read a mail; raises `MessageError` when it has no readable sender or header block."""
    try:
        return _load(data.removeprefix(BOM_UTF8))
    except MessageError:
        raise
    except Exception as exc:
        # The standard library's parsers break on some malformed lines, each with an error of
        # its own: IndexError, ValueError, RecursionError, …
        raise MessageError(
            [
                error(
                    "mail_unreadable",
                    "",
                    "This mail cannot be read.",
                    why="A header line in it is malformed, or its parts are nested too deep.",
                    remedy="Correct the file in a text editor, or choose another one.",
                )
            ]
        ) from exc


def other_senders(data: bytes) -> tuple[str, ...]:
    """Name the senders of a mail beyond the first, for whom a message has no place."""
    head = head_of(data.removeprefix(BOM_UTF8))
    reader = BoundedReader()
    headers = list(_headers(reader.parse(head)))
    return tuple(format_address(each) for each in _addresses("from", headers, [], reader)[1:])


def _load(data: bytes) -> Message:
    lifted = lift_bodies(data)
    reader = BoundedReader()
    mime = reader.parse(lifted.rest)
    headers = list(_headers(mime))
    if not headers:
        raise MessageError([error("not_a_mail", "", "This file is no mail: it has no headers.")])
    findings: list[Finding] = list(_stray_lines(data, mime))
    if findings:
        raise MessageError(findings)
    named = {
        name: _addresses(name, headers, findings, reader)
        for name in ("from", "to", "cc", "bcc", "reply-to")
    }
    if not named["from"] and not findings:
        findings.append(error("from_required", "from", "The mail has no From header."))
    if findings:
        raise MessageError(findings)
    contents = _contents(mime, lifted, reader)
    message = Message(
        sender=named["from"][0],
        to=tuple(Recipient(address=each) for each in named["to"]),
        cc=named["cc"],
        bcc=named["bcc"],
        reply_to=named["reply-to"],
        subject=_decode_words(_first(headers, "subject"), reader),
        text=contents.text,
        html=contents.html,
        attachments=contents.attachments,
        headers=_custom(headers, reader),
    )
    return apply_smtpapi(message, _first(headers, "x-smtpapi"))


def _headers(mime: MimeMessage) -> Iterator[tuple[str, str]]:
    """Give each header unfolded."""
    for name, value in mime.raw_items():
        raw = str(value).encode("utf-8", "surrogateescape")
        yield name, re.sub(r"\r?\n(?=[ \t])", "", _unnamed(raw)).strip("\r\n")


def _unnamed(data: bytes) -> str:
    """Read text whose charset nobody names: UTF-8, or else what mail programs of Windows write."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _stray_lines(data: bytes, mime: MimeMessage) -> Iterator[Finding]:
    """Find what ends the headers too early: it and all headers behind it would be read as text."""
    if any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in mime.defects):
        lines = head_of(data).splitlines()
        stray = next((line for line in lines if not _HEADER_LINE.match(line)), b"")[:80]
        yield error(
            "mail_unreadable",
            "",
            "This mail cannot be read.",
            why=f"Among its headers stands {stray.decode('utf-8', 'replace')!r}, which is none.",
            remedy="Correct the file in a text editor, or choose another one.",
        )


def _first(headers: list[tuple[str, str]], wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")


def _decode_words(text: str, reader: BoundedReader) -> str:
    """Decode RFC 2047 words; what does not decode stays as it stands."""
    if "=?" not in text:
        return text
    try:
        return str(reader.header("Subject", text))
    except (LookupError, ValueError, AttributeError):
        return text


def _addresses(
    name: str, headers: list[tuple[str, str]], findings: list[Finding], reader: BoundedReader
) -> tuple[Address, ...]:
    values = [value for key, value in headers if key.lower() == name and value.strip(" \t;:")]
    found = []
    for display, email in reader.addresses(values):
        if "@" in email:
            found.append(Address(email=email, name=_decode_words(display, reader)))
        elif email:
            findings.append(_unreadable(name, email))
    # An empty group (`undisclosed-recipients:;`) reads as nothing at all, and so does rubbish.
    if values and not found and not findings and not all(";" in value for value in values):
        findings.append(_unreadable(name, ", ".join(values)[:200]))
    return tuple(found)


def _unreadable(name: str, text: str) -> Finding:
    return error("address_invalid", name, f"The {name} header cannot be read: {text!r}.")


def _custom(headers: list[tuple[str, str]], reader: BoundedReader) -> Pairs:
    return tuple(
        (name, _decode_words(value, reader))
        for name, value in headers
        if name.lower() not in RESERVED | OURS | _WRITTEN_AFRESH
        and not name.lower().startswith(_WRITTEN_ON_THE_WAY)
    )


def _contents(mime: MimeMessage, lifted: Lifted, reader: BoundedReader) -> _Contents:
    """Take the first text and the first HTML as the body; all else is attached."""
    contents = _Contents()
    files: list[EmailMessage] = []
    for part in _leaves(mime):
        kind = part.get_content_type()
        is_file = part.get_content_disposition() == "attachment" or part.get_filename()
        if kind == "text/plain" and not is_file and not contents.text:
            contents = replace(contents, text=_text(part, lifted))
        elif kind == "text/html" and not is_file and not contents.html:
            contents = replace(contents, html=_text(part, lifted))
        else:
            files.append(part)
    # The HTML is searched for each file; a step sees three characters.
    reader.work(len(files) * len(contents.html) // 3)
    attachments = [
        _attachment(part, index, contents.html, lifted) for index, part in enumerate(files, 1)
    ]
    return replace(contents, attachments=tuple(attachments))


def _leaves(mime: MimeMessage) -> Iterator[EmailMessage]:
    """Give the parts that hold something; an attached mail is one part, not a tree."""
    if mime.get_content_maintype() == "multipart" and mime.is_multipart():
        for child in mime.get_payload():
            if isinstance(child, MimeMessage):
                yield from _leaves(child)
    elif isinstance(mime, EmailMessage):
        yield mime


def _bytes(part: EmailMessage, lifted: Lifted) -> bytes:
    if part.is_multipart():
        inner = part.get_payload(0)
        return lifted.restored(inner.as_bytes()) if isinstance(inner, MimeMessage) else b""
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        with contextlib.suppress(ValueError):
            return lifted.decoded(str(part.get_payload()))
    # What is no clean base64 the library reads as far as it can.
    payload = part.get_payload(decode=True)
    return lifted.restored(payload) if isinstance(payload, bytes) else b""


def _text(part: EmailMessage, lifted: Lifted) -> str:
    data = _bytes(part, lifted)
    try:
        charset = part.get_content_charset()
        is_named = charset not in (None, "us-ascii")
        text = data.decode(charset, "replace") if charset and is_named else _unnamed(data)
    except (LookupError, ValueError):  # the latter for a NUL in the name
        text = data.decode("utf-8", "replace")
    return _LINE_END.sub("\n", text)


def _attachment(part: EmailMessage, number: int, html: str, lifted: Lifted) -> Attachment:
    kind = part.get_content_type()
    content_id = str(part.get("Content-ID") or "").strip().strip("<>")
    is_inline = part.get_content_disposition() == "inline" or f"cid:{content_id}" in html
    extension = mimetypes.guess_extension(kind) or ".bin"
    return Attachment(
        filename=part.get_filename() or f"attachment-{number}{extension}",
        content=_bytes(part, lifted),
        type=kind,
        content_id=content_id if is_inline else "",
    )
