"""Addresses as people type them: `Jane Doe <jane@example.com>`, and lists of them.

A small reader of its own rather than the standard library's: that one accepts
groups, comments and half-broken lists in silence, and says nothing of where.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from sgdesk.message.domain import email_to_wire
from sgdesk.message.findings import Finding, MessageError, error
from sgdesk.message.model import Address

EMAIL_CHARACTERS = 320
"""SendGrid's own limit for one address ("Mail Send, Errors")."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPECIAL_USE = frozenset({"test", "invalid", "local", "localhost", "example"})
_PLAIN_NAME = re.compile(r"[^\x00-\x1f\x7f()<>\[\]:;@\\,\"]+")


def parse_addresses(text: str) -> tuple[Address, ...]:
    """Read addresses separated by commas, semicolons or line breaks; empty places are skipped.

    Raises `MessageError` with one finding for each entry that cannot be read;
    places are `0`, `1`, … in the order of the entries.
    """
    addresses: list[Address] = []
    findings: list[Finding] = []
    for index, entry in enumerate(split_addresses(text)):
        read = read_entry(entry, str(index))
        if isinstance(read, Address):
            addresses.append(read)
        else:
            findings.append(read)
    if findings:
        raise MessageError(findings)
    return tuple(addresses)


def parse_address(text: str) -> Address:
    """Read exactly one address; raises `MessageError` for none, several or a broken one."""
    addresses = parse_addresses(text)
    if len(addresses) != 1:
        raise MessageError(
            [
                error(
                    "address_count",
                    "",
                    f"One address is expected, {text!r} holds {len(addresses)}.",
                    remedy="Write it as Name <name@example.com>.",
                )
            ]
        )
    return addresses[0]


def format_address(address: Address) -> str:
    """Write an address so that `parse_addresses` reads it back, the name quoted if need be."""
    if not address.name:
        return address.email
    plain = _PLAIN_NAME.fullmatch(address.name) and address.name == address.name.strip()
    name = address.name if plain else quote(address.name)
    return f"{name} <{address.email}>"


def quote(text: str) -> str:
    """Write a quoted string (RFC 5322 §3.2.4)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def email_problem(email: str) -> str:
    """Say what is wrong with an address, in one sentence; empty when nothing is.

    Domains for documentation and tests (example.com, .test, .invalid) are fine
    here: nothing is looked up.
    """
    if len(email) > EMAIL_CHARACTERS:
        return f"An address has at most {EMAIL_CHARACTERS} characters, this one has {len(email)}."
    return _shape_problem(email)


@lru_cache(maxsize=8192)
def _shape_problem(email: str) -> str:
    if _CONTROL.search(email) or _SURROGATE.search(email):
        return "An address holds no line breaks, control characters or broken Unicode."
    local, at, domain = email.rpartition("@")
    if not at:
        return "It has no @-sign."
    # The library refuses names set aside for tests, which are what a test mail uses.
    special = domain.rpartition(".")[2].lower() in _SPECIAL_USE
    try:
        validate_email(
            f"{local}@{domain}.example.com" if special else email,
            check_deliverability=False,
            allow_smtputf8=True,
            allow_quoted_local=False,
            allow_domain_literal=False,
            globally_deliverable=False,
        )
        email_to_wire(email)
    except (EmailNotValidError, ValueError) as exc:
        return str(exc)
    return ""


def split_addresses(text: str) -> Iterator[str]:
    """Cut at separators that stand outside quotes and angle brackets; empty places are skipped."""
    start, quoted, angled, index = 0, False, False, 0
    while index < len(text):
        char = text[index]
        if quoted:
            if char == "\\":
                index += 1
            quoted = char != '"' and char not in "\r\n"
        elif char == '"':
            quoted = True
        elif char in "<>":
            angled = char == "<"
        if char in "\r\n" or (char in ",;" and not quoted and not angled):
            quoted = angled = False
            yield from _entry(text[start:index])
            start = index + 1
        index += 1
    yield from _entry(text[start:])


def _entry(piece: str) -> Iterator[str]:
    if piece := piece.strip():
        yield piece


def read_entry(entry: str, place: str) -> Address | Finding:
    """Read one address, or say what is wrong with it under `place`."""
    if _CONTROL.search(entry.replace("\t", " ")):
        return error("address_control", place, f"{entry!r} holds a control character.")
    name, email, trouble = _name_and_email(entry)
    if not trouble and (problem := email_problem(email)):
        trouble = problem
    if trouble:
        return error(
            "address_invalid",
            place,
            f"{entry!r} is not an address.",
            trouble,
            "Write it as name@example.com or Name <name@example.com>.",
        )
    return Address(email=email, name=name)


def _name_and_email(entry: str) -> tuple[str, str, str]:
    """Give name, address and, when they cannot be told apart, the reason."""
    match = re.fullmatch(r'(?P<name>(?:"(?:[^"\\]|\\.)*"|[^"<>])*)<(?P<email>[^<>]*)>', entry)
    if match is None:
        return "", entry, _bare_trouble(entry)
    name = match["name"].strip()
    if name.startswith('"') and name.endswith('"') and len(name) >= 2:
        inner = name[1:-1]
        if not re.search(r'(?<!\\)(?:\\\\)*"', inner):
            return re.sub(r"\\(.)", r"\1", inner), match["email"].strip(), ""
    if trouble := _name_trouble(name):
        return "", "", trouble
    return name, match["email"].strip(), ""


def _bare_trouble(entry: str) -> str:
    if ":" in entry:
        return "Groups (`Friends: …;`) are not supported: list the addresses."
    if "(" in entry:
        return 'Comments in parentheses are not supported: use "Name" <address>.'
    if "<" in entry or ">" in entry:
        return "Its angle brackets do not match."
    if "@" not in entry:
        return "It has no @-sign; a name with a comma in it needs quotes."
    return ""


def _name_trouble(name: str) -> str:
    if "(" in name or ")" in name:
        return "Comments in parentheses are not supported: put the name in quotes."
    if ":" in name:
        return "Groups (`Friends: …;`) are not supported; a name with a colon needs quotes."
    if name and not _PLAIN_NAME.fullmatch(name):
        return "The name holds characters that need quotes around it."
    return ""
