"""What is wrong with a message, place by place.

A `Finding` is a value, so that a face can show all of them at once;
`MessageError` carries them where going on would be pointless.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sgdesk.errors import InputError

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule that a message breaks, and where."""

    id: str
    """Stable, e.g. `header_reserved`."""
    place: str
    """A dotted path into the message with indexes from 0, e.g. `to.2`, `headers.X-Foo`."""
    severity: Severity
    """An error is refused before sending; a warning is said and the mail may go."""
    happened: str
    why: str = ""
    remedy: str = ""

    @property
    def is_error(self) -> bool:
        """Say whether the message must not be sent like this."""
        return self.severity == "error"

    def __str__(self) -> str:
        return " ".join(part for part in (self.happened, self.why, self.remedy) if part)


class MessageError(InputError):
    """The message cannot be used as it is; `findings` name each place."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        if not findings:
            msg = "a message error needs a finding"
            raise ValueError(msg)
        first, rest = findings[0], len(findings) - 1
        why = f"{first.why} (and {rest} more)".strip() if rest else first.why
        super().__init__(first.happened, why=why, remedy=first.remedy)
        self.findings = tuple(findings)


def error(rule: str, place: str, happened: str, why: str = "", remedy: str = "") -> Finding:
    """Make a finding that stops the send."""
    return Finding(
        id=rule, place=place, severity="error", happened=happened, why=why, remedy=remedy
    )


def warning(rule: str, place: str, happened: str, why: str = "", remedy: str = "") -> Finding:
    """Make a finding that is said and lets the mail go."""
    return Finding(
        id=rule, place=place, severity="warning", happened=happened, why=why, remedy=remedy
    )
