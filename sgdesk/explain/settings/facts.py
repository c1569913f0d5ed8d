"""Read settings of any form into what is given, by role."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sgdesk.explain.settings.commands import read_commands
from sgdesk.explain.settings.entries import Entry, read_entries
from sgdesk.explain.settings.given import Given, MailSettings
from sgdesk.explain.settings.roles import role_of
from sgdesk.explain.settings.tls_mode import tls_of
from sgdesk.sendgrid.hosts import SMTP_HOST, Region

_SPOKEN_HOST = re.compile(r"(?<![\w.@/-])(smtp\.(?:eu\.)?sendgrid\.(?:net|com))\b")
_SPOKEN_PORT = re.compile(r"\b[Pp]ort(?: is|\()?[ ]?(25|465|587|2525)\b")
_HOST_FORM = re.compile(
    r"^(?:[\w-]+\.)+[a-z]{2,}\.?$|^localhost$|^\d{1,3}(?:\.\d{1,3}){3}$|^[a-z][\w-]{2,}$",
    re.IGNORECASE,
)


def read_settings(text: str) -> MailSettings:
    """Read settings of any form."""
    given: dict[str, list[Given]] = {}
    for entry in (*read_commands(text), *read_entries(text)):
        for role, value in _roles(entry):
            known = given.setdefault(role, [])
            if not any(each.value == value.value and each.line == value.line for each in known):
                known.append(value)
    _add_service(given)
    _add_spoken(text, given)
    frozen = {role: tuple(values) for role, values in given.items()}
    hosts = [each for each in frozen.get("host", ()) if not each.is_reference]
    host = next(
        (each for each in hosts if "grid" in each.value.lower()), hosts[0] if hosts else None
    )
    tls, because = tls_of(frozen)
    return MailSettings(
        given=frozen,
        host=host,
        port=_chosen(frozen.get("port", ())),
        user=_chosen(frozen.get("user", ())),
        password=_chosen(frozen.get("password", ())),
        tls=tls,
        tls_from=because,
    )


def _add_service(given: dict[str, list[Given]]) -> None:
    """Add what Nodemailer knows of a service by its name, where nothing else is given."""
    for named in given.get("service", ()):
        if named.value.lower() == "sendgrid":
            for role, value in (("host", SMTP_HOST[Region.GLOBAL]), ("port", "587")):
                if not given.get(role):
                    given[role] = [replace(named, value=value)]


def _add_spoken(text: str, given: dict[str, list[Given]]) -> None:
    """Add SendGrid's host and a port as sentences and calls name them, where nothing else does."""
    for role, pattern in (("host", _SPOKEN_HOST), ("port", _SPOKEN_PORT)):
        found = pattern.search(text)
        if found is not None and not given.get(role):
            line = text.count("\n", 0, found.start()) + 1
            given[role] = [Given(key="", value=found[1], line=line)]


def _chosen(found: Sequence[Given]) -> Given | None:
    """Give the first that says something itself, else the first."""
    return next((each for each in found if not each.is_reference), next(iter(found), None))


def _roles(entry: Entry) -> Iterator[tuple[str, Given]]:
    """Give what an entry says; a host with its port says two things."""
    if entry.key.startswith("!"):
        yield entry.key[1:], Given(key=entry.key[1:], value=entry.value, line=entry.line)
        return
    role = role_of(entry.path, entry.key)
    if not role:
        return
    bare = entry.value.strip()
    value = Given(
        key=entry.key,
        value=entry.value if role in ("password", "key") and entry.is_quoted else bare,
        line=entry.line,
        is_code=entry.path == "call" and not entry.is_quoted,
    )
    if role == "host":
        yield from _hosts(value)
    elif role in ("relayhost", "routelist"):
        yield role, value
        yield from _hosts(
            replace(value, value=bare.removeprefix("*").split()[0] if bare.strip("* ") else "")
        )
    elif role == "clientsend":
        yield role, value
        parts = [part.strip() for part in re.split(r"(?<!:):(?!:)|\^", bare) if part.strip()]
        for name, part in zip(("user", "password"), parts[-2:], strict=False):
            yield name, replace(value, value=part)
    elif role == "port":
        if re.fullmatch(r"\d{2,5}", bare):
            yield role, value
    elif role == "from" and "@" not in bare:
        return
    else:
        yield role, value


def _hosts(value: Given) -> Iterator[tuple[str, Given]]:
    scheme, _, rest = value.value.rpartition("://")
    rest = rest.split("/")[0].strip("[] ")
    name, port = rest, ""
    if (apart := re.fullmatch(r"\[?([^\s:\]]+)\]?:{1,2}(\w+)", rest)) is not None:
        name, port = apart[1], apart[2]
    if value.is_reference:
        yield "host", value
        return
    if not _HOST_FORM.match(name) or name.lower() in ("smtp", "true", "false", "none", "null"):
        return
    if value.key.lower() == "smtp" and "." not in name:
        # "smtp: on" and the like; only php.ini names the server so.
        return
    yield "host", replace(value, value=name)
    if scheme.lower() in ("ssl", "smtps"):
        yield "implicit", value
    if scheme.lower() in ("http", "https"):
        yield "webhost", value
    number = {"submission": "587", "smtps": "465", "submissions": "465", "smtp": "25"}.get(
        port, port
    )
    if number.isdigit():
        yield "port", replace(value, value=number)
