"""Warn of secrets that stand in a mail, in the words of a check; they never repeat one."""

from collections.abc import Iterator

from sgdesk.message import Finding, Message
from sgdesk.message.findings import warning
from sgdesk.message.keys import texts_of
from sgdesk.present.things.secret_rules import secrets_in
from sgdesk.secret import looks_like_key, without_keys

SENDGRID = "SendGrid key"


def secret_findings(message: Message) -> tuple[Finding, ...]:
    """Give a warning for each kind of secret in each part of the mail."""
    found = {
        (without_keys(place), what): None
        for place, text in texts_of(message)
        for what in _kinds(text)
    }
    return tuple(_warning(place, what) for place, what in found)


def _kinds(text: str) -> Iterator[str]:
    kinds = dict.fromkeys(what for what, _ in secrets_in(text))
    yield from kinds
    # Half a key counts: it may have been cut, and the history keeps none either.
    if looks_like_key(text) and not any(SENDGRID in what for what in kinds):
        yield f"What looks like a {SENDGRID}"


def _warning(place: str, what: str) -> Finding:
    kept = " The history keeps no text of such a mail." if SENDGRID in what else ""
    return warning(
        "secret",
        place.removeprefix("the "),
        f"{what} stands in {place}.",
        f"Whoever gets the mail can use it.{kept}",
        "Take it out. If it was ever sent, have it replaced.",
    )
