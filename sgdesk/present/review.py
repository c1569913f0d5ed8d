"""What the Review sheet says before live mail, and whether it is shown at all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

from sgdesk.account.account import Account
from sgdesk.message import Address, Finding, Message
from sgdesk.message.domain import domain_key
from sgdesk.present.compose import field_of
from sgdesk.present.recipients import Entry, entry_of
from sgdesk.present.risk import Risk
from sgdesk.present.things.head_rules import ALL_SEE, all_see_thing
from sgdesk.present.things.thing import Thing
from sgdesk.present.words import path_words, people
from sgdesk.route import Path
from sgdesk.secret import without_keys
from sgdesk.sizes import size_text

SHOWN_PEOPLE = 3
MANY_PEOPLE = 10
"""With more of them Return goes back instead of sending."""
SUBJECT_CHARACTERS = 60

_SAID_ELSEWHERE = frozenset(
    {
        *("content_id_unused", "content_id_missing", "message_large", "content_required"),
        *("recipient_repeated", "recipient_duplicate", "subject_required"),
    }
)
"""Findings that a thing to look at says as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything on the sheet."""

    title: str
    manner: str
    """Who sees whom; empty for one person."""
    origin: str
    """From, account, path and files, in one line."""
    recipients: str
    """The first few."""
    domains: str
    """Empty where it would say nothing: of one person, at a domain that was mailed before."""
    people: tuple[Entry, ...]
    """Everybody, for the list."""
    warnings: tuple[Thing, ...]
    send_text: str
    goes_back: bool
    """Return answers with Back."""
    can_mend: bool = True
    """The mail stands in Write, where a button may go to a place or mend it."""


def domains_of(message: Message) -> frozenset[str]:
    """Give the domains of everybody it goes to, in lower case and as they stand on the wire."""
    return frozenset(domain_key(one.email) for one in message.everyone)


def needs_review(account: Account, message: Message, new: frozenset[str], *, always: bool) -> bool:
    """Say whether the sheet is shown: live mail to several people or to a new domain.

    `new` are the domains that nobody was mailed at before; `always` is the user's setting.
    """
    if account.is_practice:
        return False
    return always or bool(new) or len(message.everyone) > 1


def review(
    message: Message,
    account: Account,
    path: Path,
    new: frozenset[str],
    things: Iterable[Thing],
    findings: Iterable[Finding],
) -> Review:
    """Word the sheet; `findings` are those of the check, of which the warnings count."""
    everybody = message.everyone
    count = len(everybody)
    warnings = (
        *_people_warnings(message, account),
        # Said of the message above, which stands first.
        *(thing for thing in things if thing.rule != ALL_SEE),
        *(
            Thing(
                rule=found.id,
                place=field_of(found.place),
                words=found.happened,
                why=f"{found.why} {found.remedy}".strip(),
            )
            for found in findings
            if not found.is_error and found.id not in _SAID_ELSEWHERE
        ),
    )
    return Review(
        title=f"Send {_subject(message)} to {people(count)}?",
        manner=_manner(message),
        origin=_origin(message, account, path),
        recipients=_first_few(everybody),
        domains=_domain_words(domains_of(message), new) if count > 1 or new else "",
        people=_everybody(message),
        warnings=warnings,
        send_text=f"Send to {people(count)}",
        goes_back=bool(warnings) or count > MANY_PEOPLE,
    )


def risky(shown: Review, message: Message, risk: Risk) -> Review:
    """Reword the sheet of a mail that somebody may have already; that stands first."""
    thing = Thing(rule="sent_before", place="to", words=risk.words, fix=risk.fix)
    return replace(
        shown,
        title=again_title(message),
        warnings=(thing, *shown.warnings),
        send_text="Send again anyway",
        goes_back=True,
    )


def again(shown: Review, message: Message, risk: Risk | None) -> Review:
    """Reword the sheet of a message that was sent before and stands in the history alone."""
    shown = replace(
        shown,
        title=again_title(message),
        warnings=tuple(replace(thing, fix=None) for thing in shown.warnings),
        can_mend=False,
    )
    return shown if risk is None else risky(shown, message, risk)


def again_title(message: Message) -> str:
    """Ask whether a mail is to go once more."""
    everybody = message.everyone
    who = everybody[0].email if len(everybody) == 1 else people(len(everybody))
    return f"Send {_subject(message)} again to {who}?"


def _subject(message: Message) -> str:
    subject = without_keys(message.subject)
    if not subject:
        return "this mail"
    if len(subject) > SUBJECT_CHARACTERS:
        subject = f"{subject[: SUBJECT_CHARACTERS - 1]}…"
    return f"'{subject}'"


def _manner(message: Message) -> str:
    if len(message.everyone) < 2:
        return ""
    if message.has_private_copies:
        return "One mail each; nobody sees the others."
    return "One mail for all; everyone sees the To and Cc addresses."


def _origin(message: Message, account: Account, path: Path) -> str:
    sender = message.sender.email
    known = {each.email.lower(): each.is_verified for each in account.senders or ()}
    verified = " (verified)" if known.get(sender.lower()) else ""
    parts = [f"From {sender}{verified}", f"account {account.name}", path_words(path)]
    if message.attachments:
        count = len(message.attachments)
        size = size_text(sum(len(file.content) for file in message.attachments))
        name = PurePath(message.attachments[0].filename).name if count == 1 else f"{count} files"
        parts.append(f"{name}, {size}")
    # A part is never broken off from its unit.
    return " · ".join(part.replace(" kB", "\u00a0kB").replace(" MB", "\u00a0MB") for part in parts)


def _everybody(message: Message) -> tuple[Entry, ...]:
    fields = (("Cc", message.cc), ("Bcc", message.bcc))
    copies = (replace(entry_of(one), field=field) for field, some in fields for one in some)
    return (*(entry_of(recipient.address) for recipient in message.to), *copies)


def _first_few(everybody: tuple[Address, ...]) -> str:
    shown = ", ".join(one.email for one in everybody[:SHOWN_PEOPLE])
    rest = len(everybody) - SHOWN_PEOPLE
    return f"{shown} and {rest:,} more" if rest > 0 else shown


def _domain_words(domains: frozenset[str], new: frozenset[str]) -> str:
    count = len(domains)
    if count == 1:
        return f"1 domain{', never mailed before' if new else ''}"
    fresh = len(domains & new)
    return f"{count:,} domains, {fresh:,} new" if fresh else f"{count:,} domains"


def _people_warnings(message: Message, account: Account) -> Iterable[Thing]:
    seen = len(message.to) + len(message.cc)
    if seen > 1 and not message.has_private_copies:
        yield all_see_thing(seen, has_others=bool(message.cc or message.bcc))
    senders = {each.email.lower(): each for each in account.senders or ()}
    sender = senders.get(message.sender.email.lower())
    if sender is not None and not sender.is_verified:
        yield Thing(
            rule="sender_unverified",
            place="sender",
            words=f"{sender.email} is not verified yet.",
            why="SendGrid refuses mail from it until the link in its mail was followed.",
        )
    count = len(message.everyone)
    if account.credits is not None and account.credits.remaining < count:
        yield Thing(
            rule="credits_short",
            place="to",
            words=f"The plan had {account.credits.remaining:,} sends left when last checked; "
            f"this needs {count:,}.",
            why="Check now, in Accounts, asks again.",
        )
