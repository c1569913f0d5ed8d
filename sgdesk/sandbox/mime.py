"""Take a mail apart as it came over SMTP, with the standard library's parser.

The raw header lines are also kept as bytes, because X-SMTPAPI must be read
undecoded: an RFC 2047 word in it is an error and not a text.
"""

import email.header
import email.policy
import email.utils
import hashlib
from collections.abc import Iterator
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any


def header_lines(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Give each header in order: its name, and its value unfolded but not decoded.

    Unfolding takes out the line break alone and leaves the white space
    (RFC 5322 section 2.2.3).
    """
    name, value = "", b""
    # The body is never split: it may be megabytes, and the sender is being kept waiting.
    block = b"" if raw.startswith(b"\r\n") else raw.partition(b"\r\n\r\n")[0]
    for line in block.split(b"\r\n"):
        if line.startswith((b" ", b"\t")) and name:
            value += line
            continue
        if name:
            yield name, value.strip()
        before, colon, after = line.partition(b":")
        name = before.decode("ascii", "replace").strip() if colon else ""
        value = after
    if name:
        yield name, value.strip()


def first_header(raw: bytes, wanted: str) -> bytes | None:
    """Give the undecoded value of the first header of a name."""
    for name, value in header_lines(raw):
        if name.lower() == wanted.lower():
            return value
    return None


def addresses(value: bytes | None) -> list[dict[str, str]]:
    """Read an address header; each entry has `email` and `name`."""
    if value is None:
        return []
    # Decoded after parsing: an encoded name may hold a comma.
    text = value.decode("utf-8", "replace")
    return [
        {"email": address, "name": decoded(name.encode())}
        for name, address in email.utils.getaddresses([text])
        if address
    ]


def decoded(value: bytes) -> str:
    """Decode a header's RFC 2047 words."""
    text = value.decode("utf-8", "replace")
    try:
        return str(email.header.make_header(email.header.decode_header(text)))
    except (MessageError, LookupError, ValueError):
        return text


def parse(raw: bytes) -> EmailMessage:
    """Parse a whole mail; never fails, whatever it is given."""
    message = BytesParser(policy=email.policy.SMTP).parsebytes(raw)
    if not isinstance(message, EmailMessage):
        raise TypeError("the SMTP policy makes EmailMessage")
    return message


def leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """Give every part that holds content itself, in order."""
    for part in message.walk():
        if not part.is_multipart() and isinstance(part, EmailMessage):
            yield part


def content_bytes(part: EmailMessage) -> bytes:
    """Decode a leaf's transfer encoding."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def content_text(part: EmailMessage) -> str:
    """Decode a text leaf, line ends as `\\n`."""
    charset = part.get_content_charset("utf-8")
    try:
        text = content_bytes(part).decode(charset, "replace")
    except (LookupError, ValueError):  # `idna` and others cannot replace; a name with a NUL
        text = content_bytes(part).decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def describe(part: EmailMessage) -> dict[str, Any]:
    """Describe one leaf; a text one with its text."""
    content = content_bytes(part)
    return {
        "type": part.get_content_type(),
        "charset": part.get_content_charset(),
        "transfer_encoding": (part.get("Content-Transfer-Encoding") or "7bit").lower(),
        "disposition": part.get_content_disposition(),
        "filename": part.get_filename(),
        "content_id": content_id(part),
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "text": content_text(part) if part.get_content_maintype() == "text" else None,
    }


def content_id(part: EmailMessage) -> str | None:
    """Give a part's Content-ID without its angle brackets."""
    value = part.get("Content-ID")
    return str(value).strip().removeprefix("<").removesuffix(">") if value else None
