"""Explain an error message or a log."""

from sgdesk.explain.finding import Finding, ranked
from sgdesk.explain.fitting import explain_symptoms
from sgdesk.explain.reading import read
from sgdesk.explain.replies import explain_reply
from sgdesk.explain.veil import Veiled


def explain_text(veiled: Veiled) -> tuple[Finding, ...]:
    """Give what may be behind a text, the likeliest first; nothing where it tells of no failure."""
    findings = [finding for said in read(veiled) for finding in explain_reply(said, veiled)]
    findings += explain_symptoms(veiled, answered=bool(findings))
    return ranked(findings)
