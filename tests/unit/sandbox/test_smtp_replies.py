"""No reply of the server library reaches a client in its own words."""

import re
from pathlib import Path

import aiosmtpd.smtp
import pytest

from sgdesk.sandbox.smtp_replies import ehlo_reply, in_sendgrid_words


@pytest.mark.parametrize(
    ("library", "sendgrid"),
    [
        ("354 End data with <CR><LF>.<CR><LF>", "354 Continue"),
        ("220 Ready to start TLS", "220 Begin TLS negotiation now"),
        ("235 2.7.0 Authentication successful", "235 Authentication successful"),
        ('500 Error: command "XXXX" not recognized', "500 Command not implemented"),
        ("501 Syntax: MAIL FROM: <address>", "501 Syntax error"),
        ("250 Ok: queued as abc", "250 Ok: queued as abc"),
    ],
)
def test_words_are_replaced(library: str, sendgrid: str) -> None:
    assert in_sendgrid_words(library) == sendgrid


def test_no_reply_carries_an_enhanced_code_or_the_librarys_error_mark() -> None:
    source = Path(aiosmtpd.smtp.__file__).read_text(encoding="utf-8")
    texts = re.findall(r"""['"](\d{3} [^'"{}]+)['"]""", source)

    assert len(texts) > 30
    for text in texts:
        assert not re.match(r"\d{3} (\d\.\d|Error:)", in_sendgrid_words(text)) or (
            in_sendgrid_words(text) == "500 Error: bad syntax"  # SendGrid's own words
        )


def test_stripped_list_lacks_starttls_alone() -> None:
    whole, stripped = ehlo_reply().split("\r\n"), ehlo_reply(with_starttls=False).split("\r\n")

    assert [line for line in whole if line not in stripped] == ["250-STARTTLS"]
