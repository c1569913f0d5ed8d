"""Where the pages stand that the catalogues name as their sources.

Read in 2026 on twilio.com, where SendGrid's documentation stands, and on rfc-editor.org.
"""

import re
from collections.abc import Mapping

_DOCS = "https://www.twilio.com/docs/sendgrid"
_MAIL = f"{_DOCS}/for-developers/sending-email"
_API = f"{_DOCS}/api-reference/how-to-use-the-sendgrid-v3-api"
_PAGES: Mapping[str, str] = {
    "SendGrid documentation, Mail Send, Errors": f"{_DOCS}/api-reference/mail-send/errors",
    "SendGrid documentation, v3 API status codes": f"{_API}/responses",
    "SendGrid documentation, Authentication": f"{_API}/authentication",
    "SendGrid documentation, Sender Identity": f"{_MAIL}/sender-identity",
    "SendGrid documentation, SMTP Errors and Troubleshooting": (
        f"{_MAIL}/smtp-errors-and-troubleshooting"
    ),
    "SendGrid documentation, Integrating with the SMTP API": (
        f"{_MAIL}/integrating-with-the-smtp-api"
    ),
}
_RFC = re.compile(r"RFC (?P<number>[0-9]+)(?: section (?P<section>[0-9]+(?:\.[0-9]+)*))?")


def page_of(source: str) -> str:
    """Give the address of the first page that a source names; nothing where none is known."""
    for part in source.split(";"):
        name = part.strip()
        if page := _PAGES.get(name):
            return page
        if rfc := _RFC.match(name):
            place = f"#section-{rfc['section']}" if rfc["section"] else ""
            return f"https://www.rfc-editor.org/rfc/rfc{rfc['number']}{place}"
    return ""
