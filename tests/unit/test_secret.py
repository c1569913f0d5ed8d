"""What is hidden of a text that repeats what somebody typed."""

import pytest

from sgdesk.secret import MARK, Secret, without_secrets

KEY = "SG." + "k" * 22 + "." + "s" * 43


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (f"use {KEY} now", f"use {MARK} now"),
        ("http://user:word@proxy:1", f"http://{MARK}@proxy:1"),
        ("http:/user@proxy", f"http:/{MARK}@proxy"),
        ("user:word@proxy:1", f"{MARK}@proxy:1"),
        ("'user:w@rd@proxy'", f"'{MARK}@proxy'"),
        ("see //user:word@proxy", f"see //{MARK}@proxy"),
        ("x.http://u:w@h and you@example.com", f"x.http://{MARK}@h and you@example.com"),
        ("Name <you@example.com>: no mail", "Name <you@example.com>: no mail"),
        ("at 12:30 to you@example.com", "at 12:30 to you@example.com"),
    ],
)
def test_logins_and_keys_are_hidden_and_addresses_are_not(typed: str, shown: str) -> None:
    assert without_secrets(typed) == shown


@pytest.mark.parametrize(
    "piece", ["x", "SG.", "SG.aaaaa", "password=", "a:", "a.", "'a", ":@", "@"]
)
@pytest.mark.parametrize("end", ["", "'", "':@"])
def test_long_text_is_read_once(piece: str, end: str) -> None:
    """With the square of its length this would take hours; an address of a file may be so long."""
    text = piece * 300_000 + end

    assert without_secrets(text).endswith(text[-1:])


@pytest.mark.parametrize(
    ("key", "masked"),
    [
        (KEY, "SG.kkkk…••••"),
        (KEY.replace("kkkkkkkkk", "practice-", 1), "SG.practice-kkkk…••••"),
        ("SG.short.s", "••••"),
        ("a password", "••••"),
        ("", "••••"),
    ],
)
def test_mask_shows_the_start_of_the_key_id_alone_and_what_makes_it_a_practice_key(
    key: str, masked: str
) -> None:
    assert Secret(key).masked == masked
    assert Secret(key).is_practice is Secret(masked).is_practice is ("practice" in key)
