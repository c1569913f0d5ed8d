"""SMTP replies that SendGrid's relay gives, and what they mean.

Sources: SendGrid documentation, "SMTP Errors and Troubleshooting"; Twilio
help pages; transcripts in public issues of client libraries; RFC 5321 and
RFC 4954 for words that SendGrid was not seen to use.
"""

from sgdesk.sendgrid.entries import CatalogueEntry

_TROUBLE = "SendGrid documentation, SMTP Errors and Troubleshooting"
_CODES = "SendGrid documentation, v3 API status codes"
_RFC5321 = "RFC 5321 section 4.2"
_RFC4954 = "RFC 4954 section 6"
_TRANSCRIPTS = "Transcripts in public issues of client libraries"

CREDITS = CatalogueEntry(
    id="D-ACC-2",
    title="No sends left in the SendGrid plan",
    explanation="Not sent. The key is valid; the plan's sends are used up.",
    remedy="Wait until the plan starts anew, or upgrade it at SendGrid; trying again before "
    "then does not help.",
    source="Twilio help, Authentication failed: Maximum credits exceeded",
)
IP_ACCESS = CatalogueEntry(
    id="D-ACC-3",
    title="This computer's address is not allowed",
    explanation="Not sent. The account accepts sign-ins from listed network addresses only, and "
    "this computer's is not on the list.",
    remedy="Add this computer's public address under IP Access Management at SendGrid, "
    "then check the key; trying again before then does not help.",
    source="SendGrid documentation, IP Access Management; " + _TRANSCRIPTS,
)
LIMITS = CatalogueEntry(
    id="D-ACC-LIMIT",
    title="The account's sending limit is reached",
    explanation="Not sent. {Who} limits how much this account may send in a given time.",
    remedy="Wait before sending again, or ask SendGrid support to raise the limit.",
    source=_TROUBLE,
    web_source=_CODES,
    needs="waiting",
)
UNKNOWN_KEY = CatalogueEntry(
    id="D-KEY-6",
    title="{Who} refuses this key",
    explanation="Not sent. {Who} says that the key is invalid, expired or revoked. {or_key}",
    remedy="{mend_key}",
    source=_TROUBLE,
    web_source=_CODES,
)
BAD_LOGIN = CatalogueEntry(
    id="D-KEY-4",
    title="{Who} refuses this user name or key",
    explanation="Not sent. For SMTP the user name is the word apikey and the password is the "
    "whole key. One of them is wrong, cut short, or carries a space or a line break.",
    remedy="Use apikey as the user name and paste the key again, all 69 characters of it.",
    source=_TROUBLE,
)
USER_NAME = CatalogueEntry(
    id="D-KEY-4",
    title="The user name must be the word apikey",
    explanation="For SMTP it is always that word. The key is right: the Web API takes it.",
    remedy="Write apikey as the user name under Connection details (--username).",
    source=_TROUBLE,
)
SMTP_ALONE = CatalogueEntry(
    id="D-KEY-4",
    title="{Who} refuses here the key that the Web API accepts",
    explanation="The key is whole, and the user name is right.",
    remedy="Send by the Web API, or ask whoever runs this mail server why it refuses the key.",
    source=_TROUBLE,
)
PASSWORD = CatalogueEntry(
    id="D-KEY-5",
    title="Account passwords no longer work",
    explanation="Not sent. SendGrid takes no account name and password any more.",
    remedy="Make an API key that may send mail; the user name is then the word apikey.",
    source=_TROUBLE,
)
DISABLED = CatalogueEntry(
    id="D-ACC-4",
    title="{Who} has restricted the account",
    explanation="Not sent. The account is disabled, suspended or under review.",
    remedy="Ask SendGrid support what the account needs.",
    source=_TRANSCRIPTS,
)
NOT_SIGNED_IN = CatalogueEntry(
    id="D-KEY-11",
    title="The server wants a sign-in first",
    explanation="Not sent. The connection was not signed in when the message was announced: "
    "the sign-in was switched off, left out, or lost on the way.",
    remedy="Switch signing in on and give a key.",
    source=_TROUBLE,
)
SENDER = CatalogueEntry(
    id="D-ACC-1",
    title="{sender} is not a verified sender",
    explanation="Not sent. SendGrid sends only from addresses or domains verified in your "
    "account. The key and the connection work.",
    remedy="Choose a verified sender, or verify this one at SendGrid.",
    source="SendGrid documentation, Sender Identity",
)
BLOCKED = CatalogueEntry(
    id="D-ACC-5",
    title="{Who} blocks this account for a while",
    explanation="Not sent. Too many faulty requests came in a short time.",
    remedy="Stop sending, mend the cause of the faults, then wait before trying again.",
    source="Twilio help, v3 API status codes; wording from public client tests",
)
TOO_MANY_RECIPIENTS = CatalogueEntry(
    id="SMTP-RECIPIENTS",
    title="Too many recipients in one message",
    explanation="The server takes fewer recipients at a time than this message has.",
    remedy="Send to fewer people at a time.",
    source="RFC 5321 section 4.5.3.1.10",
)
FEWER_RECIPIENTS = CatalogueEntry(
    id="SMTP-RECIPIENTS-LATER",
    title="Too many recipients for now",
    explanation="Not sent yet. The server takes fewer recipients at this time.",
    remedy="Wait some minutes and try again. If it happens again, send to fewer people at a time.",
    source="RFC 5321 section 4.5.3.1.10",
    needs="waiting",
)
TOO_MANY = CatalogueEntry(
    id="SMTP-TOO-MANY",
    title="{Who} asks to slow down",
    explanation="Not sent yet. There are too many connections, or too many messages on one. {when}",
    remedy="Use fewer connections at a time and try again in a minute.",
    source="SendGrid documentation, Rate Limits of the SMTP service; " + _RFC5321,
    needs="waiting",
)
IDLE = CatalogueEntry(
    id="D-TCP-7",
    title="The connection was closed while idle",
    explanation="Not sent. The server hung up because nothing was said for too long.",
    remedy="Send again; a new connection is made.",
    source=_RFC5321,
    needs="trying",
)
CLOSING = CatalogueEntry(
    id="SMTP-CLOSING",
    title="{Who} is closing the connection",
    explanation="Not sent. The server says that it is not available now and hangs up.",
    remedy="Try again in a few minutes.",
    source=_RFC5321,
    needs="waiting",
)
AUTH_TROUBLE = CatalogueEntry(
    id="SMTP-AUTH-TRY-LATER",
    title="Signing in does not work at the moment",
    explanation="Not sent. The server could not check the key now; it did not refuse it. "
    "It said: {said}",
    remedy="Do not try in a loop: SendGrid answers like this for an exhausted account and for "
    "an address that is not allowed, too. Check the account, then try once more.",
    source=_RFC4954,
    needs="waiting",
)
AUTH_REFUSED = CatalogueEntry(
    id="SMTP-AUTH-REFUSED",
    title="{Who} refuses the sign-in",
    explanation="Not sent. The server said: {said}",
    remedy="Check the user name and the key.",
    source=_RFC4954,
)
MECHANISM = CatalogueEntry(
    id="D-KEY-12",
    title="This way of signing in is not offered",
    explanation="Not sent. The server knows neither PLAIN nor LOGIN here.",
    remedy="Use a port and a kind of encryption on which the server offers PLAIN or LOGIN.",
    source=_RFC4954,
)
TOO_LARGE = CatalogueEntry(
    id="D-HTTP-9",
    title="{too_large}",
    explanation="Not sent. {less}{files}",
    remedy="{smaller}",
    source="RFC 1870 section 6; SendGrid documentation, SMTP limits",
)
MAILBOX_FULL = CatalogueEntry(
    id="SMTP-MAILBOX-FULL",
    title="A mailbox is full",
    explanation="The server said: {said}",
    remedy="Send again once there is room, or to another address.",
    source="RFC 3463, X.2.2",
)
MAILBOX_FULL_LATER = CatalogueEntry(
    id="SMTP-RECIPIENT-LATER",
    title="A mailbox is full for now",
    explanation="Not sent yet. The server said: {said}",
    remedy="Wait until there is room and try again, or send to another address.",
    source="RFC 3463, X.2.2",
    needs="waiting",
)
WANTS_ENCRYPTION = CatalogueEntry(
    id="SMTP-WANTS-TLS",
    title="The server wants encryption first",
    explanation="Not sent. On a connection without encryption it takes no mail. It said: {said}",
    remedy="Choose encryption after the greeting (STARTTLS) for this server, or the port on which "
    "it encrypts from the start.",
    source="RFC 3207 section 4; RFC 4954 section 6",
)
NO_RELAY = CatalogueEntry(
    id="SMTP-RELAY",
    title="The server does not pass this mail on",
    explanation="Not sent. It takes mail to others only from those who may send through it. "
    "It said: {said}",
    remedy="Sign in to the server, or choose the one that your mail is to go through. The "
    "addresses need not be wrong.",
    source="RFC 5321 section 3.6.2; RFC 3463, X.7.1",
)
RECIPIENT = CatalogueEntry(
    id="SMTP-RECIPIENT",
    title="The server refused a recipient",
    explanation="It said: {said}",
    remedy="Correct the address and send again to those who were refused.",
    source=_RFC5321,
)
RECIPIENT_LATER = CatalogueEntry(
    id="SMTP-RECIPIENT-LATER",
    title="The server cannot take a recipient now",
    explanation="Not sent yet. It said: {said}",
    remedy="Wait some minutes and try again; the address need not be wrong.",
    source=_RFC5321,
    needs="waiting",
)
ADDRESS_FORM = CatalogueEntry(
    id="SMTP-ADDRESS",
    title="An address is not well formed",
    explanation="The server cannot read an address of the envelope. It said: {said}",
    remedy="Correct the address.",
    source=_RFC5321,
)
SENDER_REFUSED = CatalogueEntry(
    id="SMTP-SENDER",
    title="The server refused the sender",
    explanation="Not sent. It said: {said}",
    remedy="Read what follows the colon in the server's words; choose another sender address "
    "or ask SendGrid support.",
    source=_TROUBLE,
)
COMMAND = CatalogueEntry(
    id="D-SMTP-5",
    title="The server does not understand a command",
    explanation="Not sent. SendGrid knows every command that was used, so a device on the way "
    "may have changed it, or this is another server. It said: {said}",
    remedy="Try port 465, where nothing on the way can read the commands, or the Web API.",
    source=_RFC5321,
)
SEQUENCE = CatalogueEntry(
    id="SMTP-SEQUENCE",
    title="The server lost the order of the commands",
    explanation="Not sent. It said: {said}",
    remedy="Send it by the Web API. To stay with SMTP, switch 'Fewer waits by SMTP' off in the "
    "settings (--no-pipelining) and send again: if that helps, a device on the way mixes commands "
    "up that come together.",
    source=_RFC5321 + "; RFC 2920",
)
LOCAL_ERROR = CatalogueEntry(
    id="SMTP-LOCAL-ERROR",
    title="{Who} has a temporary fault",
    explanation="Not sent. The server said: {said}",
    remedy="Try again in a few minutes.",
    source=_RFC5321,
    needs="waiting",
)
POLICY = CatalogueEntry(
    id="SMTP-POLICY",
    title="The server refuses the message",
    explanation="Not sent. It said: {said}",
    remedy="Read the server's words; they name the rule.",
    source=_TROUBLE,
)
EHLO_REFUSED = CatalogueEntry(
    id="D-SMTP-6",
    title="The server refuses the greeting",
    explanation="Not sent. A device on the way may allow the oldest form of SMTP only. "
    "It said: {said}",
    remedy="Try port 465 or the Web API.",
    source=_RFC5321,
)
GREETING_REFUSED = CatalogueEntry(
    id="SMTP-GREETING",
    title="The server refuses the connection",
    explanation="Not sent. It took the call only to say: {said}",
    remedy="Try another port or the Web API; the server's words may name the reason.",
    source="RFC 5321 section 3.1",
)
STARTTLS_REFUSED = CatalogueEntry(
    id="D-TLS-10",
    title="The server refuses to start encryption",
    explanation="Not sent, and the key was not sent. The server offered encryption and then "
    "said: {said}",
    remedy="Try port 465, which is encrypted from the start, or the Web API.",
    source="RFC 3207 section 4",
)
STARTTLS_LATER = CatalogueEntry(
    id="D-TLS-10",
    title="The server cannot start encryption now",
    explanation="Not sent, and the key was not sent. The server offered encryption and then "
    "said: {said}",
    remedy="Wait some minutes and try again, or try port 465, which is encrypted from the start, "
    "or the Web API.",
    source="RFC 3207 section 4",
    needs="waiting",
)
MALFORMED = CatalogueEntry(
    id="D-SMTP-8",
    title="The answer is not SMTP",
    explanation="Not sent. What came while {step} is no SMTP: {said} Something other than a "
    "mail server answered, or a device on the way garbled the answer.",
    remedy="Check host and port. On a foreign network, sign in to it first.",
    source=_RFC5321,
)
ENDLESS = CatalogueEntry(
    id="D-SMTP-8",
    title="The answer found no end",
    explanation="Not sent. What came while {step} is longer than any mail server's answer, so it "
    "was read no further. It began: {said} Something other than a mail server answered, or the "
    "server is out of order.",
    remedy="Check host and port. On a foreign network, sign in to it first. If both are right, "
    "tell whoever runs the server.",
    source=_RFC5321,
)
HALF_ANSWER = CatalogueEntry(
    id="D-TCP-6",
    title="The connection broke in the middle of an answer",
    explanation='Not sent. Only "{reply}" came while {step}, then the server hung up. The message '
    "had not been handed over.",
    remedy="Send again. If it happens again, try {elsewhere}.",
    source=_RFC5321,
    needs="trying",
)
UNEXPECTED = CatalogueEntry(
    id="SMTP-UNEXPECTED",
    title="The server gave an answer that does not fit",
    explanation='It said "{code} {reply}" where SMTP allows no such answer.',
    remedy="Send the conversation to whoever runs the server.",
    source=_RFC5321,
)
TOO_EARLY = CatalogueEntry(
    id="SMTP-UNEXPECTED",
    title="The server answered before it had the whole mail",
    explanation='Not sent. It said "{reply}", which came before the whole message had left.',
    remedy="Send again. If it happens again, send the conversation to whoever runs the server.",
    source=_RFC5321,
)
UNREADABLE_FINAL = CatalogueEntry(
    id="SMTP-LOST",
    title="It is not known whether this mail went out",
    explanation="The whole message was handed over, but the answer cannot be read as "
    "yes or no: {said} It may have been accepted.",
    remedy="Look the mail up {there} before sending again.",
    source="RFC 5321 section 4.2.5",
)
REFUSED = CatalogueEntry(
    id="SMTP-REFUSED",
    title="The server refuses the message",
    explanation="Not sent. It said: {said}",
    remedy="Read the server's words, and correct what they name.",
    source=_RFC5321,
)
TRY_LATER = CatalogueEntry(
    id="SMTP-TRY-LATER",
    title="The server asks to try later",
    explanation="Not sent. It said: {said}",
    remedy="Try again in a few minutes.",
    source=_RFC5321,
    needs="waiting",
)
