"""One message, sent by both paths to the local SendGrid, is captured as one mail."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgdesk.delivery import Accepted
from sgdesk.message import Address, Copies, Message, Recipient, sample
from sgdesk.render.names import v3_name
from sgdesk.transport.choose import open_connection
from tests.contract.render.test_other_parser import as_read
from tests.support.mails import parsed, written
from tests.support.messages import messages
from tests.support.other_parser import OtherParser, other_parser
from tests.support.sandbox import Sandbox
from tests.support.sending import job, sandbox_key, sandbox_route, send_all

WORDS = ("webapi", "starttls")


@pytest.fixture(scope="module")
def parser() -> Iterator[OtherParser]:
    with other_parser() as running:
        yield running


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(messages(), min_size=4, max_size=8))
def test_both_paths_are_captured_as_one_mail(
    sandbox: Sandbox, parser: OtherParser, drawn: list[Message]
) -> None:
    sent = [from_a_verified_sender(each) for each in drawn]
    mails = {word: captured(sandbox, word, sent) for word in WORDS}

    for message, by_api, by_smtp in zip(sent, mails["webapi"], mails["starttls"], strict=True):
        assert list(map(comparable, by_api["copies"])) == list(map(comparable, by_smtp["copies"]))
        raw = sandbox_raw(by_smtp)
        # With private copies the bytes name the first recipient, and X-SMTPAPI the others.
        assert parsed(raw) == written(message)
        if not any("=?" in file.filename for file in message.attachments):
            assert parser.parsed(raw) == as_read(written(message))


def from_a_verified_sender(message: Message) -> Message:
    """Give the message from an address that the local SendGrid lets send."""
    return replace(message, sender=replace(message.sender, email="sender@example.com"))


def captured(sandbox: Sandbox, word: str, sent: list[Message]) -> list[dict[str, Any]]:
    """Send all by one path over one connection and give what arrived, with its bytes."""
    sandbox.reset()
    route = sandbox_route(sandbox.info, word)
    connection = open_connection(route, sandbox_key(sandbox.info))
    attempts = asyncio.run(send_all(connection, [job(route, each) for each in sent]))

    assert [attempt.outcome for attempt in attempts] == [Accepted()] * len(sent)
    return [{**mail, "bytes": sandbox.raw(mail["id"])} for mail in sandbox.mails()]


def sandbox_raw(mail: dict[str, Any]) -> bytes:
    """Give a captured mail's bytes."""
    data = mail["bytes"]
    assert isinstance(data, bytes)
    return data


def comparable(copy: dict[str, Any]) -> dict[str, Any]:
    """Take out what is declared to differ: names on the Web API, hidden names on SMTP."""

    def named(entries: list[dict[str, str]]) -> list[tuple[str, str]]:
        return [(entry["email"], v3_name(entry["name"])) for entry in entries]

    return {
        **copy,
        "to": named(copy["to"]),
        "cc": named(copy["cc"]),
        "bcc": sorted(entry["email"] for entry in copy["bcc"]),
        "text": copy["text"] or "",
        "html": copy["html"] or "",
        "attachments": sorted(copy["attachments"], key=repr),
    }


def test_private_copies_reach_each_recipient_alone(sandbox: Sandbox) -> None:
    people = ["a@example.com", "b@example.com", "c@example.com"]
    to = tuple(Recipient(address=Address(email=each)) for each in people)
    message = replace(sample(), to=to, copies=Copies.EACH)
    for word in WORDS:
        (mail,) = captured(sandbox, word, [message])
        assert [[entry["email"] for entry in copy["to"]] for copy in mail["copies"]] == [
            [each] for each in people
        ]
