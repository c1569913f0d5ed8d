"""What makes two mails the same: all that is written in them, whoever gets it and sees whom."""

from dataclasses import replace

from sgdesk.message.domain import email_key
from sgdesk.message.model import Attachment, Copies, Message

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
        to=tuple(sorted(told, key=lambda one: email_key(one.address.email))),
        cc=(),
        bcc=(),
        copies=Copies.TOGETHER,
        attachments=files,
    )


def _marks(content: bytes) -> bytes:
    return b"%d %b%b" % (len(content), content[:_LOOKED_AT], content[-_LOOKED_AT:])
