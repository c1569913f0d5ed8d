"""An account that may mail only some people mails nobody else."""

import pytest

from sgdesk.errors import InputError
from sgdesk.message import Address, Message, Recipient
from sgdesk.message.allowed import is_allowed, parse_allowed, stranger_findings

ALLOWED = ("Ada@Example.com", "@example.ORG", "@münchen.example")


@pytest.mark.parametrize(
    ("email", "allowed"),
    [
        ("ada@example.com", True),
        ("ADA@EXAMPLE.COM", True),
        ("grace@example.com", False),
        ("anyone@example.org", True),
        ("anyone@Example.Org", True),
        ("anyone@sub.example.org", False),
        ("anyone@notexample.org", False),
        ("ada@xn--mnchen-3ya.example", True),
        ("ada@münchen.example", True),
    ],
)
def test_addresses_and_domains_are_compared_without_case(email: str, allowed: bool) -> None:
    assert is_allowed(email, ALLOWED) is allowed


def test_every_stranger_is_named_with_its_place() -> None:
    message = Message(
        sender=Address(email="me@example.org"),
        to=(
            Recipient(address=Address(email="ada@example.com")),
            Recipient(address=Address(email="x@example.net")),
        ),
        cc=(Address(email="y@example.net"),),
        bcc=(Address(email="z@example.net"),),
    )

    assert [found.place for found in stranger_findings(message, ALLOWED)] == [
        "to.1",
        "cc.0",
        "bcc.0",
    ]
    assert stranger_findings(message, ()) == ()


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (3, "p0@example.org, p1@example.org, p2@example.org."),
        (5, "p0@example.org, p1@example.org, p2@example.org and 2 more."),
    ],
)
def test_a_few_of_those_allowed_are_named(count: int, words: str) -> None:
    message = Message(
        sender=Address(email="me@example.org"),
        to=(Recipient(address=Address(email="ada@example.com")),),
    )
    allowed = [f"p{number}@example.org" for number in range(count)]
    (found,) = stranger_findings(message, allowed)

    assert found.why == f"It may mail only {words}"


def test_entry_that_no_address_can_match_allows_nobody() -> None:
    assert not is_allowed("ada@example.com", ("example.com",))


def test_list_is_read_with_any_separator_and_each_entry_once() -> None:
    read = parse_allowed("ada@example.com, @example.org\n@example.org;you@example.net")

    assert read == ("ada@example.com", "@example.org", "you@example.net")


@pytest.mark.parametrize("text", ["example.com", "@", "ada@", "@example..com"])
def test_what_is_neither_address_nor_domain_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="neither an address nor a domain"):
        parse_allowed(text)
