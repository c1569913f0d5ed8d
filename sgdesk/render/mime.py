"""A message as MIME bytes with its envelope, ready for an SMTP transaction.

Sources: RFC 5322, RFC 2045 to 2049, RFC 2387 (related), RFC 6532 (UTF-8 headers).
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache

from sgdesk import clock
from sgdesk.message import Address, Message, MessageError
from sgdesk.message.domain import domain_to_ascii, email_key, email_to_wire
from sgdesk.message.lines import require_safe
from sgdesk.message.rules.headers import reserved_findings
from sgdesk.render.entity import message_entity
from sgdesk.render.headers import address_list, custom, unstructured
from sgdesk.render.xsmtpapi import render_xsmtpapi, xsmtpapi_value

_OURS = frozenset({"date", "message-id"})
"""Headers that are made here, unless the message has its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMime:
    """One SMTP transaction's worth."""

    sender: str
    """For MAIL FROM."""
    recipients: tuple[str, ...]
    """For RCPT TO, each once; domains in ASCII, local parts in UTF-8 when they need it."""
    needs_smtputf8: bool
    """An address is not ASCII: a server without SMTPUTF8 must not be given this."""
    needs_8bitmime: bool
    """The body holds bytes above 127: MAIL FROM must say `BODY=8BITMIME`."""
    message_id: str
    """With its angle brackets."""
    head: bytes
    """The header block with the blank line that ends it."""
    body: bytes
    """Shared between the copies of one message."""

    @property
    def data(self) -> bytes:
        """Give the whole mail: CRLF line ends, ending with one, dots not yet stuffed."""
        return self.head + self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What is drawn once for each rendering."""

    date: datetime
    """Aware."""
    token: str
    """Unguessable letters and digits, for Message-ID and boundaries."""


def new_stamp() -> Stamp:
    """Draw a stamp for now."""
    return Stamp(date=clock.wall_utc(), token=secrets.token_hex(16))


def render_mime(
    message: Message,
    *,
    smtpapi: bool,
    smtputf8: bool = False,
    eight_bit: bool = False,
    stamp: Stamp | None = None,
) -> tuple[RenderedMime, ...]:
    """Render for SMTP: one mail, or one for each To recipient when nobody else makes the copies.

    `smtpapi`: the server reads X-SMTPAPI. `smtputf8`: the server takes UTF-8
    addresses, which then show their domains in Unicode too; without it such a
    mail is rendered all the same, and `needs_smtputf8` lets the transport refuse
    in its own words. `eight_bit`: text may go unencoded (never ask for it on the
    way to SendGrid, which rewrites it).

    Raises `MessageError` when a field could start a header or cannot be written.
    """
    require_safe(message)
    if reserved := list(reserved_findings(message)):
        raise MessageError(reserved)
    stamp = stamp or new_stamp()
    content = message_entity(message, stamp.token, eight_bit=eight_bit)
    api = render_xsmtpapi(xsmtpapi_value(message)) if smtpapi else ""
    before, after = _shared_head(message, stamp, smtputf8), api + content.head + "\r\n"
    mails = []
    for index, (to, recipients) in enumerate(_envelopes(message, smtpapi)):
        message_id = _own_header(message, "message-id") or _message_id(message, stamp, index)
        visible = address_list("To", to, utf8=smtputf8) if to else ""
        head = f"{before}{visible}Message-ID: {message_id}\r\n{after}"
        envelope = (email_to_wire(message.sender.email), *recipients)
        mails.append(
            RenderedMime(
                sender=envelope[0],
                recipients=recipients,
                needs_smtputf8=not (head.isascii() and "".join(envelope).isascii()),
                needs_8bitmime=content.is_8bit,
                message_id=message_id,
                head=head.encode(),
                body=content.body,
            )
        )
    return tuple(mails)


def _envelopes(
    message: Message, smtpapi: bool
) -> Iterator[tuple[tuple[Address, ...], tuple[str, ...]]]:
    """Give for each mail the addresses in its To header and those of its RCPT commands."""
    to = tuple(recipient.address for recipient in message.to)
    if not message.has_private_copies:
        once = {email_key(each.email): email_to_wire(each.email) for each in message.everyone}
        yield to, tuple(once.values())
    elif smtpapi:
        # Exactly one RCPT beside X-SMTPAPI's `to`, or the relay sends duplicates. The first
        # recipient, not the sender: if the header were not read, nobody else gets a stray mail.
        yield to[:1], (email_to_wire(to[0].email),)
    else:
        for address in to:
            yield (address,), (email_to_wire(address.email),)


def _shared_head(message: Message, stamp: Stamp, utf8: bool) -> str:
    """Write what all copies say alike; Bcc is in the envelope alone."""
    lines = [address_list("From", (message.sender,), utf8=utf8)]
    if message.cc and not message.has_private_copies:
        lines.append(address_list("Cc", message.cc, utf8=utf8))
    if message.reply_to:
        lines.append(address_list("Reply-To", message.reply_to, utf8=utf8))
    lines.append(unstructured("Subject", message.subject))
    own_date = _own_header(message, "date")
    made_date = f"Date: {_date(stamp.date.replace(microsecond=0))}\r\n"
    lines.append(custom("Date", own_date) if own_date else made_date)
    lines += [custom(*pair) for pair in message.headers if pair[0].lower() not in _OURS]
    lines.append("MIME-Version: 1.0\r\n")
    return "".join(lines)


@lru_cache(maxsize=1)
def _date(moment: datetime) -> str:
    """Write a second; mails of one second share it."""
    return format_datetime(moment.astimezone(UTC))


def _own_header(message: Message, name: str) -> str:
    """Give the message's own value of a header that is otherwise made here; empty is none."""
    return next(
        (value for key, value in message.headers if key.lower() == name and value.strip()), ""
    )


def _message_id(message: Message, stamp: Stamp, index: int) -> str:
    domain = domain_to_ascii(message.sender.email.rpartition("@")[2])
    return f"<{stamp.token}.{index}@{domain}>"
