"""Custom headers, categories and custom args."""

import json
from collections.abc import Iterable, Iterator

from sgdesk.message.findings import Finding, error, warning
from sgdesk.message.model import Message, Pairs
from sgdesk.sendgrid.entries import PathKind

RESERVED = frozenset(
    {
        "x-sg-id",
        "x-sg-eid",
        "received",
        "dkim-signature",
        "content-type",
        "content-transfer-encoding",
        "to",
        "from",
        "subject",
        "reply-to",
        "cc",
        "bcc",
    }
)
"""Refused by SendGrid ("Mail Send", headers), compared without case."""
OURS = frozenset(
    {
        "mime-version",
        "content-disposition",
        "content-id",
        "content-description",
        "content-location",
        "x-smtpapi",
        "return-path",
        "sender",
    }
)
"""Made from other fields of the message, or by the servers on the way."""

CATEGORIES = 10
CATEGORY_CHARACTERS = 255
CUSTOM_ARGS_BYTES = 10_000
_TOKEN = 850
"""What fits on a folded line of X-SMTPAPI with its punctuation; a line holds 998."""
_LIST_UNSUBSCRIBE_BYTES = 78
"""From here on the relay was seen to encode the value (a thread of 2025 on the mailop list)."""


def header_findings(message: Message, kind: PathKind, *, smtpapi: bool) -> Iterator[Finding]:
    """Find what is wrong with headers and with the labels that SendGrid keeps."""
    yield from reserved_findings(message)
    yield from _duplicate_keys("header", "headers", message.headers)
    yield from _duplicate_keys("custom_arg", "custom_args", message.custom_args, fold_case=False)
    for name, value in message.headers:
        yield from _long_value(name, value, kind)
    yield from _categories(message.categories)
    yield from _custom_args(message.custom_args)
    if kind == "smtp" and smtpapi:
        yield from _long_tokens(message)


def reserved_findings(message: Message) -> Iterator[Finding]:
    """Find headers that only the message's own fields may set."""
    for name, _ in message.headers:
        lower = name.lower()
        if lower in RESERVED or lower in OURS or lower.startswith("resent-"):
            why = "SendGrid refuses it." if lower in RESERVED else "It is made from other fields."
            yield error(
                "header_reserved",
                f"headers.{name}",
                f"The header {name} cannot be set by hand.",
                why,
                "Use the field of that name, or remove the header.",
            )


def _duplicate_keys(
    rule: str, place: str, pairs: Pairs, *, fold_case: bool = True
) -> Iterator[Finding]:
    seen: set[str] = set()
    for key, _ in pairs:
        known = key.lower() if fold_case else key
        if not key:
            yield error(f"{rule}_name", place, "A name is empty.", "", "Give it a name.")
        elif known in seen:
            yield error(
                f"{rule}_duplicate",
                f"{place}.{key}",
                f"{key} is given twice.",
                "A JSON object holds each name once.",
                "Keep one of them.",
            )
        seen.add(known)


def _long_value(name: str, value: str, kind: PathKind) -> Iterator[Finding]:
    longest = max(map(len, value.split(" ")))
    if longest > _TOKEN:
        yield error(
            "header_too_long",
            f"headers.{name}",
            f"{name} holds {longest} characters without a space.",
            "A header line holds at most 998 and may be broken at spaces only.",
            "Shorten it.",
        )
    if (
        kind == "smtp"
        and name.lower() == "list-unsubscribe"
        and len(value.encode(errors="replace")) >= _LIST_UNSUBSCRIBE_BYTES
    ):
        yield warning(
            "list_unsubscribe_long",
            f"headers.{name}",
            "List-Unsubscribe is 78 bytes or longer.",
            "SendGrid's relay was seen to encode such a line, which breaks one-click unsubscribe.",
            "Shorten the address in it, or send by the Web API.",
        )


def _categories(categories: tuple[str, ...]) -> Iterator[Finding]:
    if len(categories) > CATEGORIES:
        yield error(
            "categories_limit",
            "categories",
            f"There are {len(categories)} categories.",
            f"SendGrid takes at most {CATEGORIES} for one message.",
            "Keep the ones you report on.",
        )
    for index, category in enumerate(categories):
        place = f"categories.{index}"
        if category in categories[:index]:
            happened, why = f"The category {category!r} is given twice.", "Each counts once."
            yield error("category_duplicate", place, happened, why, "Remove the repeat.")
        if not category:
            yield error("category_empty", place, "A category is empty.", "", "Remove it.")
        if not category.isascii():
            happened, why = f"{category!r} is not ASCII.", "SendGrid takes ASCII categories only."
            yield error("category_ascii", place, happened, why, "Spell it in ASCII.")
        if len(category) > CATEGORY_CHARACTERS:
            happened = f"A category has {len(category)} characters."
            why = f"SendGrid takes at most {CATEGORY_CHARACTERS}."
            yield error("category_too_long", place, happened, why, "Shorten it.")


def _custom_args(custom_args: Pairs) -> Iterator[Finding]:
    size = len(json.dumps(dict(custom_args), ensure_ascii=False).encode(errors="replace"))
    if size > CUSTOM_ARGS_BYTES:
        yield error(
            "custom_args_size",
            "custom_args",
            f"The custom args are {size:,} bytes as JSON.",
            f"SendGrid takes at most {CUSTOM_ARGS_BYTES:,}.",
            "Keep the rest on your side, under an id that you send along.",
        )


def _long_tokens(message: Message) -> Iterator[Finding]:
    for place, token in _tokens(message):
        if len(json.dumps(token)) > _TOKEN:
            yield error(
                "xsmtpapi_token",
                place,
                f"{token[:30]!r}… is too long for the X-SMTPAPI header.",
                "Its lines hold 998 characters and may be broken between values only.",
                "Shorten it, or send by the Web API.",
            )


def _tokens(message: Message) -> Iterable[tuple[str, str]]:
    for key, value in message.custom_args:
        yield f"custom_args.{key}", key
        yield f"custom_args.{key}", value
    for index, category in enumerate(message.categories):
        yield f"categories.{index}", category
    for index, recipient in enumerate(message.to):
        name = recipient.address.name + recipient.address.email
        yield f"to.{index}", name if len(message.to) > 1 else ""
        for tag, value in recipient.substitutions:
            yield f"to.{index}.substitutions.{tag}", tag
            yield f"to.{index}.substitutions.{tag}", value
