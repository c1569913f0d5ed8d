"""The MIME tree of a message: its Content headers and its body.

mixed > related > alternative, each level only where there is something for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sgdesk.message import Attachment, Message
from sgdesk.render.bodies import encode_bytes, encode_text
from sgdesk.render.headers import parameter
from sgdesk.render.parity import UNENCODABLE_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One node: header lines about the content, and the content."""

    head: str
    body: bytes
    is_8bit: bool = False


def message_entity(message: Message, token: str, *, eight_bit: bool) -> Entity:
    """Give the root of the tree; `token` goes into each boundary."""
    attached = [each for each in message.attachments if not (each.is_inline and message.html)]
    images = [each for each in message.attachments if each.is_inline and message.html]
    lone = bool(message.text) != bool(message.html) or not message.html
    bare = lone and not attached and not images
    content = _content(message, token, eight_bit=eight_bit, closed=not bare)
    if images:
        root_type = content.head.partition(";")[0].removeprefix("Content-Type: ")
        children = [content, *map(_attachment, images)]
        content = _multipart("related", token, children, f';\r\n type="{root_type}"')
    if attached:
        content = _multipart("mixed", token, [content, *map(_attachment, attached)])
    return content


def _content(message: Message, token: str, *, eight_bit: bool, closed: bool) -> Entity:
    if not message.html:
        return _text("plain", message.text, eight_bit=eight_bit, closed=closed)
    if not message.text:
        return _text("html", message.html, eight_bit=eight_bit, closed=closed)
    children = [
        _text("plain", message.text, eight_bit=eight_bit, closed=True),
        _text("html", message.html, eight_bit=eight_bit, closed=True),
    ]
    return _multipart("alternative", token, children)


def _text(subtype: str, text: str, *, eight_bit: bool, closed: bool) -> Entity:
    encoding, body = encode_text(text, eight_bit=eight_bit, closed=closed)
    head = (
        f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n"
    )
    return Entity(head=head, body=body, is_8bit=encoding == "8bit")


def _attachment(attachment: Attachment) -> Entity:
    kind = attachment.type
    if kind.lower().startswith(UNENCODABLE_TYPES):
        kind = "application/octet-stream"
    name = parameter("filename", attachment.filename) if attachment.filename else ""
    disposition = "inline" if attachment.is_inline else "attachment"
    head = (
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: {disposition}{name}\r\n"
    )
    if attachment.is_inline:
        head += f"Content-ID: <{attachment.content_id}>\r\n"
    return Entity(head=head, body=encode_bytes(attachment.content))


def _multipart(subtype: str, token: str, children: Sequence[Entity], more: str = "") -> Entity:
    # `=_` can stand in no quoted-printable and no base64 body (RFC 2045 §6.7).
    boundary = f"=_{subtype}_{token}"
    is_8bit = any(child.is_8bit for child in children)
    encoding = "Content-Transfer-Encoding: 8bit\r\n" if is_8bit else ""
    head = f'Content-Type: multipart/{subtype}{more};\r\n boundary="{boundary}"\r\n{encoding}'
    delimiter = f"--{boundary}\r\n".encode()
    pieces: list[bytes] = []
    for child in children:
        pieces += (delimiter, child.head.encode(), b"\r\n", child.body, b"\r\n")
    pieces.append(f"--{boundary}--\r\n".encode())
    return Entity(head=head, body=b"".join(pieces), is_8bit=is_8bit)
