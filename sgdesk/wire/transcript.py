"""The dialogue of one attempt as text, with every secret taken out in this one place.

Bytes are kept as they passed, a run for each change of direction, and redacted
over whole runs when the text is asked for, so that a key which was split over
two reads or two lines is found as well.
A long run keeps its head and its tail.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sgdesk.secret import MARK, without_keys

HEAD_BYTES = 4096
TAIL_BYTES = 512
_MARGIN_BYTES = 1024
"""Kept beyond what is shown, so that a secret across the edge is still seen whole."""
_JSON_ESCAPED = frozenset('"\\/\b\f\n\r\t')
_SHORTEST_PART = 16
"""A shorter part of a key is none of SendGrid's, and may be a word."""
_SHORTEST = 4
"""A secret shorter than this is hidden only where the protocol puts secrets."""


class _Run:
    """What one side said before the other spoke."""

    __slots__ = ("head", "tail", "total", "who")

    def __init__(self, who: str) -> None:
        self.who = who
        self.head = bytearray()
        self.tail = bytearray()
        self.total = 0

    def add(self, data: bytes | memoryview) -> None:
        self.total += len(data)
        room = HEAD_BYTES + _MARGIN_BYTES - len(self.head)
        if room > 0:
            self.head += data[:room]
            data = data[room:]
        if len(data):
            keep = TAIL_BYTES + _MARGIN_BYTES
            self.tail += data[-keep:]
            del self.tail[:-keep]


class Transcript:
    """Collect both directions and give them back redacted."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: dict[str, re.Pattern[str]] = {}
        """The longest first: one may hold another."""
        self._runs: list[_Run] = []
        for secret in secrets:
            self.hide(secret)

    def hide(self, secret: str) -> None:
        """Take this value out of the text, plain, base64, JSON- and URL-encoded.

        Of an API key its last part too: that alone is the secret, and a server may name it alone.
        """
        form, _, last = secret.rpartition(".")
        if form.startswith("SG.") and len(last) >= _SHORTEST_PART:
            self._hide(last)
        self._hide(secret)

    def _hide(self, secret: str) -> None:
        if len(secret) >= _SHORTEST:
            # Compiled now, before the attempt's clock runs: the first phase that is cleaned
            # would take 10 ms longer than it did.
            self._secrets[secret] = _pattern(secret)
            if len(self._secrets) > 1:
                known = self._secrets.items()
                self._secrets = dict(sorted(known, key=lambda item: -len(item[0])))

    def client(self, data: bytes | memoryview) -> None:
        """Add what we said."""
        self._run("C").add(data)

    def server(self, data: bytes | memoryview) -> None:
        """Add what the other side said."""
        self._run("S").add(data)

    def note(self, text: str) -> None:
        """Add a remark of our own, e.g. that encryption starts here."""
        self._runs.append(_Run("*"))
        self._runs[-1].add(text.encode())

    def text(self) -> str:
        """Give the dialogue, one `C: `, `S: ` or `*: ` line each, redacted."""
        patterns = list(self._secrets.values())
        lines: list[str] = []
        expects_login = False
        for run in self._runs:
            text = _shown(run, patterns)
            said = text.removesuffix("\n").split("\n")
            if run.who == "C":
                said = list(_redact_client(said, continuation=expects_login))
            expects_login = run.who == "S" and bool(said) and said[-1].startswith("334")
            lines += [f"{run.who}: {line}" for line in said]
        return "\n".join(lines) + ("\n" if lines else "")

    def clean(self, text: str) -> str:
        """Take the secrets out of any other text, e.g. a server's reply that echoes one."""
        for secret, pattern in self._secrets.items():
            # No form of a secret is shorter than itself, and most replies are.
            if len(text) >= len(secret):
                text = pattern.sub(MARK, text)
        return without_keys(text)

    def _run(self, who: str) -> _Run:
        if not self._runs or self._runs[-1].who != who:
            self._runs.append(_Run(who))
        return self._runs[-1]


_AUTH = re.compile(r"(?i)^(AUTH\s+\S+\s+)\S.*$")
_HEADER = re.compile(r"(?i)^((?:proxy-)?authorization:\s*(?:\S+\s+(?=\S))?)\S.*$")


def _redact_client(lines: list[str], *, continuation: bool) -> Iterator[str]:
    """Hide credentials by their place in SMTP and HTTP."""
    for number, line in enumerate(lines):
        if continuation and number == 0:
            yield MARK
        else:
            yield _HEADER.sub(rf"\g<1>{MARK}", _AUTH.sub(rf"\g<1>{MARK}", line))


def _shown(run: _Run, patterns: list[re.Pattern[str]]) -> str:
    """Redact a run, then cut what is too long out of its middle."""
    whole = len(run.head) + len(run.tail) == run.total
    if whole and run.total <= HEAD_BYTES + TAIL_BYTES:
        return _clean(bytes(run.head + run.tail), patterns)
    if whole:
        both = bytes(run.head + run.tail)
        head, tail = both[: HEAD_BYTES + _MARGIN_BYTES], both[-TAIL_BYTES - _MARGIN_BYTES :]
    else:
        head, tail = bytes(run.head), bytes(run.tail)
    shown_head = _clean(head, patterns)[:HEAD_BYTES]
    shown_tail = _clean(tail, patterns)[-TAIL_BYTES:]
    left_out = max(0, run.total - HEAD_BYTES - TAIL_BYTES)
    return f"{shown_head}\n… {left_out:,} bytes …\n{shown_tail}"


def _clean(data: bytes, patterns: list[re.Pattern[str]]) -> str:
    text = data.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
    for pattern in patterns:
        text = pattern.sub(MARK, text)
    text = without_keys(text)
    # Lone control characters would let a server draw on a terminal.
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "\ufffd", text)


@lru_cache(maxsize=16)
def _pattern(secret: str) -> re.Pattern[str]:
    """Give one expression for every form; kept, since each attempt needs it and it is dear."""
    return re.compile("|".join(_forms(secret)))


def _forms(secret: str) -> Iterator[str]:
    """Give an expression for each form in which a secret may travel, longest first.

    Characters may be parted by a line break: folded headers, wrapped base64,
    quoted-printable soft breaks, `\\r\\n` inside a JSON string.
    """
    raw = secret.encode("utf-8", "surrogateescape")
    parted = r"(?:=?\r?\n[ \t]*|\\r\\n|\\n)?"
    yield parted.join(map(_character, secret))
    forms: set[str] = set()
    for shift in range(3):
        # The same bytes read differently in base64 by their place in a group of three;
        # the first and last characters mix with the neighbours and are left out.
        padded = base64.b64encode(b"\0" * shift + raw).decode().rstrip("=")
        first = (0, 2, 3)[shift]
        last = len(padded) if (shift + len(raw)) % 3 == 0 else -1
        core = padded[first:last]
        if len(core) >= _SHORTEST:
            forms |= {core, core.replace("+", "-").replace("/", "_")}
    for form in sorted(forms, key=len, reverse=True):
        yield parted.join(map(re.escape, form))


def _character(c: str) -> str:
    """Give an expression for a character as it is, or as JSON or a URL may write it instead.

    Each may choose for each character: one URL-encoder spares the dot, another does not.
    """
    json_escape = "".join(f"\\u{unit:04x}" for unit in _utf16(c))
    percent = "".join(f"%{byte:02x}" for byte in c.encode("utf-8", "surrogateescape"))
    words = [re.escape(c), *(f"(?i:{re.escape(word)})" for word in (json_escape, percent))]
    words += [re.escape(json.dumps(c)[1:-1])] if c in _JSON_ESCAPED else []
    words += [r"\+"] if c == " " else []
    return f"(?:{'|'.join(words)})"


def _utf16(c: str) -> Iterator[int]:
    units = c.encode("utf-16-be", "surrogatepass")
    for at in range(0, len(units), 2):
        yield int.from_bytes(units[at : at + 2], "big")
