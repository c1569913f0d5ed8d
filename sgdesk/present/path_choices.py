"""The ways to send that a person may choose from, in plain words."""

from dataclasses import dataclass

from sgdesk.route import SmtpPath, Tls


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpChoice:
    """A port and its encryption as one choice."""

    path: SmtpPath
    why: str


SMTP_CHOICES: tuple[SmtpChoice, ...] = (
    SmtpChoice(
        path=SmtpPath(port=587, tls=Tls.STARTTLS),
        why="encryption after the greeting (STARTTLS), recommended",
    ),
    SmtpChoice(
        path=SmtpPath(port=2525, tls=Tls.STARTTLS),
        why="the same, when 587 is blocked",
    ),
    SmtpChoice(
        path=SmtpPath(port=465, tls=Tls.IMPLICIT),
        why="encrypted from the start (TLS)",
    ),
    SmtpChoice(
        path=SmtpPath(port=25, tls=Tls.STARTTLS),
        why="like 587, often blocked",
    ),
)
"""The first is what a new account starts with when it uses SMTP."""
