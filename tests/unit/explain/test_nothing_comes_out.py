"""Whatever is pasted, no input ends it and no secret comes out of it."""

import base64
import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.explain.run import explain
from sgdesk.present.explained import explanation_json
from tests.support.explaining import right_texts, texts

PLACES = (
    "MAIL_PASSWORD={}",
    'MAIL_PASSWORD="{}"',
    "password: {}",
    "  'password' => '{}',",
    "$mail->Password = '{}';",
    "define('SMTP_PASS', '{}');",
    "auth: {{ user: 'apikey', pass: '{}' }},",
    '{{"user":"apikey","pass":"{}","port":587}}',
    '<network userName="apikey" password="{}" port="25"/>',
    'NewDialer("smtp.sendgrid.net", 588, "apikey", "{}")',
    'server.login("apikey", "{}")',
    "swaks --server smtp.sendgrid.net:25 --auth-user apikey --auth-password {}",
    "swaks --server smtp.sendgrid.net:25 -au apikey -ap {}",
    "curl smtp://smtp.sendgrid.net:25 --user 'apikey:{}'",
    "curl https://api.sendgrid.net/v3/mail/send -H 'Authorization: Bearer {}'",
    "MAILER_DSN=smtps://apikey:{}@smtp.sendgrid.net:587",
    "[smtp.sendgrid.net]:587 apikey:{}",
    "smtp_sasl_password_maps = static:apikey:{}",
    "client_send = : apikey : {}",
    "api_key={}&to=ann@example.org 401 Unauthorized",
    "Authorization: {}",
)
"""Where a secret stands as it is."""
SPOKEN = (
    "C: AUTH PLAIN {}",
    "CLIENT -> SERVER: AUTH PLAIN {}",
    "<~  334 UGFzc3dvcmQ6\n ~> {}\n<~* 535 Authentication failed: Bad username / password",
    "AUTH LOGIN << 334 UGFzc3dvcmQ6 >> {} << 535 Authentication failed: Bad username / password",
    "Authorization: Basic {}",
)
"""Where it stands in base64."""
QUOTED = "535 Authentication failed: no such key as {}"
"""What is shown as evidence, with a secret that somebody's server repeats."""
SECRETS = st.text(
    string.ascii_letters + string.digits + "-_.$!*?+~^", min_size=10, max_size=40
).filter(lambda secret: any(each.isdigit() for each in secret))
LINES = tuple(
    line
    for pasted in (*texts("errors"), *texts("wrong"), *right_texts())
    for line in pasted.text.splitlines()
)

FULL = tuple(line for line in LINES if line.strip())


def said_of(text: str) -> str:
    """Give all that comes of a text."""
    return json.dumps(explanation_json(explain(text)), ensure_ascii=False)


@given(
    st.lists(st.sampled_from(LINES), max_size=8),
    st.sampled_from(PLACES),
    SECRETS,
    st.lists(st.sampled_from(LINES), max_size=8),
)
def test_planted_secret_does_not_come_out(
    before: list[str], place: str, secret: str, after: list[str]
) -> None:
    said = said_of("\n".join((*before, place.format(secret), QUOTED.format(secret), *after)))

    assert secret not in said


@given(st.sampled_from(SPOKEN), SECRETS, st.lists(st.sampled_from(LINES), max_size=6))
def test_spoken_secret_does_not_come_out(place: str, secret: str, after: list[str]) -> None:
    told = f"\0apikey\0{secret}" if "PLAIN" in place else secret
    coded = base64.b64encode(told.encode()).decode()
    said = said_of("\n".join((place.format(coded), QUOTED.format(secret), *after)))

    assert coded.rstrip("=") not in said
    assert secret not in said


@pytest.mark.parametrize("place", [*PLACES, *SPOKEN])
def test_line_with_a_secret_can_be_quoted(place: str) -> None:
    secret = base64.b64encode(b"\0apikey\0h0rse-battery-staple").decode()

    assert secret not in said_of(f"{place.format(secret)}\n535 Authentication failed: {secret}")


@given(st.text(min_size=1, max_size=400).filter(str.strip))
def test_any_text_is_answered(text: str) -> None:
    assert said_of(text)


@given(st.lists(st.sampled_from(FULL), min_size=1, max_size=12), st.data())
def test_cut_and_shuffled_lines_are_answered(lines: list[str], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, 200))

    assert said_of("\n".join(line[cut % (len(line) + 1) :] for line in lines) + "535 x")
