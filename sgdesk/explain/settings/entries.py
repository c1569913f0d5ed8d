"""Names and values in settings of any form: dotenv, INI, YAML, JSON, PHP, Ruby, Python, XML, prose.

One reader for all: a line is a name, a sign and a value, or several of them. Nothing is executed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One name with its value."""

    path: str
    """The names of what it stands in, from the outside, with dots."""
    key: str
    value: str
    line: int
    is_quoted: bool = False


_COMMENT = re.compile(r"^(?:#(?!define)|//|;|\*(?!:)|<!--|--\s|/\*|dnl\b|REM\b)")
_LEAD = re.compile(r"^(?:Environment=\"?(?=[A-Z_]+=)|export\s+|set\s+|ENV\s+|-\s+|[*•]\s+|\$\s+)")
_WHOLE = re.compile(
    r"^(?P<key>[\"'$@:]?[A-Za-z_][\w .\-/>()\"'\[\]:]{0,70}?)\s*(?P<sep>=>|:=|=|:(?![:/])|\s[–-]\s)"
    r"\s*(?P<value>.*)$"
)
_MORE = re.compile(r"[,;{(]\s*[\"':$]?[A-Za-z_][\w.]*[\"']?\s*(?:=>|:(?!/)|=)")
_PAIR = re.compile(
    r"(?P<key>\"[^\"\n]{1,80}\"|'[^'\n]{1,80}'|[:$@]?[A-Za-z_][\w.>-]{0,80})\]?\s*"
    r"(?P<sep>=>|:=|=|:(?![:/]))\s*"
    r"(?P<value>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[^\s,;{}\[\]<>]+(?:\([^()\n]*\))?)"
)
_DEFINE = re.compile(
    r"(?:define|putenv|ini_set|setenv|Environment\.SetEnvironmentVariable)\s*\(\s*"
    r"[\"'](?P<key>[\w.]+)[\"']\s*,\s*(?P<value>\"[^\"\n]*\"|'[^'\n]*'|[^)\s]+)\s*\)",
    re.IGNORECASE,
)
_ADDED = re.compile(r"key=\"(?P<key>[^\"]+)\"\s+value=\"(?P<value>[^\"]*)\"", re.IGNORECASE)
_PUT = re.compile(
    r"\.(?:put|set|setProperty|setdefault)\(\s*[\"'](?P<key>[\w.]+)[\"']\s*,\s*"
    r"(?P<value>\"[^\"\n]*\"|'[^'\n]*'|[^)\s]+)\s*\)"
)
_SETTER = re.compile(
    r"(?:\.|->)set(?P<key>Host|Port|Username|Password|SMTPSecure|From)\(\s*"
    r"(?P<value>\"[^\"\n]*\"|'[^'\n]*'|[^),\s]+)"
)
_ELEMENT = re.compile(r"<(?P<key>[A-Za-z][\w.]*)>(?P<value>[^<\n]*)</(?P=key)>")
_SECTION = re.compile(r"^\[(?P<name>[\w .:-]+)\]$")
_OPENS = re.compile(
    r"^[\"':$]?(?P<name>[A-Za-z_][\w.>-]*)[\"']?\]?\s*(?:(?:=>|:|=)?\s*(?:\w+\s*)?[\[{(]|:)$"
)
_SPACED = re.compile(
    r"^(?P<key>host|port|tls|tls_starttls|tls_certcheck|user|password|from|auth|timeout)\s+"
    r"(?P<value>\S.*)$"
)
_SPACED_FILE = re.compile(r"^(?:account|defaults)\b(?!\s*[:=])", re.MULTILINE)
_QUOTED = re.compile(
    r"^[bru]?(?:\"\"\"(.*)\"\"\"|\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|`([^`]*)`)"
)
_TAIL = re.compile(r"\s+(?:#|//|/\*|<!--).*$")
_SPECIAL = (_DEFINE, _ADDED, _PUT, _SETTER, _ELEMENT)
_SIGN = re.compile(r"[=:(>–]")
"""No line without one sets anything; most lines of a log or a mail have none."""
_LONGEST = 4000
"""Characters of a line that are read; settings have shorter ones."""


def read_entries(text: str) -> Iterator[Entry]:
    """Give every name with its value, in their order."""
    spaced = _SPACED_FILE.search(text) is not None
    section = ""
    around: list[tuple[int, str]] = []
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()[:_LONGEST]
        if not line or _COMMENT.match(line):
            continue
        if (head := _SECTION.match(line)) is not None:
            section, around = head["name"], []
            continue
        indent = len(raw) - len(raw.lstrip())
        while around and around[-1][0] >= indent:
            around.pop()
        path = ".".join((section, *(name for _, name in around))).strip(".")
        if line[-1] in "[{(:" and not spaced and (opens := _OPENS.match(line)) is not None:
            around.append((indent, opens["name"]))
            continue
        yield from _line_entries(line, path, number, spaced=spaced)


def _line_entries(line: str, path: str, number: int, *, spaced: bool) -> Iterator[Entry]:
    if spaced and (pair := _SPACED.match(line)) is not None:
        yield _entry(path, pair["key"], pair["value"], number)
        return
    if not _SIGN.search(line):
        return
    found = [match for special in _SPECIAL for match in special.finditer(line)]
    if found:
        yield from (_entry(path, match["key"], match["value"], number) for match in found)
        return
    bare = _LEAD.sub("", line)
    whole = _WHOLE.match(bare)
    if whole is not None and not line.startswith("<"):
        value = whole["value"]
        if value and (not _MORE.search(value) or _QUOTED.fullmatch(value.rstrip(",; "))):
            yield _entry(path, whole["key"], value, number)
            return
    for pair in _PAIR.finditer(bare):
        yield _entry(path, pair["key"], pair["value"], number)


def _entry(path: str, key: str, value: str, number: int) -> Entry:
    text, is_quoted = unquoted(value)
    name = key.strip(" \"':$@[]")
    return Entry(path=path, key=name, value=text, line=number, is_quoted=is_quoted)


def unquoted(value: str) -> tuple[str, bool]:
    """Give a value without its quotes, the comment behind it and the sign that ends it."""
    quoted = _QUOTED.match(value)
    if quoted is not None:
        inner = next(each for each in quoted.groups() if each is not None)
        rest = value[quoted.end() :].lstrip()
        # Two quotes around one another are part of the value: a program gets the inner ones.
        if not rest or rest[0] in ",;)#/}]<":
            return inner, True
    return _TAIL.sub("", value).rstrip(",; "), False
