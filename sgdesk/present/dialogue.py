"""The dialogue of an attempt with remarks: which reply refuses what, and why it ended unanswered.

A remark begins with `*:`, as those of the transcript do.
With PIPELINING the commands stand together and their replies after them, so that one would have
to count which belongs to whom.
"""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from sgdesk.delivery import Attempt
from sgdesk.present.refusals import unanswered_text
from sgdesk.present.summary import everyone_of, without_addresses
from sgdesk.present.veil import veiled_text
from sgdesk.route import SmtpPath

MARK = "✕"
"""In a remark on what went wrong; never the colour alone."""
_REPLY = re.compile(r"(\d{3})(-?)")
_STATUS = re.compile(r"HTTP/\S+ ([45])\d\d\b")
_CUT = re.compile(r"… [\d,]+ bytes …")
_MAIL = "the mail"
_COMMAND = re.compile(r"(?i)(?:EHLO|HELO|STARTTLS|AUTH|MAIL FROM|RCPT TO|DATA|QUIT|RSET|NOOP)\b")
"""All that goes into a ticket of what is said on SMTP."""
_REQUEST = re.compile(r"[A-Z]+ \S+ HTTP/1\.1$")
_EDGES = re.compile(r"\S*(\nS: … [\d,]+ bytes …\nS: )\S*")
"""Half a word on both sides of what was left out may be half a name."""
_ANSWERS = re.compile(r"(?:^[S*]: .*\n)+", re.MULTILINE)


def dialogue_text(attempt: Attempt) -> str:
    """Give the transcript, a remark below each reply that refuses, and a last one at its end."""
    if not attempt.transcript:
        return ""
    is_smtp = isinstance(attempt.path, SmtpPath)
    remark = _Smtp(is_warm=attempt.trace.warm).remark if is_smtp else _web_remark
    lines = []
    for line in attempt.transcript.removesuffix("\n").split("\n"):
        lines.append(line)
        if said := remark(line[:1], line[3:]):
            lines.append(f"*: {MARK} {said}")
    if end := unanswered_text(attempt):
        mark = "" if end.startswith("stopped") else f"{MARK} "
        lines.append(f"*: {mark}{end[0].upper()}{end[1:]}")
    return "\n".join(lines) + "\n"


def ticket_dialogue(attempt: Attempt, private: Sequence[str] = ()) -> str:
    """Give the dialogue for a ticket: without the mail itself, and without whole addresses.

    `private` are words of the mail that the server may repeat.
    """
    is_ours = _SmtpCommands() if isinstance(attempt.path, SmtpPath) else _RequestHeads()
    attempt = replace(attempt, transcript=_EDGES.sub(r"…\1…", attempt.transcript))
    lines: list[str] = []
    left_out = 0
    for line in dialogue_text(attempt).split("\n")[:-1]:
        if not is_ours.take(line[:1], line[3:]):
            left_out += 1
            continue
        lines += _left_out(left_out)
        left_out = 0
        lines.append(line)
    lines += _left_out(left_out)
    text = "".join(f"{line}\n" for line in lines)
    text = _ANSWERS.sub(lambda found: veiled_text(found[0], private), text)
    return without_addresses(text, everyone_of(attempt))


def _left_out(count: int) -> list[str]:
    return [f"C: … the mail, {count:,} line{'' if count == 1 else 's'} …"] if count else []


def _web_remark(who: str, said: str) -> str:
    found = _STATUS.match(said) if who == "S" else None
    return "Refused: the request" if found else ""


class _SmtpCommands:
    """Tell the lines of a mail on SMTP, which begins behind a 354 and ends with a dot alone.

    A server that speaks in the middle of it does not end it.
    """

    def __init__(self) -> None:
        self._is_in_mail = False

    def take(self, who: str, said: str) -> bool:
        """Take the next line; say whether it goes into a ticket."""
        if who != "C":
            self._is_in_mail = self._is_in_mail or (who == "S" and said.startswith("354"))
            return True
        is_in_mail = self._is_in_mail
        self._is_in_mail = is_in_mail and said != "."
        return not is_in_mail and _COMMAND.match(said) is not None


class _RequestHeads:
    """Tell the lines of a request's head from its body, which begins behind the first empty line.

    A server that speaks in the middle of a body does not end it.
    """

    def __init__(self) -> None:
        self._is_in_head = False

    def take(self, who: str, said: str) -> bool:
        """Take the next line; say whether it goes into a ticket."""
        if who != "C":
            return True
        was_in_head = self._is_in_head or _REQUEST.match(said) is not None
        self._is_in_head = was_in_head and said != ""
        return was_in_head


class _Smtp:
    """Follow a dialogue line by line, to know what each reply answers."""

    def __init__(self, *, is_warm: bool) -> None:
        self._asked: deque[str] = deque(() if is_warm else ("the connection",))
        self._is_in_mail = False
        self._is_lost = False
        """Lines were left out between question and answer, so none is known to belong."""

    def remark(self, who: str, said: str) -> str:
        """Take the next line; say what it refuses, if it does."""
        if who == "C":
            self._ask(said)
        found = _REPLY.match(said) if who == "S" else None
        if who == "S" and _CUT.fullmatch(said):
            self._is_lost = True
        if found is None or found[2]:
            return ""
        asked = self._asked.popleft() if self._asked else _MAIL
        if found[1] == "354":
            self._is_in_mail = True
        word = {"4": "Put off", "5": "Refused"}.get(said[0], "")
        return f"{word}: {asked}" if word and not self._is_lost else word

    def _ask(self, said: str) -> None:
        if not self._is_in_mail:
            self._is_lost = self._is_lost or _CUT.fullmatch(said) is not None
            self._asked.append(said)
        elif said == ".":
            self._is_in_mail = False
            self._asked.append(_MAIL)
