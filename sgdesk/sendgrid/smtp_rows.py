"""Which SMTP reply leads to which entry of `catalogue_smtp.py`.

Order matters: the stage decides before the words, and the words before the bare code.
"""

from sgdesk.sendgrid import catalogue_smtp as smtp
from sgdesk.sendgrid.entries import ReplyRow

_FOUR = tuple(range(400, 500))
_FIVE = tuple(range(500, 600))
_AUTH = ("auth",)
_MAIL = ("envelope", "upload", "reply")

SMTP_ROWS: tuple[ReplyRow, ...] = (
    ReplyRow(entry=smtp.CREDITS, text="maximum credits"),
    ReplyRow(entry=smtp.LIMITS, text="messaging limits"),
    ReplyRow(entry=smtp.UNKNOWN_KEY, phases=_AUTH, text="authorization grant"),
    ReplyRow(entry=smtp.BAD_LOGIN, phases=_AUTH, text="bad username"),
    ReplyRow(entry=smtp.PASSWORD, phases=_AUTH, text="basic authentication"),
    ReplyRow(entry=smtp.DISABLED, text="account disabled"),
    ReplyRow(entry=smtp.IP_ACCESS, phases=_AUTH, text="could not authenticate"),
    ReplyRow(entry=smtp.NOT_SIGNED_IN, text="unauthenticated senders"),
    ReplyRow(entry=smtp.WANTS_ENCRYPTION, codes=(530,), text="starttls"),
    ReplyRow(entry=smtp.WANTS_ENCRYPTION, codes=(538,)),
    ReplyRow(entry=smtp.NOT_SIGNED_IN, codes=(530,), phases=_MAIL),
    ReplyRow(entry=smtp.NO_RELAY, commands=("RCPT",), text="relaying"),
    ReplyRow(entry=smtp.NO_RELAY, commands=("RCPT",), text="relay access"),
    ReplyRow(entry=smtp.NO_RELAY, commands=("RCPT",), text="to relay"),
    ReplyRow(entry=smtp.NO_RELAY, commands=("RCPT",), text="allowed rcpthosts"),
    ReplyRow(entry=smtp.SENDER, text="verified sender identity"),
    ReplyRow(entry=smtp.SENDER, text="not authorized to send from"),
    ReplyRow(entry=smtp.BLOCKED, text="temporarily blocked"),
    ReplyRow(entry=smtp.FEWER_RECIPIENTS, codes=_FOUR, text="too many recipients"),
    ReplyRow(entry=smtp.MAILBOX_FULL_LATER, codes=_FOUR, text="4.2.2"),
    ReplyRow(entry=smtp.MAILBOX_FULL_LATER, codes=_FOUR, text="over quota"),
    ReplyRow(entry=smtp.LOCAL_ERROR, codes=(452,), text="4.3.1"),
    ReplyRow(entry=smtp.LOCAL_ERROR, codes=(452,), commands=("RCPT",), text="storage"),
    ReplyRow(entry=smtp.FEWER_RECIPIENTS, codes=(452,), commands=("RCPT",)),
    ReplyRow(entry=smtp.TOO_MANY_RECIPIENTS, text="too many recipients"),
    ReplyRow(entry=smtp.TOO_MANY, codes=_FOUR, text="too many"),
    ReplyRow(entry=smtp.IDLE, codes=(421,), text="timeout"),
    ReplyRow(entry=smtp.CLOSING, codes=(421,)),
    ReplyRow(entry=smtp.MECHANISM, codes=(504, 534), phases=_AUTH),
    ReplyRow(entry=smtp.AUTH_TROUBLE, codes=_FOUR, phases=_AUTH),
    ReplyRow(entry=smtp.AUTH_REFUSED, codes=_FIVE, phases=_AUTH),
    ReplyRow(entry=smtp.STARTTLS_LATER, codes=_FOUR, phases=("starttls",)),
    ReplyRow(entry=smtp.STARTTLS_REFUSED, codes=_FIVE, phases=("starttls",)),
    ReplyRow(entry=smtp.EHLO_REFUSED, codes=_FIVE, phases=("ehlo",)),
    ReplyRow(entry=smtp.GREETING_REFUSED, codes=_FIVE, phases=("greeting",)),
    ReplyRow(entry=smtp.MAILBOX_FULL, codes=(552,), text="5.2.2"),
    ReplyRow(entry=smtp.MAILBOX_FULL, codes=(552,), text="mailbox full"),
    ReplyRow(entry=smtp.MAILBOX_FULL, codes=(552,), text="quota"),
    ReplyRow(entry=smtp.POLICY, codes=(552,), text="5.7."),
    ReplyRow(entry=smtp.TOO_LARGE, codes=(552,)),
    ReplyRow(entry=smtp.TOO_LARGE, text="message size exceeds"),
    ReplyRow(entry=smtp.TOO_LARGE, codes=_FIVE, text="5.3.4"),
    ReplyRow(entry=smtp.SEQUENCE, codes=(503,)),
    ReplyRow(entry=smtp.COMMAND, codes=(501,), text="not supported"),
    ReplyRow(entry=smtp.SENDER_REFUSED, codes=(553,), commands=("MAIL",), text="5.7."),
    ReplyRow(entry=smtp.RECIPIENT, codes=(553,), commands=("RCPT",), text="5.7."),
    ReplyRow(entry=smtp.ADDRESS_FORM, codes=(501, 553), commands=("MAIL", "RCPT")),
    ReplyRow(entry=smtp.COMMAND, codes=(500, 501, 502, 504, 555)),
    ReplyRow(entry=smtp.SENDER_REFUSED, codes=_FIVE, commands=("MAIL",)),
    ReplyRow(entry=smtp.RECIPIENT, codes=_FIVE, commands=("RCPT",)),
    ReplyRow(entry=smtp.RECIPIENT_LATER, codes=_FOUR, commands=("RCPT",)),
    ReplyRow(entry=smtp.LOCAL_ERROR, codes=(451,), text="local error"),
    ReplyRow(entry=smtp.POLICY, codes=(554,)),
    ReplyRow(entry=smtp.TRY_LATER, codes=_FOUR),
    ReplyRow(entry=smtp.REFUSED, codes=_FIVE),
)
"""First match wins; every 4yz and 5yz code reaches a row."""
