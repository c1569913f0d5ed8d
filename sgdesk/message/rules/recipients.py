"""Who it goes to, who it is from, who is answered."""

from collections.abc import Iterator

from sgdesk.message.address import EMAIL_CHARACTERS, dotless_words, email_problem
from sgdesk.message.domain import email_key
from sgdesk.message.findings import Finding, error, warning
from sgdesk.message.lines import mailboxes, recipients
from sgdesk.message.model import Address, Message
from sgdesk.sendgrid.entries import PathKind
from sgdesk.sendgrid.hosts import RECIPIENTS_PER_REQUEST

SMTP_RECIPIENTS = 10_000
"""The relay's hard limit for one message; 1,000 is what SendGrid advises."""


def recipient_findings(message: Message, kind: PathKind) -> Iterator[Finding]:
    """Find what is wrong with the addresses and with their number."""
    if not message.to:
        yield error(
            "to_required",
            "to",
            "There is no To recipient.",
            "SendGrid wants at least one, even when all others are in Cc or Bcc.",
            "Add one.",
        )
    for place, address in mailboxes(message):
        yield from _address(place, address, kind)
    yield from _counts(message, kind)
    yield from _repeats(message, kind)
    yield from _copies(message)
    yield from _reply_to(message)


def _address(place: str, address: Address, kind: PathKind) -> Iterator[Finding]:
    if len(address.email) > EMAIL_CHARACTERS:
        yield error(
            "address_too_long",
            place,
            f"The address has {len(address.email)} characters.",
            f"SendGrid takes at most {EMAIL_CHARACTERS}.",
            "Check that nothing else was pasted with it.",
        )
    elif problem := email_problem(address.email):
        remedy = "Write it as name@example.com."
        yield error(
            "address_invalid", place, f"{address.email!r} is not an address.", problem, remedy
        )
    else:
        yield from _reachable(place, address, kind)
    goes_to = place.startswith(("to.", "cc.", "bcc."))
    if kind == "webapi" and goes_to and set(address.name) & {";", ","}:
        yield warning(
            "name_punctuation",
            f"{place}.name",
            f"The name {address.name!r} holds ; or , and goes out without them.",
            "The Web API refuses both in the names of recipients.",
            "Write the name without them, or send by SMTP.",
        )


def _reachable(place: str, address: Address, kind: PathKind) -> Iterator[Finding]:
    """Judge what a local server may take and SendGrid does not."""
    say = error if kind == "webapi" else warning
    local = address.email.rpartition("@")[0]
    happened, why, remedy = dotless_words(address.email)
    if happened:
        yield say("domain_without_dot", place, happened, why, remedy)
    if not local.isascii():
        yield say(
            "address_unicode",
            place,
            f"{address.email!r} has non-ASCII letters before the @.",
            "SendGrid takes none in the from address, and no server can be handed one "
            "that does not offer SMTPUTF8; SendGrid's does not.",
            "Use an address that is ASCII before the @.",
        )


def _counts(message: Message, kind: PathKind) -> Iterator[Finding]:
    total = len(message.everyone)
    if total <= RECIPIENTS_PER_REQUEST:
        return
    happened = f"The message has {total:,} recipients."
    remedy = "Send it in several parts."
    if kind == "webapi":
        if message.has_private_copies and len(message.to) > RECIPIENTS_PER_REQUEST:
            why = "A request holds at most 1,000 personalizations, one for each To recipient."
            yield error("personalizations_limit", "to", happened, why, remedy)
        why = "A request carries at most 1,000 in To, Cc and Bcc together."
        yield error("recipients_limit", "to", happened, why, remedy)
    elif total > SMTP_RECIPIENTS:
        why = "SendGrid's relay takes at most 10,000 in one message."
        yield error("recipients_limit", "to", happened, why, remedy)
    else:
        why = "SendGrid advises at most 1,000 in one message by SMTP."
        yield warning("recipients_limit", "to", happened, why, remedy)


def _repeats(message: Message, kind: PathKind) -> Iterator[Finding]:
    """Compare without case; SendGrid refuses a repeat inside one personalization only."""
    seen: dict[str, str] = {}
    for place, address in recipients(message):
        first = seen.setdefault(email_key(address.email), place)
        if first == place:
            continue
        happened = f"{address.email} is {_twice(first, place)}."
        remedy = "Name each address once."
        if message.has_private_copies:
            why = "They get the mail twice."
            yield warning("recipient_repeated", place, happened, why, remedy)
        elif kind == "webapi":
            why = "SendGrid refuses an address that occurs twice in To, Cc and Bcc."
            yield error("recipient_duplicate", place, happened, why, remedy)
        else:
            why = "It is named to the server once."
            yield warning("recipient_duplicate", place, happened, why, remedy)


def _twice(first: str, place: str) -> str:
    """Say where an address stands that is there two times, in the words of the fields."""
    one, other = (each.partition(".")[0].capitalize() for each in (first, place))
    return f"in {one} twice" if one == other else f"in {one} and in {other}"


def _copies(message: Message) -> Iterator[Finding]:
    if len(message.to) <= 1:
        return
    if message.has_private_copies and (message.cc or message.bcc):
        yield error(
            "each_with_copies",
            "cc" if message.cc else "bcc",
            "Cc and Bcc do not go with one mail for each To recipient.",
            "They would get one copy for each of them.",
            "Send one mail that all see, or move them to To.",
        )
    personal = [
        index
        for index, each in enumerate(message.to)
        if each.substitutions or each.template_data_json
    ]
    if not message.has_private_copies and personal:
        yield error(
            "personal_together",
            f"to.{personal[0]}",
            "Personal fields do not go with one mail that all see.",
            "One mail has one text.",
            "Send one mail for each To recipient.",
        )


def _reply_to(message: Message) -> Iterator[Finding]:
    if len(message.reply_to) > RECIPIENTS_PER_REQUEST:
        yield error(
            "reply_to_limit",
            "reply_to",
            f"There are {len(message.reply_to):,} Reply-To addresses.",
            "SendGrid takes at most 1,000.",
            "Answers usually go to one.",
        )
    if len({email_key(each.email) for each in message.reply_to}) < len(message.reply_to):
        yield error(
            "reply_to_duplicate",
            "reply_to",
            "A Reply-To address is named twice.",
            "SendGrid wants each once.",
            "Remove the repeat.",
        )
