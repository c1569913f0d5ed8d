"""The mail itself, before it is bytes: one frozen model for both paths."""

from sgdesk.message.findings import Finding, MessageError
from sgdesk.message.model import (
    Address,
    Attachment,
    Copies,
    Message,
    Pairs,
    Recipient,
    SendOptions,
    Tracking,
)
from sgdesk.message.sample import sample
from sgdesk.sendgrid.entries import PathKind

__all__ = [
    "Address",
    "Attachment",
    "Copies",
    "Finding",
    "Message",
    "MessageError",
    "Pairs",
    "PathKind",
    "Recipient",
    "SendOptions",
    "Tracking",
    "sample",
]
