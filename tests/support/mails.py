"""One mail as its reader sees it, read in several ways, so that the ways can be compared.

Written apart from the program: `written` says what the model means, `parsed`
is the standard library's reading of the bytes, and `from_v3` reads a request body.
"""

import base64
import email
import email.policy
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.header import decode_header
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any

import idna

from sgdesk.message import Address, Copies, Message

Mailbox = tuple[str, str]
"""(name, address with its domain in ASCII)"""
File = tuple[str, str, str, str, bytes]
"""(file name, type, disposition, Content-ID, content)"""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What a recipient could see of one copy."""

    sender: Mailbox
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    subject: str = ""
    text: str = ""
    html: str = ""
    files: frozenset[File] = frozenset()
    headers: frozenset[tuple[str, str]] = frozenset()


def mailbox(name: str, address: str) -> Mailbox:
    """Give a mailbox with an ASCII domain."""
    local, _, domain = address.rpartition("@")
    return name, f"{local}@{idna.encode(domain, uts46=True).decode()}"


def written(message: Message, copy: int = 0) -> Mail:
    """Say what copy number `copy` of a message should look like."""

    def box(address: Address) -> Mailbox:
        return mailbox(address.name, address.email)

    to = [box(each.address) for each in message.to]
    return Mail(
        sender=box(message.sender),
        to=tuple(to if message.copies is Copies.TOGETHER else to[copy : copy + 1]),
        cc=tuple(map(box, message.cc)),
        reply_to=tuple(map(box, message.reply_to)),
        subject=message.subject,
        text=message.text,
        html=message.html,
        files=frozenset(
            (
                each.filename,
                each.type,
                "inline" if each.content_id else "attachment",
                each.content_id,
                each.content,
            )
            for each in message.attachments
        ),
        headers=frozenset(message.headers),
    )


def parsed(data: bytes) -> Mail:
    """Read bytes with the standard library."""
    mail = email.message_from_bytes(data, policy=email.policy.default)
    bodies: dict[str, str] = {}
    files = set()
    for part in mail.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_content_disposition() is None:
            text = content.decode().replace("\r\n", "\n")
            assert bodies.setdefault(part.get_content_type(), text) is text
            continue
        files.add(
            (
                part.get_filename() or "",
                part.get_content_type(),
                part.get_content_disposition() or "",
                str(part.get("Content-ID") or "").strip("<>"),
                content,
            )
        )
    own = {"from", "to", "cc", "reply-to", "subject", "date", "message-id", "mime-version"}
    own |= {"content-type", "content-transfer-encoding", "x-smtpapi"}
    return Mail(
        sender=_boxes(mail, "From")[0],
        to=_boxes(mail, "To"),
        cc=_boxes(mail, "Cc"),
        reply_to=_boxes(mail, "Reply-To"),
        subject=str(mail["Subject"]),
        text=bodies.get("text/plain", ""),
        html=bodies.get("text/html", ""),
        files=frozenset(files),
        headers=frozenset(
            (name, str(value)) for name, value in mail.items() if name.lower() not in own
        ),
    )


def _boxes(mail: EmailMessage, name: str) -> tuple[Mailbox, ...]:
    """Read an address header; Python 3.11's own parser leaves a space between encoded words."""
    raw = [re.sub(r"\r?\n", "", value) for key, value in mail.raw_items() if key == name]
    return tuple((_decoded(display), address) for display, address in getaddresses(raw))


def _decoded(text: str) -> str:
    return "".join(
        piece if isinstance(piece, str) else piece.decode(charset or "ascii")
        for piece, charset in decode_header(text)
    )


def smtpapi(data: bytes) -> dict[str, Any]:
    """Read X-SMTPAPI as a relay does: unfold, parse; empty when there is none."""
    head = data.partition(b"\r\n\r\n")[0].decode("ascii")
    unfolded = re.sub(r"\r\n(?=[ \t])", "", head)
    found = [line for line in unfolded.split("\r\n") if line.startswith("X-SMTPAPI:")]
    assert len(found) <= 1
    return dict(json.loads(found[0].partition(":")[2])) if found else {}


def from_v3(body: Mapping[str, Any], copy: int = 0) -> Mail:
    """Read one personalization of a request body."""
    block = body["personalizations"][copy]
    content = {part["type"]: part["value"] for part in body.get("content", [])}
    replies = body.get("reply_to_list") or [body[key] for key in ("reply_to",) if key in body]

    def boxes(entries: list[dict[str, str]]) -> tuple[Mailbox, ...]:
        return tuple(mailbox(each.get("name", ""), each["email"]) for each in entries)

    return Mail(
        sender=boxes([body["from"]])[0],
        to=boxes(block["to"]),
        cc=boxes(block.get("cc", [])),
        reply_to=boxes(replies),
        subject=body.get("subject", ""),
        text=content.get("text/plain", ""),
        html=content.get("text/html", ""),
        files=frozenset(
            (
                each["filename"],
                each["type"],
                each["disposition"],
                each.get("content_id", ""),
                base64.b64decode(each["content"], validate=True),
            )
            for each in body.get("attachments", [])
        ),
        headers=frozenset(body.get("headers", {}).items()),
    )
