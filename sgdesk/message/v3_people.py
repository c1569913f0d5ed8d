"""The personalizations of a `mail/send` body: who gets the mail, and what each says itself."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sgdesk.message.json_reader import JsonReader
from sgdesk.message.model import Address, Copies, Pairs, Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a personalization says in place of the whole body."""

    sender: Address | None
    subject: str
    headers: Pairs
    custom_args: Pairs
    send_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who gets the mail, and what all personalizations say alike."""

    to: tuple[Recipient, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    copies: Copies
    own: Own
    data: str
    """Template data of a mail to several together."""


_NOTHING = Own(sender=None, subject="", headers=(), custom_args=(), send_at=None)
_OWN_NAMES = {
    "sender": "from",
    "subject": "subject",
    "headers": "headers",
    "custom_args": "custom_args",
    "send_at": "send_at",
}


def filled(reader: JsonReader, name: str) -> str:
    """Take a string that SendGrid wants to hold at least one character when it is there."""
    is_there = name in reader
    text = reader.text(name)
    if is_there and not text:
        reader.refuse("empty_value", name, f"{reader.at(name)} is empty.", "", "Leave it out.")
    return text


def own_data(reader: JsonReader) -> Pairs:
    """Take `custom_args`, of which SendGrid wants one at least when they are there."""
    is_there = "custom_args" in reader
    pairs = reader.pairs("custom_args")
    if is_there and not pairs:
        place = reader.at("custom_args")
        reader.refuse("custom_args_empty", "custom_args", f"{place} is empty.", "", "Leave it out.")
    return pairs


def read_address(reader: JsonReader | None) -> Address:
    """Take an e-mail object; an empty address where there is none."""
    if reader is None:
        return Address(email="")
    address = Address(email=reader.text("email"), name=reader.text("name"))
    if not address.email:
        reader.refuse("address_required", "email", f"{reader.place} has no email.")
    reader.finish()
    return address


def _named(block: JsonReader, field: str) -> tuple[Address, ...]:
    """Take recipients; their names may not hold what the API refuses there."""
    addresses = tuple(read_address(each) for each in block.items(field))
    for index, address in enumerate(addresses):
        if set(address.name) & {";", ","}:
            block.refuse(
                "name_punctuation",
                f"{field}.{index}.name",
                f"The name {address.name!r} holds ; or ,.",
                "The Web API refuses both in the names of recipients.",
                "Write the name without them.",
            )
    return addresses


def read_people(body: JsonReader) -> People:
    """Take the personalizations."""
    blocks = body.items("personalizations")
    if not blocks:
        body.refuse("to_required", "personalizations", "There is no personalization.")
    recipients: list[Recipient] = []
    owns: list[Own] = []
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    shared = ""
    for block in blocks:
        to = list(_named(block, "to"))
        if not to:
            block.refuse("to_empty", "to", f"{block.at('to')} names nobody.")
        cc, bcc = _named(block, "cc"), _named(block, "bcc")
        substitutions, data = block.pairs("substitutions"), _data(block)
        owns.append(_own(block))
        if len(blocks) > 1 and (len(to) > 1 or cc or bcc):
            _refuse_groups(block)
            # Where it is shown all the same, nobody is left out, and nobody sees more than before.
            to, cc, bcc = [*to, *cc, *bcc], (), ()
        elif len(to) > 1 and substitutions:
            _refuse_shared(block)
            substitutions = ()
        if len(blocks) == 1 and len(to) > 1:
            shared, data = data, ""
        recipients += [
            Recipient(address=each, substitutions=substitutions, template_data_json=data)
            for each in to
        ]
        block.finish()
    return People(
        to=tuple(recipients),
        cc=cc,
        bcc=bcc,
        copies=Copies.EACH if len(blocks) > 1 else Copies.TOGETHER,
        own=_alike(blocks, owns),
        data=shared,
    )


def _own(block: JsonReader) -> Own:
    sender = block.child("from")
    return Own(
        sender=None if sender is None else read_address(sender),
        subject=filled(block, "subject"),
        headers=block.pairs("headers"),
        custom_args=own_data(block),
        send_at=block.moment("send_at"),
    )


def _alike(blocks: Sequence[JsonReader], owns: Sequence[Own]) -> Own:
    """Give what all of them say alike, which holds for the mail; refuse what they do not."""
    alike = owns[0] if owns else _NOTHING
    for field, name in _OWN_NAMES.items():
        values = [getattr(own, field) for own in owns]
        for block, value in zip(blocks, values, strict=True):
            if value and any(each != values[0] for each in values):
                block.refuse(
                    "not_held",
                    name,
                    f"{block.at(name)} is another one than that of the others.",
                    "A message here has one for all.",
                    "Split the body.",
                )
        if any(each != values[0] for each in values):
            alike = replace(alike, **{field: getattr(_NOTHING, field)})
    return alike


def _refuse_groups(block: JsonReader) -> None:
    block.refuse(
        "not_held",
        "to",
        f"{block.place} has several people among several personalizations.",
        "A message here goes to one person each, or to all in one mail.",
        "Split the body.",
    )


def _refuse_shared(block: JsonReader) -> None:
    block.refuse(
        "not_held",
        "substitutions",
        f"{block.place} gives several people the same personal fields.",
        "Personal fields here belong to one recipient.",
        "Put the values into the text, or name one person.",
    )


def _data(block: JsonReader) -> str:
    child = block.take("dynamic_template_data", dict)
    return json.dumps(child, ensure_ascii=False) if child else ""
