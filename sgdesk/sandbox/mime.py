"""Take a mail apart as it came over SMTP, with the standard library's parser.

The raw header lines are also kept as bytes, because X-SMTPAPI must be read
undecoded: an RFC 2047 word in it is an error and not a text.
"""

import email.header
import email.policy
import email.utils
import hashlib
import itertools
import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy, Policy
from typing import Any, TypeVar

T = TypeVar("T")

# What the standard library reads in the square of its length is cut to what it reads at once.
ADDRESSES_LIMIT = 200_000
WORDS_LIMIT = 4_000
PARAMETERS_LIMIT = 8_000
PARTS_LIMIT = 10_000
NESTED_LINES_LIMIT = 10_000_000
"""Lines of a mail times parts around them: it looks at each line once for each."""

_NEST = re.compile(rb"boundary\s*(?:\*\d*\*?)?\s*=|content-type:\s*message/", re.IGNORECASE)
_WORD = r"=\?[^?\s]{1,80}\?[bBqQ]\?(?:[^?=]|\?(?!=)|=(?!\?(?!=)))*\?="
_WORDS = re.compile(rf"{_WORD}(?:\s*{_WORD})*")


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
    text = value[:ADDRESSES_LIMIT].decode("utf-8", "replace")
    none: list[tuple[str, str]] = []
    return [
        {"email": address, "name": decoded(name.encode())}
        for name, address in asked(lambda: email.utils.getaddresses([text]), none)
        if address
    ]


def decoded(value: bytes) -> str:
    """Decode a header's RFC 2047 words."""
    return _WORDS.sub(_decoded_words, value.decode("utf-8", "replace"))


def _decoded_words(found: re.Match[str]) -> str:
    text = found[0]
    if len(text) > WORDS_LIMIT:
        return text
    return asked(lambda: str(email.header.make_header(email.header.decode_header(text))), text)


def asked(question: Callable[[], T], otherwise: T) -> T:
    """Ask the standard library, which breaks on odd mails, each time with another error."""
    try:
        return question()
    except Exception:
        return otherwise


def parse(raw: bytes) -> EmailMessage:
    """Parse a whole mail; one that cannot be taken apart becomes one text. Never fails."""
    nests = len(_NEST.findall(raw))
    if nests * max(raw.count(b"\n"), raw.count(b"\r")) <= NESTED_LINES_LIMIT:
        message = asked(lambda: BytesParser(policy=_Lenient()).parsebytes(raw), None)
        if isinstance(message, EmailMessage):
            return message
    whole = EmailMessage(policy=email.policy.SMTP)
    whole["Content-Transfer-Encoding"] = "8bit"
    whole.set_payload(raw.partition(b"\r\n\r\n")[2].decode("ascii", "surrogateescape"))
    return whole


class _Lenient(EmailPolicy):
    """Reads each header once; of one that cannot be read, what stands before its parameters."""

    def __init__(self) -> None:
        known: dict[tuple[str, str], Any] = {}
        parts = itertools.count(1)

        def header(name: str, value: str) -> Any:
            key = (name.lower(), value)
            if key not in known:
                bare = value[:PARAMETERS_LIMIT].partition(";")[0].strip()
                known[key] = (
                    bare
                    if len(value) > PARAMETERS_LIMIT
                    else asked(lambda: email.policy.SMTP.header_factory(name, value), bare)
                )
            return known[key]

        def part(policy: Policy | None = None) -> EmailMessage:
            if next(parts) > PARTS_LIMIT:
                raise ValueError("too many parts")
            return EmailMessage(policy)

        super().__init__(linesep="\r\n", header_factory=header, message_factory=part)


def leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """Give every part that holds content itself, in order."""
    for part in message.walk():
        if not part.is_multipart() and isinstance(part, EmailMessage):
            yield part


def content_bytes(part: EmailMessage) -> bytes:
    """Decode a leaf's transfer encoding."""
    payload = asked(lambda: part.get_payload(decode=True), None)
    return payload if isinstance(payload, bytes) else b""


def content_text(part: EmailMessage) -> str:
    """Decode a text leaf, line ends as `\\n`."""
    content = content_bytes(part)
    # Not only unknown ones: `idna` and others cannot replace, and a name may hold a NUL.
    text = asked(
        lambda: content.decode(part.get_content_charset("utf-8"), "replace"),
        content.decode("utf-8", "replace"),
    )
    return text.replace("\r\n", "\n")


def disposition(part: EmailMessage) -> str | None:
    """Give `inline` or `attachment`, or what else stands there."""
    return asked(part.get_content_disposition, None)


def filename(part: EmailMessage) -> str | None:
    """Give the name of a file."""
    return asked(part.get_filename, None)


def describe(part: EmailMessage) -> dict[str, Any]:
    """Describe one leaf; a text one with its text."""
    content = content_bytes(part)
    return {
        "type": part.get_content_type(),
        "charset": asked(part.get_content_charset, None),
        "transfer_encoding": str(part.get("Content-Transfer-Encoding") or "7bit").lower(),
        "disposition": disposition(part),
        "filename": filename(part),
        "content_id": content_id(part),
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "text": content_text(part) if part.get_content_maintype() == "text" else None,
    }


def content_id(part: EmailMessage) -> str | None:
    """Give a part's Content-ID without its angle brackets."""
    value = part.get("Content-ID")
    return str(value).strip().removeprefix("<").removesuffix(">") if value else None
