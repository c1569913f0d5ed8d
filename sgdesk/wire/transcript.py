"""The dialogue of one attempt as text, with every secret taken out in this one place.

Bytes are kept as they passed, a run for each change of direction, and redacted
over whole runs when the text is asked for, so that a key which was split over
two reads or two lines is found as well.
A long run keeps its head and its tail.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from sgdesk.secret import MARK, without_keys
from sgdesk.wire.secret_forms import SHORTEST, forms_of, without_forms

HEAD_BYTES = 4096
TAIL_BYTES = 512
_MARGIN_BYTES = 1024
"""Kept beyond what is shown, so that a secret across the edge is still seen whole."""
_SHORTEST_PART = 16
"""A shorter part of a key is none of SendGrid's, and may be a word."""


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
        self._forms: dict[str, frozenset[str]] = {}
        """The longest secret first: one may hold another."""
        self._runs: list[_Run] = []
        for secret in secrets:
            self.hide(secret)

    def hide(self, secret: str) -> None:
        """Take this value out of the text: plain, in base64, base32 or hex, as JSON, HTML or a URL.

        Of an API key its last part too: that alone is the secret, and a server may name it alone.
        """
        form, _, last = secret.rpartition(".")
        if form.startswith("SG.") and len(last) >= _SHORTEST_PART:
            self._forms[last] = forms_of(last)
        if len(secret) >= SHORTEST:
            self._forms[secret] = forms_of(secret)
        self._forms = dict(sorted(self._forms.items(), key=lambda item: -len(item[0])))

    def client(self, data: bytes | memoryview) -> None:
        """Add what we said."""
        self._run("C").add(data)

    def server(self, data: bytes | memoryview) -> None:
        """Add what the other side said."""
        self._run("S").add(data)

    def last_said(self) -> str:
        """Give the first line of what the server said, if it spoke last."""
        if not self._runs or self._runs[-1].who != "S":
            return ""
        lines = self._runs[-1].head.decode("utf-8", "replace").splitlines()
        return "".join(filter(str.isprintable, lines[0])) if lines else ""

    def note(self, text: str) -> None:
        """Add a remark of our own, e.g. that encryption starts here."""
        self._runs.append(_Run("*"))
        self._runs[-1].add(text.encode())

    def text(self) -> str:
        """Give the dialogue, one `C: `, `S: ` or `*: ` line each, redacted."""
        secrets = tuple(self._forms.values())
        lines: list[str] = []
        expects_login = False
        for run in self._runs:
            text = _shown(run, secrets)
            said = text.removesuffix("\n").split("\n")
            if run.who == "C":
                said = list(_redact_client(said, continuation=expects_login))
            expects_login = run.who == "S" and bool(said) and said[-1].startswith("334")
            lines += [f"{run.who}: {line}" for line in said]
        return "\n".join(lines) + ("\n" if lines else "")

    def clean(self, text: str) -> str:
        """Take the secrets out of any other text, e.g. a server's reply that echoes one."""
        return without_keys(without_forms(text, self._forms.values()))

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


def _shown(run: _Run, secrets: Collection[frozenset[str]]) -> str:
    """Redact a run, then cut what is too long out of its middle."""
    whole = len(run.head) + len(run.tail) == run.total
    if whole and run.total <= HEAD_BYTES + TAIL_BYTES:
        return _clean(bytes(run.head + run.tail), secrets)
    if whole:
        both = bytes(run.head + run.tail)
        head, tail = both[: HEAD_BYTES + _MARGIN_BYTES], both[-TAIL_BYTES - _MARGIN_BYTES :]
    else:
        head, tail = bytes(run.head), bytes(run.tail)
    shown_head = _clean(head, secrets)[:HEAD_BYTES]
    shown_tail = _clean(tail, secrets)[-TAIL_BYTES:]
    left_out = max(0, run.total - HEAD_BYTES - TAIL_BYTES)
    return f"{shown_head}\n… {left_out:,} bytes …\n{shown_tail}"


def _clean(data: bytes, secrets: Collection[frozenset[str]]) -> str:
    text = data.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
    text = without_keys(without_forms(text, secrets))
    # Lone control characters would let a server draw on a terminal.
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "\ufffd", text)
