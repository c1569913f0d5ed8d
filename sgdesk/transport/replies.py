"""Read SMTP replies from bytes; no sockets, no clock.

The other side may be anything: a mail server, a captive portal, somebody
hostile. Whatever it says becomes `Reply` values of bounded size, and the same
bytes give the same replies however they are cut into segments.

Source: RFC 5321 section 4.2 (form of a reply), 4.5.3.1.5 (512 octets a line).
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

LINE_BYTES = 4096
"""Eight times what RFC 5321 allows; no honest server comes near."""
REPLY_BYTES = 65_536
"""The longest EHLO answers known have a few kilobytes."""

CLOSING = 421
"""The server hangs up after this one, whatever was asked (RFC 5321 section 3.8)."""
_OF_OTHERS = (211, 214, 220, 221, 235)
"""Yes to HELP, a connection, STARTTLS, QUIT and AUTH (RFC 5321 section 4.2.3, RFC 4954 section 6).

To any step of a mail they say that question and answer no longer belong together. Of the
other 2yz the first digit decides, as RFC 5321 section 4.2 wants it of codes not known.
"""

_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?", re.DOTALL)
_ENHANCED = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:\s|$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]")


Flaw = Literal["", "cut", "endless"]
"""Why bytes are no reply: the connection ended in their middle, or they found no end."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply, its lines joined by line feeds and without their codes."""

    code: int | None
    """`None` when the bytes are not a reply; then `text` shows how they began."""
    text: str
    flaw: Flaw = field(default="", compare=False)
    """Empty where it is whole, and where what came has an end and is no reply."""

    @property
    def is_positive(self) -> bool:
        """Say whether it is a 2yz: done."""
        return self.code is not None and 200 <= self.code < 300

    @property
    def is_yes(self) -> bool:
        """Say whether it is a yes to a step of a mail."""
        return self.is_positive and self.code not in _OF_OTHERS

    @property
    def is_last(self) -> bool:
        """Say whether what comes behind it is no answer to anything."""
        return self.code in (None, CLOSING, *_OF_OTHERS)

    @property
    def enhanced_code(self) -> str | None:
        """Give the RFC 3463 code that the text begins with, if it agrees with the code."""
        match = _ENHANCED.match(self.text)
        if match is None or self.code is None or match[1][0] != str(self.code)[0]:
            return None
        return match[1]

    @property
    def line(self) -> str:
        """Give code and text in one line."""
        words = " ".join(self.text.split())
        return words if self.code is None else f"{self.code} {words}".rstrip()


class HalfAnswerError(ConnectionResetError):
    """The connection ended in the middle of a reply; `said` is how far that came."""

    def __init__(self, said: str) -> None:
        super().__init__("the server hung up in the middle of its answer")
        self.said = said


class EndlessAnswerError(ConnectionError):
    """A reply is longer than any server's; `said` is how it began."""

    def __init__(self, said: str) -> None:
        super().__init__("the server's answer found no end")
        self.said = said


class ReplyParser:
    """Collect bytes, give replies.

    After an unreadable reply nothing more is given: what follows can no longer
    be told apart from what was garbled.
    """

    __slots__ = ("_code", "_lines", "_partial", "_size", "is_broken")

    def __init__(self) -> None:
        self._partial = b""
        self._code = b""
        self._lines: list[bytes] = []
        self._size = 0
        self.is_broken = False

    @property
    def is_between_replies(self) -> bool:
        """Say whether everything so far was whole replies."""
        return not (self._partial or self._lines or self.is_broken)

    def feed(self, data: bytes) -> list[Reply]:
        """Take the next bytes; give the replies that they complete, in order."""
        if self.is_broken:
            return []
        replies: list[Reply] = []
        *lines, self._partial = (self._partial + data).split(b"\n")
        for line in lines:
            reply = self._line(line)
            if reply is not None:
                replies.append(reply)
                if reply.code is None:
                    return replies
        if len(self._partial) > LINE_BYTES:
            replies.append(replace(self._unreadable(self._partial), flaw="endless"))
        return replies

    def feed_eof(self) -> Reply | None:
        """Take the end of the stream; give what it cut off as an unreadable reply."""
        if self.is_broken or self.is_between_replies:
            return None
        return replace(self._unreadable(self._partial), flaw="cut")

    def _line(self, line: bytes) -> Reply | None:
        if not self._lines and (reply := _lone(line)) is not None:
            return reply
        self._size += len(line) + 1
        match = _LINE.fullmatch(line.removesuffix(b"\r"))
        too_long = len(line) > LINE_BYTES or self._size > REPLY_BYTES
        # All lines of one reply carry one code (RFC 5321 section 4.2.1); two
        # codes in one reply leave open which of them decides.
        if too_long:
            return replace(self._unreadable(line), flaw="endless")
        if match is None or (self._lines and match[1] != self._code):
            return self._unreadable(line)
        self._code = match[1]
        self._lines.append(match[3] or b"")
        if match[2] == b"-":
            return None
        reply = Reply(int(self._code), _text(self._lines))
        self._lines, self._size = [], 0
        return reply

    def _unreadable(self, line: bytes) -> Reply:
        self.is_broken = True
        shown = [self._code + b"-" + part for part in self._lines] + [line]
        self._partial, self._lines = b"", []
        # Cut here, so that a line is shown alike whether its end has come or not.
        shown[-1] = shown[-1][:LINE_BYTES].removesuffix(b"\r")
        return Reply(None, _text(shown))


@lru_cache(maxsize=64)
def _lone(line: bytes) -> Reply | None:
    """Read a reply of one line, if it is one; a server says the same few again and again."""
    match = _LINE.fullmatch(line.removesuffix(b"\r")) if len(line) <= LINE_BYTES else None
    if match is None or match[2] == b"-":
        return None
    return Reply(int(match[1]), _text([match[3] or b""]))


def printable(text: str) -> str:
    """Show what is not text as escapes; undecoded bytes may come as lone surrogates."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text).strip()


def _text(lines: list[bytes]) -> str:
    """Decode as UTF-8 (RFC 6531)."""
    return printable(b"\n".join(lines)[:REPLY_BYTES].decode("utf-8", "surrogateescape"))
