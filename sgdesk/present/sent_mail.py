"""The head of a mail that was sent, as names and values."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sgdesk.message import Address, Message
from sgdesk.message.mailbox import format_address
from sgdesk.present.lost import TITLES
from sgdesk.render.names import v3_name
from sgdesk.sizes import size_text

SHOWN = 20


def sent_facts(
    message: Message,
    missing_files: Sequence[str] = (),
    lost: Collection[str] = (),
    *,
    by_web_api: bool = False,
) -> tuple[tuple[str, str, str], ...]:
    """Give `(name, value, what it means)`; what the mail does not have is left out.

    `lost` are the places of what the path did not carry, as `lost_places` gives them. Names are
    as they went: the Web API takes some of them without their commas.
    """
    to, cc, bcc = (
        [replace(each, name=v3_name(each.name)) if by_web_api else each for each in people]
        for people in ([one.address for one in message.to], message.cc, message.bcc)
    )
    each = message.has_private_copies
    see = "One mail each: nobody sees the others." if each else "Everyone sees these addresses."
    manner = "One mail each" if each else "One mail that all see"
    files = [f"{file.filename} ({size_text(len(file.content))})" for file in message.attachments]
    files += [f"{name} (too large to keep)" for name in missing_files]
    reply_to = ", ".join(format_address(address) for address in message.reply_to)
    headers = "\n".join(f"{name}: {value}" for name, value in message.headers)
    own_data = ", ".join(f"{name}={value}" for name, value in message.custom_args)
    facts = (
        ("From", format_address(message.sender), "The sender."),
        ("To", _people(to), see),
        ("Sent as", manner if len(to) > 1 else "", "What the people in To see of each other."),
        ("Cc", _people(cc), "Everyone sees these addresses."),
        ("Bcc", _people(bcc), "Nobody sees these addresses."),
        ("Reply to", reply_to, "Where answers go."),
        ("Subject", message.subject, "As it was sent."),
        ("Files", ", ".join(files), "What went along."),
        ("Headers", headers, "Given in the mail besides the usual ones."),
        ("Tags", ", ".join(message.categories), "SendGrid counts by them."),
        ("Own data", own_data, "Comes back with each event of the mail."),
    )
    left_out = {TITLES[place] for place in lost}
    return tuple(
        (name, f"{value} (not carried by SMTP to this server)", meaning)
        if name in left_out
        else (name, value, meaning)
        for name, value, meaning in facts
        if value
    )


def _people(addresses: Sequence[Address]) -> str:
    shown = ", ".join(format_address(address) for address in addresses[:SHOWN])
    more = len(addresses) - SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown
