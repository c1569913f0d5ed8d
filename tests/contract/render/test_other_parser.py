"""What sgdesk writes, as npm `mailparser` reads it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from sgdesk.message import Message
from sgdesk.render import render_mime
from tests.support.mails import Mail, written
from tests.support.messages import messages
from tests.support.other_parser import OtherParser, other_parser


@pytest.fixture(scope="module")
def parser() -> Iterator[OtherParser]:
    with other_parser() as running:
        yield running


def as_read(mail: Mail) -> Mail:
    """Fold the case of header names, which this parser does too."""
    return replace(mail, headers=frozenset((name.lower(), value) for name, value in mail.headers))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=messages())
def test_another_parser_reads_what_was_written(parser: OtherParser, message: Message) -> None:
    # This parser decodes encoded words where RFC 2047 §5 forbids them: in parameters.
    assume(not any("=?" in file.filename for file in message.attachments))
    for copy, mail in enumerate(render_mime(message, smtpapi=False)):
        assert parser.parsed(mail.data) == as_read(written(message, copy))
