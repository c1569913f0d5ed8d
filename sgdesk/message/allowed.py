"""Whom an account may mail: single addresses and whole domains, a guard set by its owner."""

import re
from collections.abc import Iterable, Sequence

from sgdesk.errors import InputError
from sgdesk.message.address import email_problem
from sgdesk.message.domain import domain_key, email_key
from sgdesk.message.findings import Finding, MessageError, error
from sgdesk.message.lines import recipients
from sgdesk.message.model import Message

RULE = "may_not_mail"
_SEPARATORS = re.compile(r"[,;\s]+")


def parse_allowed(text: str) -> tuple[str, ...]:
    """Read addresses and `@domain` entries separated by commas, spaces or line breaks.

    Raises `InputError` for the first entry that is neither.
    """
    entries = [entry for entry in _SEPARATORS.split(text) if entry]
    for entry in entries:
        if problem := _entry_problem(entry):
            raise InputError(
                f"{entry!r} is neither an address nor a domain.",
                why=problem,
                remedy="Write you@example.com, or @example.com for everybody there.",
            )
    return tuple(dict.fromkeys(entries))


def is_allowed(email: str, allowed: Iterable[str]) -> bool:
    """Say whether an entry names the address or its domain, whatever the case."""
    names_it = (email_key(email), f"@{domain_key(email)}")
    return any(email_key(entry) in names_it for entry in allowed)


def stranger_findings(message: Message, allowed: Sequence[str]) -> tuple[Finding, ...]:
    """Give an error for each recipient whom no entry allows; no entry at all allows anyone."""
    if not allowed:
        return ()
    return tuple(
        error(
            RULE,
            place,
            f"This account may not mail {address.email}.",
            f"It may mail only {_listed(allowed)}.",
            "Take the address out, or allow it in the account (May mail).",
        )
        for place, address in recipients(message)
        if not is_allowed(address.email, allowed)
    )


def refuse_strangers(message: Message, allowed: Sequence[str]) -> None:
    """Raise `MessageError` when a recipient is not among those allowed."""
    findings = stranger_findings(message, allowed)
    if findings:
        raise MessageError(findings)


def _entry_problem(entry: str) -> str:
    return email_problem(f"anyone{entry}" if entry.startswith("@") else entry)


def _listed(allowed: Sequence[str]) -> str:
    shown = ", ".join(allowed[:3])
    return f"{shown} and {len(allowed) - 3} more" if len(allowed) > 3 else shown
