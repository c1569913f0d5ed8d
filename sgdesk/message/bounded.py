"""Read MIME with a bound on the work.

The standard library needs the square of a header's length, and looks at every line of a body
once for each part around it: a small file could keep it busy for hours.
"""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.message import Message as MimeMessage
from email.policy import Policy, default
from email.utils import getaddresses
from typing import Any

from sgdesk.message.findings import MessageError, error

_STEPS = 400_000_000
"""Of some 5 ns: one header of 20,000 characters, or 1,000 of 600."""
_STEPS_OF_A_HEAD_LINE = 8_000
_STEPS_OF_A_PART = 10_000
_STEPS_OF_A_NESTED_LINE = 40
_STEPS_OF_AN_ADDRESS_CHARACTER = 600
_ADDRESSES_A_STEP = 64
"""In characters squared, as a header's, where groups or comments may go round in circles."""
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_NEST = re.compile(rb"boundary\s*(?:\*\d*\*?)?\s*=|content-type:\s*message/", re.IGNORECASE)


def head_of(data: bytes) -> bytes:
    """Give the headers of a mail as they stand."""
    return _HEAD_END.split(data, maxsplit=1)[0]


class BoundedReader:
    """Reads one mail; raises `MessageError` once it has worked too long at it."""

    def __init__(self) -> None:
        self._left = _STEPS
        self._known: dict[tuple[str, str], Any] = {}

    def parse(self, data: bytes) -> MimeMessage:
        """Take a mail apart."""
        self.work(_STEPS_OF_A_HEAD_LINE * _lines(head_of(data)))
        self.work(_STEPS_OF_A_NESTED_LINE * len(_NEST.findall(data)) * _lines(data))
        policy = default.clone(header_factory=self.header, message_factory=self._part)
        return message_from_bytes(data, policy=policy)

    def header(self, name: str, value: str) -> Any:
        """Read a header's value; the library asks for most of them many times."""
        key = (name.lower(), value)
        if key not in self._known:
            self.work(len(value) ** 2)
            self._known[key] = default.header_factory(name, value)
        return self._known[key]

    def addresses(self, values: list[str]) -> list[tuple[str, str]]:
        """Read address headers: each name and address."""
        size = sum(map(len, values))
        if any(sign in value for value in values for sign in ":("):
            self.work(size**2 // _ADDRESSES_A_STEP)
        else:
            self.work(size * _STEPS_OF_AN_ADDRESS_CHARACTER)
        return getaddresses(values)

    def work(self, steps: int) -> None:
        """Count the steps that something is about to take."""
        self._left -= steps
        if self._left < 0:
            raise MessageError(
                [
                    error(
                        "mail_unreadable",
                        "",
                        "This mail cannot be read.",
                        why="It has too many or too long headers, or too many parts in it.",
                        remedy="Correct the file in a text editor, or choose another one.",
                    )
                ]
            )

    def _part(self, policy: Policy | None = None) -> EmailMessage:
        self.work(_STEPS_OF_A_PART)
        return EmailMessage(policy)


def _lines(data: bytes) -> int:
    # To the library a CR alone ends a line as well.
    return max(data.count(b"\n"), data.count(b"\r"))
