"""What a diagnosis looks like in the terminal: its lines, its events and its document."""

import argparse
from collections.abc import Callable, Mapping, Sequence

from sgdesk.cli.colours import TONE_COLOURS
from sgdesk.cli.output import BOLD, DIM, Console, paragraph
from sgdesk.diagnose.finding import SETTLE_OTHERS, Finding, Severity
from sgdesk.diagnose.observation import Observation, Probe, Result
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.present.diagnosis import (
    CERTAINTY_WORDS,
    COLUMNS,
    SEVERITY_TONES,
    Row,
    diagnosis_json,
    evidence_line,
    matrix,
    observation_json,
)
from sgdesk.present.exit_codes import ExitCode

SEVERITY_MARKS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.INFO: "·"}


def teller(arguments: argparse.Namespace, console: Console) -> Callable[[Observation], None]:
    """Give what hears of each observation as it is made."""
    return _Events(console) if arguments.events else _nothing


def show_diagnosis(
    diagnosis: Diagnosis,
    heads: Sequence[str],
    arguments: argparse.Namespace,
    console: Console,
    *,
    key_check: str = "",
    more: Mapping[str, object] | None = None,
) -> None:
    """Show it as was asked for.

    `heads` say what was tested, `key_check` is the command that tries the key, and `more`
    belongs to the document alone.
    """
    if arguments.events or arguments.json:
        document = {**diagnosis_json(diagnosis), **(more or {})}
        console.document(document, indent=None if arguments.events else 2)
    else:
        _show(diagnosis, heads, key_check, console)


def exit_code_of(diagnosis: Diagnosis) -> ExitCode:
    """Give 6 where no way works, 5 where the key is refused, else 0."""
    if diagnosis.verdict.use is None:
        return ExitCode.NO_WAY
    return ExitCode.PERMISSION if diagnosis.verdict.is_key_refused else ExitCode.OK


class _Events:
    """Print each observation as a line; called in the wire thread, one after the other."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, observation: Observation) -> None:
        line = {"event": "observation", **observation_json(observation)}
        self._console.document(line, indent=None)


def _nothing(_observation: Observation) -> None:
    """Wait for the end."""


def _show(diagnosis: Diagnosis, heads: Sequence[str], key_check: str, console: Console) -> None:
    style, verdict = console.out_style, diagnosis.verdict
    sure = CERTAINTY_WORDS[verdict.certainty]
    for line in paragraph(f"{verdict.headline} Certainty: {sure.lower()}.", style.width, indent=""):
        console.line(style.paint(line, BOLD))
    for head in heads:
        for line in paragraph(head, style.width, indent=""):
            console.line(style.paint(line, DIM))
    console.line()
    for line in _table(matrix(diagnosis), console):
        console.line(line)
    is_tried = any(o.probe is Probe.KEY for o in diagnosis.observations)
    if (
        key_check
        and not is_tried
        and any(o.result is Result.NEEDS_KEY for o in diagnosis.observations)
    ):
        note = "Sign-in was not tried, as no key was used. To try yours:"
        for line in (note, f"  {key_check}"):
            console.line(style.paint(line, DIM))
    for o in diagnosis.observations:
        if o.probe is Probe.KEY and o.result is Result.OK:
            console.line(style.paint(f"{evidence_line(o)}.", DIM))
    seen = {o.id: o for o in diagnosis.observations}
    for finding in diagnosis.findings:
        console.line()
        _show_finding(finding, seen, console)


def _table(rows: Sequence[Row], console: Console) -> list[str]:
    style = console.out_style
    heads = ["", *(title for title, _ in COLUMNS)]
    texts = [
        [row.name, *(" ".join(filter(None, (c.mark, c.words))) for c in row.cells)] for row in rows
    ]
    if sum(_widths(heads, texts)) + 2 * len(COLUMNS) > style.width:
        texts = [[text.removesuffix(_LONG_END) for text in row] for row in texts]
    widths = _widths(heads, texts)
    lines = ["  ".join(h.ljust(w) for h, w in zip(heads, widths, strict=True)).rstrip()]
    for row, words in zip(rows, texts, strict=True):
        cells = [words[0].ljust(widths[0])]
        for cell, text, width in zip(row.cells, words[1:], widths[1:], strict=True):
            padded = text.ljust(width)
            cells.append(style.paint(padded, TONE_COLOURS[cell.tone] if cell.mark else DIM))
        lines.append("  ".join(cells).rstrip())
    return lines


_LONG_END = " on the way"
"""Of the words for what was changed: the finding says it whole."""


def _widths(heads: Sequence[str], texts: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(heads, *texts, strict=True)]


def _show_finding(finding: Finding, seen: dict[str, Observation], console: Console) -> None:
    style = console.out_style
    sure = CERTAINTY_WORDS[finding.certainty].lower()
    title = f"{SEVERITY_MARKS[finding.severity]} {finding.title} ({sure})"
    for line in paragraph(title, style.width, indent=""):
        console.line(style.paint(line, TONE_COLOURS[SEVERITY_TONES[finding.severity]]))
    texts = [finding.explanation, f"What to do: {finding.remedy}"]
    if finding.settled_by:
        option = " (--also-others)" if finding.settled_by == SETTLE_OTHERS else ""
        texts.append(f"To be sure: {finding.settled_by}{option}.")
    for text in texts:
        for line in paragraph(text, style.width):
            console.line(line)
    for text in dict.fromkeys(evidence_line(seen[each]) for each in finding.evidence):
        for line in paragraph(text, style.width, indent="    "):
            console.line(style.paint(line, DIM))
