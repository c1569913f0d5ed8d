"""What makes two mails the same: what people read in them, whoever gets them and sees whom.

Not when they go, by which pool, and what they carry for programs: who reads one has the other.
"""

from collections.abc import Sequence
from dataclasses import replace

from sgdesk.message.domain import email_key
from sgdesk.message.model import Address, Attachment, Copies, Message, Recipient, SendOptions


def content_of(message: Message) -> Message:
    """Give what a mail has in common with the same mail to other people.

    What is filled in for each is written in it, too: then it is the same to the same people only.
    A file stands there by its digest, so that who keeps this keeps no file.
    """
    return replace(
        message,
        sender=Address(email=email_key(message.sender.email)),
        reply_to=(),
        text=message.text.rstrip("\r\n"),
        html=message.html.rstrip("\r\n"),
        headers=(),
        categories=(),
        custom_args=(),
        options=SendOptions(
            template_id=message.options.template_id,
            template_data_json=message.options.template_data_json,
        ),
        to=_filled_in(message.to),
        cc=(),
        bcc=(),
        copies=Copies.TOGETHER,
        attachments=tuple(
            Attachment(filename=file.filename, content=file.digest) for file in message.attachments
        ),
    )


def _filled_in(people: Sequence[Recipient]) -> tuple[Recipient, ...]:
    """Give those for whom something is filled in, by their addresses alone."""
    keys = {
        email_key(one.address.email): one
        for one in people
        if one.substitutions or one.template_data_json
    }
    return tuple(replace(keys[key], address=Address(email=key)) for key in sorted(keys))
