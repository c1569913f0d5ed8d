"""The mail itself, before it is bytes: one frozen model for both paths."""

from sgdesk.message.model import (
    Address,
    Attachment,
    Copies,
    Message,
    Recipient,
    SendOptions,
    Tracking,
)

__all__ = [
    "Address",
    "Attachment",
    "Copies",
    "Message",
    "Recipient",
    "SendOptions",
    "Tracking",
]
