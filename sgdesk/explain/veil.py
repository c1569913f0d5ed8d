"""Hide the secrets of a pasted text before anything else looks at it.

Where secrets stand is known: after the words that name them, in the AUTH dialogue, in the login
of a URL, in an Authorization header. What was hidden in one place is hidden in all that is
quoted, in whatever form. Line numbers stay as they were.
"""

import base64
import binascii
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from sgdesk.secret import MARK, without_keys
from sgdesk.wire.secret_forms import forms_of, without_forms

_ENCODED = r"[A-Za-z0-9+/_-]{3,}={0,2}"
_NAMES = (
    r"(?:pass|pwd|secret|token|api[ _-]?key|authori[sz]ation|credential)"
    r"(?!\w*(?:maps|file|eval|command)\b)\w{0,24}[\"'\])}]{0,4}"
)
_QUOTES = r"(?:[bru]?\"((?:[^\"\\\n]|\\.)+)\"|[bru]?'((?:[^'\\\n]|\\.)+)')(?![ \t]*(?:=>|:))"
_NOT_A_REPLY = r"(?![245]\d\d[ -])"
_NAMED = re.compile(
    rf"{_NAMES}[ \t]{{0,40}}(?:=>|:=|[:=,]|\">|[ \t])[ \t]{{0,40}}"
    rf"(?:{_QUOTES}|(?<=[=:>])[ \t]*{_NOT_A_REPLY}([^\s,;&\"'<]+))",
    re.IGNORECASE,
)
"""A word that names a secret, and what follows: to the closing quote, else to the next space."""
_LINE = re.compile(
    rf"^[\t\w.$>\[\]\"'() -]{{0,60}}?{_NAMES}[ \t]*(?:=>|:=|[:=])[ \t]*"
    rf"{_NOT_A_REPLY}([^\s\"'][^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that begins with one: all the rest is a value, which may hold spaces."""
_OPTION = re.compile(
    r"(?:(?<![\w-])-{1,2}[\w-]{0,30}pass[\w-]*|(?<!\S)-ap|(?<!\S)-xp)[ \t=]+[\"']?([^\s\"']+)"
    r"|(?:(?<!\S)-u|--user)[ \t=]*[\"']?[^\s:\"']{0,200}:([^\s\"']+)",
    re.IGNORECASE,
)
"""Of swaks, sendemail and curl."""
_SPACED = re.compile(
    r"^[ \t]{0,40}(?:pass(?:word)?|passwd)[ \t]+([^\n=:]+)$", re.IGNORECASE | re.MULTILINE
)
"""Of msmtp and netrc."""
_MAP = re.compile(
    r"^(?:\[[^\]\s]{1,200}\](?::\w{1,20})?|[\w.-]{1,200}\.\w{2,20}(?::\w{1,20})?|\*)"
    r"[ \t]{0,40}[: \t][ \t]{0,40}[^\s:]{1,200}:(\S+)[ \t]*$",
    re.MULTILINE,
)
"""A line of Postfix's password map, or of Exim's."""
_OTHERS = re.compile(r"static:[^\s:]*:(\S+)|login[ \t]+\S+[ \t]+password[ \t]+(\S+)")
"""Of Postfix's map of one line, and of netrc."""
_HEADER = re.compile(r"\b(?:bearer|basic)[ \t]+([^\s\"'`,;]{4,})", re.IGNORECASE)
_LOGIN = re.compile(r"://([^\s/@:\"'<>]{0,200}):([^\s@\"'<>]{1,300})@")
_LONE_LOGIN = re.compile(r"://([^\s/@:\"'<>]{8,300})@")
_AUTH = re.compile(
    rf"\bAUTH[ \t]+(?:PLAIN|LOGIN|XOAUTH2|OAUTHBEARER)[\"']?[ \t]+[\"']?({_ENCODED})", re.IGNORECASE
)
_CHALLENGE = re.compile(r"(?<![\w.])334(?![\w.])")
_ANSWER = re.compile(rf"(?<![\w./-])({_ENCODED})[\"'\s]*(?:\\r|\\n)*[\"'\s]*$")
_SPOKEN = re.compile(rf"(?:>>|->|~>|=>|C:|SERVER:|>)[ \t]*\"?({_ENCODED})")
_REPLY = re.compile(r"(?<![\w.])[2-5]\d\d(?:[ -]|$)")
_CUT_KEY = re.compile(
    r"(?<!\w)SG\.[ \t]?[\w-]{6,}(?:\.[\w-]*)*"
    r"(?:[\"']?[ \t]*[+.\\]?[ \t]*\r?\n[ \t]*[\"']?([\w.-]{8,})(?=[\"';,) \t]*\r?(?:\n|$)))?",
    re.IGNORECASE,
)
"""A key, damaged ones too; a break in its middle leaves the rest on the next line."""
_SPEECH = frozenset(
    re.findall(
        r"\S+",
        "accepted and apikey auth authentication authenticator available cannot command "
        "credentials denied error external failed failure first for from has hidden is login "
        "mechanism mechanisms method not ok plain refused rejected required returned succeeded "
        "success successful supported the token unable using was with xoauth2 cram-md5 digest-md5 "
        "ntlm gssapi oauthbearer scram-sha-1 scram-sha-256 username password user none null true "
        "false",
    )
)
"""Words that logs say where secrets could stand."""
_MOST = 300
"""Secrets that are looked for in every form; one paste has a handful."""
_QUOTED = 220
"""Characters of a line that are shown."""


class Veiled:
    """A text without its secrets, line by line. `known` are values that were read as secrets."""

    def __init__(self, text: str, known: Iterable[str] = ()) -> None:
        spans = sorted(_spans(text))
        found = {text[first:last].strip("\"' ") for first, last in spans}
        found.update(each.strip("\"' ") for each in known)
        secrets = found | {said for each in found for said in _decoded(each)}
        lasting = {each for each in secrets if len(each) > 3 and each.lower() not in _SPEECH}
        self.secrets = frozenset(sorted(lasting, key=len, reverse=True)[:_MOST])
        self._forms = [forms_of(each) for each in sorted(self.secrets, key=len, reverse=True)]
        self.text = without_keys(_blotted(text, spans))
        self.lower = _small(self.text)
        self._starts = [0, *(each.end() for each in re.finditer("\n", self.text))]

    def number(self, at: int) -> int:
        """Give the number of the line in which a place of `text` lies, from 1."""
        return bisect_right(self._starts, at)

    def line(self, number: int) -> str:
        """Give a line, whole."""
        if not 1 <= number <= len(self._starts):
            return ""
        ends = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : ends].strip()

    def quote(self, number: int, at: int | None = None) -> str:
        """Give what may be shown of a line, around a place of `text` where it is long."""
        whole = self.line(number)
        if len(whole) <= _QUOTED:
            return self.clean(whole)
        begin = self._starts[number - 1]
        middle = max(0, (at or begin) - begin - _QUOTED // 3)
        part = whole[middle : middle + _QUOTED]
        return self.clean(
            ("…" if middle else "") + part + ("…" if middle + _QUOTED < len(whole) else "")
        )

    def clean(self, words: str) -> str:
        """Take every form of each secret out of words that are to be shown."""
        return without_forms(without_keys(words), self._forms)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    patterns = (_NAMED, _LINE, _OPTION, _SPACED, _MAP, _OTHERS, _HEADER, _CUT_KEY)
    for pattern in patterns:
        for match in pattern.finditer(text):
            for group in range(1, pattern.groups + 1):
                if match[group] and not _is_speech(match[group]):
                    yield match.span(group)
    for match in _CUT_KEY.finditer(text):
        if len(match[0]) > 18:
            yield match.span()
    for match in _LOGIN.finditer(text):
        yield match.span(2)
        if len(match[1]) > 20:
            yield match.span(1)
    yield from (match.span(1) for match in _LONE_LOGIN.finditer(text))
    for match in _AUTH.finditer(text):
        if not _is_speech(match[1]):
            yield match.span(1)
    for match in _CHALLENGE.finditer(text):
        yield from _answers(text, match.end())


def _answers(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Give what a program answered to a challenge: on the same line, or on the next ones."""
    rest = text[at : at + 600]
    same, _, more = rest.partition("\n")
    spoken = _SPOKEN.search(same)
    if spoken is not None and not _is_speech(spoken[1]):
        yield at + spoken.start(1), at + spoken.end(1)
        return
    begin = at + len(same) + 1
    for line in more.split("\n")[:2]:
        answer = _ANSWER.search(line)
        if answer and not _REPLY.search(line) and not _is_speech(answer[1]):
            yield begin + answer.start(1), begin + answer.end(1)
            return
        begin += len(line) + 1


def _is_speech(word: str) -> bool:
    return word.strip("\"' .,;:()").lower() in _SPEECH


def _decoded(secret: str) -> Iterator[str]:
    """Give what a secret says when it is read as base64, an AUTH PLAIN in its parts."""
    if not re.fullmatch(r"[A-Za-z0-9+/_-]{4,400}={0,2}", secret):
        return
    try:
        padded = secret.rstrip("=") + "=" * (-len(secret.rstrip("=")) % 4)
        said = base64.b64decode(
            padded, altchars=b"-_" if set("-_") & set(secret) else None
        ).decode()
    except (binascii.Error, ValueError):
        return
    if said.replace("\0", "").isprintable():
        yield from (part for part in said.split("\0") if part not in ("", "apikey"))


def _blotted(text: str, spans: list[tuple[int, int]]) -> str:
    """Put the mark in the place of each span, and keep the line ends within."""
    if not spans:
        return text
    parts: list[str] = []
    done = 0
    for first, last in spans:
        if last <= done:
            continue
        begin = max(first, done)
        parts += (
            text[done:begin],
            MARK if begin == first else "",
            "\n" * text.count("\n", begin, last),
        )
        done = last
    return "".join((*parts, text[done:]))


def _small(text: str) -> str:
    """Make letters small without a change of length, so that places stay the same."""
    small = text.lower()
    return (
        small
        if len(small) == len(text)
        else "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
    )
