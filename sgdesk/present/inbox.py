"""The practice inbox as rows, and one captured mail in parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sgdesk.present.log import recipients_text
from sgdesk.present.times import size_text, time_of_day

if TYPE_CHECKING:
    # Its client is dear to import; here only its values are read.
    from sgdesk.account.practice import InboxEntry, InboxMail


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One captured mail in the list."""

    id: str
    time: str
    path: str
    sender: str
    recipients: str
    subject: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxCopy:
    """What one recipient would get."""

    to: str
    cc: str
    sender: str
    subject: str
    html: str
    text: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMail:
    """One captured mail, opened."""

    row: InboxRow
    copies: tuple[InboxCopy, ...]
    headers: tuple[tuple[str, str], ...]
    """Of the mail over SMTP; of the request over the Web API, without its key."""
    source: str


def inbox_rows(entries: "Sequence[InboxEntry]") -> tuple[InboxRow, ...]:
    """Give the list in its order, newest first."""
    return tuple(_row(entry) for entry in entries)


def open_mail(mail: "InboxMail", raw: bytes) -> OpenMail:
    """Give one mail with its source as it was received."""
    return OpenMail(
        row=_row(mail.entry),
        copies=tuple(_copy(copy) for copy in mail.copies),
        headers=mail.headers,
        source=raw.decode("utf-8", "replace"),
    )


def _row(entry: "InboxEntry") -> InboxRow:
    return InboxRow(
        id=entry.id,
        time=time_of_day(entry.received_at),
        path="Web API" if entry.path == "webapi" else "SMTP",
        sender=entry.sender,
        recipients=recipients_text(entry.to),
        subject=entry.subject or "(no subject)",
        size=size_text(entry.size_bytes),
    )


def _copy(copy: Mapping[str, Any]) -> InboxCopy:
    return InboxCopy(
        to=_people(copy["to"]),
        cc=_people(copy["cc"]),
        sender=_people([copy["from"]]),
        subject=str(copy["subject"] or ""),
        html=str(copy["html"] or ""),
        text=str(copy["text"] or ""),
        files=tuple(str(file.get("filename") or "file") for file in copy["attachments"]),
    )


def _people(entries: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(
        f"{entry['name']} <{entry['email']}>" if entry.get("name") else str(entry["email"])
        for entry in entries
        if entry
    )
