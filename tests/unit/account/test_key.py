"""What copying does to a key, seen before any network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.account.key import KEY_LENGTH, look_at_key

KEY = "SG." + "a1B2c3D4e5F6g7H8i9J0_-" + "." + "k" * 43
SPOILED = {
    "newline at the end": KEY + "\n",
    "spaces around": f"  {KEY}\t",
    "wrapped line": KEY[:40] + "\r\n" + KEY[40:],
    "quotes": f'"{KEY}"',
    "curly quotes": f"“{KEY}”",
    "bearer": f"Bearer {KEY}",
    "header": f"Authorization: Bearer {KEY}",
    "assignment": f"export SENDGRID_API_KEY='{KEY}'",
    "byte order mark": "\ufeff" + KEY,
    "zero width space": KEY[:20] + "\u200b" + KEY[20:],
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


def test_line_break_is_called_one() -> None:
    look = look_at_key(SPOILED["wrapped line"])

    assert look.problem is not None
    assert look.problem.title == "The key contains a line break"


@pytest.mark.parametrize(
    ("text", "problem_id", "said"),
    [
        ("", "NO-KEY", "no key"),
        (" \n", "NO-KEY", "no key"),
        (KEY[:60], "D-KEY-3", "60 of 69"),
        (KEY + "x", "D-KEY-3", "altered"),
        (KEY.replace(".", "-", 2).replace("SG-", "SG."), "D-KEY-3", "1 of 2 dots"),
        (KEY[:-1] + "é", "D-KEY-3", "altered"),
        (KEY[3:25], "D-KEY-2", "id of a key"),
        ("AC" + "0" * 32, "D-KEY-2", "Twilio"),
        ("SK" + "f" * 32, "D-KEY-2", "Twilio"),
        ("re_123abc", "D-KEY-2", "Resend"),
        ("key-" + "0" * 32, "D-KEY-2", "Mailgun"),
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
