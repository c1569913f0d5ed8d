"""SendGrid's SMTP reply texts.

Those seen in public transcripts are marked S; those inferred from the
open-source mail server whose wording SendGrid's replies share are marked I;
own wording, where no source states any, is marked O.
"""

import re

SIZE_LIMIT = 31_457_280
"""30 MiB exactly, as advertised in EHLO (S)."""
RECIPIENTS_LIMIT = 10_000
"""SendGrid's hard limit for one message by SMTP; it advises at most 1,000 (documentation, 2021)."""

HOSTNAME = "smtp.sendgrid.net"
GREETING = "220 SG ESMTP service ready at ismtpd-local-0.sendgrid.net"  # S
BEGIN_TLS = "220 Begin TLS negotiation now"  # S
TLS_ALREADY = "503 TLS is already in use on this connection"  # O
SENDER_OK = "250 Sender address accepted"  # S
RECIPIENT_OK = "250 Recipient address accepted"  # S
CONTINUE = "354 Continue"  # S
GOODBYE = "221 See you later"  # S
UNAUTHENTICATED = "550 Unauthenticated senders not allowed"  # S
PLAINTEXT_AUTH = "538 Encryption required for requested authentication mechanism"  # O, RFC 4954
BAD_PASSWORD = "535 Authentication failed: Bad username / password"  # noqa: S105  S
BAD_KEY = (
    "535 Authentication failed: "
    "The provided authorization grant is invalid, expired, or revoked"
)  # S
NO_CREDITS = "451 Authentication failed: Maximum credits exceeded"  # S
NOT_ALLOWED_HERE = "451 Authentication failed: Could not authenticate"  # S
DISABLED = "535 Authentication failed: account disabled"  # S
UNVERIFIED_SENDER = (
    "550 The from address does not match a verified Sender Identity. "
    "Mail cannot be sent until this error is resolved. "
    "Visit https://sendgrid.com/docs/for-developers/sending-email/sender-identity/ "
    "to see the Sender Identity requirements"
)  # S
TOO_MANY_RECIPIENTS = "452 Too many recipients"  # O, RFC 5321 section 4.5.3.1.10
TOO_MANY_MESSAGES = "421 Too many messages on this connection"  # O
NO_RECIPIENTS = "554 No valid recipients"  # O, RFC 5321 section 3.3
NOT_IMPLEMENTED = "500 Command not implemented"  # I
SYNTAX_ERROR = "501 Syntax error"  # I
BAD_SYNTAX = "500 Error: bad syntax"  # I
LOCAL_ERROR = "451 Requested action aborted: local error in processing"  # I


def ehlo_reply(*, with_starttls: bool = True) -> str:
    """Give SendGrid's whole EHLO reply; STARTTLS stays in it after TLS began (S).

    The last line is the legacy spelling of the line before it.
    """
    words = ["8BITMIME", "PIPELINING", f"SIZE {SIZE_LIMIT}"]
    if with_starttls:
        words.append("STARTTLS")
    words.append("AUTH PLAIN LOGIN")
    lines = [f"250-{HOSTNAME}", *(f"250-{word}" for word in words), "250 AUTH=PLAIN LOGIN"]
    return "\r\n".join(lines)


_IN_PLACE_OF = {
    "220 Ready to start TLS": BEGIN_TLS,
    "354 End data with <CR><LF>.<CR><LF>": CONTINUE,
    "503 Error: nested MAIL command": "503 Only one sender per message, please",  # I
    "503 Error: need MAIL command": "503 Must have sender before recipient",  # I
    "503 Error: need RCPT command": "503 Must have valid receiver and originator",  # I
    "553 5.1.3 Error: malformed address": SYNTAX_ERROR,
    "500 Error: bad syntax": BAD_SYNTAX,
    "500 Error: strict ASCII mode": BAD_SYNTAX,
    "501 Not enough value": SYNTAX_ERROR,
    "501 5.5.2 Can't decode base64": SYNTAX_ERROR,
    "501 Error: SMTPUTF8 disabled": (
        "555 MAIL FROM parameters not recognized or not implemented"
    ),  # O, RFC 5321 section 4.1.1.11: it is not offered
    "500 Command line too long": "500 Line too long",  # I
    "500 Line too long (see RFC5321 4.5.3.1.6)": "500 Line too long",  # I
    "552 Error: Too much mail data": "552 Message exceeds the maximum size",  # O
    "552 Error: message size exceeds fixed maximum message size": (
        "552 Message exceeds the maximum size"
    ),  # O
}

_CODE_AND_REST = re.compile(r"(\d{3}) (?:\d\.\d{1,2}\.\d{1,2} )?(?:Error: )?(.*)", re.DOTALL)


def in_sendgrid_words(reply: str) -> str:
    """Put SendGrid's words in place of the server library's."""
    if reply in _IN_PLACE_OF:
        return _IN_PLACE_OF[reply]
    if re.match(r"500 Error: command .* not recognized", reply):
        return NOT_IMPLEMENTED
    if reply.startswith("501 Syntax:"):
        return SYNTAX_ERROR
    # SendGrid's own replies carry no enhanced status codes.
    found = _CODE_AND_REST.fullmatch(reply)
    return f"{found[1]} {found[2]}" if found else reply


_MAILBOX = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^\s@"<>]+)@[^\s@"<>]+')


def is_mailbox(address: str) -> bool:
    """Say whether a path names somebody at a domain; what SendGrid checks besides is not known."""
    return bool(_MAILBOX.fullmatch(address))
