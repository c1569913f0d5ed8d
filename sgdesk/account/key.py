"""Look at a key before any network does: what copying and pasting does to one.

Source: SendGrid documentation, "API Keys": 69 characters, `SG.`, an id of 22,
a dot, a secret of 43, in the alphabet of URL-safe base64.
"""

import re
from dataclasses import dataclass

from sgdesk.delivery import Problem
from sgdesk.secret import Secret

KEY_LENGTH = 69
_FORM = re.compile(r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}")
_WRAPPING = re.compile(r"^(?:Authorization:\s*)?(?:Bearer\s+)?", re.IGNORECASE)
_NAMED = re.compile(r"^(?:export\s+|set\s+)?[A-Z][A-Z0-9_]*\s*=\s*", re.IGNORECASE)
_QUOTES = "\"'`“”‘’«»"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_SOURCE = "SendGrid documentation, API Keys"
_OTHERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"(?:AC|SK)[0-9a-f]{32}"),
        "a key of a Twilio account, which SendGrid does not take",
    ),
    (re.compile(r"re_\w+"), "a key of Resend"),
    (re.compile(r"key-[0-9a-f]{32}"), "a key of Mailgun"),
    (re.compile(r"(?:sk|rk|pk)_(?:live|test)_\w+"), "a key of Stripe"),
    (
        re.compile(r"[A-Za-z0-9_-]{22}"),
        "the id of a key, which is shown in lists; the key is longer",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLook:
    """What can be said of a key without asking anybody."""

    cleaned: Secret
    """Without what copying added; equal to the original when nothing was."""
    length: int
    """Of the cleaned key; a complete one has 69."""
    was_cleaned: bool = False
    is_complete: bool = False
    """It has a key's form; only SendGrid knows whether it is one."""
    problem: Problem | None = None


def look_at_key(text: str) -> KeyLook:
    """Look at what was typed, pasted or found in a variable; never echoes it."""
    cleaned = _cleaned(text)
    complete = _FORM.fullmatch(cleaned) is not None
    return KeyLook(
        cleaned=Secret(cleaned),
        length=len(cleaned),
        was_cleaned=cleaned != text,
        is_complete=complete,
        problem=_problem(text, cleaned, complete=complete),
    )


def _cleaned(text: str) -> str:
    key = text.strip(_INVISIBLE + " \t\r\n")
    key = _NAMED.sub("", key).strip(_QUOTES)
    key = _WRAPPING.sub("", key)
    return "".join(c for c in key if not c.isspace() and c not in _INVISIBLE + _QUOTES)


def _problem(text: str, cleaned: str, *, complete: bool) -> Problem | None:
    if complete:
        return None if cleaned == text else _spoiled(text, cleaned)
    if not cleaned:
        return _made("NO-KEY", "There is no key", "Nothing was given.", "Paste the key.")
    for pattern, what in _OTHERS:
        if pattern.fullmatch(cleaned):
            return _made(
                "D-KEY-2",
                "This is not a SendGrid key",
                f"It is {what}.",
                f"Paste the key that begins with SG. and has {KEY_LENGTH} characters.",
            )
    if not cleaned.startswith("SG."):
        return _made(
            "D-KEY-2",
            "This is not a SendGrid key",
            f"A SendGrid key begins with SG. and has {KEY_LENGTH} characters.",
            "Paste the key that SendGrid showed when it was made.",
        )
    return _made(
        "D-KEY-3",
        "The key is incomplete" if len(cleaned) < KEY_LENGTH else "The key is altered",
        f"It has {len(cleaned)} of {KEY_LENGTH} characters and {cleaned.count('.')} of 2 dots.",
        "Copy it again, whole. SendGrid shows a key once; if it is lost, make a new one.",
    )


def _spoiled(text: str, cleaned: str) -> Problem:
    broken = "\n" in text.strip() or "\r" in text.strip()
    what = "a line break" if broken else "characters that do not belong to it"
    why = "when a key is copied from a wrapped line" if broken else "when a key is copied"
    return _made(
        "D-KEY-1",
        f"The key contains {what}",
        f"This happens {why}. Without it the key is complete ({len(cleaned)} characters).",
        "Use the cleaned key.",
    )


def _made(problem_id: str, title: str, explanation: str, remedy: str) -> Problem:
    return Problem(
        id=problem_id, title=title, explanation=explanation, remedy=remedy, source=_SOURCE
    )
