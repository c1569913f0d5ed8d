"""Keys and verified senders."""

import re

import pytest

from sgdesk.sandbox.accounts import Standing, make_key, open_account
from sgdesk.secret import Secret


def test_key_has_sendgrids_shape() -> None:
    for _ in range(50):
        key = make_key()

        assert len(key) == 69
        assert re.fullmatch(r"SG\.[\w-]{22}\.[\w-]{43}", key)


def test_every_key_tells_by_its_text_alone_that_it_is_for_practice() -> None:
    keys = [*open_account().keys, *open_account(seed="41000").keys]

    assert all(Secret(key).is_practice for key in keys)
    assert all(Secret(Secret(key).masked).is_practice for key in keys)
    assert len({Secret(key).masked for key in keys}) == len(keys), "lists still tell them apart"


def test_key_from_a_seed_is_the_same_each_time_and_another_for_another_seed() -> None:
    first, again, other = (open_account(seed=seed).keys for seed in ("41000", "41000", "42000"))

    assert first == again
    assert not set(first) & set(other)
    assert all(re.fullmatch(r"SG\.[\w-]{22}\.[\w-]{43}", key) for key in first)
    assert open_account().key != open_account().key


def test_each_standing_has_a_key_of_its_own() -> None:
    account = open_account()

    assert account.standing(account.key) is Standing.GOOD
    assert set(account.other_keys) == {"read_only", "no_credits", "not_allowed_here", "disabled"}
    for standing, key in account.other_keys.items():
        assert account.standing(key) == standing


@pytest.mark.parametrize("change", ["", " ", "\n", "x"])
def test_key_with_anything_around_it_is_malformed(change: str) -> None:
    account = open_account()
    key = account.key[:-1] if not change else account.key + change

    assert account.standing(key) is Standing.MALFORMED


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("a@example.com", True),
        ("A@EXAMPLE.ORG", True),
        ("a@mail.example.net", True),
        ("a@example.test", True),
        ("a@unverified.example.com", False),
        ("a@x.unverified.example.com", False),
        ("a@notexample.com", False),
        ("a@example.invalid", False),
        ("one@listed.invalid", True),
        ("two@listed.invalid", False),
        ("any@whole.invalid", True),
        ("example.com", False),
        ("", False),
    ],
)
def test_who_may_stand_in_from(address: str, may: bool) -> None:
    account = open_account(("one@listed.invalid", "whole.invalid"))

    assert account.may_send_from(address) is may
