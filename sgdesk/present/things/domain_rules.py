"""Rules for the domains of addresses."""

import re
from collections.abc import Iterator

from sgdesk.present.things.thing import Fix, Go, Thing, WriteDomain
from sgdesk.present.things.written import Written

_PROVIDERS = (
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "outlook.com",
    "protonmail.com",
    "yahoo.com",
)
"""Where most private mail goes; those with shorter names are like too many others."""
_OTHERS = frozenset({"email.com", "gail.com", "mail.com", "ymail.com"})
"""Domains of their own that are one letter away."""
_DOMAIN = re.compile(r"@([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)


def domains_mistyped(written: Written) -> Iterator[Thing]:
    """A domain that is a slip away from one of a large provider."""
    for place, text in written.lists:
        domains = [match[1].lower() for match in _DOMAIN.finditer(text)]
        for domain in dict.fromkeys(domains):
            right = meant(domain)
            if right:
                count = domains.count(domain)
                who = "An address is" if count == 1 else f"{count:,} addresses are"
                yield Thing(
                    rule="domain_mistyped",
                    place=place,
                    words=f"{who} at {domain}, which is almost {right}.",
                    why="Mail to a mistyped domain comes back, or reaches a stranger.",
                    fix=Fix(
                        text=f"Write {right}",
                        why=f"Put {right} in the place of {domain}",
                        change=WriteDomain(place=place, wrong=domain, right=right),
                    ),
                    go=Go(text="Show", why="Go to the address", about=domain),
                )


def meant(domain: str) -> str:
    """Give the provider's domain that one is a slip away from; nothing for any other."""
    if domain in _PROVIDERS or domain in _OTHERS:
        return ""
    return next((right for right in _PROVIDERS if _is_slip(domain, right)), "")


def _is_slip(typed: str, right: str) -> bool:
    """Say whether one letter is wrong, missing or too much, or two have changed places."""
    if abs(len(typed) - len(right)) > 1:
        return False
    pairs = zip(typed, right, strict=False)
    at = next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(typed), len(right)))
    one, other = typed[at:], right[at:]
    return (
        one[1:] == other[1:]
        or one[1:] == other
        or one == other[1:]
        or (one[:2] == other[1::-1] and one[2:] == other[2:])
    )
