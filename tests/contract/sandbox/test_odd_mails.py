"""Odd mails, from the SMTP port through the inbox to what the window shows."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings

from sgdesk.present.inbox import inbox_rows, open_mail
from sgdesk.present.inbox_eml import mail_file
from sgdesk.sandbox import client
from tests.contract.sandbox.clients import Talk
from tests.support.odd_mails import VILLAINS, odd_mails
from tests.support.sandbox import Sandbox


def _stuffed(mail: bytes) -> bytes:
    lines = mail.removesuffix(b"\r\n").split(b"\r\n")
    return b"".join((b"." if line[:1] == b"." else b"") + line + b"\r\n" for line in lines)


def _send(sandbox: Sandbox, mail: bytes) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.sign_in()
        talk.envelope()
        talk.send(_stuffed(mail) + b".\r\n")

        assert talk.reply().startswith("250 ")


def _look(sandbox: Sandbox) -> None:
    """See the newest mail in the window's list, open it, and save it as a file."""
    url = sandbox.info.inbox_url

    async def look() -> None:
        entry, *_ = entries = await client.entries(url)
        mail, raw = await client.mail(url, entry.id), await client.raw(url, entry.id)
        assert len(inbox_rows(entries)) == len(entries)
        assert open_mail(mail, raw).source
        assert mail_file(mail, raw, 0).data == raw

    asyncio.run(look())


@pytest.mark.parametrize("mail", VILLAINS.values(), ids=VILLAINS.keys())
def test_villain_is_taken_listed_opened_and_saved(sandbox: Sandbox, mail: bytes) -> None:
    _send(sandbox, mail)
    _look(sandbox)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(mail=odd_mails())
def test_any_mail_is_taken_listed_opened_and_saved(sandbox: Sandbox, mail: bytes) -> None:
    _send(sandbox, mail)
    _look(sandbox)
