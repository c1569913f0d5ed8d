"""Letters with what they wear: as Write shows them, and as the mail has them."""

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import NamedTuple

from sgdesk.content.letters import dressed, read


class Seen(NamedTuple):
    """A letter that people see, and how."""

    letter: str
    is_bold: bool = False
    is_italic: bool = False
    is_link: bool = False
    is_struck: bool = False


class _Mail(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Seen] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        if tag not in ("br", "hr", "img", "meta", "link"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave it."""
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note its letters; all of a heading is bold, and all of a quotation italic."""
        if "head" in self._open:
            return
        worn = Seen(
            "",
            any(tag in ("strong", "h1", "h2", "h3", "h4", "h5", "h6") for tag in self._open),
            any(tag in ("em", "blockquote") for tag in self._open),
            "a" in self._open,
            "s" in self._open,
        )
        self.seen += [worn._replace(letter=each) for each in data if not each.isspace()]


def mailed(html: str) -> list[Seen]:
    """Give the letters of a mail; spaces are none."""
    mail = _Mail()
    mail.feed(html)
    mail.close()
    return mail.seen


def worn(line: str) -> list[tuple[str, str]]:
    """Give the letters of a line that are seen, and the marks of each; spaces are none."""
    return [
        (each.seen, "".join(sorted(each.worn)))
        for each in dressed(read(line))
        if each.seen and not each.is_space
    ]


def same_as_mailed(shown: Sequence[Seen | str], mail: Sequence[Seen]) -> bool:
    """Say whether the mail is what is shown.

    A plain string is what a list or quotation begins with: the mail has it, or draws its own.
    """
    places = {0}
    for each in shown:
        letter = each if isinstance(each, str) else each.letter
        if letter.isspace():
            continue
        behind: set[int] = set()
        for at in places:
            is_next = at < len(mail) and (mail[at] == each or mail[at].letter == each)
            behind |= {at + 1} if is_next else set()
            behind |= {at} if isinstance(each, str) else set()
        places = behind
    return len(mail) in places
