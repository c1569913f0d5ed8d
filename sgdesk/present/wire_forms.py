"""The mail of a result as it went: the v3 body of the Web API, and the MIME of SMTP."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from sgdesk.delivery import Attempt
from sgdesk.message import Message
from sgdesk.render import RenderedMime, render_mime, render_v3
from sgdesk.render.mime import Stamp, new_stamp
from sgdesk.route import SmtpPath, WebApiPath

AS_SENT = "Byte for byte as it was sent."
SAME_JSON = "The JSON that was sent, laid out to be read."
NOT_AS_SENT = (
    "Date, Message-ID and boundaries are new: those of the mail that was sent are not known."
)
BY_OTHER_PATH = "This result went by {path}; this is what the same mail is by {other}."

_TOKENS = (
    # The boundary first: a Message-ID may be the message's own.
    re.compile(r'^C: .*\bboundary="=_[a-z]+_([0-9a-f]{32})"', re.MULTILINE),
    re.compile(r"^C: Message-ID: <([0-9a-f]{32})\.\d+@", re.MULTILINE),
)
_DATE = re.compile(r"^C: Date: (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class WireForm:
    """A mail in the form in which one of the paths carries it."""

    text: str
    """All of it, read as UTF-8: MIME to the byte, with CRLF line ends; JSON with a line a value."""
    notes: tuple[str, ...] = ()
    """How far it is what was sent."""


def v3_form(message: Message, attempt: Attempt, *, is_whole: bool = True) -> WireForm:
    """Give the body of `POST /v3/mail/send`; `is_whole` says that it has all its files.

    Raises `MessageError`.
    """
    note = SAME_JSON if is_whole else ""
    if isinstance(attempt.path, SmtpPath):
        note = BY_OTHER_PATH.format(path="SMTP", other="the Web API")
    return WireForm(text=v3_lines(message), notes=tuple(filter(None, (note,))))


def v3_lines(message: Message) -> str:
    """Give that body with a line for each value; as it goes out it is one line, that nobody reads.

    Raises `MessageError`.
    """
    return json.dumps(json.loads(render_v3(message).body), indent=2, ensure_ascii=False)


def mime_form(message: Message, attempt: Attempt, *, is_whole: bool = True) -> WireForm:
    """Give the mail as SMTP carries it, the first where there is one each.

    What is drawn for each mail by chance is read from the conversation, which has its head.
    Raises `MessageError`.
    """
    stamp = _stamp_of(attempt.transcript)
    if isinstance(attempt.path, WebApiPath):
        note = BY_OTHER_PATH.format(path="the Web API", other="SMTP")
    elif stamp is None:
        note = NOT_AS_SENT
    else:
        note = AS_SENT if is_whole else ""
    mails = _rendered(message, attempt, stamp or new_stamp())
    several = (
        f"The first of {len(mails):,} mails, which differ in To and Message-ID."
        if len(mails) > 1
        else ""
    )
    return WireForm(text=mails[0].data.decode(), notes=tuple(filter(None, (note, several))))


def _rendered(message: Message, attempt: Attempt, stamp: Stamp) -> tuple[RenderedMime, ...]:
    mails = render_mime(message, smtpapi=attempt.smtpapi, stamp=stamp)
    if any(mail.needs_smtputf8 for mail in mails):
        # Such a mail goes to servers alone that take it so.
        return render_mime(message, smtpapi=attempt.smtpapi, smtputf8=True, stamp=stamp)
    return mails


def _stamp_of(transcript: str) -> Stamp | None:
    """Read what was drawn for a mail from its head; `None` where it was not handed over."""
    tokens = [found[1] for each in _TOKENS if (found := each.search(transcript))]
    date = _DATE.search(transcript)
    moment = _moment(date[1]) if date is not None else None
    return Stamp(date=moment, token=tokens[0]) if tokens and moment is not None else None


def _moment(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None
