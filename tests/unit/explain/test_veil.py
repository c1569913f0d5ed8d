"""Secrets of a pasted text are hidden where they stand, before anything looks at it."""

import pytest

from sgdesk.explain.veil import Veiled
from tests.support.keys import KEY

SECRET = "c0rrect-horse_battery"
STANDS = (
    "pass: '{}',",
    '"password":"{}","port":587',
    "apikey:{}",
    '("apikey", "{}")',
    "swaks --server smtp.sendgrid.net -ap {} -tls",
    "swaks --auth-password={}",
    "curl smtp://smtp.sendgrid.net -u me@example.com:{}",
    "smtp://me%40example.com:{}@smtp.sendgrid.net:587",
    "sendgrid+api://{}@default",
    "[smtp.sendgrid.net]:587 me@example.com:{}",
    "static:me@example.com:{}",
    "machine smtp.sendgrid.net login me password {}",
    "   password {}",
    "Authorization: Bearer {}",
    "AUTH PLAIN {}",
    "334 UGFzc3dvcmQ6\nC: {}",
    "334 UGFzc3dvcmQ6 >> {} << 535 no",
)


@pytest.mark.parametrize("stands", STANDS)
def test_secret_is_hidden_where_it_stands(stands: str) -> None:
    veiled = Veiled(f"first\n{stands.format(SECRET)}\nlast")

    assert SECRET not in veiled.text
    assert veiled.line(veiled.text.count("\n") + 1) == "last"


@pytest.mark.parametrize("stands", STANDS)
def test_secret_is_hidden_wherever_else_it_stands(stands: str) -> None:
    veiled = Veiled(f"{stands.format(SECRET)}\n535 no user {SECRET} here")

    number = veiled.text.count("\n") + 1
    assert veiled.quote(number) == "535 no user •••• here"


def test_password_of_several_words_is_hidden_whole() -> None:
    assert Veiled("Password: my horse battery").quote(1) == "Password: ••••"


def test_value_that_was_read_as_a_secret_is_hidden() -> None:
    veiled = Veiled(f"client_send = : me : {SECRET}", [SECRET])

    assert veiled.quote(1) == "client_send = : me : ••••"


@pytest.mark.parametrize(
    "cut",
    [f"{KEY[:30]}\n{KEY[30:]}", f'"{KEY[:26]}" +\n  "{KEY[26:]}"', KEY[:40], f"SG. {KEY[3:]}"],
)
def test_damaged_key_is_hidden_with_its_rest(cut: str) -> None:
    veiled = Veiled(f"x = {cut}\nport = 587")

    assert "kkkk" not in veiled.text
    assert veiled.text.endswith("\nport = 587")


@pytest.mark.parametrize(
    "line",
    [
        "535 Authentication failed: Bad username / password",
        "SMTP ERROR: Password command failed: 535 Authentication failed: Bad username / password",
        'Missing credentials for "PLAIN"',
        "250-AUTH PLAIN LOGIN",
        "AUTH LOGIN command failed",
        "535 Authentication failed: Basic authentication is not allowed with 2FA enabled",
        "'username' => 'apikey', 'port' => 587",
        "MAIL_USERNAME=apikey",
        "smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd",
        "{'message': 'Permission denied, wrong credentials', 'field': None}",
    ],
)
def test_line_without_a_secret_stays_as_it_is(line: str) -> None:
    assert Veiled(line).quote(1) == line


def test_long_line_is_quoted_around_its_place() -> None:
    veiled = Veiled("a" * 500 + " here " + "b" * 500)

    quoted = veiled.quote(1, 501)
    assert "here" in quoted
    assert (quoted[0], quoted[-1]) == ("…", "…")
    assert len(quoted) < 230
