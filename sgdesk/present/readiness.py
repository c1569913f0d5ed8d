"""Whether a mail could go out as it stands: what would stop a send, before Send is pressed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sgdesk.message.allowed import stranger_findings
from sgdesk.message.rules.recipients import SMTP_RECIPIENTS
from sgdesk.present.compose import compose, field_of
from sgdesk.present.form import ComposeForm
from sgdesk.route import Path

_TITLES = {
    "sender": "From",
    "to": "To",
    "cc": "Cc",
    "bcc": "Bcc",
    "subject": "Subject",
    "attachments": "Files",
    **dict.fromkeys(("reply_to", "headers", "categories", "custom_args", "tracking"), "More"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The first of what would stop a send."""

    words: str
    """In a few words, e.g. `To is still empty`."""
    why: str
    """As it is said under its field once Send is pressed."""
    is_wrong_address: bool = False
    """Not missing, but to be corrected."""


def what_stops(form: ComposeForm, path: Path, may_mail: Sequence[str] = ()) -> Stop | None:
    """Give what would stop a send by this path; `None` when nothing would.

    `may_mail` are the only addresses and domains that the account may mail.
    """
    if sum(people.count("@") for people in (form.to, form.cc, form.bcc)) > SMTP_RECIPIENTS:
        # More than any path takes. To read them all takes minutes, each time a letter is typed.
        why = f"A mail goes to at most {SMTP_RECIPIENTS:,} people."
        return Stop(words=f"Not ready: look at {_TITLES['to']}", why=why)
    composed = compose(form, path)
    errors = composed.errors
    if composed.message is not None:
        errors += stranger_findings(composed.message, may_mail)
    if not errors:
        return None
    field = field_of(errors[0].place)
    title = _TITLES.get(field, "the mail")
    is_empty = field in ("sender", "to") and not getattr(form, field).strip()
    is_wrong = field in ("sender", "to", "cc", "bcc") and not is_empty
    words = f"{title} is still empty" if is_empty else f"Not ready: look at {title}"
    return Stop(words=words, why=str(errors[0]), is_wrong_address=is_wrong)
