"""Masked secrets.

A `Secret` shows its key id (the part that SendGrid itself treats as public)
and never its value: not in `repr`, `str`, `format`, pickling or comparison
output. `reveal()` is the one way out; it is called where bytes are made for
the wire and nowhere else.
"""

import re
from typing import NoReturn

MARK = "••••"
"""Stands where a secret was."""
PRACTICE_KEY = "SG.practice-"
"""How each key begins that a local SendGrid makes, and one of SendGrid's own once in 10^16."""
_KEY = re.compile(r"SG\.(?<!\wSG\.)[A-Za-z0-9_-]{16,}(?:\.[A-Za-z0-9_-]+)*")
"""It begins with its letters, not with the word's edge, so that Python can search for them: each
attempt's text passes it. Half a key counts: a server may repeat one that was cut or mistyped."""
_WORD = re.compile(r"\S+")
_LOGIN = re.compile(r"(?<![\w+.-])([A-Za-z][\w+.-]*:/+)|(?<![^/:'\"])[^/:'\"]+:")
"""How a login, or the address that holds one, begins. Each half begins where a run of its letters
does, so that a text of any length is read once."""


def looks_like_key(text: str) -> bool:
    """Say whether a text holds what has the form of a SendGrid key."""
    return _KEY.search(text) is not None


def keys_in(text: str) -> list[str]:
    """Give every part of a text that has the form of a SendGrid key."""
    return _KEY.findall(text) if "SG." in text else []


def without_keys(text: str) -> str:
    """Take out what has the form of a SendGrid key."""
    return _KEY.sub(MARK, text)


def without_secrets(text: str) -> str:
    """Take keys and the logins of URLs out of a text that repeats what somebody typed."""
    return _WORD.sub(_without_login, without_keys(text))


def _without_login(word: re.Match[str]) -> str:
    """Hide what stands before the last `@` of a word, from where its login begins."""
    login, at, rest = word[0].rpartition("@")
    begins = _LOGIN.search(login) if at else None
    if begins is None:
        return word[0]
    return f"{login[: begins.start()]}{begins[1] or ''}{MARK}@{rest}"


class Secret:
    """Hold one API key or password."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the value, for the wire only."""
        return self._value

    @property
    def is_practice(self) -> bool:
        """Say whether a local SendGrid made the key; what may be shown of one tells as much."""
        return PRACTICE_KEY in self._value

    @property
    def masked(self) -> str:
        """Give a form that may be shown: `SG.<start of the key id>…••••`.

        Of a practice key its mark as well, so that what is shown tells keys apart as before.
        """
        begins = PRACTICE_KEY if self._value.startswith(PRACTICE_KEY) else "SG."
        key_id = self._value[3:].partition(".")[0]
        shown = self._value[: len(begins) + 4]
        return f"{shown}…••••" if self._value.startswith("SG.") and len(key_id) >= 8 else "••••"

    def __repr__(self) -> str:
        return f"Secret({self.masked})"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce__(self) -> NoReturn:
        msg = "a secret is never pickled"
        raise TypeError(msg)
