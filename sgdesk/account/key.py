"""Look at a key before any network does: what copying and pasting does to one.

Source: SendGrid documentation, "API Keys": 69 characters, `SG.`, an id of 22,
a dot, a secret of 43, in the alphabet of URL-safe base64.
"""

import re
from base64 import b64decode
from dataclasses import dataclass

from sgdesk.delivery import Problem
from sgdesk.secret import Secret

KEY_LENGTH = 69
_DOTS = 2
_COPY_AGAIN = "Copy it again, whole. SendGrid shows a key once; if it is lost, make a new one."
_FORM = re.compile(r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}")
_WRAPPING = re.compile(r"^(?:Authorization:\s*)?(?:Bearer\s+)?", re.IGNORECASE)
_NAMED = re.compile(r"^(?:export\s+|set\s+)?[A-Z][A-Z0-9_]*\s*=\s*", re.IGNORECASE)
_QUOTES = "\"'`“”‘’«»"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_SOURCE = "SendGrid documentation, API Keys"
_IN_TEXT = re.compile(rf"(?<![\w.-]){_FORM.pattern}(?![\w-])")
"""A key inside other words, such as a line of a settings file."""
_SOFT_BREAK = re.compile(r"[=\\]\r?\n")
"""Where the source of a mail, or a line of a shell, goes on in the next line."""
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{64,}={0,2}")
_MASKS = ("•", "●", "*", "…", "...")
_OTHERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"(?:AC|SK)[0-9a-f]{32}"),
        "a key of a Twilio account, which SendGrid does not take",
    ),
    (re.compile(r"re_\w+"), "a key of Resend"),
    (
        re.compile(r"(?:key|pubkey)-[0-9a-f]{32}|[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}"),
        "a key of Mailgun",
    ),
    (re.compile(r"(?:sk|rk|pk)_(?:live|test)_\w+"), "a key of Stripe"),
    (re.compile(r"x(?:keysib|smtpsib)-[0-9a-f]{64}-\w+"), "a key of Brevo"),
    (re.compile(r"md-[\w-]{20,24}"), "a key of Mandrill"),
    (re.compile(r"[0-9a-f]{32}-us\d{1,3}"), "a key of Mailchimp"),
    (re.compile(r"mlsn\.[0-9a-f]{64}"), "a key of MailerSend"),
    (re.compile(r"api-[0-9A-Fa-f]{32}"), "a key of SMTP2GO"),
    (re.compile(r"(?:AKIA|ASIA)[A-Z0-9]{16}"), "a key of Amazon"),
    (
        re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE),
        "a token of the form that Postmark uses",
    ),
    (
        re.compile(r"[0-9a-f]{32}"),
        "a token of the form that Twilio's account pages and Mailjet use",
    ),
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
    key = _once(_closed_up(key))
    if _FORM.fullmatch(key):
        return key
    return _only_key_in(text) or _decoded(key) or _decoded(text) or key


def _once(key: str) -> str:
    """Give a key that was pasted behind itself once."""
    first = key[:KEY_LENGTH]
    return first if _FORM.fullmatch(first) and not key.replace(first, "") else key


def _closed_up(text: str) -> str:
    text = _SOFT_BREAK.sub("", text)
    return "".join(c for c in text if not c.isspace() and c not in _INVISIBLE + _QUOTES)


def _only_key_in(text: str) -> str:
    """Give the one key that stands among other words; nothing for none, or for several."""
    keys = set(_IN_TEXT.findall(text))
    return keys.pop() if len(keys) == 1 else ""


def _decoded(text: str) -> str:
    """Give the key inside a base64 text, as settings files and the SMTP dialogue carry it."""
    for part in _BASE64.findall(text):
        plain = part.rstrip("=").replace("-", "+").replace("_", "/")
        raw = b64decode(plain + "=" * (-len(plain) % 4)) if len(plain) % 4 != 1 else b""
        words = raw.decode("latin-1").replace("\0", " ")
        if key := _only_key_in(words):
            return key
    return ""


def _problem(text: str, cleaned: str, *, complete: bool) -> Problem | None:
    if complete:
        return None if cleaned == text else _spoiled(text, cleaned)
    if any(mask in text for mask in _MASKS):
        return _made(
            "D-KEY-2",
            "This is a masked key",
            "Most of it was replaced by dots or stars, as lists show it.",
            "Copy the key itself. SendGrid shows it once; if it is lost, make a new one.",
        )
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
    if len(keys := set(_FORM.findall(cleaned))) > 1:
        return _made(
            "D-KEY-3",
            f"There are {len(keys)} keys",
            "An account has one, and only you know which.",
            "Paste one of them.",
        )
    return _made("D-KEY-3", *_part_of_a_key(text, cleaned), _COPY_AGAIN)


def _part_of_a_key(text: str, cleaned: str) -> tuple[str, str]:
    """Say what is wrong with what begins as a key does, and how one can tell."""
    length, dots = len(cleaned), cleaned.count(".")
    if _has_break(text) and length < KEY_LENGTH:
        return (
            "The key contains a line break",
            "This happens when a key is copied from a wrapped line. Without it the key still has "
            f"{length} of {KEY_LENGTH} characters; part is missing.",
        )
    title = "The key is incomplete" if length < KEY_LENGTH else "The key is altered"
    if dots != _DOTS:
        return title, f"It has {length} of {KEY_LENGTH} characters and {dots} of {_DOTS} dots."
    if length < KEY_LENGTH:
        return title, f"It has {length} of {KEY_LENGTH} characters."
    if length > KEY_LENGTH:
        return title, f"It has {length} characters; a key has {KEY_LENGTH}."
    return title, "A dot is out of place, or a character in it is none that keys are made of."


def _has_break(text: str) -> bool:
    return any(end in text.strip() for end in "\r\n")


def _spoiled(text: str, cleaned: str) -> Problem:
    what, when = _spoiled_by(text, cleaned)
    return _made(
        "D-KEY-1",
        f"The key {what}",
        f"This happens when a key is copied {when}. "
        f"Without it the key is complete ({len(cleaned)} characters).",
        "Use the cleaned key.",
    )


def _spoiled_by(text: str, cleaned: str) -> tuple[str, str]:
    """Say what is around or inside a complete key, and where that comes from."""
    if _closed_up(text).count(cleaned) > 1:
        return "is there twice", "into a field that holds it already"
    if cleaned not in _closed_up(text):
        return "is wrapped in base64", "from a settings file or from the SMTP dialogue"
    if _has_break(text):
        return "contains a line break", "from a wrapped line"
    if re.search(r"\bbearer\b", text, re.IGNORECASE):
        return "stands behind the word Bearer", "from a request"
    if any(quote in text for quote in _QUOTES):
        return "stands in quotes", "from a program or a settings file"
    if _closed_up(text) == cleaned:
        return "contains spaces", "together with what is around it"
    return "stands among other words", "with the whole line"


def _made(problem_id: str, title: str, explanation: str, remedy: str) -> Problem:
    return Problem(
        id=problem_id, title=title, explanation=explanation, remedy=remedy, source=_SOURCE
    )
