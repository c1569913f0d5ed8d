"""A captured mail as a file that any mail program opens: as it came, or made of a request."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, formataddr
from typing import TYPE_CHECKING, Any

from sgdesk.message.bounded import BoundedReader
from sgdesk.message.lines import without_halves

if TYPE_CHECKING:
    from sgdesk.sandbox.client import InboxMail

_PEOPLE = (("To", "to"), ("Cc", "cc"), ("Reply-To", "reply_to"))
_ANY_KIND = "application/octet-stream"
AS_RECEIVED = "To the byte as it came after DATA."
FOR_ALL = "It is the one message for all {count} mails: SendGrid makes each of them from it."
REBUILT = (
    "Rebuilt from the request: the Web API takes JSON, not MIME. "
    "SendGrid adds the Message-ID when it sends."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFile:
    """What is saved, and what it is."""

    data: bytes
    words: str


def mail_file(mail: "InboxMail", raw: bytes, at: int) -> MailFile:
    """Give a captured mail as a file; by the Web API it is the copy that one recipient gets."""
    data = raw if mail.v3 is None else _rebuilt(mail, mail.v3, at)
    return MailFile(data=data, words=file_words(mail))


def file_words(mail: "InboxMail") -> str:
    """Say of a file whether it holds the bytes that came, or others."""
    if mail.v3 is not None:
        return REBUILT
    count = len(mail.copies)
    return f"{AS_RECEIVED} {FOR_ALL.format(count=count)}" if count > 1 else AS_RECEIVED


def _rebuilt(mail: "InboxMail", v3: Mapping[str, Any], at: int) -> bytes:
    copy = mail.copies[at]
    people = {"From": _people([copy["from"]] if copy["from"] else [])}
    people.update({name: _people(copy[key]) for name, key in _PEOPLE})
    is_ascii = all(text.isascii() for text in people.values())
    # Names are encoded by now; an address of other letters stands as it is (RFC 6532).
    made = EmailMessage(policy=SMTP if is_ascii else SMTPUTF8)
    heads = {**people, "Subject": copy["subject"], "Date": format_datetime(mail.entry.received_at)}
    for name, value in {**copy["headers"], **heads, **_for_sendgrid(copy)}.items():
        # What no header can hold is left out, as the standard library finds only when it writes.
        with suppress(Exception):
            header = made.policy.header_store_parse(name, _line(str(value)))
            if value and made.policy.fold_binary(*header):
                made[name] = header[1]
    _put_bodies(made, copy)
    _put_files(made, copy["attachments"], dict(_contents(v3)))
    for part in made.walk():
        # The standard library writes it into every part; it belongs to the mail (RFC 2045, 4).
        if part is not made:
            del part["MIME-Version"]
    return made.as_bytes()


def _for_sendgrid(copy: Mapping[str, Any]) -> dict[str, str]:
    """Carry tags and own data as SMTP would (X-SMTPAPI): MIME has no other place for them."""
    places = (("category", "categories"), ("unique_args", "custom_args"))
    told = {name: copy[key] for name, key in places if copy.get(key)}
    return {"X-SMTPAPI": json.dumps(told)} if told else {}


def parts_of(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Give each part of a mail that can be read, with its Content-ID; never fails."""
    # The standard library breaks on odd mails, each time with another error.
    with suppress(Exception):
        for part in BoundedReader().parse(raw).walk():
            with suppress(Exception):
                name = str(part.get("Content-ID", "")).strip()
                content = part.get_payload(decode=True)
                if isinstance(content, bytes):
                    yield name.removeprefix("<").removesuffix(">"), content


def _put_bodies(made: EmailMessage, copy: Mapping[str, Any]) -> None:
    html = copy["html"]
    if html is None or copy["text"] is not None:
        made.set_content(without_halves(copy["text"] or ""))
        if html is not None:
            made.add_alternative(without_halves(html), subtype="html")
    else:
        made.set_content(without_halves(html), subtype="html")


def _put_files(
    made: EmailMessage, files: Sequence[Mapping[str, Any]], contents: Mapping[str, bytes]
) -> None:
    html = made.get_body(("html",))
    # Pictures first: once a file hangs on a mail of HTML alone, nothing can be put into the HTML.
    for file in sorted(files, key=lambda each: not _line(each["content_id"])):
        content = contents.get(file["sha256"])
        if content is None:
            continue
        kind, cid, name = (_line(file[key]) for key in ("type", "content_id", "filename"))
        main, _, sub = (kind if kind.count("/") == 1 else _ANY_KIND).partition("/")
        if cid and isinstance(html, EmailMessage):
            html.add_related(
                content, main, sub, cid=f"<{cid}>", filename=name or None, disposition="inline"
            )
        else:
            made.add_attachment(content, main, sub, filename=name or None)


def _contents(v3: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Give every file by the digest under which the copies name it."""
    files = [base64.b64decode(str(file.get("content"))) for file in v3.get("attachments") or ()]
    parts = [str(part.get("value")).encode(errors="replace") for part in v3.get("content") or ()]
    for content in (*files, *parts):
        yield hashlib.sha256(content).hexdigest(), content


def _people(entries: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(_mailbox(str(entry["name"]), str(entry["email"])) for entry in entries)


def _mailbox(name: str, email: str) -> str:
    name = without_halves(name)
    if email.isascii():
        return formataddr((name, email))
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{email}>' if name else email


def _line(text: str) -> str:
    """Put what a header is to hold on one line."""
    return without_halves(" ".join(text.split()))
