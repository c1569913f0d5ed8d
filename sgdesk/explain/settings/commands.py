"""Settings in command lines, URLs, calls and password maps."""

import re
import shlex
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from sgdesk.explain.settings.entries import Entry

_COMMAND = re.compile(
    r"^\s*(?:\$\s+|sudo\s+|#\s+)*(?P<name>swaks|curl|sendemail|openssl)\s", re.IGNORECASE
)
_OPTIONS: dict[str, dict[str, str]] = {
    "swaks": {
        "--server": "server",
        "-s": "server",
        "--port": "port",
        "-p": "port",
        "--auth-user": "username",
        "-au": "username",
        "--auth-password": "password",
        "-ap": "password",
        "--from": "from",
        "-f": "from",
        "-tls": "!starttls",
        "--tls": "!starttls",
        "-tlsc": "!implicit",
        "--tls-on-connect": "!implicit",
        "--auth": "auth",
        "-a": "auth",
    },
    "curl": {
        "--url": "url",
        "--user": "login",
        "-u": "login",
        "--mail-from": "from",
        "--ssl": "!starttls",
        "--ssl-reqd": "!starttls",
        "-k": "!insecure",
        "--insecure": "!insecure",
        "-H": "header",
        "--header": "header",
    },
    "sendemail": {
        "-s": "server",
        "-xu": "username",
        "-xp": "password",
        "-f": "from",
        "-o": "option",
    },
    "openssl": {"-connect": "server"},
}
"""What an option is; after a `!` what it says by itself."""
_DSN = re.compile(
    r"(?P<scheme>smtps?(?:\+\w+)?|sendgrid(?:\+\w+)?|submission)://[^\s\"'<>]+", re.IGNORECASE
)
_MAP = re.compile(
    r"^(?P<dest>\[?[\w.*-]+\]?(?::\w+)?)[ \t:]+(?P<user>[^\s:#]+):(?P<password>\S+)[ \t]*$"
)
_STRING = r"(?:\"[^\"\n]*\"|'[^'\n]*')"
_CALLS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (
        re.compile(rf"smtplib\.SMTP\(\s*(?:host=)?({_STRING})\s*,\s*(?:port=)?(\d+)"),
        ("host", "port", "!plain"),
    ),
    (
        re.compile(rf"smtplib\.SMTP_SSL\(\s*(?:host=)?({_STRING})\s*,\s*(?:port=)?(\d+)"),
        ("host", "port", "!implicit"),
    ),
    (re.compile(r"\.starttls\("), ("!starttls",)),
    (
        re.compile(rf"\.login\(\s*({_STRING}|[\w.\[\]\"']+)\s*,\s*({_STRING}|[^)\n]+)\)"),
        ("username", "password"),
    ),
    (
        re.compile(
            rf"NewDialer\(\s*({_STRING})\s*,\s*(\d+)\s*,\s*({_STRING})\s*,\s*({_STRING}|[^)\n]+)\)"
        ),
        ("host", "port", "username", "password"),
    ),
    (
        re.compile(
            rf"PlainAuth\(\s*{_STRING}\s*,\s*({_STRING})\s*,\s*({_STRING}|[^,\n]+)\s*,\s*({_STRING})"
        ),
        ("username", "password", "host"),
    ),
    (re.compile(rf"SmtpClient\(\s*({_STRING})\s*,\s*(\d+)"), ("host", "port")),
    (
        re.compile(rf"\.Connect(?:Async)?\s*\(\s*({_STRING})\s*,\s*(\d+)\s*,\s*([\w.]+)"),
        ("host", "port", "SecureSocketOptions"),
    ),
    (
        re.compile(rf"NetworkCredential\(\s*({_STRING})\s*,\s*({_STRING}|[^)\n]+)\)"),
        ("username", "password"),
    ),
    (
        re.compile(rf"\.Authenticate(?:Async)?\s*\(\s*({_STRING})\s*,\s*({_STRING}|[^)\n]+)\)"),
        ("username", "password"),
    ),
    (re.compile(rf"EsmtpTransport\(\s*({_STRING})\s*,\s*(\d+)"), ("host", "port")),
    (
        re.compile(rf"Swift_SmtpTransport\(\s*({_STRING})\s*,\s*(\d+)\s*(?:,\s*({_STRING}))?"),
        ("host", "port", "encryption"),
    ),
    (re.compile(rf"setFrom\(\s*({_STRING})"), ("from",)),
    (re.compile(rf"starttls_relay\(\s*({_STRING})"), ("host", "!starttls")),
    (re.compile(rf"SmtpTransport::relay\(\s*({_STRING})"), ("host", "!implicit")),
    (re.compile(rf"Credentials::new\(\s*({_STRING})"), ("username",)),
)
"""Calls of mail libraries, with what each argument is."""


def read_commands(text: str) -> Iterator[Entry]:
    """Give what command lines, URLs, calls and password maps set, under names of their own."""
    for number, line in _joined(text):
        named = _COMMAND.match(line)
        if named is not None:
            yield from _command(named["name"].lower(), line, number)
            continue
        if "://" in line:
            for url in _DSN.finditer(line):
                yield from _url(url[0], number)
        if "(" in line:
            for pattern, roles in _CALLS:
                for call in pattern.finditer(line):
                    yield from _call(roles, call.groups(), number)
        if ":" in line and (row := _MAP.match(line)) is not None and _is_map(row["dest"]):
            yield _made("map.dest", row["dest"], number)
            yield _made("username", row["user"], number)
            yield _made("password", row["password"], number)


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Give lines with their numbers, those that a backslash continues as one."""
    held, begun = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        begun = begun if held else number
        held += line.rstrip("\r")
        if held.endswith("\\") and len(held) < 8000:
            held = held[:-1] + " "
            continue
        yield begun, held
        held = ""
    if held:
        yield begun, held


def _is_map(dest: str) -> bool:
    return "sendgrid" in dest or dest.startswith(("[", "*"))


def _command(name: str, line: str, number: int) -> Iterator[Entry]:
    try:
        words = shlex.split(line)
    except ValueError:
        # An open quote: what stands before it can be read all the same.
        words = line.split()
    options = _OPTIONS[name]
    says_tls = False
    rest = iter(words)
    for word in rest:
        option, sign, given = word.partition("=")
        role = options.get(option, "")
        if role.startswith("!"):
            says_tls = True
            yield _made(role, "yes", number)
        elif role:
            yield from _option(role, given if sign else next(rest, ""), number)
        elif name == "curl" and "://" in word:
            yield from _option("url", word, number)
    if not says_tls and (name == "swaks" or "smtp://" in line):
        yield _made("!plain", "yes", number)


def _option(role: str, value: str, number: int) -> Iterator[Entry]:
    if role == "server":
        yield from _server(value, number)
    elif role == "login":
        user, _, password = value.partition(":")
        yield _made("username", user, number)
        yield _made("password", password, number)
    elif role == "url" and value.startswith(("smtp://", "smtps://")):
        yield from _url(value, number)
    elif role != "option":
        yield _made(role, value, number)


def _server(value: str, number: int) -> Iterator[Entry]:
    host, _, port = value.rpartition(":") if re.search(r":\d+$", value) else (value, "", "")
    yield _made("host", host, number)
    if port:
        yield _made("port", port, number)


def _url(url: str, number: int) -> Iterator[Entry]:
    try:
        parts = urlsplit(url.rstrip(",;)"))
        port = parts.port
    except ValueError:
        return
    scheme = parts.scheme.lower()
    if "sendgrid" in scheme:
        yield _made("key", unquote(parts.username or ""), number)
        return
    if parts.hostname:
        yield _made("host", parts.hostname, number)
    if port is not None:
        yield _made("port", str(port), number)
    if parts.username is not None:
        yield _made("username", unquote(parts.username), number)
    if parts.password is not None:
        yield _made("password", unquote(parts.password), number)
    if scheme in ("smtps", "smtp+ssl"):
        yield _made("!implicit", "yes", number)
    elif scheme == "smtp+tls":
        yield _made("!starttls", "yes", number)
    for name, values in parse_qs(parts.query).items():
        yield _made(name, values[-1], number)


def _call(roles: tuple[str, ...], groups: tuple[str | None, ...], number: int) -> Iterator[Entry]:
    for role, given in zip(roles, (*groups, "yes"), strict=False):
        if given is None:
            continue
        quoted = len(given) > 1 and given[0] in "\"'" and given[-1] == given[0]
        yield _made(role, given[1:-1] if quoted else given, number, is_quoted=quoted, is_code=True)


def _made(
    key: str, value: str, number: int, *, is_quoted: bool = True, is_code: bool = False
) -> Entry:
    return Entry(
        path="call" if is_code else "", key=key, value=value, line=number, is_quoted=is_quoted
    )
