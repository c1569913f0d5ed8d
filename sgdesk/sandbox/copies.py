"""What each recipient would get, in one shape for both paths.

A copy is a JSON object: `to`, `cc`, `bcc` (lists of `{email, name}`), `from`,
`reply_to`, `subject`, `text`, `html`, `attachments`, `headers`, `categories`,
`custom_args`. Equal copies mean equal mails, whichever way they came.

Three differences that no recipient can see are taken out: line ends are `\\n`,
one line end at the end of a body is dropped (SMTP cannot send a body without),
and headers that every mail has anyway are left out of `headers`.
"""

import base64
import binascii
import email.utils
import hashlib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from typing import Any

from sgdesk.sandbox import mime, smtpapi

Json = dict[str, Any]

USUAL_HEADERS = frozenset(
    {
        *("from", "to", "cc", "bcc", "subject", "reply-to", "date", "message-id", "mime-version"),
        *("content-type", "content-transfer-encoding", "content-disposition", "content-id"),
        *("x-smtpapi", "received", "return-path", "sender"),
    }
)


def copies_from_v3(body: Mapping[str, Any]) -> list[Json]:
    """Give one copy a personalization; `body` was accepted, so its shape is known."""
    return [_v3_copy(body, block) for block in body["personalizations"]]


def _v3_copy(body: Mapping[str, Any], block: Mapping[str, Any]) -> Json:
    tags = block.get("substitutions") or {}
    contents = list(body.get("content") or [])
    values = {part["type"].lower(): part["value"] for part in contents}
    return {
        "to": [_address(entry) for entry in block["to"]],
        "cc": [_address(entry) for entry in block.get("cc") or []],
        "bcc": [_address(entry) for entry in block.get("bcc") or []],
        "from": _address(block.get("from") or body["from"]),
        "reply_to": _v3_reply_to(body),
        "subject": smtpapi.substitute(block.get("subject") or body.get("subject") or "", tags),
        "text": _body_text(values.get("text/plain"), tags),
        "html": _body_text(values.get("text/html"), tags),
        "attachments": [
            *(_other_content(part, tags) for part in contents if not _is_body(part)),
            *(_v3_attachment(entry) for entry in body.get("attachments") or []),
        ],
        "headers": _unusual({**(body.get("headers") or {}), **(block.get("headers") or {})}),
        "categories": list(body.get("categories") or []),
        "custom_args": {**(body.get("custom_args") or {}), **(block.get("custom_args") or {})},
    }


def _v3_reply_to(body: Mapping[str, Any]) -> list[Json]:
    if body.get("reply_to"):
        return [_address(body["reply_to"])]
    return [_address(entry) for entry in body.get("reply_to_list") or []]


def _is_body(part: Mapping[str, Any]) -> bool:
    return part["type"].lower() in {"text/plain", "text/html"}


def _other_content(part: Mapping[str, Any], tags: Mapping[str, str]) -> Json:
    content = smtpapi.substitute(part["value"], tags).encode()
    return _attachment(content, filename="", kind=part["type"], disposition="", content_id="")


def _v3_attachment(entry: Mapping[str, Any]) -> Json:
    try:
        content = base64.b64decode(entry["content"])
    except (binascii.Error, ValueError):
        content = b""
    return _attachment(
        content,
        filename=entry["filename"],
        kind=entry.get("type") or "application/octet-stream",
        disposition=entry.get("disposition") or "attachment",
        content_id=entry.get("content_id") or "",
    )


def copies_from_smtp(raw: bytes, rcpt_tos: Sequence[str]) -> list[Json]:
    """Give one copy an entry of X-SMTPAPI `to`, or one for all when there is none."""
    header = smtpapi.read(raw)
    shared = _mail(raw)
    if not header.to:
        shown = {entry["email"].lower() for entry in [*shared["to"], *shared["cc"]]}
        bcc = [{"email": one, "name": ""} for one in rcpt_tos if one.lower() not in shown]
        return [_smtp_copy(shared, header, {}, bcc=bcc)]
    copies = []
    for index, entry in enumerate(header.to):
        tags = header.substitutions(index)
        name, address = mime.asked(lambda: email.utils.parseaddr(entry), ("", entry))  # noqa: B023
        to = [{"email": address, "name": smtpapi.substitute(name, tags)}]
        copies.append(_smtp_copy(shared, header, tags, to=to))
    return copies


def _smtp_copy(
    shared: Json, header: smtpapi.SmtpApi, tags: Mapping[str, str], **changes: list[Json]
) -> Json:
    return {
        **shared,
        **changes,
        "subject": smtpapi.substitute(shared["subject"], tags),
        "text": _body_text(shared["text"], tags),
        "html": _body_text(shared["html"], tags),
        "categories": header.categories,
        "custom_args": header.unique_args(tags),
    }


def _mail(raw: bytes) -> Json:
    headers = list(mime.header_lines(raw))
    first = {name.lower(): value for name, value in reversed(headers)}
    copy: Json = {"bcc": [], "text": None, "html": None, "attachments": []}
    copy["to"] = mime.addresses(first.get("to"))
    copy["cc"] = mime.addresses(first.get("cc"))
    copy["from"] = next(iter(mime.addresses(first.get("from"))), None)
    copy["reply_to"] = mime.addresses(first.get("reply-to"))
    copy["subject"] = mime.decoded(first.get("subject", b""))
    copy["headers"] = _unusual({name: mime.decoded(value) for name, value in headers})
    for part in mime.leaves(mime.parse(raw)):
        slot = {"text/plain": "text", "text/html": "html"}.get(part.get_content_type())
        is_file = mime.disposition(part) is not None or mime.filename(part) is not None
        if slot and not is_file and copy[slot] is None:
            copy[slot] = mime.content_text(part)
        else:
            copy["attachments"].append(_mime_attachment(part))
    return copy


def _mime_attachment(part: EmailMessage) -> Json:
    return _attachment(
        mime.content_bytes(part),
        filename=mime.filename(part) or "",
        kind=part.get_content_type(),
        disposition=mime.disposition(part) or "",
        content_id=mime.content_id(part) or "",
    )


def _attachment(
    content: bytes, *, filename: str, kind: str, disposition: str, content_id: str
) -> Json:
    return {
        "filename": filename,
        "type": kind.lower(),
        "disposition": disposition,
        "content_id": content_id.removeprefix("<").removesuffix(">"),
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
    }


def _address(entry: Mapping[str, Any]) -> Json:
    return {"email": entry["email"], "name": entry.get("name") or ""}


def _body_text(text: str | None, tags: Mapping[str, str]) -> str | None:
    if text is None:
        return None
    return smtpapi.substitute(text, tags).replace("\r\n", "\n").removesuffix("\n")


def _unusual(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in USUAL_HEADERS}
