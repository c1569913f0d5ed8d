"""The ways to send that a person may choose from: in plain words first, then in technical ones."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sgdesk.account.account import PathStanding
from sgdesk.errors import InputError
from sgdesk.present.words import path_sentence, path_words
from sgdesk.route import Path, SmtpPath, Tls, WebApiPath, parse_path
from sgdesk.secret import without_secrets

PATH_WHY = "How the mail gets to SendGrid. Most people leave it at Web API."
WEBAPI_WHY = "The usual way: works on almost every network. One web request (HTTPS)."
SMTP_WHY = "The way of mail programs, with a choice of ports. More networks block it."


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpChoice:
    """A port and its encryption as one choice."""

    path: SmtpPath
    plain: str
    """When one takes it; empty for one that only settings name."""
    technical: str

    @property
    def why(self) -> str:
        """Give both, the plain words first."""
        return f"{self.plain} ({self.technical})" if self.plain else self.technical


@dataclass(frozen=True, slots=True, kw_only=True)
class PathChoice:
    """A way to send in a list of all of them."""

    path: str
    """As settings and command line write it."""
    words: str
    why: str


_ENCRYPTION = {
    Tls.STARTTLS: "encryption after the greeting, STARTTLS",
    Tls.IMPLICIT: "TLS",
    Tls.PLAIN: "no encryption",
}


def _choice(port: int, tls: Tls, plain: str = "") -> SmtpChoice:
    return SmtpChoice(path=SmtpPath(port=port, tls=tls), plain=plain, technical=_ENCRYPTION[tls])


SMTP_CHOICES: tuple[SmtpChoice, ...] = (
    _choice(587, Tls.STARTTLS, "recommended"),
    _choice(2525, Tls.STARTTLS, "if the recommended one is blocked"),
    _choice(465, Tls.IMPLICIT, "encrypted from the start"),
    _choice(25, Tls.STARTTLS, "often blocked"),
)
"""The first is what a new account starts with when it uses SMTP."""


def smtp_choices(
    own: SmtpPath | None = None, *, elsewhere: bool = False, led: Collection[int] = ()
) -> tuple[SmtpChoice, ...]:
    """Give the choices, with one more for a port that settings name and the list does not.

    `elsewhere`: on a server that is not SendGrid's, whose good ports nobody knows here but for
    the `led` ones. One that has a port of its own, or some that are led, has no others.
    """
    is_own = own is not None and all(choice.path != own for choice in SMTP_CHOICES)
    choices = SMTP_CHOICES
    if elsewhere and (is_own or led):
        listed = {choice.path.port: choice for choice in SMTP_CHOICES}
        choices = tuple(listed.get(port) or _choice(port, Tls.STARTTLS) for port in led)
    if own is not None and all(choice.path != own for choice in choices):
        choices = (*choices, _choice(own.port, own.tls))
    return tuple(replace(choice, plain="") for choice in choices) if elsewhere else choices


def switch_words(before: Path, now: Path, account: str) -> str:
    """Say that the path became another one when the account did."""
    name = path_sentence if path_words(before) == path_words(now) else path_words
    return f"The path is {name(now)} now, as {account} has it; it was {name(before)}."


def can_take(
    path: Path, own: Path, standings: Iterable[PathStanding], *, led: Collection[int] = ()
) -> bool:
    """Say whether a path that was chosen elsewhere serves an account whose own one is `own`.

    A port that is not listed is that of one's own server, which listens on no other than that
    and the `led` ones.
    """
    if any(each.path == path.text and not each.works for each in standings):
        return False
    if not isinstance(path, SmtpPath) or path == own:
        return True
    listed = [choice.path for choice in SMTP_CHOICES]
    if led:
        return any(choice.path == path for choice in smtp_choices(elsewhere=True, led=led))
    return path in listed and (own in listed or not isinstance(own, SmtpPath))


def path_choices(chosen: str) -> tuple[PathChoice, ...]:
    """Give every way to send, with one more for one that was `chosen` and is none of them."""
    try:
        path = parse_path(chosen)
    except InputError:
        why = f"{without_secrets(repr(chosen))} is no path; new mail starts at the Web API."
        return (*path_choices("webapi"), PathChoice(path=chosen, words="Not known", why=why))
    smtp = smtp_choices(path if isinstance(path, SmtpPath) else None)
    return (
        PathChoice(path=WebApiPath().text, words="Web API", why=WEBAPI_WHY),
        *(
            PathChoice(
                path=choice.path.text,
                words=f"SMTP, {choice.plain or 'another port'}",
                why=f"port {choice.path.port}, {choice.technical}",
            )
            for choice in smtp
        ),
    )


def path_text(chosen: str) -> str:
    """Write a path in full, as `path_choices` names it: `smtp:465` is `smtp:465:tls`."""
    try:
        return parse_path(chosen).text
    except InputError:
        return chosen
