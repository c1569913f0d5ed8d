"""What faces say of drafts; light enough to be there before the store is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from sgdesk.present.times import MONTHS

if TYPE_CHECKING:
    from sgdesk.store import DraftRow

NO_SUBJECT = "No subject"
DRAFT_ENDED = "This draft is not here any more: its mail was sent, or it was deleted."
NO_PEOPLE = "nobody yet"
LONGEST_LEFT = 24
"""Characters of a subject in a line that holds more."""
LONGEST_TITLE = 48
"""Characters of a subject that a button shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """One draft as a face lists it."""

    id: str
    title: str
    people: str
    saved: str
    """When it was saved last: `14:31`, or with its day."""
    words: str = ""
    """The first of what is written, for one without a subject."""
    note: str = ""
    """What else is to be known, e.g. that another window has it open."""
    can_open: bool = True
    is_here: bool = False
    """It stands in this window's Write."""
    tried_at: datetime | None = None
    """When the practice inbox got it as it stands."""

    @property
    def name(self) -> str:
        """Say which one it is: by its subject, else by what is written in it."""
        return f"{self.title} – {_short(self.words, LONGEST_TITLE)}" if self.words else self.title

    @property
    def is_tried(self) -> bool:
        """Say whether practice got it, so that it is not offered to be gone on with."""
        return self.tried_at is not None


def draft_lines(
    rows: Sequence["DraftRow"], *, here: str, now: datetime, zone: tzinfo | None = None
) -> tuple[DraftLine, ...]:
    """Give the lines of a list; `here` is the id of the draft in this window."""
    return tuple(_line(row, here, now, zone) for row in rows)


def saved_text(at: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """Give `14:31`, with its day in front when that is not today, and its year when not this one.

    Both times are aware; `zone` is the computer's own unless given.
    """
    local, today = at.astimezone(zone), now.astimezone(zone)
    hour = f"{local:%H:%M}"
    if local.date() == today.date():
        return hour
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {MONTHS[local.month - 1]}{year}, {hour}"


def continue_text(line: DraftLine) -> str:
    """Offer to go on with a draft: `Continue 'Autumn news' (saved 14:31)`."""
    if line.words:
        words = _short(line.words, LONGEST_TITLE)
        return f"Continue '{words}' (no subject, saved {line.saved})"
    if line.title == NO_SUBJECT:
        return f"Continue a mail without a subject (saved {line.saved})"
    return f"Continue '{_short(line.title, LONGEST_TITLE)}' (saved {line.saved})"


def drafts_to_offer(lines: Sequence[DraftLine]) -> tuple[DraftLine, ...]:
    """Give the drafts that can be gone on with, the newest first.

    Those with neither subject nor words look alike: none but the newest stands before others.
    """
    waiting = [line for line in lines if line.can_open and not line.is_tried]
    nameless = [line for line in waiting if line.title == NO_SUBJECT and not line.words]
    return (*(line for line in waiting if line not in nameless[1:]), *nameless[1:])


def left_texts(subject: str, *, tried: bool = False) -> tuple[str, ...]:
    """Say where the mail is that another one took the place of, in fewer and fewer words.

    One that was `tried` stands there as practice got it, and apart from those to go on with.
    """
    title = subject.strip()
    mail = f"'{_short(title, LONGEST_LEFT)}'" if title else "The mail before"
    if tried:
        short = "✓ Under Sent to practice"
        return (f"✓ {mail} is in Drafts, under Sent to practice", f"{short} in Drafts", short)
    return (f"✓ {mail} stays in Drafts", "✓ It stays in Drafts")


def sent_texts(
    at: str, *, practice: bool, in_results: bool, is_earlier: bool = False
) -> tuple[str, str]:
    """Say of a mail that stands in Write still that it went out, and where it is kept.

    Results has not the text of every mail, and a draft ends when its mail went out live.
    It `is_earlier` when the mail was sent once more since, which did not go well.
    """
    if in_results:
        kept = "kept in Results"
    else:
        kept = "kept in Drafts" if practice else "its text is kept nowhere else"
    said = "An earlier send:" if is_earlier else "✓ Sent"
    short = f"{said}{' to practice' if practice else ''} {at}"
    return f"{short}, {kept}", short


def _short(title: str, most: int) -> str:
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def not_saved_text(cause: str) -> str:
    """Say that a draft cannot be saved; `cause` is a sentence such as `The disk is full.`."""
    cause = cause.strip().rstrip(".")
    reason = cause[:1].lower() + cause[1:] if cause else "the reason is not known"
    return f"The draft cannot be saved: {reason}. It is kept open here; do not quit."


def _line(row: "DraftRow", here: str, now: datetime, zone: tzinfo | None) -> DraftLine:
    is_here = row.id == here
    sent = saved_text(row.tried_at, now, zone) if row.tried_at is not None else ""
    where = "open here" if is_here else "open in another window" if row.holder == "another" else ""
    note = ", ".join(filter(None, (sent and f"sent to practice {sent}", where)))
    note = f"{note[:1].upper()}{note[1:]}"
    return DraftLine(
        id=row.id,
        title=row.subject or NO_SUBJECT,
        people=row.people or NO_PEOPLE,
        words="" if row.subject else row.words,
        saved=saved_text(row.saved_at, now, zone),
        note=note,
        can_open=row.holder != "another",
        is_here=is_here,
        tried_at=row.tried_at,
    )
