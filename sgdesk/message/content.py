"""What makes two mails the same: what people read in them, whoever gets them and sees whom.

Not when they go, by which pool, and what they carry for programs: who reads one has the other.
"""

from dataclasses import replace

from sgdesk.message.domain import email_key
from sgdesk.message.model import Address, Attachment, Copies, Message, SendOptions

_LOOKED_AT = 4096


def content_of(message: Message) -> Message:
    """Give what a mail has in common with the same mail to other people.

    What is filled in for each is written in it, too: then it is the same to the same people only.

    Of a large file its size, its beginning and its end are looked at: the whole of one of
    25 MB takes longer than a frame.
    """
    files = tuple(
        Attachment(filename=file.filename, content=_marks(file.content))
        for file in message.attachments
    )
    told = [one for one in message.to if one.substitutions or one.template_data_json]
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
        to=tuple(sorted(told, key=lambda one: email_key(one.address.email))),
        cc=(),
        bcc=(),
        copies=Copies.TOGETHER,
        attachments=files,
    )


def _marks(content: bytes) -> bytes:
    return b"%d %b%b" % (len(content), content[:_LOOKED_AT], content[-_LOOKED_AT:])
