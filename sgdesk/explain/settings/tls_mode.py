"""When encryption begins, by the words and switches of many programs."""

from collections.abc import Callable, Mapping

from sgdesk.explain.settings.given import Given, Tls

AllGiven = Mapping[str, tuple[Given, ...]]
_IMPLICIT = (
    "ssl",
    "smtps",
    "sslonconnect",
    "ssl/tls",
    "implicit",
    "implicit tls",
    "ssltls",
    "secure_ssl",
    "ssl_tls",
    "encryption_smtps",
    "force_tls",
    "tls from the start",
)
_STARTTLS = (
    "tls",
    "starttls",
    "encryption_starttls",
    "explicit",
    "start_tls",
    "tls/starttls",
    "starttlswhenavailable",
    "explicit tls",
    "tls (starttls)",
    "starttls/tls",
    "submission",
)
_NONE = (
    "none",
    "null",
    "",
    "false",
    "no",
    "off",
    "plain",
    "0",
    "unencrypted",
    "nil",
    "no encryption",
)


def tls_of(given: AllGiven) -> tuple[Tls, Given | None]:
    """Tell when encryption begins, and what says so: what says it outright leads."""
    for role, read in _READ.items():
        for each in given.get(role, ()):
            mode = read(each, given)
            if mode is not None:
                return mode, each
    return Tls.UNKNOWN, None


def _is_on(given: AllGiven, *roles: str) -> bool:
    return any(each.is_on for role in roles for each in given.get(role, ()))


def _word(each: Given, given: AllGiven) -> Tls | None:
    """Read a word such as ssl, tls or none."""
    word = each.value.lower().strip().rpartition(".")[2].rpartition("::")[2]
    if word in _IMPLICIT:
        return Tls.IMPLICIT
    if word in _STARTTLS:
        return Tls.STARTTLS
    # A bare "tls: false" stands beside switches that say more.
    is_none = word in _NONE and "tls" not in each.key.lower()
    return Tls.NONE if is_none and not _is_on(given, "starttls") else None


def _secure(each: Given, given: AllGiven) -> Tls | None:
    """Read Nodemailer's switch, which is off for STARTTLS too."""
    if each.is_on:
        return Tls.IMPLICIT
    return None if each.is_off else _word(each, given)


def _starttls(each: Given, given: AllGiven) -> Tls | None:
    if each.is_on or each.value.lower() in ("required", "auto", "always"):
        return Tls.STARTTLS
    if not each.is_off:
        return None
    # msmtp: encrypted, and not by STARTTLS.
    if _is_on(given, "encryption"):
        return Tls.IMPLICIT
    return None if _is_on(given, "ssl", "usessl") else Tls.NONE


def _when_on(mode: Tls, otherwise: Tls | None = None) -> Callable[[Given, AllGiven], Tls | None]:
    def read(each: Given, _given: AllGiven) -> Tls | None:
        return mode if each.is_on else otherwise if each.is_off else None

    return read


def _level(each: Given, _given: AllGiven) -> Tls | None:
    return Tls.NONE if each.value.strip() == "none" else Tls.STARTTLS


_READ: Mapping[str, Callable[[Given, AllGiven], Tls | None]] = {
    "implicit": lambda _each, _given: Tls.IMPLICIT,
    "encryption": _word,
    "wrapper": _when_on(Tls.IMPLICIT),
    "level": _level,
    "ssl": _when_on(Tls.IMPLICIT),
    "secure": _secure,
    "dotnetssl": _when_on(Tls.STARTTLS, Tls.NONE),
    "starttls": _starttls,
    "ignoretls": _when_on(Tls.NONE),
    "plain": lambda _each, _given: Tls.NONE,
}
"""Roles, what says it outright first."""
