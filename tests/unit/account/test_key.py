"""What copying does to a key, seen before any network."""

import base64
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.account.key import KEY_LENGTH, look_at_key

KEY = "SG." + "a1B2c3D4e5F6g7H8i9J0_-" + "." + "k" * 43
SPOILED = {
    "newline at the end": KEY + "\n",
    "spaces around": f"  {KEY}\t",
    "wrapped line": KEY[:40] + "\r\n" + KEY[40:],
    "wrapped line of a mail's source": KEY[:40] + "=\n" + KEY[40:],
    "wrapped line of a shell": KEY[:40] + "\\\n" + KEY[40:],
    "pasted twice": KEY + KEY,
    "two lines that are the same": f"{KEY}\n{KEY}\n",
    "quotes": f'"{KEY}"',
    "curly quotes": f"“{KEY}”",
    "bearer": f"Bearer {KEY}",
    "header": f"Authorization: Bearer {KEY}",
    "assignment": f"export SENDGRID_API_KEY='{KEY}'",
    "byte order mark": "\ufeff" + KEY,
    "zero width space": KEY[:20] + "\u200b" + KEY[20:],
    "no-break and thin spaces": f"\u00a0{KEY[:9]}\u2009{KEY[9:]}\u3000",
    "base64": base64.b64encode(KEY.encode()).decode(),
    "base64, wrapped": "\n".join(textwrap.wrap(base64.b64encode(KEY.encode()).decode(), 40)),
    "base64url without padding": base64.urlsafe_b64encode(KEY.encode()).decode().rstrip("="),
    "AUTH PLAIN": "AUTH PLAIN " + base64.b64encode(f"\0apikey\0{KEY}".encode()).decode(),
    "a line of JSON": f'{{"api_key": "{KEY}", "from": "you@example.com"}}',
    "a line of curl": f"curl -H 'Authorization: Bearer {KEY}' https://api.example.com",
    "YAML with a comment": f"sendgrid_key: {KEY}  # production",
}


def test_complete_key_has_nothing_to_say() -> None:
    look = look_at_key(KEY)

    assert len(KEY) == KEY_LENGTH
    assert (look.is_complete, look.was_cleaned, look.problem) == (True, False, None)
    assert look.cleaned.reveal() == KEY


@pytest.mark.parametrize("text", SPOILED.values(), ids=SPOILED)
def test_what_copying_added_is_taken_off_and_said(text: str) -> None:
    look = look_at_key(text)

    assert look.cleaned.reveal() == KEY
    assert (look.is_complete, look.was_cleaned) == (True, True)
    assert look.problem is not None
    assert look.problem.id == "D-KEY-1"


@pytest.mark.parametrize(
    ("spoiled", "title"),
    [
        ("wrapped line", "The key contains a line break"),
        ("curly quotes", "The key stands in quotes"),
        ("bearer", "The key stands behind the word Bearer"),
        ("spaces around", "The key contains spaces"),
        ("zero width space", "The key contains spaces"),
        ("base64, wrapped", "The key is wrapped in base64"),
        ("YAML with a comment", "The key stands among other words"),
        ("pasted twice", "The key is there twice"),
        ("wrapped line of a mail's source", "The key contains a line break"),
    ],
)
def test_what_copying_added_is_named(spoiled: str, title: str) -> None:
    look = look_at_key(SPOILED[spoiled])

    assert look.problem is not None
    assert look.problem.title == title
    assert "complete (69 characters)" in look.problem.explanation


@pytest.mark.parametrize("between", ["", " ", "\n"])
def test_two_keys_in_one_text_are_not_guessed_at(between: str) -> None:
    look = look_at_key(f"{KEY}{between}{KEY[:-1]}z")

    assert not look.is_complete
    assert look.problem is not None
    assert look.problem.title == "There are 2 keys"


@pytest.mark.parametrize(
    ("text", "problem_id", "said"),
    [
        ("", "NO-KEY", "no key"),
        (" \n", "NO-KEY", "no key"),
        (KEY[:60], "D-KEY-3", "incomplete It has 60 of 69 characters."),
        (f"{KEY[:40]}\n{KEY[40:60]}", "D-KEY-3", "contains a line break"),
        (f"{KEY[:40]}\r\n{KEY[40:60]}", "D-KEY-3", "still has 60 of 69 characters; part is"),
        (KEY + "x", "D-KEY-3", "altered It has 70 characters; a key has 69."),
        (KEY.replace(".", "-", 2).replace("SG-", "SG."), "D-KEY-3", "1 of 2 dots"),
        (KEY[:-1] + "é", "D-KEY-3", "altered A dot is out of place, or a character in it"),
        (KEY[3:25], "D-KEY-2", "id of a key"),
        ("AC" + "0" * 32, "D-KEY-2", "Twilio"),
        ("SK" + "f" * 32, "D-KEY-2", "Twilio"),
        ("re_123abc", "D-KEY-2", "Resend"),
        ("key-" + "0" * 32, "D-KEY-2", "Mailgun"),
        ("xkeysib-" + "0" * 64 + "-abcDEF123", "D-KEY-2", "Brevo"),
        ("md-" + "a" * 22, "D-KEY-2", "Mandrill"),
        ("f" * 32 + "-us12", "D-KEY-2", "Mailchimp"),
        ("f" * 32 + "-0a1b2c3d-0a1b2c3d", "D-KEY-2", "Mailgun"),
        ("AKIA" + "A" * 16, "D-KEY-2", "Amazon"),
        ("0a1b2c3d-0000-1111-2222-0a1b2c3d4e5f", "D-KEY-2", "Postmark"),
        ("SG.a1B2…••••", "D-KEY-2", "masked"),
        ("SG.a1B2********", "D-KEY-2", "masked"),
        ("my password", "D-KEY-2", "begins with SG."),
        ("sg." + KEY[3:], "D-KEY-2", "begins with SG."),
    ],
)
def test_what_is_no_key_is_named(text: str, problem_id: str, said: str) -> None:
    look = look_at_key(text)

    assert not look.is_complete
    assert look.problem is not None
    assert look.problem.id == problem_id
    assert said in f"{look.problem.title} {look.problem.explanation}"


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=8))
def test_key_is_never_echoed(text: str) -> None:
    look = look_at_key("SG." + text)
    secret = look.cleaned.reveal()

    assert len(secret) < 12 or secret not in repr(look)
