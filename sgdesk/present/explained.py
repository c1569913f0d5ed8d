"""What an explanation says, for both faces: a sentence at its head, its lines, its document."""

from typing import Any

from sgdesk.diagnose.finding import Certainty, Severity
from sgdesk.explain.finding import Explanation, Finding, Kind, Line
from sgdesk.present.diagnosis import CERTAINTY_WORDS

SCHEMA = "sgdesk.explain/1"
PRIVATE = "Read on this computer alone; none of it was kept or sent."
NOTHING = "No error and no mail settings that sgdesk knows are in this text."
MORE = (
    "Give more of it: the lines around the error with the server's words, or the lines of the "
    "settings with host, port, user name and encryption."
)
RIGHT = "Nothing is wrong with these settings, as far as they tell."


def headline(explanation: Explanation) -> str:
    """Say in one sentence what the text comes to."""
    if explanation.kind is Kind.NOTHING:
        return NOTHING
    if not explanation.findings:
        return RIGHT
    leading = explanation.findings[0]
    rivals = [each for each in explanation.findings[1:] if each.certainty is leading.certainty]
    if leading.certainty is Certainty.POSSIBLE and rivals:
        return "Several causes fit; the likeliest come first."
    return f"{leading.cause.title}."


def title(finding: Finding) -> str:
    """Name a cause, and how sure it is."""
    return f"{finding.cause.title} ({CERTAINTY_WORDS[finding.certainty].lower()})"


def evidence_text(line: Line) -> str:
    """Give a line of what was pasted with its number."""
    return f"Line {line.number}: {line.text}"


def is_wrong(explanation: Explanation) -> bool:
    """Say whether settings have a fault with which, most likely, no mail goes out."""
    return any(
        finding.cause.severity is Severity.ERROR and finding.certainty is not Certainty.POSSIBLE
        for finding in explanation.findings
    )


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Give the `--json` document."""
    return {
        "schema": SCHEMA,
        "kind": explanation.kind.value,
        "headline": headline(explanation),
        "findings": [
            {
                "id": finding.cause.id,
                "title": finding.cause.title,
                "severity": finding.cause.severity.value,
                "certainty": finding.certainty.value,
                "explanation": finding.cause.explanation,
                "how_to_tell": finding.cause.how_to_tell,
                "remedy": finding.cause.remedy,
                "evidence": [{"line": each.number, "text": each.text} for each in finding.evidence],
                "source": finding.cause.source,
            }
            for finding in explanation.findings
        ],
        "facts": [
            {"name": fact.name, "value": fact.value, "line": fact.line}
            for fact in explanation.facts
        ],
    }
