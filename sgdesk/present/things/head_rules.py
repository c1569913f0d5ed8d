"""Rules for subject, reply-to and recipients."""

import re
from collections.abc import Iterator

from sgdesk.message import Address, MessageError
from sgdesk.message.address import parse_addresses
from sgdesk.message.domain import domain_key
from sgdesk.present.address_mending import turned_name
from sgdesk.present.things.thing import (
    AddUnsubscribe,
    Fix,
    Go,
    RemoveRepeats,
    Replace,
    SendEach,
    Thing,
    TurnNames,
)
from sgdesk.present.things.written import Written
from sgdesk.present.words import people

ALL_SEE = "all_see_each_other"

_QUOTED_NAME = re.compile(r'"((?:[^"\\]|\\.)*)"\s*<')
LONG_SUBJECT = 90
SHOUTED_LETTERS = 8
SHORT_NAME = 28
"""Characters that a button may say."""


def all_see(written: Written) -> Iterator[Thing]:
    """One mail for several in To, who all see the addresses.

    Whoever writes to one person with a copy means the two to see each other.
    """
    form, seen = written.form, written.around.seen
    has_others = bool(form.cc.strip() or form.bcc.strip())
    if written.around.to > 1 and (has_others or not form.each):
        yield all_see_thing(seen, has_others=has_others)


def all_see_thing(seen: int, *, has_others: bool) -> Thing:
    """Say that so many see each other; with somebody in Cc or Bcc it is no choice."""
    who = "Both people" if seen == 2 else f"All {people(seen)}"
    fix = Fix(
        text="One mail each",
        why="Send everyone a mail of their own, in which nobody sees the others",
        change=SendEach(),
    )
    return Thing(
        rule=ALL_SEE,
        place="to",
        words=f"{who} see each other's addresses.",
        fix=None if has_others else fix,
    )


def name_comma(written: Written) -> Iterator[Thing]:
    """A name that the Web API does not take as it is written."""
    if written.around.by_smtp:
        return
    for place, text in written.lists:
        names = [name for name in _QUOTED_NAME.findall(text) if set(name) & set(",;")]
        if names:
            more = f" and of {len(names) - 1:,} more" if len(names) > 1 else ""
            sign = "comma" if "," in names[0] else "semicolon"
            turned = turned_name(names[0])
            is_short = len(names) == 1 and len(turned) <= SHORT_NAME
            yield Thing(
                rule="name_comma",
                place=place,
                words=f"The {sign} is left out of the name {names[0]}{more}.",
                why="SendGrid's Web API takes none there. By SMTP the name stays as it is.",
                fix=Fix(
                    text=f"Write {turned}" if is_short else "Turn the names round",
                    why=f"Write {names[0]} as {turned}{more and ', and so the others'}",
                    change=TurnNames(place=place),
                ),
            )


def subject_empty(written: Written) -> Iterator[Thing]:
    """A mail with a body and no subject."""
    if not written.form.subject.strip() and written.has_words:
        yield Thing(
            rule="subject_empty",
            place="subject",
            words="There is no subject.",
            why="The Web API refuses such a mail, and many people delete it unread.",
            go=Go(text="Write one", why="Go to the subject"),
        )


def subject_shouts(written: Written) -> Iterator[Thing]:
    """A subject in capitals."""
    subject = written.form.subject.strip()
    letters = [c for c in subject if c.isalpha()]
    if len(letters) >= SHOUTED_LETTERS and subject == subject.upper() and " " in subject:
        quiet = written.form.subject.capitalize()
        change = Replace(place="subject", start=0, length=len(written.form.subject), new=quiet)
        yield Thing(
            rule="subject_shouts",
            place="subject",
            words="The subject is all capitals.",
            why="Spam filters and people take it for advertising.",
            fix=Fix(text="Use small letters", why=f"Write it as: {quiet.strip()}", change=change),
        )


def subject_long(written: Written) -> Iterator[Thing]:
    """A subject of which most people see the start."""
    length = len(written.form.subject.strip())
    if length > LONG_SUBJECT:
        yield Thing(
            rule="subject_long",
            place="subject",
            words=f"The subject has {length} characters.",
            why="Phones show about the first 40, mail programs about the first 70.",
            start=LONG_SUBJECT,
            length=length - LONG_SUBJECT,
            go=Go(text="Shorten it", why="Select what most people do not see"),
        )


def reply_to_elsewhere(written: Written) -> Iterator[Thing]:
    """Answers that go to another domain than the mail came from."""
    sender = _domains(written.form.sender)
    for domain in _domains(written.form.reply_to):
        if sender and not _is_related(domain, sender[0]):
            yield Thing(
                rule="reply_to_elsewhere",
                place="reply_to",
                words=f"Answers go to {domain}, the mail comes from {sender[0]}.",
                why="That is how many phishing mails look, so filters and people are wary of it.",
                go=Go(text="Change it", why="Go to where answers go"),
            )
            return


def repeats(written: Written) -> Iterator[Thing]:
    """An address that is there more than once."""
    if written.around.repeats:
        yield Thing(
            rule="repeats",
            place="to",
            words=written.around.repeats,
            why="SendGrid refuses an address twice in one mail, or they get it twice.",
            fix=Fix(
                text="Remove repeats",
                why="Keep the first of each address",
                change=RemoveRepeats(),
            ),
        )


def unsubscribe_missing(written: Written) -> Iterator[Thing]:
    """A mail to several people that offers them no way out."""
    form = written.form
    if written.around.people < 2 or not written.has_words or form.tracking.subscription:
        return
    body = f"{written.html} {form.text}".lower()
    named = any(name.lower() == "list-unsubscribe" for name, _ in form.headers)
    if not named and "unsubscribe" not in body and "opt out" not in body and "opt-out" not in body:
        yield Thing(
            rule="unsubscribe_missing",
            place=written.body_place,
            words="There is no unsubscribe link.",
            why="In most countries mail to many needs one; Gmail and Yahoo ask for it. Added, it "
            "stands below your last line, as the preview then shows.",
            fix=Fix(
                text="Add",
                why="Let SendGrid put one under the mail (subscription tracking)",
                change=AddUnsubscribe(),
            ),
            go=Go(text="Write one", why="Go to the text, to write a link of your own"),
        )


def _domains(text: str) -> list[str]:
    try:
        found: tuple[Address, ...] = parse_addresses(text)
    except MessageError:
        return []
    return [domain_key(address.email) for address in found]


def _is_related(domain: str, other: str) -> bool:
    """Say whether one is the other or lies below it, e.g. mail.example.org and example.org."""
    return f".{domain}".endswith(f".{other}") or f".{other}".endswith(f".{domain}")
