"""What a catalogue of replies is made of: entries, rows that lead to them, and filling in.

The rooms below know nothing of spans and paths, so a path is `smtp` or
`webapi` here and a phase is its word on the command line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

PathKind = Literal["smtp", "webapi"]
Needs = Literal["mending", "waiting", "trying"]
"""What lets the same mail through: something mended first, time, or just another try."""

SHORTER = "Shorten the text, or put it somewhere and send a link."
"""What to do about a mail without files that is too large."""
DEFAULT_WORDS: Mapping[str, str] = {
    "Who": "The server",
    "who": "the server",
    "not_sent": "Not sent",
    "Handed": "The whole message was handed over",
    "there": "in SendGrid's Email Activity",
    "elsewhere": "another port or the Web API",
    "other_region": "other",
    "or_key": "It may also belong to the other region.",
    "mend_key": "Check the key at SendGrid, check the region, or use another key.",
    "host": "the server",
    "proxy": "of the settings",
    "port": "the chosen port",
    "sender": "The From address",
    "seconds": "the allowed time",
    "issuer": "An unknown issuer",
    "named": "another name",
    "step": "The current step",
    "doing": "The step",
    "address": "one of them",
    "files": "Files grow by a third when mailed.",
    "smaller": "Choose files to leave out, or put them somewhere and send a link.",
    "less": "",
    "reply": "no words",
    "said": "nothing but the code.",
    "half": "a part",
    "code": "no code",
    "size": "too many MB",
    "limit": "lower",
    "too_large": "The mail is too large",
    "refused": "Some",
    "total": "all",
    "accepted": "the rest",
    "when": "It did not say how long; wait a minute at least.",
}
"""What stands in for a fact that an attempt could not learn.

Only those with a capital may begin a sentence: an address or a host name that
is known keeps its own letters. `Who` is `who` for the beginning of a sentence.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """What one reply or failure means, in the third person.

    Until it is filled, its texts may hold the names of `DEFAULT_WORDS` in braces.
    """

    id: str
    title: str
    explanation: str
    remedy: str
    source: str
    web_source: str = ""
    """What takes its place for the Web API, where `source` is a rule of SMTP."""
    web_id: str = ""
    """What it is called for the Web API, where the catalogue of failures has a name for that."""
    needs: Needs = "mending"
    """What a server's reply asks for; chip, words and first button follow it."""

    def id_for(self, *, is_smtp: bool) -> str:
        """Give its name, for the path that met it."""
        return self.id if is_smtp else self.web_id or self.id

    def source_for(self, *, is_smtp: bool) -> str:
        """Give where it is written down, for the path that met it."""
        return self.source if is_smtp else self.web_source or self.source

    def filled(self, words: Mapping[str, str]) -> "CatalogueEntry":
        """Put the attempt's own facts into the texts; unknown ones read as `DEFAULT_WORDS`."""
        known = {**DEFAULT_WORDS, **{key: word for key, word in words.items() if word}}
        return replace(
            self,
            title=self.title.format_map(known),
            explanation=self.explanation.format_map(known),
            remedy=self.remedy.format_map(known),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """One reply of the catalogue; an empty condition holds for everything."""

    entry: CatalogueEntry
    codes: tuple[int, ...] = ()
    phases: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    """SMTP verbs, for the phase in which MAIL, RCPT and DATA share one name."""
    text: str = ""
    """A lower-case part of the server's words."""

    def matches(self, phase: str, code: int | None, text: str, command: str) -> bool:
        """Say whether a reply is this row's; `text` comes in lower case."""
        return (
            (not self.codes or code in self.codes)
            and (not self.phases or phase in self.phases)
            and (not self.commands or command in self.commands)
            and self.text in text
        )
