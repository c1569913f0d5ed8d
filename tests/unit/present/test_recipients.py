"""Lists of recipients as people type and paste them."""

import pytest

from sgdesk.message import Address, Message, Recipient
from sgdesk.message.address import parse_addresses
from sgdesk.message.rules.recipients import recipient_findings
from sgdesk.present.recipients import Entry, find_repeats, problem_words, read_list, text_of

ADA, BOB = "ada@example.com", "Bob Ross <bob@example.net>"


def texts(text: str) -> list[str]:
    """Give what stands in the field after a text was read."""
    return [entry.text for entry in read_list(text)]


@pytest.mark.parametrize(
    "pasted",
    [
        f"{ADA}, {BOB}",
        f"{ADA}; {BOB};",
        f"{ADA}\r\n{BOB}\n\n",
        f"mailto:{ADA}\nBob Ross bob@example.net",
        f"\t{ADA}\nBob Ross\tbob@example.net",
        f"E-mail\tName\tTown\n{ADA}\t\tParis\nbob@example.net\tBob Ross\tRome",
        f"First name\tLast name\tEmail\n\t\t{ADA}\nBob\tRoss\tbob@example.net",
        f"name,email\n,{ADA}\nBob Ross,bob@example.net",
        f"email;plan;name\n{ADA};free;\nbob@example.net;paid;Bob Ross",
    ],
)
def test_list_and_cells_in_any_order_read_the_same(pasted: str) -> None:
    assert texts(pasted) == [ADA, BOB]


@pytest.mark.parametrize(
    ("pasted", "entries"),
    [
        ("a@example.com b@example.com", ["a@example.com", "b@example.com"]),
        (
            f"Ada <{ADA}>\nBob Ross\tbob@example.net\nMia Day, mia@example.org",
            [f"Ada <{ADA}>", BOB, "Mia Day <mia@example.org>"],
        ),
        ("a@example.com\tb@example.com", ["a@example.com", "b@example.com"]),
        (
            "a@example.com, b@example.com\nc@example.com, d@example.com",
            ["a@example.com", "b@example.com", "c@example.com", "d@example.com"],
        ),
        (
            '"Lovelace, Ada" <ada@example.com>, Bob <b@example.com>',
            ['"Lovelace, Ada" <ada@example.com>', "Bob <b@example.com>"],
        ),
        ("Email\r\na@example.com\r\nb@example.com\r\n", ["a@example.com", "b@example.com"]),
        ("Email\nAda <a@example.com>", ["Email", "Ada <a@example.com>"]),
        ('"Lovelace, Ada"\tada@example.com', ['"Lovelace, Ada" <ada@example.com>']),
        ("Ada\tada@example.com\nnobody\t", ["Ada <ada@example.com>", "nobody"]),
        (
            "Lovelace, Ada <ada@example.org>; Brown, Bob <bob@example.org>;",
            ['"Lovelace, Ada" <ada@example.org>', '"Brown, Bob" <bob@example.org>'],
        ),
        (
            "Lovelace, Ada <ada@example.org>, Brown, Bob <bob@example.org>, zoe@example.com",
            [
                '"Lovelace, Ada" <ada@example.org>',
                '"Brown, Bob" <bob@example.org>',
                "zoe@example.com",
            ],
        ),
        ("nobody,\nAda <ada@example.org>,", ["nobody", "Ada <ada@example.org>"]),
        ("nobody; Ada <ada@example.org>, ", ["nobody", "Ada <ada@example.org>"]),
        ("nobody, ada@example.org", ["nobody", "ada@example.org"]),
        ('"Zoe Ngo" zoe@example.com', ["Zoe Ngo <zoe@example.com>"]),
        ('"Ngo, Zoe" zoe@example.com', ['"Ngo, Zoe" <zoe@example.com>']),
        (
            "<mailto:zoe@example.com>, Ada <mailto:a@b.test>",
            ["zoe@example.com", "Ada <a@b.test>"],
        ),
        (
            "Anna <anna@example.com>\n1. Chloe Dubois (chloe@example.org)",
            ["Anna <anna@example.com>", "Chloe Dubois <chloe@example.org>"],
        ),
        ("Ada Lovelace(ada@example.com)", ["Ada Lovelace <ada@example.com>"]),
        (
            "1. Ada <ada@example.com>\n2) Bob <bob@example.net>",
            ["Ada <ada@example.com>", "Bob <bob@example.net>"],
        ),
        ("1) ada@example.com", ["ada@example.com"]),
        (
            "- Ada <ada@example.com>\n• bob@example.net\n* zoe@example.org",
            ["Ada <ada@example.com>", "bob@example.net", "zoe@example.org"],
        ),
        ("1. FC Example <fc@example.com>", ["1. FC Example <fc@example.com>"]),
        (
            "1. FC Example <fc@example.com>\n1. SC Example <sc@example.com>",
            ["1. FC Example <fc@example.com>", "1. SC Example <sc@example.com>"],
        ),
        ("", []),
    ],
)
def test_hard_lists_lose_nobody(pasted: str, entries: list[str]) -> None:
    assert texts(pasted) == entries


def test_wrong_entry_stays_as_typed_with_what_is_wrong() -> None:
    good, wrong = read_list("Ada Lovelace <ada@example.com>, nobody")

    assert (good.label, good.problem) == ("Ada Lovelace <ada@example.com>", "")
    assert (wrong.text, wrong.key) == ("nobody", "")
    assert "'nobody' is not an address." in problem_words([good, wrong])


def test_text_of_a_field_is_read_back_by_the_message() -> None:
    entries = read_list('"Lovelace, Ada"\tada@example.com\nBob\tbob@example.com')

    assert [each.name for each in parse_addresses(text_of(entries))] == ["Lovelace, Ada", "Bob"]
    assert read_list(text_of(entries)) == entries


def test_word_that_is_no_address_never_becomes_the_surname_of_the_next_in_a_field() -> None:
    entries = read_list("nobody\nAda <ada@example.com>\nzoe@example")

    assert len(entries) == 3
    assert read_list(text_of(entries)) == entries


def test_comma_is_spoken_of_where_one_may_belong_to_a_name() -> None:
    advice = "a name with a comma in it needs quotes"
    for text, is_said in (
        ("fran", False),
        ("ada@example.com, fran", False),
        ("fran; ada@example.com", False),
        ("Hopper, Grace grace@example.com", True),
    ):
        (wrong,) = [entry for entry in read_list(text) if entry.problem]

        assert "It has no @-sign" in wrong.problem
        assert (advice in wrong.problem) is is_said, text


def test_fewest_words_name_the_entry_too() -> None:
    told = {
        "nobody": "'nobody' has no @-sign.",
        "zoe@example": "'zoe@example' has no dot after the @-sign.",
        "Somebody without an address": "'Somebody without an …' has no @-sign.",
        "<<ada@example.com": "'<<ada@exampl…' is no address",
        "<<@example": "'<<@example' is no address",
    }

    assert {text: read_list(text)[0].shorter[-1] for text in told} == told


def test_cancelled_reading_gives_nothing() -> None:
    assert read_list(f"{ADA}, {BOB}", lambda: True) == ()


def fields(**texts: str) -> dict[str, tuple[Entry, ...]]:
    """Give fields as they are read."""
    return {name: read_list(text) for name, text in texts.items()}


def test_repeats_are_found_across_fields_whatever_their_case() -> None:
    found = find_repeats(fields(to="ada@example.com, bob@example.com", cc="Ada <ADA@Example.com>"))

    assert found.words == "ada@example.com is in To and in Cc."
    assert found.at == {"cc": frozenset({0})}
    assert found.fix == "Remove the repeat"


def test_wrong_entries_are_no_repeats() -> None:
    assert not find_repeats(fields(to="nobody, nobody, ada@example.com")).words


def test_domain_without_a_dot_is_marked_at_once_with_the_words_of_the_send() -> None:
    (entry,) = read_list("Zoe <zoe@example>")
    (zoe,) = parse_addresses(entry.text)
    message = Message(
        sender=Address(email="ada@example.com"),
        to=(Recipient(address=zoe),),
        subject="Hello",
        text="Hello",
    )
    (finding,) = [each for each in recipient_findings(message, "webapi") if each.place == "to.0"]

    assert entry.problem == str(finding)
    assert "no dot after the @-sign" in entry.problem
