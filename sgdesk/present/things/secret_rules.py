"""Rules for secrets that were pasted by mistake; their words never repeat one."""

import re
from collections.abc import Iterator

from sgdesk.present.things.thing import Fix, Replace, TextPlace, Thing
from sgdesk.present.things.written import Written

_SHAPES: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    ("A SendGrid key", ("SG.",), re.compile(r"SG\.[\w-]{16,24}\.[\w-]{30,50}")),
    ("An AWS key", ("AKIA", "ASIA"), re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("A Stripe key", ("sk_", "rk_"), re.compile(r"\b(?:sk|rk)_(?:live|test)_[0-9A-Za-z]{16,}")),
    (
        "A GitHub token",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        re.compile(r"\bgh[pousr]_[0-9A-Za-z]{36}\b|\bgithub_pat_\w{40,}"),
    ),
    ("A Slack token", ("xox",), re.compile(r"\bxox[abprs]-[0-9A-Za-z-]{10,}")),
    ("A Google API key", ("AIza",), re.compile(r"\bAIza[\w-]{35}")),
    ("A Twilio key", ("SK",), re.compile(r"\bSK[0-9a-f]{32}\b")),
    (
        "A private key",
        ("PRIVATE KEY",),
        re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]+-----|\Z)"),
    ),
    (
        "A login header",
        ("authorization:",),
        re.compile(r"\bAuthorization:\s*(?:Bearer|Basic)\s+[\w.+/=~-]{8,}", re.IGNORECASE),
    ),
)
"""What it is, what stands in every one of them, and how it looks.

A pattern goes through two megabytes in a tenth of a second and lets nothing else run
meanwhile, so it is asked only where its words stand.
"""


def secrets(written: Written) -> Iterator[Thing]:
    """A key, a token or a login header in the mail."""
    for place, text in written.sources:
        for what, match in secrets_in(text):
            yield _thing(place, what, match)


def secrets_in(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Give what each secret of a text is, with where it stands."""
    taken: list[tuple[int, int]] = []
    folded = text.lower()
    for what, signs, pattern in _SHAPES:
        if not any(sign in text or sign in folded for sign in signs):
            continue
        for match in pattern.finditer(text):
            if any(start <= match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            yield what, match


def _thing(place: TextPlace, what: str, match: re.Match[str]) -> Thing:
    length = len(match[0])
    return Thing(
        rule="secret",
        place=place,
        words=f"{what} stands in the {'subject' if place == 'subject' else 'mail'}.",
        why="Whoever gets the mail can use it. If it was ever sent, have it replaced.",
        start=match.start(),
        length=length,
        fix=Fix(
            text="Remove it",
            why="Take it out of the mail",
            change=Replace(place=place, start=match.start(), length=length, new=""),
        ),
    )
