"""Names that a comma cut in two, and names that are turned round."""

import pytest

from sgdesk.present.address_mending import cut_words, cuts, joined, turned, turned_name, with_domain
from sgdesk.present.recipients import read_list, text_of


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("Doe, Jane jane@example.com", '"Doe, Jane" <jane@example.com>'),
        ("Doe, Jane, Dr. <jane@example.com>", '"Doe, Jane, Dr." <jane@example.com>'),
        ("Acme, Inc., Sales <s@example.com>", '"Acme, Inc., Sales" <s@example.com>'),
        (
            "ada@example.com, Doe, Jane jane@example.com, bob@example.com",
            'ada@example.com, "Doe, Jane" <jane@example.com>, bob@example.com',
        ),
    ],
)
def test_name_that_a_comma_cut_in_two_is_made_one(pasted: str, meant: str) -> None:
    entries = read_list(pasted)

    assert len(cuts(entries)) == 1
    assert text_of(joined(entries)) == meant


@pytest.mark.parametrize(
    "pasted",
    [
        "nobody\nJane <jane@example.com>",
        "nobody; jane@example.com",
        "nobody, jane@example.com",
        "a, b",
    ],
)
def test_what_is_no_part_of_a_name_is_left_alone(pasted: str) -> None:
    entries = read_list(pasted)

    assert cuts(entries) == ()
    assert joined(entries) == entries


def test_cut_names_are_said_in_fewer_and_fewer_words() -> None:
    one = cuts(read_list("Doe, Jane jane@example.com"))
    two = cuts(read_list("Doe, Jane jane@example.com\nRoe, Rick rick@example.com"))

    assert "Doe, Jane <jane@example.com>" in cut_words(one)[0]
    assert cut_words(two)[-1] == "2 names were cut in two."
    assert all(len(a) > len(b) for a, b in zip(cut_words(one), cut_words(one)[1:], strict=False))


@pytest.mark.parametrize(
    ("name", "turned"),
    [
        ("Doe, Jane", "Jane Doe"),
        ("van der Berg , Ada Maria", "Ada Maria van der Berg"),
        ("Acme, Inc.", "Acme Inc."),
        ("Doe, Jane, PhD", "Doe Jane PhD"),
        ("Doe; Jane", "Doe Jane"),
        ("Doe,", "Doe"),
    ],
)
def test_name_is_turned_round_where_first_and_last_can_be_told(name: str, turned: str) -> None:
    assert turned_name(name) == turned


def test_turning_names_leaves_everybody_else_alone() -> None:
    entries = read_list('ada@example.com, "Doe, Jane" <jane@example.com>; nobody')

    assert text_of(turned(entries)) == "ada@example.com, Jane Doe <jane@example.com>, nobody"
    wrong = read_list('"Doe, Jane" <jane@>')
    assert turned(wrong) == wrong


def test_domain_is_put_right_for_everybody_who_has_it_and_nobody_else() -> None:
    entries = read_list("Ada <ada@exmaple.com>, bob@EXMAPLE.com, c@my.exmaple.com, @exmaple.com")

    assert text_of(with_domain(entries, "exmaple.com", "example.com")) == (
        "Ada <ada@example.com>, bob@example.com, c@my.exmaple.com, @exmaple.com"
    )
