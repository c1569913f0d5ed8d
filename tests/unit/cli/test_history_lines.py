"""The history as lines of a terminal."""

from dataclasses import replace
from datetime import UTC, datetime

from sgdesk.cli.history import list_lines
from sgdesk.cli.output import Style
from sgdesk.delivery import NotSent
from sgdesk.route import Path, SmtpPath, Tls, WebApiPath
from sgdesk.store import HistoryRow
from tests.support.attempts import an_attempt

PLAIN = Style(colour=False, unicode=True, width=80)


def row_of(path: Path) -> HistoryRow:
    """Make a result."""
    return HistoryRow(
        seq=1,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        group_id="",
        sender="news@example.com",
        recipients=("ada@example.com",),
        recipient_count=1,
        subject="s",
        attempt=replace(an_attempt(path=path), path=path),
    )


def test_mail_that_was_sent_since_is_said_to_be_so_below_its_result() -> None:
    row = row_of(WebApiPath())
    failed = replace(row, attempt=replace(row.attempt, outcome=NotSent()))

    assert list_lines(failed, PLAIN)[1] == "  ada@example.com · s"
    sent = list_lines(replace(failed, is_sent_since=True), PLAIN)
    assert sent == [list_lines(failed, PLAIN)[0], "  sent since · ada@example.com · s"]


def test_a_port_of_five_digits_shifts_no_column() -> None:
    paths: tuple[Path, ...] = (
        WebApiPath(),
        *(SmtpPath(port=port, tls=Tls.STARTTLS) for port in (25, 587, 40449)),
    )
    lines = [list_lines(row_of(path), PLAIN)[0] for path in paths]

    assert len({line.index("Accepted") for line in lines}) == 1
    assert len({len(line) for line in lines}) == 1
    assert len(lines[0]) <= 80
