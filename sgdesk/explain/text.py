"""Explain an error message or a log."""

from collections.abc import Iterator

from sgdesk.explain.finding import Finding
from sgdesk.explain.fitting import explain_symptoms
from sgdesk.explain.reading import read
from sgdesk.explain.replies import explain_reply
from sgdesk.explain.veil import Veiled


def told(veiled: Veiled) -> Iterator[Finding]:
    """Give what may be behind the answers and the failures that a text tells of."""
    for said in read(veiled):
        yield from explain_reply(said, veiled)
    yield from explain_symptoms(veiled, vague=False)


def guessed(veiled: Veiled) -> Iterator[Finding]:
    """Give what may be behind a text that tells of none: many programs print such words."""
    yield from explain_symptoms(veiled, vague=True)
