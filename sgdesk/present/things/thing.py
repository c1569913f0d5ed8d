"""One thing to look at: where it is, what is wrong with it, and what would mend it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sgdesk.present.form import FormFile

if TYPE_CHECKING:
    from sgdesk.present.things.written import Written


TextPlace = Literal["subject", "markdown", "html", "text"]
"""The fields of a form that are written text."""
ListPlace = Literal["to", "cc", "bcc"]
"""The fields of a form that are addresses of people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """Put other words in the place of some."""

    place: TextPlace
    start: int
    length: int
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFiles:
    """Have these files along instead of those there are."""

    files: tuple[FormFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveFile:
    """Take a file off, in a way that undo of the text that showed it takes back."""

    number: int


@dataclass(frozen=True, slots=True)
class DeriveText:
    """Make the plain text from the HTML."""


@dataclass(frozen=True, slots=True)
class UseAsHtml:
    """Let the mail be the HTML whose source was written."""


@dataclass(frozen=True, slots=True)
class AddUnsubscribe:
    """Let SendGrid put an unsubscribe link under the mail."""


@dataclass(frozen=True, slots=True)
class RemoveRepeats:
    """Keep the first of each address that is there more than once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnNames:
    """Write names without the commas in them, `Doe, Jane` as Jane Doe."""

    place: ListPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteDomain:
    """Put another domain in the place of one."""

    place: ListPlace
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class UseWebApi:
    """Send by the Web API instead."""


@dataclass(frozen=True, slots=True)
class SendEach:
    """Send everyone a mail of their own."""


@dataclass(frozen=True, slots=True)
class KeepOnly:
    """Send to these addresses and to nobody else."""

    addresses: tuple[str, ...]


Change = (
    Replace
    | SetFiles
    | RemoveFile
    | DeriveText
    | UseAsHtml
    | AddUnsubscribe
    | RemoveRepeats
    | TurnNames
    | WriteDomain
    | UseWebApi
    | SendEach
    | KeepOnly
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A button that mends it."""

    text: str
    why: str
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Go:
    """A button that leads to the place of a thing, with what is wrong selected."""

    text: str
    why: str
    opens: Literal["", "link", "files", "picture", "place"] = ""
    """What is asked for there: where the link leads, which files or which picture to take,
    or what the picture shows that is to come into the text."""
    about: str = ""
    """The Content-ID of a picture, or the domain of the address to go to."""


SHOW = Go(text="Show", why="Go to the place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something to look at before sending."""

    rule: str
    """The id of the rule, stable."""
    place: str
    """The field it is in: one of a form's, e.g. `subject`, `markdown`, `html`, `attachments`."""
    words: str
    """What it is, in one short sentence that never repeats a secret."""
    why: str = ""
    """What comes of it."""
    start: int | None = None
    """Where in the place's text; `None` when it concerns the whole."""
    length: int = 0
    fix: Fix | None = None
    go: Go = SHOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the table."""

    id: str
    find: "Callable[[Written], Iterator[Thing]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the form alone does not say."""

    people: int = 0
    """How many it goes to, To, Cc and Bcc together."""
    to: int = 0
    """How many of them stand in To."""
    seen: int = 0
    """How many stand in To and Cc, where all who get the same mail see them."""
    by_smtp: bool = False
    smtpapi: bool = True
    """Whether the SMTP server reads X-SMTPAPI."""
    is_practice: bool = False
    """Whether mail stays on this computer, where examples stand for what is real."""
    repeats: str = ""
    """What is there more than once, in words; empty when nothing is."""
