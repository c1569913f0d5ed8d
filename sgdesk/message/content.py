"""What makes two mails the same: what people read in them, whoever gets them and sees whom.

Not when they go, by which pool, and what they carry for programs: who reads one has the other.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

from sgdesk.message.domain import email_key
from sgdesk.message.model import Address, Attachment, Copies, Message, Recipient, SendOptions


def content_of(message: Message) -> Message:
    """Give what a mail has in common with the same mail to other people.

    What is filled in for each is written in it, too: then it is the same to the same people only.
    A file stands there by its digest, so that who keeps this keeps no file. How its lines end, in
    which order its files stand and how its data is written nobody reads.
    """
    return replace(
        message,
        sender=Address(email=email_key(message.sender.email)),
        reply_to=(),
        subject=message.subject.strip(),
        text=_lines(message.text),
        html=_lines(message.html),
        headers=(),
        categories=(),
        custom_args=(),
        options=SendOptions(
            template_id=message.options.template_id,
            template_data_json=_data(message.options.template_data_json),
        ),
        to=_filled_in(message),
        cc=(),
        bcc=(),
        copies=Copies.TOGETHER,
        attachments=tuple(
            Attachment(filename=name, content=digest)
            for name, digest in sorted((file.filename, file.digest) for file in message.attachments)
        ),
    )


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip("\n")


def _data(text: str) -> str:
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except (ValueError, RecursionError):
        # There is none, or SendGrid refuses it.
        return text


def _filled_in(message: Message) -> tuple[Recipient, ...]:
    """Give those for whom something is filled in, by their addresses alone."""
    filled = {}
    for one in message.to:
        key = email_key(one.address.email)
        fields, data = _fields_read(message, one.substitutions), _data(one.template_data_json)
        if fields or data:
            filled[key] = Recipient(
                address=Address(email=key), substitutions=fields, template_data_json=data
            )
    return tuple(filled[key] for key in sorted(filled))


def _fields_read(
    message: Message, fields: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Give those that stand in a mail, or in what is filled in; a template may have any."""
    if message.options.template_id:
        return tuple(sorted(dict(fields).items()))
    texts = (message.subject, message.text, message.html, *(value for _, value in fields))
    return tuple(
        (tag, value)
        for tag, value in sorted(dict(fields).items())
        if any(tag in text for text in texts)
    )
