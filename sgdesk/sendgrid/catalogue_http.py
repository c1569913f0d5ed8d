"""Web API answers that SendGrid gives to `mail/send`, and what they mean.

Sources: SendGrid documentation, "Mail Send, Errors" and "Status Codes"; the
official OpenAPI file `tsg_mail_v3`; server output in public issues. The words
decide before the number: 401 stands for a wrong key and for used-up credits.
"""

from sgdesk.sendgrid import catalogue_smtp as smtp
from sgdesk.sendgrid.entries import CatalogueEntry, ReplyRow

_ERRORS = "SendGrid documentation, Mail Send, Errors"
_CODES = "SendGrid documentation, v3 API status codes"

HEADER_FORM = CatalogueEntry(
    id="D-KEY-9",
    title="The key did not reach {who} in the right form",
    explanation="Not sent. The request carried no key, or not in the form that SendGrid reads.",
    remedy="Paste the key again. If a proxy is used, it may have removed the key.",
    source=_CODES,
)
MAY_NOT_SEND = CatalogueEntry(
    id="D-KEY-8",
    title="The key may not send mail",
    explanation="Not sent. {Who} knows the key, but it has no permission to send, or the "
    "account accepts requests from listed network addresses only.",
    remedy="Give the key the permission Mail Send, or use another key. If it has it, look at "
    "IP Access Management.",
    source=_CODES,
)
FORBIDDEN = CatalogueEntry(
    id="D-HTTP-8",
    title="{Who} does not allow this",
    explanation="Not sent. {Who} said: {said} As a rule the key then lacks a permission, or this "
    "computer's address is not on the account's list.",
    remedy="Check the key's permissions and IP Access Management at SendGrid.",
    source=_CODES,
)
UNAUTHORIZED = CatalogueEntry(
    id="D-HTTP-7",
    title="{Who} refuses the sign-in",
    explanation="Not sent. It said: {said}",
    remedy="Check the key and the region.",
    source=_CODES,
)
TWO_FACTOR = CatalogueEntry(
    id="D-KEY-5",
    title="Account passwords no longer work",
    explanation="Not sent. SendGrid takes an API key only.",
    remedy="Make an API key that may send mail.",
    source=_CODES,
)
REGION = CatalogueEntry(
    id="D-KEY-7",
    title="The key belongs to the {other_region} region",
    explanation="Not sent. SendGrid keeps this account's data in the {other_region} region.",
    remedy="Switch the region and send again.",
    source=_CODES,
)
TOO_LARGE = CatalogueEntry(
    id="D-HTTP-9",
    title="{too_large}",
    explanation="Not sent. {less}{files}",
    remedy="{smaller}",
    source=_ERRORS,
)
ENCODING = CatalogueEntry(
    id="D-HTTP-10",
    title="{Who} cannot read the text's encoding",
    explanation="Not sent. The request is not valid UTF-8, or is not marked as JSON.",
    remedy="Read text files as UTF-8.",
    source=_ERRORS,
)
RATE_LIMIT = CatalogueEntry(
    id="D-HTTP-11",
    title="{Who} asks to slow down",
    explanation="Not sent yet. Too many requests in a short time. {when}",
    remedy="Send again when the time is over.",
    source=_CODES,
    needs="waiting",
)
TRY_LATER = CatalogueEntry(
    id="HTTP-TRY-LATER",
    title="{Who} asks to try later",
    explanation="Not sent. It said: {said}",
    remedy="Try again in a few minutes.",
    source="RFC 9110 section 15.5.9",
    needs="waiting",
)
WRONG_URL = CatalogueEntry(
    id="HTTP-ADDRESS",
    title="The API address is wrong",
    explanation="Not sent. The server knows no such address or no such kind of request. "
    "It said: {said}",
    remedy="The API's address is https://api.sendgrid.com, or https://api.eu.sendgrid.com "
    "for the EU.",
    source=_CODES,
)
ADDRESS = CatalogueEntry(
    id="HTTP-RECIPIENT",
    title="An address is not valid",
    explanation="Not sent to anyone: {address} is not a valid address.",
    remedy="Correct the address and send again.",
    source=_ERRORS,
)
TWICE = CatalogueEntry(
    id="HTTP-TWICE",
    title="An address occurs twice",
    explanation="Not sent to anyone. In one mail an address may stand once among To, Cc and "
    "Bcc. {Who} said: {said}",
    remedy="Remove one of the two.",
    source=_ERRORS,
)
INVALID = CatalogueEntry(
    id="HTTP-INVALID",
    title="{Who} does not accept the message as it is",
    explanation="Not sent to anyone. {Who} said: {said}",
    remedy="Correct what the server's words name.",
    source=_ERRORS,
)
PROXY_LOGIN = CatalogueEntry(
    id="D-HTTP-1",
    title="The proxy wants a user name and password",
    explanation="Not sent. The proxy on the way lets nothing through without a login.",
    remedy="Put the login into the proxy's address in the settings.",
    source="RFC 9110 section 15.5.8",
)
PORTAL = CatalogueEntry(
    id="D-HTTP-5",
    title="This network wants a sign-in first",
    explanation="The network answered instead of {who}.",
    remedy="Open a browser, sign in to the network, then send again.",
    source="RFC 6585 section 6",
    needs="trying",
)
SERVER_FAULT = CatalogueEntry(
    id="D-HTTP-12",
    title="{Who} has a temporary fault",
    explanation="Not sent. Key and mail are not to blame, and the same mail may go through in a "
    "few minutes. {Who} said: {said}",
    remedy="Try again in a few minutes.",
    source=_CODES,
    needs="waiting",
)
GATEWAY = CatalogueEntry(
    id="D-HTTP-12",
    title="It is not known whether this mail went out",
    explanation="The whole message was handed over, and then a gateway on the way "
    "reported a fault in place of {who}'s answer. It may have been accepted.",
    remedy="Look the mail up {there} before sending again.",
    source="RFC 9110 section 15.6",
)
PORTAL_LATE = CatalogueEntry(
    id="D-HTTP-5",
    title="It is not known whether this mail went out",
    explanation="The whole message was handed over, and then the network asked for a "
    "sign-in in place of {who}'s answer. It may have been accepted.",
    remedy="Open a browser, sign in to the network, then look the mail up {there} before sending "
    "again.",
    source="RFC 6585 section 6",
)
NOT_SENDGRID = CatalogueEntry(
    id="D-HTTP-6",
    title="Something else answered instead of {who}",
    explanation="What came back is no answer that SendGrid gives to a mail: a proxy, a "
    "filter or the sign-in page of a network may have given it. The mail may have been accepted.",
    remedy="Check the API address and the proxy. Look the mail up {there} before sending again.",
    source=_CODES,
)
TOO_EARLY = CatalogueEntry(
    id="D-HTTP-6",
    title="Something else answered instead of {who}",
    explanation="Not sent. An answer came before the whole message had left, so it says nothing "
    "of this mail: a proxy, a filter or the sign-in page of a network may have given it.",
    remedy="Check the API address and the proxy, and send again.",
    source="RFC 9110 section 15.3.3",
)
NO_SCOPES = CatalogueEntry(
    id="D-HTTP-6",
    title="Something else answered instead of {who}",
    explanation="SendGrid says what a key may do; what came back did not, so the key is neither "
    "proved nor refused. A proxy, a filter or the sign-in page of a network may have given it.",
    remedy="Check the API address and the proxy.",
    source="SendGrid documentation, Retrieve a list of scopes",
)
CLIENT_ERROR = CatalogueEntry(
    id="HTTP-REFUSED",
    title="{Who} refuses the request",
    explanation="Not sent. It said: {said}",
    remedy="Read the server's words, and correct what they name.",
    source=_CODES,
)

HTTP_ROWS: tuple[ReplyRow, ...] = (
    ReplyRow(entry=PROXY_LOGIN, codes=(407,)),
    ReplyRow(entry=PORTAL, codes=(511,)),
    ReplyRow(entry=smtp.CREDITS, text="maximum credits"),
    ReplyRow(entry=smtp.LIMITS, text="messaging limits"),
    ReplyRow(entry=smtp.UNKNOWN_KEY, text="authorization grant"),
    ReplyRow(entry=HEADER_FORM, text="permission denied, wrong credentials"),
    ReplyRow(entry=HEADER_FORM, codes=(401,), text="authorization required"),
    ReplyRow(entry=TWO_FACTOR, text="invalid authentication method"),
    ReplyRow(entry=TWO_FACTOR, text="basic authentication"),
    ReplyRow(entry=smtp.DISABLED, text="account disabled"),
    ReplyRow(entry=smtp.SENDER, text="verified sender identity"),
    ReplyRow(entry=smtp.SENDER, text="not authorized to send from"),
    ReplyRow(entry=MAY_NOT_SEND, text="not authorized to send mail"),
    ReplyRow(entry=smtp.BLOCKED, text="temporarily blocked"),
    ReplyRow(entry=TRY_LATER, codes=(408,)),
    ReplyRow(entry=RATE_LIMIT, codes=(429,)),
    ReplyRow(entry=REGION, codes=(451,), text="data residency"),
    ReplyRow(entry=TOO_LARGE, codes=(413,)),
    ReplyRow(entry=ENCODING, codes=(415,)),
    ReplyRow(entry=ENCODING, text="invalid utf8"),
    ReplyRow(entry=UNAUTHORIZED, codes=(401,)),
    ReplyRow(entry=FORBIDDEN, codes=(403,)),
    ReplyRow(entry=WRONG_URL, codes=(404, 405)),
    ReplyRow(entry=TWICE, codes=(400,), text="should be unique between to, cc, and bcc"),
    ReplyRow(entry=TWICE, codes=(400,), text="should only be included once"),
    ReplyRow(entry=ADDRESS, codes=(400,), text="valid email address"),
    ReplyRow(entry=ADDRESS, codes=(400,), text="does not contain a valid address"),
    ReplyRow(entry=INVALID, codes=(400,)),
    ReplyRow(entry=SERVER_FAULT, codes=tuple(range(500, 600))),
    ReplyRow(entry=CLIENT_ERROR, codes=tuple(range(400, 500))),
    ReplyRow(entry=NOT_SENDGRID),
)
"""First match wins; the last row takes every answer that is neither yes nor no."""
