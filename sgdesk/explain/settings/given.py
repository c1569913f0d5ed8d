"""What settings give, by role, as the rules see it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from sgdesk.sendgrid.hosts import is_sendgrid_host

_TELLING = (
    "host",
    "port",
    "user",
    "password",
    "encryption",
    "starttls",
    "secure",
    "usessl",
    "key",
    "dotnetssl",
    "from",
    "relayhost",
    "mailer",
    "url",
    "header",
)
_ALONE = {"relayhost", "maps", "mailer", "mapdest", "clientsend", "key"}
_SETTLING = {"user", "password", "encryption", "starttls", "secure", "dotnetssl", "usessl"}
_REFERENCE = re.compile(
    r"^\$\{?\w|^\$\(|%\(?\w+\)?%?s?$|^process\.env|^import\.meta|os\.environ|getenv|^ENV[\[.]|^env\(|^config\(|"
    r"^\{\{|^<%|^Configuration\[|^_?config\w*[\[.(]|^Rails\.|^Environment\.|^settings?[.\[]|^this\.|^self\.|"
    r"^secrets?\.|^decouple|^std::env|^%env|^@\w+@$|^var\.|^options\.|^\w+Settings?\.",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A value with the name it has in the settings, and its line."""

    key: str
    """Empty where a sentence names the value."""
    value: str
    line: int
    is_code: bool = False
    """An argument or an unquoted word of a program, which may be a variable."""

    @property
    def is_on(self) -> bool:
        """Say whether it reads as yes."""
        return self.value.lower() in ("true", "yes", "on", "1", "y", "enabled", "always")

    @property
    def is_off(self) -> bool:
        """Say whether it reads as no."""
        return self.value.lower() in (
            "false",
            "no",
            "off",
            "0",
            "n",
            "none",
            "null",
            "disabled",
            "never",
        )

    @property
    def is_reference(self) -> bool:
        """Say whether the value stands elsewhere, in a variable."""
        return _REFERENCE.search(self.value) is not None


class Tls(Enum):
    """When encryption begins, as far as the settings say."""

    NONE = "none"
    STARTTLS = "STARTTLS"
    IMPLICIT = "from the start"
    UNKNOWN = "not told"


class Password(Enum):
    """What form the password has."""

    KEY = "a SendGrid key"
    REFERENCE = "stands elsewhere"
    MASKED = "left out"
    EMPTY = "empty"
    PLACEHOLDER = "a placeholder"
    DAMAGED = "a SendGrid key with something else in it"
    WRONG_LENGTH = "like a SendGrid key, of the wrong length"
    ENCODED = "a SendGrid key in base64"
    FOREIGN = "a key of another service"
    OTHER = "no SendGrid key"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """All that is given, by role, in the order of the text."""

    given: dict[str, tuple[Given, ...]]
    host: Given | None
    port: Given | None
    user: Given | None
    password: Given | None
    tls: Tls
    tls_from: Given | None
    """What says so."""

    def first(self, role: str) -> Given | None:
        """Give the first of a role."""
        return next(iter(self.given.get(role, ())), None)

    def all(self, *roles: str) -> Iterator[Given]:
        """Give all of some roles."""
        for role in roles:
            yield from self.given.get(role, ())

    @property
    def number(self) -> int | None:
        """Give the port as a number."""
        return int(self.port.value) if self.port and self.port.value.isdigit() else None

    @property
    def is_sendgrids(self) -> bool:
        """Say whether the host is SendGrid's."""
        return self.host is not None and is_sendgrid_host(self.host.value)

    @property
    def is_telling(self) -> bool:
        """Say whether there is enough to judge: a text of any kind may have one such word."""
        roles = [self.given[role] for role in _TELLING if self.given.get(role)]
        is_named = any(each.key for values in roles for each in values)
        return (len(roles) > 1 and is_named) or bool(_ALONE & self.given.keys())

    @property
    def is_whole(self) -> bool:
        """Say whether it is more than the host and port that errors name too."""
        named = self.host is not None and self.host.key
        return bool(named and _SETTLING & self.given.keys())
