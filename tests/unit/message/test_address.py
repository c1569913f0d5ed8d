"""Addresses as people type and paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.message import Address, MessageError
from sgdesk.message.address import email_problem, parse_address, parse_addresses
from sgdesk.message.domain import domain_to_ascii, email_key, email_to_wire
from sgdesk.message.mailbox import format_address
from tests.support.messages import addresses, any_text

ADA = Address(email="ada@example.com", name="Ada")


@given(st.lists(addresses(), max_size=5), st.sampled_from([",", ";", "\n", "\r\n", " , ;\n"]))
def test_formatted_addresses_read_back_whatever_parts_them(
    people: list[Address], separator: str
) -> None:
    text = separator.join(map(format_address, people))
    assert parse_addresses(text) == tuple(people)


@given(any_text())
def test_any_text_is_read_or_refused_and_never_holds_a_line_break(text: str) -> None:
    try:
        found = parse_addresses(text)
    except MessageError:
        return
    assert not any(set(each.email + each.name) & set("\r\n\0<>") for each in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ada@example.com", Address(email="ada@example.com")),
        ("<ada@example.com>", Address(email="ada@example.com")),
        ("Ada <ada@example.com>", ADA),
        ('"Ada" <ada@example.com>', ADA),
        ("  Ada\t<ada@example.com>  ", ADA),
        ("Ada<ada@example.com>", ADA),
        ('"Doe, J; x" <j@a.test>', Address(email="j@a.test", name="Doe, J; x")),
        (r'"a\"b\\c" <j@a.test>', Address(email="j@a.test", name=r'a"b\c')),
        ("Zoë <zoë@münchen.example>", Address(email="zoë@münchen.example", name="Zoë")),
        ("o'neil+x@mail.example.org", Address(email="o'neil+x@mail.example.org")),
        ("a@x.invalid", Address(email="a@x.invalid")),
        ("root@localhost", Address(email="root@localhost")),
    ],
)
def test_address_is_read(text: str, expected: Address) -> None:
    assert parse_address(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nobody", "no @-sign"),
        ("Doe, Jane", "a comma"),
        ("Friends: ada@example.com;", "group"),
        ("Ada: <ada@example.com>", "colon"),
        ("ada@example.com (Ada)", "round brackets"),
        ("Ada (home) <ada@example.com>", "Round brackets"),
        ("Ada <ada@example.com", "angle brackets"),
        ("Ada <ada@example.com> tail", "angle brackets"),
        ('"Ada" Lovelace <ada@example.com>', "quotes"),
        ("a b@example.com", "no spaces"),
        ("ada@@example.com", "more than one @-sign"),
        ("ada@-example.com", "hyphen"),
        ("ada@example..com", "two dots"),
        ("ada@[192.0.2.1]", "number in brackets"),
        ('"ada b"@example.com', "Quotes belong"),
        ("ada@xn--zz.com", "no domain that exists"),
        ("Ada\t(home) <ada@example.com>", "'Ada (home) <ada@example.com>' is not"),
        ('"Ada" x@example.com', "Quotes belong around the name"),
        ("ada@exa_mple.com", "After the @-sign there can be no '_'."),
        ("a:da@example.com", "group"),
        ("a\\da@example.com", "Before the @-sign there can be no '\\'."),
        ("@example.com", "Nothing stands before the @-sign."),
        ("ada@", "Nothing stands after the @-sign."),
        ("ada@" + "x" * 64 + ".com", "too long"),
        (".ada@example.com", "dot"),
        ("a" * 310 + "@example.com", "320"),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(MessageError) as caught:
        parse_addresses(text)
    assert reason in str(caught.value)


def test_every_broken_entry_is_named_by_its_place() -> None:
    with pytest.raises(MessageError) as caught:
        parse_addresses("ada@example.com, nobody; bob@example.com\n@")
    assert [finding.place for finding in caught.value.findings] == ["1", "3"]


@pytest.mark.parametrize("text", ["", "a@example.com, b@example.com"])
def test_one_address_is_not_none_and_not_two(text: str) -> None:
    with pytest.raises(MessageError):
        parse_address(text)


def test_empty_places_are_skipped() -> None:
    assert parse_addresses(" ,;\n\r\n, ") == ()


def test_good_address_has_no_problem() -> None:
    assert email_problem("ada@example.com") == ""


def test_domain_has_a_form_for_the_wire() -> None:
    assert domain_to_ascii("münchen.example") == "xn--mnchen-3ya.example"
    assert email_to_wire("zoë@münchen.example") == "zoë@xn--mnchen-3ya.example"


def test_two_spellings_of_one_address_have_one_key() -> None:
    assert email_key("Zoe@MÜNCHEN.example") == email_key("zoe@xn--mnchen-3ya.EXAMPLE")


@pytest.mark.parametrize("end", ["", ";", ";\r\n"])
def test_comma_belongs_to_the_name_where_semicolons_part_people(end: str) -> None:
    text = f'Lovelace, Ada <ada@example.org>; "Ng, Zoe" <z@a.test>; bob@example.org{end}'

    assert [each.name for each in parse_addresses(text)] == ["Lovelace, Ada", "Ng, Zoe", ""]


def test_comma_parts_where_a_plain_address_stands_before_it() -> None:
    text = "ada@example.com, Bob <bob@example.com>; Zoe <zoe@example.com>"

    assert [each.name for each in parse_addresses(text)] == ["", "Bob", "Zoe"]


def test_of_an_entry_without_end_only_the_beginning_is_shown() -> None:
    with pytest.raises(MessageError) as refused:
        parse_address("x" * 100_000)

    assert len(refused.value.happened) < 500
    assert "x…' is not an address." in refused.value.happened
