"""Addresses as people type them: `Jane Doe <jane@example.com>`, and lists of them.

A small reader of its own rather than the standard library's: that one accepts
groups, comments and half-broken lists in silence, and says nothing of where.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from sgdesk.message.domain import email_to_wire
from sgdesk.message.findings import Finding, MessageError, error
from sgdesk.message.mailbox import PLAIN_NAME, quote
from sgdesk.message.model import Address

EMAIL_CHARACTERS = 320
"""SendGrid's own limit for one address ("Mail Send, Errors")."""

LOCAL_CHARACTERS = 64
NO_AT = "It has no @-sign."
LABEL_CHARACTERS = 63
"""What stands between two dots of a domain (RFC 1035 §2.3.4)."""
_SHOWN = 400
"""More than any address with its name has; a cell of a table may be a whole text."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPECIAL_USE = frozenset({"test", "invalid", "local", "localhost", "example"})
_LOCAL_SIGNS = frozenset("!#$%&'*+-/=?^_`{|}~.")
_PERSON = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^"<>@])*<[^<>@\s]+@[^<>@\s]+>|[^\s"<>@,]+@[^\s"<>@,]+')
_NAMED = re.compile(r'[^"<>@]*<[^<>@\s]+@[^<>@\s]+>')


def parse_addresses(text: str) -> tuple[Address, ...]:
    """Read addresses separated by commas, semicolons or line breaks; empty places are skipped.

    Raises `MessageError` with one finding for each entry that cannot be read;
    places are `0`, `1`, … in the order of the entries.
    """
    addresses: list[Address] = []
    findings: list[Finding] = []
    for index, (entry, before_comma) in enumerate(split_entries(text)):
        read = read_entry(entry, str(index), before_comma=before_comma)
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
        return NO_AT
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
    except (EmailNotValidError, ValueError):
        return _refusal(local, domain)
    return ""


def _refusal(local: str, domain: str) -> str:
    """Say in plain words why the library refuses an address; its own speak of parsing."""
    email, labels = f"{local}@{domain}", domain.split(".")
    strange_before = [c for c in local if not (c.isalnum() or c in _LOCAL_SIGNS)]
    strange_after = [c for c in domain if not (c.isalnum() or c in ".-")]
    reasons = (
        (not local, "Nothing stands before the @-sign."),
        (not domain, "Nothing stands after the @-sign."),
        ('"' in email, "Quotes belong around the name, never into the address."),
        (any(map(str.isspace, email)), "An address has no spaces in it."),
        ("@" in local, "It has more than one @-sign."),
        (domain.startswith("["), "After the @-sign comes a domain, no number in brackets."),
        (".." in email, "It has two dots in a row."),
        (
            any(part.startswith(".") or part.endswith(".") for part in (local, domain)),
            "The parts before and after the @-sign do not begin or end with a dot.",
        ),
        (
            any(label.startswith("-") or label.endswith("-") for label in labels),
            "The parts of a domain do not begin or end with a hyphen.",
        ),
        (
            strange_before,
            f"Before the @-sign there can be no '{''.join(strange_before[:1])}'.",
        ),
        (
            strange_after,
            f"After the @-sign there can be no '{''.join(strange_after[:1])}'.",
        ),
        (len(local) > LOCAL_CHARACTERS, "The part before the @-sign is too long."),
        (max(map(len, labels)) > LABEL_CHARACTERS, "The part after the @-sign is too long."),
    )
    found = next((words for is_so, words in reasons if is_so), "")
    return found or "The part after the @-sign is no domain that exists on the internet."


def dotless_words(email: str) -> tuple[str, str, str]:
    """Say what happened, why and what to do where the domain has no dot; else empty words."""
    domain = email.rpartition("@")[2]
    if "." in domain:
        return "", "", ""
    return (
        f"'{email}' has no dot after the @-sign.",
        "SendGrid delivers only to full domains.",
        "Write the full domain, such as example.com.",
    )


def split_entries(text: str) -> Iterator[tuple[str, bool]]:
    """Cut at separators that stand outside quotes and angle brackets; empty places are skipped.

    With each comes whether a comma ends it that may belong to a name.

    Where semicolons part people with one address each, in angle brackets or bare, as mail
    programs copy them, a comma belongs to the name, which is then given in quotes; so it
    does in `Last, First <address>` wherever it stands.
    """
    if ";" in text and "<" in text and "," in text:
        people = [piece for piece, _ in _cut(text, ";") if piece]
        if all(map(_PERSON.fullmatch, people)):
            yield from ((_with_quotes(person), False) for person in people)
            return
    yield from (found for found in _with_surnames(_cut(text, ",;")) if found[0])


def _with_surnames(pieces: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bool]]:
    """Put `Last, First <address>` together, one person: what has no @-sign is no address."""
    surname = ""
    for piece, ended_by in pieces:
        if surname and _NAMED.fullmatch(piece):
            yield _with_quotes(f"{surname}, {piece}"), False
            surname = ""
            continue
        yield surname, True
        is_surname = ended_by == "," and PLAIN_NAME.fullmatch(piece)
        surname = piece if is_surname else ""
        yield "" if is_surname else piece, False
    yield surname, True


def _with_quotes(person: str) -> str:
    name, bracket, rest = person.rpartition("<")
    if "," not in name or '"' in name:
        return person
    return f"{quote(name.strip(' ,'))} {bracket}{rest}"


def _cut(text: str, separators: str) -> Iterator[tuple[str, str]]:
    """Give each piece, empty ones too, with the separator that ended it."""
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
        if char in "\r\n" or (char in separators and not quoted and not angled):
            quoted = angled = False
            yield text[start:index].strip(), char
            start = index + 1
        index += 1
    yield text[start:].strip(), ""


def read_entry(entry: str, place: str, *, before_comma: bool = False) -> Address | Finding:
    """Read one address, or say what is wrong with it under `place`.

    `before_comma` says that it may be the first half of a name with a comma in it.
    """
    if _CONTROL.search(entry.replace("\t", " ")):
        return error(
            "address_control",
            place,
            f"'{_shown(entry)}' holds a control character.",
            remedy="Type it anew, as name@example.com.",
        )
    name, email, trouble = _name_and_email(entry)
    if before_comma and trouble == NO_AT:
        trouble = f"{NO_AT[:-1]}; a name with a comma in it needs quotes."
    if not trouble and (problem := email_problem(email)):
        trouble = problem
    if trouble:
        return error(
            "address_invalid",
            place,
            f"'{_shown(entry)}' is not an address.",
            trouble,
            "Write it as name@example.com or Name <name@example.com>.",
        )
    return Address(email=email, name=name)


def _shown(entry: str) -> str:
    """Give an entry on one line, as it is read; of one without end, how it begins."""
    line = " ".join(_SURROGATE.sub(" ", _CONTROL.sub(" ", entry)).split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


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
        return "It looks like a group of people: list their addresses instead."
    if "(" in entry:
        return "Words in round brackets cannot stand beside an address: put the name before it."
    if "<" in entry or ">" in entry:
        return "Its angle brackets do not match."
    if "@" not in entry:
        return NO_AT
    return ""


def _name_trouble(name: str) -> str:
    if "(" in name or ")" in name:
        return "Round brackets in a name need quotes around the name."
    if ":" in name:
        return "A name with a colon in it needs quotes; of a group, list the addresses instead."
    if name and not PLAIN_NAME.fullmatch(name):
        return "The name holds signs that need quotes around the whole name."
    return ""
