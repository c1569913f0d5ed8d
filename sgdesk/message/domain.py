"""Internationalised domain names: `münchen.example` and `xn--mnchen-3ya.example`.

Source: RFC 5890 to 5892 and UTS 46, as the `idna` package reads them.
"""

from functools import lru_cache

import idna


@lru_cache(maxsize=4096)
def domain_to_ascii(domain: str) -> str:
    """Give the form that goes on the wire; an ASCII domain comes back as it was.

    Raises `ValueError` (`idna.IDNAError` is one) when there is no such form.
    """
    if domain.isascii():
        return domain
    return idna.encode(domain, uts46=True, std3_rules=True).decode("ascii")


def email_to_wire(email: str) -> str:
    """Give an address with its domain in ASCII; a non-ASCII local part stays (it needs SMTPUTF8).

    Raises `ValueError` when the domain has no ASCII form.
    """
    if email.isascii():
        return email
    local, _, domain = email.rpartition("@")
    return f"{local}@{domain_to_ascii(domain)}"


def email_key(email: str) -> str:
    """Give what two spellings of one address have in common.

    SendGrid compares recipients without case, the part before the `@` too.
    """
    try:
        return email_to_wire(email).lower()
    except ValueError:
        return email.lower()


def domain_key(email: str) -> str:
    """Give what two spellings of an address's domain have in common."""
    return email_key(email).rpartition("@")[2]
