"""A report in words: the text for a ticket, and what is said where one is made or opened."""

import textwrap
from collections.abc import Iterator, Sequence

from sgdesk.diagnose.finding import Finding
from sgdesk.diagnose.observation import HttpAnswered, Observation, Probe, Result
from sgdesk.diagnose.report import Replayed, Report
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.present.diagnosis import (
    CERTAINTY_WORDS,
    COLUMNS,
    RESULT_WORDS,
    evidence_line,
    matrix,
    servers_line,
)
from sgdesk.present.words import path_sentence

SAVE_REPORT = "Save report…"
OPEN_REPORT = "Open a report…"
EMPTY_REPORT = (
    "A report is what sgdesk saves after a test, without keys, addresses or mail. Open one that "
    "was sent to you: it shows what was seen there, and can be played again here."
)
OF_A_REPORT = "A report, to look at only"
TICKET_LABEL = "Ticket"
HOLDS_NO = "No key, no mail addresses, no message text in this file."
FILE_NAME = "sgdesk-report.zip"
TEXT_HOLDS_NO = "This text holds no key, no mail addresses and no message text."
LOCAL = "Tested: the local SendGrid."
_INBOX = "Tested: the practice inbox on the same computer, not SendGrid."
_TIMELESS = (Probe.LOOK_UP, Probe.AUTH)
"""A look-up has its time in the table, and without a key nobody signs in."""
_WIDTH = 100


def recorded_words(report: Report) -> str:
    """Say when and by what a report was made, and for which ticket."""
    at = f"{report.made_at:%Y-%m-%d %H:%M:%S} (UTC{offset_text(report)})"
    ticket = f", ticket {report.ticket}" if report.ticket else ""
    return f"Recorded on {at} with sgdesk {report.version}, {report.system}{ticket}."


def recorded_json(report: Report) -> dict[str, str]:
    """Give the same for a document."""
    return {
        "at": report.made_at.isoformat(),
        "version": report.version,
        "system": report.system,
        "ticket": report.ticket,
    }


def replayed_words(again: Replayed) -> tuple[str, ...]:
    """Say what a replay came to beside its record, and what of it was not played."""
    headline = again.recorded.verdict.headline
    same = (
        "Replayed here: it came to the same verdict as on the computer that was tested."
        if again.is_same
        else f"Replayed here: it came to another verdict than the tested computer: {headline}"
    )
    return (same, *(f"Taken from the record: {each}." for each in again.not_played))


def replayed_json(again: Replayed) -> dict[str, object]:
    """Give the same for a document."""
    return {
        "same": again.is_same,
        "recorded_headline": again.recorded.verdict.headline,
        "not_played": list(again.not_played),
    }


def offset_text(report: Report) -> str:
    """Give how far the clock of the tested computer is from UTC, as in `+02:00`."""
    return report.made_at.isoformat()[-6:]


def tested_words(report: Report) -> str:
    """Name the servers."""
    if report.practice:
        simulated = f" It simulated {report.simulated}." if report.simulated else ""
        return f"{_INBOX}{simulated}"
    return servers_line(report.targets, report.observations)


def summary_text(report: Report, *, tested: str = "") -> str:
    """Give the text for a ticket, judged from what the report holds and nothing else.

    `tested` says where and when, of a test that was not made by this program.
    """
    found = report.diagnosis
    seen = {each.id: each for each in found.observations}
    lines = [
        *_wrapped(found.verdict.headline),
        f"Certainty: {CERTAINTY_WORDS[found.verdict.certainty].lower()}",
        *_way_to_use(report, found),
        "",
        *(_wrapped(tested) if tested else _recorded(report)),
        "",
        *_table(found),
    ]
    for finding in found.findings:
        lines += ["", *_finding(finding, seen)]
    lines += ["", "What was seen:", ""]
    # One look-up is noted for every way that it serves.
    for text in dict.fromkeys(map(_seen, found.observations)):
        lines += _wrapped(text)
    lines += ["", TEXT_HOLDS_NO]
    return "\n".join(map(_plain, lines)) + "\n"


def _recorded(report: Report) -> Sequence[str]:
    return (*_wrapped(recorded_words(report)), *_wrapped(tested_words(report)))


def _way_to_use(report: Report, found: Diagnosis) -> Iterator[str]:
    use = found.verdict.use
    # While something is simulated the way out is to stop that.
    if use is not None and not report.simulated:
        yield f"Way to use: {path_sentence(use)}"


def _seen(each: Observation) -> str:
    is_timed = each.ms is not None and each.probe not in _TIMELESS
    time = f"{each.ms:.0f} ms" if is_timed else ""
    # Without a key the answer is a no, and it was got all the same.
    is_asked = each.result is Result.NEEDS_KEY and isinstance(each.seen, HttpAnswered)
    words = "asks for a key" if is_asked else RESULT_WORDS[each.result]
    return f"{words:<18} {time:>9}  {evidence_line(each)}"


def _table(found: Diagnosis) -> list[str]:
    rows = [["", *(title for title, _ in COLUMNS)]]
    rows += (
        [row.name, *(f"{each.mark} {each.words}".strip() for each in row.cells)]
        for row in matrix(found)
    )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _finding(finding: Finding, seen: dict[str, Observation]) -> Iterator[str]:
    sure = CERTAINTY_WORDS[finding.certainty].lower()
    yield from _wrapped(f"{finding.title} ({finding.severity.value}, {sure}).")
    settle = f"To be sure: {finding.settled_by}." if finding.settled_by else ""
    for text in (finding.explanation, f"What to do: {finding.remedy}", settle):
        yield from _wrapped(text, "  ")
    evidence = dict.fromkeys(evidence_line(seen[each]) for each in finding.evidence)
    for text in evidence:
        yield from _wrapped(text, "    ")


def _wrapped(text: str, indent: str = "") -> Sequence[str]:
    return textwrap.wrap(
        text,
        width=_WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def _plain(line: str) -> str:
    """Take out what would break a line: servers write what they like."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in line)
