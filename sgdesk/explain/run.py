"""The one way in: a text of any kind, and what it means."""

from sgdesk.errors import InputError
from sgdesk.explain.finding import Explanation, Kind
from sgdesk.explain.settings.facts import read_settings
from sgdesk.explain.settings.judge import facts_of, judge
from sgdesk.explain.settings.key_form import secrets_of
from sgdesk.explain.text import explain_text
from sgdesk.explain.veil import Veiled
from sgdesk.sizes import MEGABYTE, size_text

_LARGEST_SETTINGS = 256 * 1024
"""Characters in which settings are looked for; what is longer is a log."""
LARGEST = 2 * MEGABYTE
"""Bytes of a text that are read; what matters in a log is a few lines of it."""


def explain(text: str, *, asked: Kind | None = None) -> Explanation:
    """Say what a text means; `asked` is what it was given for, and decides where it is both.

    Raises `InputError` where it is too large, or holds nothing.
    """
    if len(text) > LARGEST:
        raise InputError(
            f"The text is too large: {size_text(len(text))}.",
            why=f"At most {size_text(LARGEST)} are read.",
            remedy="Give the part around the error, some hundred lines.",
        )
    if not text.strip():
        raise InputError(
            "There is nothing to explain.",
            why="The text is empty.",
            remedy="Give an error message, a part of a log, or mail settings.",
        )
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    mail = read_settings(plain[:_LARGEST_SETTINGS])
    # A log in JSON escapes the quotes of what it quotes.
    veiled = Veiled(plain.replace('\\"', '"'), secrets_of(mail))
    errors = explain_text(veiled)
    if not mail.is_telling or (errors and not mail.is_whole):
        return Explanation(kind=Kind.ERROR if errors else Kind.NOTHING, findings=errors)
    faults, facts = judge(mail, veiled), facts_of(mail, veiled)
    if not errors:
        return Explanation(kind=Kind.SETTINGS, findings=faults, facts=facts)
    both = (*faults, *errors) if asked is Kind.SETTINGS else (*errors, *faults)
    return Explanation(kind=Kind.BOTH, findings=both, facts=facts)
