"""What an explanation says, for both faces: a sentence at its head, its lines, its document."""

from collections.abc import Iterator
from typing import Any, Literal

from sgdesk.diagnose.finding import Certainty, Severity
from sgdesk.explain.finding import Explanation, Finding, Kind, Line
from sgdesk.present.diagnosis import CERTAINTY_WORDS, SEVERITY_TONES
from sgdesk.present.diagnosis_run import in_window
from sgdesk.present.words import Tone
from sgdesk.sizes import size_text

SCHEMA = "sgdesk.explain/1"
WAS_PRIVATE = "Read on this computer alone; none of it was kept or sent."
IS_PRIVATE = "Read on this computer alone; none of it is kept or sent."
NOTHING = "No error and no mail settings that sgdesk knows are in this text."
MORE = (
    "Give more of it: the lines around the error with the server's words, or the lines of the "
    "settings with host, port, user name and encryption."
)
PASTE_WORDS = "Paste an error message, a log, or the mail settings of a program"
EMPTY_ANSWER = (
    "What it means stands here once something is pasted above: the most likely cause first, how "
    "to tell, and what to change."
)
STOPPED_READING = "Stopped. Clear it, or give the part around the error."
Lead = Literal["here", "another", "key", "accounts"]
"""What may be done next: test this computer or another one, check a key, look at the accounts."""
_BUTTONS = {
    "Run sgdesk diagnose on the computer that fails": "Test the computer that fails, by a button "
    "above",
    "run sgdesk diagnose on the computer that fails": "test the computer that fails, by a button "
    "above",
    "Run sgdesk account check with the same key": "Check the same key, by the button above",
}
_LEADS: tuple[tuple[tuple[str, ...], tuple[Lead, ...]], ...] = (
    (("D-DNS", "D-TCP", "D-SMTP", "D-TLS", "D-HTTP"), ("here", "another")),
    (("D-KEY", "NO-KEY", "PLAINTEXT-KEY"), ("key",)),
    (("D-ACC",), ("accounts", "key")),
)
"""By what the names of causes begin with."""
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


def with_lines(explanation: Explanation) -> Iterator[tuple[Finding, tuple[Line, ...]]]:
    """Give each cause with its lines, but those of the one before: causes of one reply share."""
    shown: tuple[Line, ...] = ()
    for finding in explanation.findings:
        yield finding, finding.evidence if finding.evidence != shown else ()
        shown = finding.evidence


def title(finding: Finding) -> str:
    """Name a cause, and how sure it is."""
    return f"{finding.cause.title} ({CERTAINTY_WORDS[finding.certainty].lower()})"


def reading_words(done: int, total: int) -> str:
    """Say how far a long text is read."""
    return f"Reading… {done * 100 // total} % of {size_text(total)}"


def held_words(text: str, name: str) -> str:
    """Say of a text that is too long to be shown what is done with it; `name` is its file's."""
    lines = text.count("\n") + (not text.endswith("\n"))
    whose = name or "The pasted text"
    return (
        f"{whose} has {lines:,} lines, {size_text(len(text))}: too long to be shown here. "
        "It is read all the same, and lines that tell something stand with their causes."
    )


def leads(explanation: Explanation) -> tuple[Lead, ...]:
    """Say where an answer leads on."""
    if explanation.kind is Kind.NOTHING:
        return ()
    if not explanation.findings:
        # Right settings, and no mail all the same: the way or the key.
        return ("here", "another", "key")
    ids = [finding.cause.id for finding in explanation.findings]
    found = (
        lead for each in ids for begins, then in _LEADS if each.startswith(begins) for lead in then
    )
    return tuple(dict.fromkeys(found))


def tone(explanation: Explanation) -> Tone:
    """Say how the head of an answer looks."""
    if explanation.kind is Kind.NOTHING:
        return Tone.NEUTRAL
    if not explanation.findings:
        return Tone.GOOD
    return SEVERITY_TONES[explanation.findings[0].cause.severity]


def beside_buttons(text: str) -> str:
    """Say what to run as the window calls it, where a cause names the command."""
    for command, by_button in _BUTTONS.items():
        text = text.replace(command, by_button)
    return in_window(text)


def evidence_text(line: Line) -> str:
    """Give a line of what was pasted with its number."""
    return f"Line {line.number}: {line.text}"


def answer_text(explanation: Explanation) -> str:
    """Give all of an answer as text to pass on; secrets are hidden in it."""
    lines = [
        headline(explanation),
        *(f"  {fact.name}: {fact.value} (line {fact.line})" for fact in explanation.facts),
    ]
    for finding, told in with_lines(explanation):
        cause = finding.cause
        lines += [
            "",
            title(finding),
            f"  {cause.explanation}",
            f"  How to tell: {cause.how_to_tell}",
            f"  What to do: {cause.remedy}",
            *(f"    {evidence_text(line)}" for line in told),
        ]
    return "\n".join(lines) + "\n"


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
