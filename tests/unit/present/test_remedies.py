"""The buttons under a result."""

from datetime import UTC, datetime

import pytest

from sgdesk.delivery import Rejected
from sgdesk.present.remedies import Place, remedies
from tests.support.attempts import a_problem, an_attempt

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def labels(problem: str, *, practice: bool) -> list[str]:
    """Give the buttons under a refused mail in Write."""
    attempt = an_attempt(Rejected(), problem=a_problem(problem), practice=practice)
    return [each.label for each in remedies(attempt, Place.WRITE, has_message=True, now=NOW)]


@pytest.mark.parametrize(
    ("problem", "live", "practice"),
    [
        ("D-KEY-6", ["Check this key", "Use another key…"], ["Send again"]),
        ("D-KEY-7", ["Edit account…", "Use another key…"], ["Send again"]),
        (
            "D-ACC-1",
            ["Choose a verified sender", "Verify it at SendGrid"],
            ["Change the sender"],
        ),
        ("HTTP-TWICE", ["Correct address"], ["Correct address"]),
    ],
)
def test_practice_offers_nothing_of_an_account_which_it_does_not_have(
    problem: str, live: list[str], practice: list[str]
) -> None:
    offered = labels(problem, practice=False)

    assert offered[: len(live)] == live
    assert labels(problem, practice=True) == practice
