"""The history as a table."""

import csv
import io
import json
from dataclasses import replace

from sgdesk.delivery import (
    Accepted,
    Attempt,
    Outcome,
    Partial,
    RecipientResult,
    Rejected,
    Unknown,
)
from sgdesk.present.history_csv import CSV_COLUMNS, csv_bytes
from sgdesk.present.history_json import rows_bytes
from sgdesk.store import Decision, HistoryRow
from sgdesk.trace import Phase
from tests.support.attempts import a_problem, a_trace, an_attempt

REFUSED = an_attempt(Rejected(), code=550, reply="no", problem=a_problem("D-ACC-1"))


def a_row(
    subject: str = "Hello", attempt: Attempt = REFUSED, decided: Decision | None = None
) -> HistoryRow:
    """Make a row of the history."""
    return HistoryRow(
        seq=1,
        created_at=attempt.trace.started_at,
        group_id="g",
        sender="me@example.com",
        recipients=("ada@example.com", "grace@example.net"),
        recipient_count=2,
        subject=subject,
        attempt=attempt,
        account="work",
        decided=decided,
    )


def table(*rows: HistoryRow) -> list[dict[str, str]]:
    """Write rows and read them back."""
    written = csv_bytes((), head=True) + csv_bytes(rows, head=False)
    return list(csv.DictReader(io.StringIO(written.decode(), newline="")))


def test_row_says_what_happened() -> None:
    (row,) = table(a_row('Grüße, "you"\nthere'))

    assert list(row) == [name for name, _ in CSV_COLUMNS]
    assert row["subject"] == 'Grüße, "you"\nthere'
    assert (row["outcome"], row["code"], row["reply"], row["problem"]) == (
        "rejected",
        "550",
        "no",
        "D-ACC-1",
    )
    assert (row["path"], row["total_ms"], row["message_id"]) == ("smtp:587:starttls", "30.0", "")
    assert row["recipients"] == "ada@example.com grace@example.net"


def test_words_of_the_window_stand_beside_those_for_programs() -> None:
    def said(
        outcome: Outcome, *, practice: bool = False, decided: Decision | None = None
    ) -> tuple[str, str]:
        (row,) = table(a_row("", an_attempt(outcome, practice=practice), decided))
        return row["outcome"], row["result"]

    assert said(Rejected()) == ("rejected", "Refused")
    assert said(Accepted()) == ("accepted", "Accepted")
    assert said(Accepted(), practice=True) == ("accepted", "Captured")
    assert said(Unknown(after=Phase.REPLY)) == ("unknown", "Unknown")
    assert said(Unknown(after=Phase.REPLY), decided="sent") == ("unknown", "Marked as sent")
    (row,) = table(a_row())
    assert row["problem_title"] == a_problem("D-ACC-1").title


def test_each_refused_recipient_stands_with_the_code_and_words_it_got() -> None:
    results = (
        RecipientResult(address="ada@example.com", accepted=True, code=250, reply="Ok"),
        RecipientResult(address="grace@example.net", accepted=False, code=550, reply="5.1.1 No"),
        RecipientResult(address="alan@example.org", accepted=False, code=452, reply="Full"),
    )
    (row,) = table(a_row(attempt=an_attempt(Partial(), recipients=results)))

    assert row["refused"] == "grace@example.net: 550 5.1.1 No; alan@example.org: 452 Full"
    assert row["enhanced_code"] == "5.1.1"


def test_step_that_failed_and_what_to_do_stand_in_columns_of_their_own() -> None:
    trace = a_trace((Phase.CONNECT, 1), (Phase.GREETING, 9), failed=Phase.GREETING)
    failed = replace(REFUSED, trace=trace, enhanced_code="5.7.1", practice=True)
    (row,) = table(a_row(attempt=replace(failed, simulated="no answer on 587")))
    (went,) = table(a_row(attempt=an_attempt()))

    assert row["stopped_at"] == "Greeting (banner)"
    assert row["what_to_do"] == a_problem("D-ACC-1").remedy
    assert row["enhanced_code"] == "5.7.1"
    assert row["simulated"] == "no answer on 587"
    new = ("stopped_at", "what_to_do", "enhanced_code", "simulated")
    assert [went[name] for name in new] == [""] * len(new)


def test_half_a_character_is_written_as_its_escape() -> None:
    (row,) = table(a_row("one", replace(REFUSED, reply="\ud800 x")))

    assert row["reply"] == "\\ud800 x"


def test_spreadsheet_finds_no_formula() -> None:
    villains = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"]

    assert [row["subject"] for row in table(*map(a_row, villains))] == [
        "'" + text for text in villains
    ]


def test_half_a_character_costs_no_row_of_the_json() -> None:
    rows = [a_row("Grüße"), a_row(attempt=replace(REFUSED, reply="no \ud800"))]

    whole, broken = json.loads(b"[" + rows_bytes(rows) + b"]")
    assert (whole["subject"], broken["reply"]) == ("Grüße", "no \ud800")
