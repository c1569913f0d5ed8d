"""The practice inbox as rows, and one captured mail in parts."""

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sgdesk.delivery import Attempt
from sgdesk.errors import in_sentences
from sgdesk.present.inbox_eml import file_words, parts_of
from sgdesk.present.log import names_of, recipients_text
from sgdesk.present.log_filter import PATHS
from sgdesk.present.refused_calls import call_title
from sgdesk.present.times import time_of_day
from sgdesk.present.words import all_of
from sgdesk.route import WebApiPath
from sgdesk.secret import without_keys
from sgdesk.sizes import size_text

if TYPE_CHECKING:
    # Its client is dear to import; here only its values are read.
    from sgdesk.sandbox.client import InboxEntry, InboxMail, RefusedEntry


SHOWN_CHARACTERS = 300_000
SHOWN_LONG_LINES = 50_000
LONG_LINE = 5_000
"""Measured: 300,000 characters are laid out in 20 ms, in one line in 140."""
BULK_CHARACTERS = 4_000
OTHER_PROGRAM = "other program"
"""Beside mail that this window did not send, where its program does not name itself."""
LONGEST_PROGRAM = 24
"""Characters of its name beside the recipients."""
_BODY_ALONE = "This is the body of the request alone; Request also shows its headers."
_UNANSWERED = "No answer to it has gone out."
_PACKED = "The body came packed by gzip and is shown unpacked."


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One captured mail in the list."""

    id: str
    time: str
    received_at: datetime
    path: str
    sender: str
    recipients: str
    people: tuple[str, ...]
    """The first of them by name, when they are several."""
    subject: str
    size: str
    is_call: bool = False
    """No mail at all but a call that was refused."""
    is_others: bool = False
    """Another program sent it, not this window."""
    program: str = ""
    """What calls itself so brought it; by SMTP it says of itself no more than a host's name."""

    @property
    def came_by(self) -> str:
        """Say which way it came, and of another program's mail that it is that."""
        program = self.program or OTHER_PROGRAM
        if len(program) > LONGEST_PROGRAM:
            program = f"{program[: LONGEST_PROGRAM - 1]}…"
        return f"{program} · {self.path}" if self.is_others else self.path

    @property
    def whose(self) -> str:
        """Say that another program sent it, and what that calls itself; else nothing."""
        if not self.is_others:
            return ""
        calls = f": {self.program}" if self.program else ""
        return f"Another program sent it, not this window{calls}"

    @property
    def spoken(self) -> str:
        """Give it for a screen reader."""
        if self.is_call:
            return f"{self.subject}. {self.recipients} By {self.path}, {self.time}"
        who = ": ".join(filter(None, (self.recipients, ", ".join(self.people))))
        calls = f" {self.program}" if self.program else ""
        by = f"{self.path} from another program{calls}" if self.is_others else self.path
        return f"{self.subject}, to {who}, by {by}, {self.time}"


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
    """What is attached."""
    images: tuple[str, ...] = ()
    """What came along to be shown in the mail."""
    headers: tuple[tuple[str, str], ...]
    """As the recipient's mail program gets them, as far as they are known here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What SendGrid would do with a mail after it said yes to it."""

    words: str
    """Empty where it goes without saying."""
    is_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMail:
    """One captured mail, opened."""

    row: InboxRow
    copies: tuple[InboxCopy, ...]
    images: Mapping[str, bytes]
    """Those that the HTML may name, by Content-ID."""
    source: str
    """As it was received; the start of it when it is very long."""
    request: str
    """The request or the SMTP dialogue as it came, with the answer; what signs in is veiled."""
    formatted: str
    """The request with its body laid out to be read; empty by SMTP."""
    fate: Fate
    notes: Mapping[str, str]
    """What must be known to read a part of it, by the part: headers, source, request."""
    saved_as: str
    """Whether a file of it holds the bytes that came."""


def inbox_rows(
    entries: "Sequence[InboxEntry]", refused: "Sequence[RefusedEntry]" = ()
) -> tuple[InboxRow, ...]:
    """Give captured mail and refused calls as one list, newest first."""
    rows = [(entry.received_at, _row(entry)) for entry in entries]
    rows += [(call.received_at, _row_of_call(call)) for call in refused]
    rows.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(row for _, row in rows)


def id_of_mail(
    entries: "Sequence[InboxEntry]", attempt: Attempt, subject: str, recipient: str
) -> str:
    """Give the id of the mail that an attempt brought; nothing when it is not there.

    Without the server's answer no id is known: it is then the only mail to the recipient
    with this subject that came by the same path while the attempt went on.
    """
    if attempt.message_id:
        return attempt.message_id if attempt.message_id in {entry.id for entry in entries} else ""
    path = "webapi" if isinstance(attempt.path, WebApiPath) else "smtp"
    found = [
        entry.id
        for entry in entries
        if entry.path == path
        if attempt.trace.started_at <= entry.received_at <= attempt.trace.ended_at
        if recipient in entry.to
        and without_keys(entry.subject).split() == without_keys(subject).split()
    ]
    return found[0] if len(found) == 1 else ""


def open_mail(mail: "InboxMail", raw: bytes) -> OpenMail:
    """Give one mail with its source as it was received. Takes a while for a large one."""
    body = gzip.decompress(raw) if _is_packed(mail) else raw
    came = body.decode("utf-8", "replace")
    return OpenMail(
        row=_row(mail.entry),
        copies=tuple(_copy(mail, copy) for copy in mail.copies),
        images=_images(mail, raw),
        source=_shown(came),
        request=_asked(mail, came if mail.v3 is not None else _smtpapi(mail)),
        formatted=_asked(mail, _json(mail.v3)) if mail.v3 is not None else "",
        fate=_fate(mail),
        notes=_notes(mail),
        saved_as=file_words(mail),
    )


def _asked(mail: "InboxMail", body: str) -> str:
    """Write what was asked for and, by the Web API, what was answered; its body is empty."""
    answer = f"\n\nThe answer:\n{mail.answer}\n" if mail.answer else ""
    return _shown(f"{mail.heard}\n\n{body}") + answer


def _kept_words(copy: Mapping[str, Any]) -> str:
    """Name what came for SendGrid alone, so that it can be seen to have come."""
    data = ", ".join(f"{name}={value}" for name, value in (copy.get("custom_args") or {}).items())
    told = {
        "tags (categories)": ", ".join(copy.get("categories") or ()),
        "own data (custom_args)": data,
    }
    listed = "; ".join(f"{name} {value}" for name, value in told.items() if value)
    return f"SendGrid keeps for itself: {listed}." if listed else ""


def _notes(mail: "InboxMail") -> dict[str, str]:
    notes = {}
    kept = [_kept_words(copy) for copy in mail.copies]
    # Own data of one person alone stands in the request.
    if any(kept) and len(set(kept)) == 1:
        notes["headers"] = kept[0]
    if _is_packed(mail):
        notes["source"] = notes["request"] = _PACKED
    if mail.v3 is not None:
        notes["source"] = in_sentences(_BODY_ALONE, notes.get("source", ""))
        notes["request"] = in_sentences(_answered(mail.answer), notes.get("request", ""))
        adds = "SendGrid adds others when it sends, such as Date and Message-ID."
        notes["headers"] = in_sentences(adds, notes.get("headers", ""))
    if len(mail.copies) > 1:
        what = "message" if mail.v3 is None else "request"
        count = len(mail.copies)
        one = (
            f"The one {what} for {all_of(count)} mails: "
            "SendGrid makes each of them from it; no recipient sees it."
        )
        notes |= {part: f"{one} {notes.get(part, '')}".strip() for part in ("source", "request")}
    return notes


def _answered(answer: str) -> str:
    status = answer.partition("\n")[0].partition(" ")[2]
    return f"Answered by {status}, whose headers stand at the end." if status else _UNANSWERED


def _images(mail: "InboxMail", raw: bytes) -> dict[str, bytes]:
    if mail.v3 is not None:
        files = mail.v3.get("attachments") or ()
        named = [(str(file.get("content_id") or ""), file.get("content")) for file in files]
        return {name: _base64(content) for name, content in named if name}
    return {name: content for name, content in parts_of(raw) if name}


def _base64(content: object) -> bytes:
    try:
        return base64.b64decode(str(content))
    except ValueError:
        return b""


def _is_packed(mail: "InboxMail") -> bool:
    coding = {name.lower(): value for name, value in mail.headers}.get("content-encoding", "")
    return mail.v3 is not None and coding.strip().lower() == "gzip"


def _smtpapi(mail: "InboxMail") -> str:
    """Say how SendGrid would read the header that is meant for it."""
    if mail.x_smtpapi is not None:
        return f"X-SMTPAPI, as it was read:\n{_json(mail.x_smtpapi)}"
    if mail.x_smtpapi_raw is not None:
        why = mail.x_smtpapi_problem or "unknown"
        return f"X-SMTPAPI cannot be read: {why}\n{mail.x_smtpapi_raw}"
    return "No X-SMTPAPI header: SendGrid would take the mail as it is."


def _fate(mail: "InboxMail") -> Fate:
    if mail.x_smtpapi_problem:
        words = f"SendGrid would say yes and then drop this mail: {mail.x_smtpapi_problem}"
        return Fate(words=words, is_good=False)
    if len(mail.copies) > 1:
        return Fate(words=_each_words(mail.copies), is_good=True)
    # Of a mail to one person it goes without saying.
    people = [one for copy in mail.copies for place in ("to", "cc", "bcc") for one in copy[place]]
    words = "SendGrid would send it on as one mail." if len(people) > 1 else ""
    return Fate(words=words, is_good=True)


def _each_words(copies: Sequence[Mapping[str, Any]]) -> str:
    """Say what people see of each other, by the first of them."""
    first = copies[0]
    if len(first["to"]) > 1 or first["cc"]:
        return f"{len(copies)} mails: in each people see the addresses of that mail alone."
    return "One mail each: everyone sees only their own address."


def _json(value: object) -> str:
    return json.dumps(_without_bulk(value), indent=2, ensure_ascii=False)


def _without_bulk(value: object) -> object:
    """Shorten texts that nobody reads here, such as a file in base64."""
    match value:
        case str() if len(value) > BULK_CHARACTERS:
            return f"{value[:60]}… ({len(value):,} characters in all)"
        case Mapping():
            return {key: _without_bulk(part) for key, part in value.items()}
        case list() | tuple():
            return [_without_bulk(part) for part in value]
        case _:
            return value


def _shown(text: str) -> str:
    """Cut what the window could not lay out at once; one endless line is the hardest."""
    longest = max(map(len, text.splitlines()), default=0)
    limit = SHOWN_CHARACTERS if longest < LONG_LINE else SHOWN_LONG_LINES
    if len(text) <= limit:
        return text
    return f"{text[:limit]}\n… {size_text(len(text) - limit)} more, not shown here."


def _row(entry: "InboxEntry") -> InboxRow:
    return InboxRow(
        id=entry.id,
        time=time_of_day(entry.received_at),
        received_at=entry.received_at,
        path=PATHS[entry.path],
        sender=entry.sender,
        recipients=recipients_text(entry.to),
        people=tuple(names_of(entry.to)) if len(entry.to) > 1 else (),
        subject=entry.subject or "(no subject)",
        size=size_text(entry.size_bytes),
        program=f"EHLO {entry.program}"
        if entry.program and entry.path == "smtp"
        else entry.program,
    )


def _row_of_call(call: "RefusedEntry") -> InboxRow:
    return InboxRow(
        id=call.id,
        time=time_of_day(call.received_at),
        received_at=call.received_at,
        path=PATHS[call.path],
        sender="",
        recipients=call.reason,
        people=(),
        subject=call_title(call),
        size="",
        is_call=True,
    )


def _copy(mail: "InboxMail", copy: Mapping[str, Any]) -> InboxCopy:
    return InboxCopy(
        to=_people(copy["to"]),
        cc=_people(copy["cc"]),
        sender=_people([copy["from"]]),
        subject=str(copy["subject"] or ""),
        html=str(copy["html"] or ""),
        text=str(copy["text"] or ""),
        files=_names(copy, in_mail=False),
        images=_names(copy, in_mail=True),
        headers=_headers(mail, copy),
    )


def _names(copy: Mapping[str, Any], *, in_mail: bool) -> tuple[str, ...]:
    """Name what is attached, or what the mail shows where it names it."""
    return tuple(
        str(file.get("filename") or "file")
        for file in copy["attachments"]
        if in_mail == bool(file.get("disposition") == "inline" and file.get("content_id"))
    )


def _headers(mail: "InboxMail", copy: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Give the headers of one copy: without what was meant for SendGrid alone."""
    own = {
        "From": _people([copy["from"]]),
        "To": _people(copy["to"]),
        "Cc": _people(copy["cc"]),
        "Reply-To": _people(copy["reply_to"]),
        "Subject": str(copy["subject"] or ""),
    }
    if mail.v3 is not None:
        made = {name: str(value) for name, value in copy["headers"].items()}
        return tuple((name, value) for name, value in (own | made).items() if value)
    if mail.x_smtpapi is None:
        return mail.headers
    # It speaks to SendGrid, which puts into To the recipient of each mail.
    new = {"to": own["To"], "subject": own["Subject"]}
    return tuple(
        (name, new.get(name.lower(), value))
        for name, value in mail.headers
        if name.lower() != "x-smtpapi"
    )


def _people(entries: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(
        f"{entry['name']} <{entry['email']}>" if entry.get("name") else str(entry["email"])
        for entry in entries
        if entry
    )
