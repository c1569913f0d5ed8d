"""The terminal: what may be coloured, how wide it is, which characters it has.

Colour goes to a terminal only, and not when NO_COLOR is set
(https://no-color.org). Piped output is plain text. A stream that cannot carry
Unicode gets ASCII look-alikes. A reader that went away (`sgdesk … | head`)
ends the output, not the command: a send must not stop halfway for it.
"""

import errno
import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sgdesk.errors import SgdeskError
from sgdesk.secret import without_secrets

WIDTH = 80

_ASCII = str.maketrans(
    {
        "✓": "+",
        "✕": "x",
        "◐": "~",
        "↻": "~",
        "·": "-",
        "–": "-",
        "—": "-",
        "…": "...",
        "█": "#",
        "“": '"',
        "”": '"',
        "’": "'",
        "•": "*",
        "\u00a0": " ",
    }
)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

DIM = "2"
BOLD = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What one stream can show."""

    colour: bool = False
    unicode: bool = True
    width: int = WIDTH

    def paint(self, text: str, code: str) -> str:
        """Colour `text` where colour is allowed."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def fit(self, text: str) -> str:
        """Replace what the stream has no characters for."""
        return text if self.unicode else text.translate(_ASCII)


def style_for(stream: TextIO, environ: Mapping[str, str]) -> Style:
    """Find out what a stream can show."""
    is_terminal = stream.isatty()
    plain = bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
    columns = shutil.get_terminal_size((WIDTH, 24)).columns if is_terminal else WIDTH
    return Style(
        colour=is_terminal and not plain,
        unicode=_carries_unicode(stream),
        width=max(40, min(WIDTH, columns)),
    )


def _carries_unicode(stream: TextIO) -> bool:
    try:
        "✓█·…".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def printable(text: str) -> str:
    """Make a server's words safe to print: no escape sequence may reach the terminal."""
    return _UNPRINTABLE.sub("\ufffd", text.replace("\t", " ").replace("\r\n", "\n"))


class Console:
    """The two streams of a command."""

    def __init__(self, out: TextIO, err: TextIO, environ: Mapping[str, str]) -> None:
        self._out = out
        self._err = err
        self.lost: OSError | None = None
        """Why results did not reach their reader, e.g. a full disk; one who left is no reason."""
        self.has_document = False
        """Whether JSON was printed, which is then all there is on standard output."""
        self.warnings: list[dict[str, str]] = []
        """What was said of a mail that goes all the same, as JSON documents carry it."""
        self.findings: list[dict[str, str]] = []
        """What was said of a mail that does not go, in the same form."""
        self.said: SgdeskError | None = None
        """The last failure that was told."""
        self.out_style = style_for(out, environ)
        self.err_style = style_for(err, environ)
        self.is_interactive = err.isatty()
        for stream in (out, err):
            _make_lenient(stream)

    def line(self, text: str = "") -> None:
        """Print a line of results."""
        self._results(self.out_style.fit(text) + "\n")

    def data(self, value: bytes) -> None:
        """Print bytes as they are."""
        try:
            self._out.flush()
            self._out.buffer.write(value)
            self._out.buffer.flush()
        except OSError as error:
            self._lose(error)

    def document(self, value: object, *, indent: int | None = 2) -> None:
        """Print a JSON document."""
        self.has_document = True
        text = json.dumps(value, indent=indent, ensure_ascii=not self.out_style.unicode)
        self._results(text + "\n")

    def note(self, text: str = "") -> None:
        """Print a line about the work, beside the results."""
        self._remark(self.err_style.fit(text) + "\n")

    def status(self, text: str) -> None:
        """Show what is going on, on one line that the next call replaces; terminals only."""
        if self.is_interactive:
            self._remark("\r\x1b[K" + self.err_style.fit(text))

    def failure(self, error: SgdeskError) -> None:
        """Say what happened, why, and what to do; a key or login that was typed stays hidden."""
        self.status("")
        self.said = error
        happened = printable(without_secrets(error.happened))
        self.note(self.err_style.paint("sgdesk: ", BOLD) + happened)
        for label, words in (("Why", error.why), ("What to do", error.remedy)):
            said = f"{label}: {without_secrets(words)}" if words else ""
            for text in paragraph(said, self.err_style.width):
                self.note(text)

    def flush(self) -> None:
        """Hand everything to the system; a reader that went away is no failure."""
        # Without a write: even an empty one fails on a full device.
        for stream, failed in ((self._out, self._lose), (self._err, self._drop)):
            try:
                stream.flush()
            except OSError as error:
                failed(error)

    def _results(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except OSError as error:
            self._lose(error)

    def _lose(self, error: OSError) -> None:
        # Kept and not raised: a send under way must come to its end and into the history.
        if not isinstance(error, BrokenPipeError):
            self.lost = self.lost or error
        _nowhere(self._out)

    def _remark(self, text: str) -> None:
        try:
            self._err.write(text)
            self._err.flush()
        except OSError as error:
            self._drop(error)

    def _drop(self, _error: OSError) -> None:
        # There is nowhere left to say so.
        _nowhere(self._err)


def paragraph(text: str, width: int, indent: str = "  ") -> list[str]:
    """Wrap text for a terminal, made safe to print; nothing for an empty text."""
    lines: list[str] = []
    for part in printable(text).splitlines():
        lines += textwrap.wrap(
            part,
            width=width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
    return lines


def _make_lenient(stream: TextIO) -> None:
    """Let no character end a command: a path or a server's reply may hold any."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _nowhere(stream: TextIO) -> None:
    """Point a stream that takes nothing more at nothing, so that its own last flush succeeds."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, stream.fileno())
    os.close(devnull)


def standard_console() -> Console:
    """Give the console of this process.

    A stream that was closed before the start is replaced by one to nowhere, and its number
    with it: the next socket or file would take that, and a child process would write to it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115  # the process's own
            setattr(sys, name, nowhere)
    return Console(sys.stdout, sys.stderr, os.environ)


def unreadable(path: Path, error: OSError) -> str:
    """Say why a file cannot be read, in the system's words."""
    return f"{path}: {error.strerror or error}."


def elsewhere(error: OSError) -> str:
    """Say what to do about a file that cannot be written."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return "Free some space, or name a file on another disk." if full else "Name another file."
