"""A key pasted together with the servers it is for."""

import json
from pathlib import Path

import pytest

from sgdesk.account.pasted import read_pasted_account
from sgdesk.present.programs import practice_environment
from sgdesk.sandbox.process import SandboxInfo

KEY = f"SG.{'a' * 22}.{'b' * 43}"
LINE = {
    "api_url": "https://127.0.0.1:4443",
    "api_url_plain": "http://127.0.0.1:8080",
    "smtp_host": "127.0.0.1",
    "smtp_ports": {"starttls": 2587, "tls": 2465, "plain": 2525},
    "ca_file": "/var/tmp/a folder/it's.pem",
    "key": KEY,
    "other_keys": {},
    **dict.fromkeys(("inbox_url", "faults_url", "events_url", "stamps_url", "refusals_url"), ""),
    "pid": 1,
}
DETAILS = {
    "api_url": "https://127.0.0.1:4443",
    "smtp_host": "127.0.0.1",
    "connect_to": "127.0.0.1:587=127.0.0.1:2587 127.0.0.1:2525=127.0.0.1:2587 "
    "127.0.0.1:465=127.0.0.1:2465 127.0.0.1:25=127.0.0.1:2587",
    "ca_file": str(Path("/var/tmp/a folder/it's.pem")),
    "smtpapi": "on",
}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(LINE),
        f"  {json.dumps(LINE, indent=2)}\n",
        practice_environment(SandboxInfo.from_line(LINE)),
    ],
)
def test_what_the_local_sendgrid_says_of_itself_is_read(text: str) -> None:
    read = read_pasted_account(text)

    assert read is not None
    assert read.key.reveal() == KEY
    assert read.details == DETAILS


def test_lines_of_other_shells_and_of_a_settings_file_are_read() -> None:
    text = f"SENDGRID_API_KEY=\"{KEY}\"\r\n$env:SMTP_HOST = 'mail.example.com'\r\nset SMTP_PORT=465"
    read = read_pasted_account(text)

    assert read is not None
    assert read.details == {"smtp_host": "mail.example.com", "path": "465"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        KEY,
        f"export SENDGRID_API_KEY={KEY}",
        f"export SENDGRID_API_KEY={KEY}\nexport DEBUG=1",
        "export SENDGRID_API_KEY=SG.half\nexport SMTP_HOST=mail.example.com",
        "export SMTP_HOST=mail.example.com",
        json.dumps({**LINE, "key": "other"}),
        json.dumps([LINE]),
        "[" * 100_000,
        "{",
    ],
)
def test_anything_else_is_a_key_alone_or_nothing(text: str) -> None:
    assert read_pasted_account(text) is None
