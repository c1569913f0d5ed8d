"""Hypothesis strategies for messages that SendGrid would take, by either path.

Everything drawn here passes the pre-send check; what breaks a rule stands in
`broken.py`. Villains are drawn on purpose: commas and quotes in names, text that
looks like an encoded word, long runs without a space, dots at line starts.
"""

import json
from datetime import UTC, timedelta
from functools import cache

from hypothesis import strategies as st

from sgdesk import clock
from sgdesk.message import (
    Address,
    Attachment,
    Copies,
    Message,
    Pairs,
    Recipient,
    SendOptions,
    Tracking,
)

_CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))


@cache
def lines(min_size: int = 0, max_size: int = 120) -> st.SearchStrategy[str]:
    """Draw one line of text without control characters, not beginning or ending with a space."""
    characters = st.characters(exclude_categories=("Cs", "Cn"), exclude_characters=_CONTROLS)
    villains = st.sampled_from(
        [
            "Grüße, 你好",
            "=?utf-8?q?=0D=0ABcc:_evil?=",
            "x" * 300,
            "a  double  space",
            'quo"ted \\ text',
            "Doe, Jane; MD",
            "😀" * 40,
            "word " * 40,
        ]
    )
    drawn = st.one_of(st.text(characters, max_size=max_size), villains)
    return drawn.map(lambda text: text.strip()[:max_size].strip()).filter(
        lambda text: len(text) >= min_size
    )


@cache
def texts() -> st.SearchStrategy[str]:
    """Draw a body: lines with `\\n` between and perhaps at the end."""
    villain = st.sampled_from([".", "..", ". x", "From here", "tail ", "=", "é" * 400, "y" * 1200])
    line = st.one_of(lines(), villain)
    return st.lists(line, min_size=1, max_size=6).map("\n".join).filter(bool)


@cache
def emails(*, unicode_local: bool = False) -> st.SearchStrategy[str]:
    """Draw an address for documentation; its domain may be Unicode."""
    local = st.from_regex(r"[a-z0-9]{1,8}([.+_-][a-z0-9]{1,8})?", fullmatch=True)
    if unicode_local:
        local = st.sampled_from(["zoë", "用户", "ñandú"])
    domain = st.sampled_from(
        ["example.com", "mail.example.org", "a.test", "münchen.example", "例え.test", "x.invalid"]
    )
    return st.builds("{}@{}".format, local, domain)


@cache
def addresses() -> st.SearchStrategy[Address]:
    """Draw an address with or without a name."""
    return st.builds(Address, email=emails(), name=lines(max_size=90))


def attachments(content_id: st.SearchStrategy[str]) -> st.SearchStrategy[Attachment]:
    """Draw a file, its name free of what SendGrid refuses."""
    name = lines(min_size=1, max_size=100).map(
        lambda text: text.replace(";", "_").replace(",", "_")
    )
    return st.builds(
        Attachment,
        filename=name,
        content=st.binary(min_size=1, max_size=200),
        type=st.sampled_from(["image/png", "application/pdf", "application/x-thing+json"]),
        content_id=content_id,
    )


def _pairs(
    keys: st.SearchStrategy[str], values: st.SearchStrategy[str]
) -> st.SearchStrategy[Pairs]:
    pair = st.tuples(keys, values)
    return st.lists(pair, max_size=3, unique_by=lambda each: each[0].lower()).map(tuple)


@cache
def headers() -> st.SearchStrategy[Pairs]:
    """Draw custom headers."""
    names = st.from_regex(r"X-[A-Za-z0-9-]{1,30}", fullmatch=True).filter(
        lambda name: name.lower() not in ("x-smtpapi", "x-sg-id", "x-sg-eid")
    )
    return _pairs(names, lines(min_size=1))


@cache
def options() -> st.SearchStrategy[SendOptions]:
    """Draw what both paths can carry."""
    switch = st.sampled_from([None, True, False])
    soon = clock.wall_utc().astimezone(UTC).replace(microsecond=0)
    moments = st.integers(60, 71 * 3600).map(lambda seconds: soon + timedelta(seconds=seconds))
    ids = st.integers(1, 10**6)
    with_group = st.tuples(ids, st.lists(ids, max_size=25).map(tuple))
    return st.tuples(with_group | st.just((None, ())), st.none() | moments).flatmap(
        lambda drawn: st.builds(
            SendOptions,
            send_at=st.just(drawn[1]),
            batch_id=st.sampled_from(["", "HkJ5yLYULb7Rj8GKSx7u025ouWVlMgAi"]),
            asm_group_id=st.just(drawn[0][0]),
            asm_groups_to_display=st.just(drawn[0][1]),
            ip_pool=st.sampled_from(["", "transactional"]),
            tracking=st.builds(
                Tracking,
                opens=switch,
                clicks=switch,
                subscription=switch,
                google_analytics=switch,
            ),
        )
    )


_ASCII = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=255)
_PEOPLE = st.lists(addresses(), min_size=1, max_size=6, unique_by=lambda each: each.email.lower())
_PERSONAL = _pairs(st.sampled_from(["-name-", "%city%", "{{word}}"]), lines(max_size=30))
_INLINE = st.lists(attachments(st.uuids().map(str)), max_size=2)
_FILES = st.lists(attachments(st.just("")), max_size=2)
_REPLY_TO = st.lists(addresses(), max_size=2, unique_by=lambda each: each.email).map(tuple)
_CATEGORIES = st.lists(_ASCII, max_size=3, unique=True).map(tuple)
_CUSTOM_ARGS = _pairs(lines(min_size=1, max_size=40), lines())
_COPIES = st.sampled_from(Copies)
_BODIES = st.sampled_from(["text", "html", "both"])


@st.composite
def messages(draw: st.DrawFn) -> Message:
    """Draw a message that either path takes, with nothing lost but what parity declares."""
    people, copies, body = draw(_PEOPLE), draw(_COPIES), draw(_BODIES)
    to_count = len(people) if copies is Copies.EACH else draw(st.integers(1, len(people)))
    rest = people[to_count:]
    cut = draw(st.integers(0, len(rest)))
    is_personal = copies is Copies.EACH or len(people) == 1
    inline = draw(_INLINE) if body != "text" else []
    html = draw(texts()) + "".join(f'<img src="cid:{each.content_id}">' for each in inline)
    return Message(
        sender=draw(addresses()),
        to=tuple(
            Recipient(address=each, substitutions=draw(_PERSONAL) if is_personal else ())
            for each in people[:to_count]
        ),
        cc=tuple(rest[:cut]),
        bcc=tuple(rest[cut:]),
        reply_to=draw(_REPLY_TO),
        copies=copies,
        subject=draw(lines(min_size=1)),
        text=draw(texts()) if body != "html" else "",
        html=html if body != "text" else "",
        attachments=(*draw(_FILES), *inline),
        headers=draw(headers()),
        categories=draw(_CATEGORIES),
        custom_args=draw(_CUSTOM_ARGS),
        options=draw(options()),
    )


@cache
def any_text() -> st.SearchStrategy[str]:
    """Draw text as hostile as text gets: line breaks of every kind, NUL, lone surrogates."""
    breaks = st.sampled_from(
        ["\r\nBcc: evil@example.com", "\n", "\r", "\0", "\x85", "\u2028", "\ud800"]
    )
    return st.lists(st.one_of(breaks, st.text(max_size=10)), max_size=4).map("".join)


@st.composite
def hostile_messages(draw: st.DrawFn) -> Message:
    """Draw a message with anything at all in any field."""
    text = any_text()
    address = st.builds(Address, email=st.one_of(emails(), text), name=text)
    pairs = st.lists(st.tuples(text, text), max_size=2).map(tuple)
    recipient = st.builds(Recipient, address=address, substitutions=pairs)
    attachment = st.builds(
        Attachment, filename=text, content=st.binary(max_size=5), type=text, content_id=text
    )
    some = draw(st.sampled_from(["sender", "to", "subject", "headers", "files", "labels", "all"]))

    def pick(name: str, hostile: st.SearchStrategy[object], tame: object) -> object:
        return draw(hostile) if some in (name, "all") else tame

    tame = Address(email="a@example.com")
    fields: dict[str, object] = {
        "sender": pick("sender", address, tame),
        "to": pick("to", st.tuples(recipient), (Recipient(address=tame),)),
        "cc": pick("to", st.tuples(address), ()),
        "reply_to": pick("to", st.tuples(address), ()),
        "subject": pick("subject", text, "s"),
        "text": pick("subject", text, "t"),
        "html": pick("subject", text, ""),
        "headers": pick("headers", pairs, ()),
        "attachments": pick("files", st.tuples(attachment), ()),
        "categories": pick("labels", st.tuples(text), ()),
        "custom_args": pick("labels", pairs, ()),
    }
    return Message(**fields)  # type: ignore[arg-type] # each value is drawn for its field


DATA = json.dumps({"name": "Ada", "items": [1, 2]})
"""Dynamic template data for tests that need some."""
