"""What is found in a text: causes with their certainty, and the lines that show them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from sgdesk.diagnose.finding import Certainty, Severity

WORDS: Mapping[str, str] = {
    "Port": "The mail port",
    "port": "the mail port",
    "host": "the server",
    "Host": "The server",
}
"""What stands in for a fact that a text does not tell."""


class Kind(Enum):
    """What a text was taken for."""

    ERROR = "error"
    SETTINGS = "settings"
    BOTH = "both"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of what was pasted, its secrets hidden."""

    number: int
    """From 1."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What may be behind it. Its texts may hold the names of `WORDS` in braces."""

    id: str
    """As in the catalogue of failures, e.g. `D-TCP-1`."""
    title: str
    explanation: str
    how_to_tell: str
    remedy: str
    source: str
    severity: Severity = Severity.ERROR

    def filled(self, words: Mapping[str, str]) -> "Cause":
        """Put facts into the texts."""
        known = {**WORDS, **{key: word for key, word in words.items() if word}}
        return replace(
            self,
            title=self.title.format_map(known),
            explanation=self.explanation.format_map(known),
            how_to_tell=self.how_to_tell.format_map(known),
            remedy=self.remedy.format_map(known),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A cause that fits, how surely, and what shows it."""

    cause: Cause
    certainty: Certainty
    evidence: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that the settings say."""

    name: str
    """E.g. `port`."""
    value: str
    """In words; of a password its form alone."""
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All that a text tells."""

    kind: Kind
    findings: tuple[Finding, ...]
    """The most likely cause first."""
    facts: tuple[Fact, ...] = ()


_CERTAINTIES = tuple(Certainty)
_SEVERITIES = tuple(Severity)
_MOST_EVIDENCE = 3


def ranked(findings: "list[Finding]") -> tuple[Finding, ...]:
    """Put the likeliest first, each cause once; what was found first leads among equals."""
    merged: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        key = (finding.cause.id, finding.cause.title)
        known = merged.get(key)
        merged[key] = finding if known is None else _joined(known, finding)
    return tuple(sorted(merged.values(), key=_weight))


def _joined(one: Finding, other: Finding) -> Finding:
    surer = min(one, other, key=_weight)
    lines = {line.number: line for each in (one, other) for line in each.evidence}
    shown = [line for line in lines.values() if line.text][:_MOST_EVIDENCE]
    return replace(surer, evidence=tuple(sorted(shown, key=lambda line: line.number)))


def _weight(finding: Finding) -> tuple[int, int]:
    severity = _SEVERITIES.index(finding.cause.severity)
    return severity, _CERTAINTIES.index(finding.certainty)
