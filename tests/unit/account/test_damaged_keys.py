"""Keys as people damage them: each with the words that were expected of it, and none without."""

import base64
import random
import string
import textwrap
from collections.abc import Callable
from urllib.parse import quote

import pytest

from sgdesk.account.key import look_at_key

LETTERS = string.ascii_letters + string.digits + "_-"


def well_formed(rng: random.Random) -> str:
    """Make a key."""
    middle, end = ("".join(rng.choices(LETTERS, k=size)) for size in (22, 43))
    return f"SG.{middle}.{end}"


def b64(text: str) -> str:
    """Write a text as settings files and the SMTP dialogue do."""
    return base64.b64encode(text.encode()).decode()


SPACES, BREAK, QUOTES = "contains spaces", "contains a line break", "stands in quotes"
BASE64, WORDS, BEARER = "wrapped in base64", "stands among other words", "behind the word Bearer"
INCOMPLETE, ALTERED = "The key is incomplete", "The key is altered"
OTHER, MASKED = "This is not a SendGrid key", "This is a masked key"
HEX = "0123456789abcdef" * 4

DAMAGES: dict[str, tuple[Callable[[str], str], str, str]] = {
    "a newline behind": (lambda k: f"{k}\n", "D-KEY-1", SPACES),
    "a space before": (lambda k: f" {k}", "D-KEY-1", SPACES),
    "tabs around": (lambda k: f"\t{k}\t", "D-KEY-1", SPACES),
    "a space inside": (lambda k: f"{k[:30]} {k[30:]}", "D-KEY-1", SPACES),
    "a no-break space": (lambda k: f"{k[:30]}\u00a0{k[30:]}", "D-KEY-1", SPACES),
    "a zero width space": (lambda k: f"{k[:30]}\u200b{k[30:]}", "D-KEY-1", SPACES),
    "a soft hyphen": (lambda k: f"{k[:30]}\u00ad{k[30:]}", "D-KEY-1", SPACES),
    "a byte order mark": (lambda k: f"\ufeff{k}", "D-KEY-1", SPACES),
    "a wrapped line": (lambda k: f"{k[:40]}\n{k[40:]}", "D-KEY-1", BREAK),
    "a wrapped line of Windows": (lambda k: f"{k[:40]}\r\n{k[40:]}", "D-KEY-1", BREAK),
    "wrapped twice": (lambda k: "\n".join(textwrap.wrap(k, 30)), "D-KEY-1", BREAK),
    "wrapped and indented": (lambda k: f"{k[:40]}\n    {k[40:]}", "D-KEY-1", BREAK),
    "quoted-printable": (lambda k: f"{k[:40]}=\r\n{k[40:]}", "D-KEY-1", BREAK),
    "a backslash of a shell": (lambda k: f"{k[:40]}\\\n{k[40:]}", "D-KEY-1", BREAK),
    "double quotes": (lambda k: f'"{k}"', "D-KEY-1", QUOTES),
    "single quotes": (lambda k: f"'{k}'", "D-KEY-1", QUOTES),
    "curly quotes": (lambda k: f"“{k}”", "D-KEY-1", QUOTES),
    "backticks": (lambda k: f"`{k}`", "D-KEY-1", QUOTES),
    "a word of a header": (lambda k: f"Bearer {k}", "D-KEY-1", BEARER),
    "a header": (lambda k: f"Authorization: Bearer {k}", "D-KEY-1", BEARER),
    "base64": (b64, "D-KEY-1", BASE64),
    "base64 of two lines": (
        lambda k: "\n".join(textwrap.wrap(b64(k), 60)),
        "D-KEY-1",
        BASE64,
    ),
    "AUTH PLAIN": (lambda k: "AUTH PLAIN " + b64(f"\0apikey\0{k}"), "D-KEY-1", BASE64),
    "an assignment": (lambda k: f"export SENDGRID_API_KEY={k}", "D-KEY-1", WORDS),
    "a line of YAML": (lambda k: f"key: {k} # live", "D-KEY-1", WORDS),
    "pasted twice": (lambda k: k + k, "D-KEY-1", "is there twice"),
    "the last letter gone": (lambda k: k[:-1], "D-KEY-3", INCOMPLETE),
    "the last half gone": (lambda k: k[:34], "D-KEY-3", INCOMPLETE),
    "the secret gone": (lambda k: k[:25], "D-KEY-3", INCOMPLETE),
    "cut and wrapped": (lambda k: f"{k[:40]}\n{k[40:60]}", "D-KEY-3", BREAK),
    "a letter too many": (lambda k: f"{k}x", "D-KEY-3", ALTERED),
    "a dot of the sentence": (lambda k: f"{k[:-1]}..", "D-KEY-3", ALTERED),
    "an accent": (lambda k: f"{k[:-1]}é", "D-KEY-3", ALTERED),
    "the dot a comma": (lambda k: k[:25] + "," + k[26:], "D-KEY-3", ALTERED),
    "a letter made %": (lambda k: k[:30] + "%" + k[31:], "D-KEY-3", ALTERED),
    "its first letter gone": (lambda k: k[1:], "D-KEY-2", OTHER),
    "its beginning gone": (lambda k: k[3:], "D-KEY-2", OTHER),
    "small letters": (lambda k: f"sg.{k[3:]}", "D-KEY-2", OTHER),
    "the id alone": (lambda k: k[3:25], "D-KEY-2", OTHER),
    "the secret alone": (lambda k: k[26:], "D-KEY-2", OTHER),
    "masked with dots": (lambda k: f"{k[:10]}••••••••", "D-KEY-2", MASKED),
    "masked with stars": (lambda k: f"{k[:10]}{'*' * 59}", "D-KEY-2", MASKED),
    "cut by an ellipsis": (lambda k: f"{k[:20]}…", "D-KEY-2", MASKED),
    "a key of Twilio": (lambda _: "SK" + HEX[:32], "D-KEY-2", OTHER),
    "an account of Twilio": (lambda _: "AC" + HEX[:32], "D-KEY-2", OTHER),
    "a key of Resend": (lambda _: "re_AbCd1234", "D-KEY-2", OTHER),
    "a key of Mailgun": (lambda _: "key-" + HEX[:32], "D-KEY-2", OTHER),
    "a key of Stripe": (lambda _: "sk_live_AbCd1234", "D-KEY-2", OTHER),
    "a password": (lambda _: "correct horse battery", "D-KEY-2", OTHER),
    "a name": (lambda _: "apikey", "D-KEY-2", OTHER),
    "nothing": (lambda _: "", "NO-KEY", "There is no key"),
    "two of them": (lambda k: f"{k}\n{k[:-1]}{'x' if k[-1] != 'x' else 'y'}", "D-KEY-3", "2 keys"),
    "percent signs": (lambda k: quote(f" {k}"), "D-KEY-2", OTHER),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damage_has_its_words(damage: str, seed: int) -> None:
    key = well_formed(random.Random(f"{damage} {seed}"))
    spoil, problem_id, words = DAMAGES[damage]
    look = look_at_key(spoil(key))

    assert look.problem is not None
    assert (look.problem.id, words in look.problem.title) == (problem_id, True), look.problem.title
    assert look.is_complete == (problem_id == "D-KEY-1")
    assert look.problem.remedy
    assert key not in repr(look)


def test_there_are_forty_damages_and_more() -> None:
    assert len(DAMAGES) > 40


@pytest.mark.parametrize("seed", range(200))
def test_a_key_that_is_in_order_alarms_nobody(seed: int) -> None:
    look = look_at_key(well_formed(random.Random(seed)))

    assert (look.is_complete, look.was_cleaned, look.problem) == (True, False, None)
