"""Addresses: which are written as numbers, and how they stand."""

import socket

import pytest

from sgdesk.wire.resolve import _by_turns, literal


@pytest.mark.parametrize(
    ("host", "text"),
    [
        ("192.0.2.1", "192.0.2.1:25"),
        ("2001:db8::1", "[2001:db8::1]:25"),
        ("[2001:db8::1]", "[2001:db8::1]:25"),
    ],
)
def test_a_number_needs_no_look_up(host: str, text: str) -> None:
    address = literal(host, 25)

    assert address is not None
    assert address.text == text


def test_a_name_is_no_number() -> None:
    assert literal("example.com", 25) is None


def test_families_take_turns_beginning_with_ipv6() -> None:
    def row(family: int, host: str) -> tuple[object, ...]:
        return (family, socket.SOCK_STREAM, 6, "", (host, 25))

    found = [
        row(socket.AF_INET, "192.0.2.1"),
        row(socket.AF_INET, "192.0.2.2"),
        row(socket.AF_INET6, "2001:db8::1"),
    ]

    assert [a.sockaddr[0] for a in _by_turns(found)] == ["2001:db8::1", "192.0.2.1", "192.0.2.2"]
