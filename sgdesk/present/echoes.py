"""Which words of a mail a server repeats, where it repeats no more than a part of a line."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from sgdesk.present.usual_words import USUAL, WORD

_LONG, _LEAST_CODE, _LEAST_FIGURES = 9, 4, 6
_HOST = re.compile(r"@|\.[^\W\d]")
"""In a word: an address is hidden as such, and what is said of a host keeps its sense."""


def is_usual(text: str) -> bool:
    """Say whether a text is made of such words alone as replies are made of."""
    return all(
        word in USUAL or "@" in word or (_is_number(word) and len(word) < _LEAST_CODE)
        for word in _words(text)
    )


class Echoes:
    """Find what a server repeats of one mail."""

    def __init__(self, mail: str) -> None:
        self._written = _words(mail)
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(self._written):
            # Of a usual word there may be thousands, and with none of them a run begins.
            if word not in USUAL and not _HOST.search(word):
                self._places.setdefault(word, []).append(place)

    def runs(self, said: str) -> Iterator[str]:
        """Give what stands in both, word for word, as the server spells it: the longest each time.

        Two words or more, a long one, or one with figures; never the usual words of replies alone.
        """
        spoken = list(WORD.finditer(said))
        words = [match[0].casefold() for match in spoken]
        at = 0
        while at < len(words):
            length = self._longest(words, at)
            while length and words[at + length - 1] in USUAL:
                length -= 1
            if _tells(words[at : at + length]):
                yield said[spoken[at].start() : spoken[at + length - 1].end()]
            at += max(1, length)

    def _longest(self, words: Sequence[str], at: int) -> int:
        places = self._places.get(words[at], ())
        return max((_alike(words, at, self._written, place) for place in places), default=0)


def _words(text: str) -> list[str]:
    return [match[0].casefold() for match in WORD.finditer(text)]


def _alike(said: Sequence[str], at: int, written: Sequence[str], place: int) -> int:
    """Count the words that are the same from there on."""
    length = 0
    while (
        at + length < len(said)
        and place + length < len(written)
        and said[at + length] == written[place + length]
        and not _HOST.search(said[at + length])
    ):
        length += 1
    return length


def _tells(run: Sequence[str]) -> bool:
    """Say whether what is repeated tells of the mail; a few figures may be the server's own."""
    own = [word for word in run if word not in USUAL and not _is_number(word)]
    if own:
        one = own[0]
        has_figure = any(map(str.isdigit, one))
        return len(run) > 1 or len(one) >= (_LEAST_CODE if has_figure else _LONG)
    numbers = ("".join(group) for is_one, group in groupby(run, _is_number) if is_one)
    return any(sum(map(str.isdigit, each)) >= _LEAST_FIGURES for each in numbers)


def _is_number(word: str) -> bool:
    return not any(map(str.isalpha, word))
