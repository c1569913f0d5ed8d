"""The pages that sources name."""

import pytest

from sgdesk.sendgrid import catalogue_http, catalogue_smtp
from sgdesk.sendgrid.sources import page_of

RFC = "https://www.rfc-editor.org/rfc"


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("RFC 5321 section 4.2.5", f"{RFC}/rfc5321#section-4.2.5"),
        ("RFC 3463, X.2.2", f"{RFC}/rfc3463"),
        ("SendGrid's page; RFC 1870 section 6", f"{RFC}/rfc1870#section-6"),
        ("The key store of this computer", ""),
        ("", ""),
    ],
)
def test_a_source_leads_to_its_page(source: str, page: str) -> None:
    assert page_of(source) == page


def test_what_sendgrid_says_of_a_mail_and_of_its_sender_has_a_page() -> None:
    for entry in (catalogue_http.INVALID, catalogue_http.MAY_NOT_SEND, catalogue_smtp.SENDER):
        assert page_of(entry.source).startswith("https://www.twilio.com/docs/sendgrid/")
