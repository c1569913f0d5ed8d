"""What stands around a message on SMTP: the server's offer, the envelope, the dots.

Pure: values in, bytes out.

Sources: RFC 5321 (commands, transparency), RFC 1870 (SIZE), RFC 6152
(8BITMIME), RFC 6531 (SMTPUTF8), RFC 2920 (PIPELINING), RFC 4954 (AUTH).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sgdesk.render import RenderedMime
from sgdesk.wire.stream import PIECE_BYTES

FINAL_DOT = b".\r\n"

_LONE_BREAK = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_UNSAFE = re.compile(r"[\x00-\x20<>\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the server offered in its last EHLO answer."""

    pipelining: bool = False
    starttls: bool = False
    eight_bit: bool = False
    smtputf8: bool = False
    size: bool = False
    size_limit: int | None = None
    """Bytes; `None` when the server names no limit."""
    mechanisms: frozenset[str] = frozenset()
    """AUTH mechanisms in upper case."""

    @staticmethod
    def from_extensions(extensions: Mapping[str, str], mechanisms: list[str]) -> "Offer":
        """Read lower-case keywords with their parameters, as aiosmtplib gives them."""
        limit = extensions.get("size", "").strip()
        known = limit.isascii() and limit.isdigit() and len(limit) < 20
        return Offer(
            pipelining="pipelining" in extensions,
            starttls="starttls" in extensions,
            eight_bit="8bitmime" in extensions,
            smtputf8="smtputf8" in extensions,
            size="size" in extensions,
            # RFC 1870 section 3: 0 means that there is no fixed limit.
            size_limit=int(limit) or None if known else None,
            mechanisms=frozenset(mechanism.upper() for mechanism in mechanisms),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Sender and recipients of one transaction, ready to be said."""

    mail: bytes
    recipients: tuple[bytes, ...]

    @staticmethod
    def of(rendered: RenderedMime, offer: Offer) -> "Envelope":
        """Write the commands; `ValueError` for an address that would break out of them.

        Needs an offer of SMTPUTF8 when the message does.
        """
        coding = "utf-8" if rendered.needs_smtputf8 else "ascii"
        parameters = ""
        if offer.size:
            parameters += f" SIZE={len(rendered.head) + len(rendered.body)}"
        if offer.eight_bit and rendered.needs_8bitmime:
            parameters += " BODY=8BITMIME"
        if rendered.needs_smtputf8:
            parameters += " SMTPUTF8"
        mail = f"MAIL FROM:<{_bare(rendered.sender)}>{parameters}\r\n"
        recipients = (f"RCPT TO:<{_bare(address)}>\r\n" for address in rendered.recipients)
        return Envelope(
            mail=mail.encode(coding),
            recipients=tuple(line.encode(coding) for line in recipients),
        )

    @property
    def group(self) -> bytes:
        """Give MAIL, every RCPT and DATA as one pipelined group."""
        return b"".join((self.mail, *self.recipients, b"DATA\r\n"))


def _bare(address: str) -> str:
    if _UNSAFE.search(address):
        msg = f"{address!r} is no envelope address"
        raise ValueError(msg)
    return address


def stuffed(lines: bytes) -> bytes:
    """Give whole lines as they follow DATA: CRLF throughout, leading dots doubled.

    A lone CR or LF becomes CRLF: servers differ in what they read there, which
    would let a text end the message early (RFC 5321 section 2.3.8).
    """
    crlf = lines.count(b"\r\n")
    if not lines.count(b"\n") == lines.count(b"\r") == crlf:
        lines = _LONE_BREAK.sub(b"\r\n", lines)
    if lines and not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    if b"\r\n." in lines:
        lines = lines.replace(b"\r\n.", b"\r\n..")
    return b"." + lines if lines.startswith(b".") else lines


def pieces(head: bytes, body: bytes) -> list[bytes | memoryview]:
    """Cut a message into writes of 64 KiB at most; the last carries the final dot.

    `head` and `body` are `stuffed`; the body may be shared between copies.
    One big write would block the loop while TLS encrypts it (26 ms for 10 MB).
    """
    if len(head) + len(body) <= PIECE_BYTES:
        return [head + body + FINAL_DOT]
    whole = memoryview(body)
    room = max(0, PIECE_BYTES - len(head))
    cut: list[bytes | memoryview] = [head + body[:room]]
    cut += [whole[start : start + PIECE_BYTES] for start in range(room, len(body), PIECE_BYTES)]
    cut[-1] = bytes(cut[-1]) + FINAL_DOT
    return cut
