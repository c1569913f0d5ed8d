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


_WHY = {
    Tls.STARTTLS: "encryption after the greeting (STARTTLS)",
    Tls.IMPLICIT: "encrypted from the start (TLS)",
    Tls.PLAIN: "no encryption",
}


def smtp_choices(chosen: SmtpPath | None = None) -> tuple[SmtpChoice, ...]:
    """Give the choices, with one more for a port that settings name and the list does not."""
    if chosen is None or any(choice.path == chosen for choice in SMTP_CHOICES):
        return SMTP_CHOICES
    return (*SMTP_CHOICES, SmtpChoice(path=chosen, why=_WHY[chosen.tls]))
