"""What is said of a mail whose process died."""

from dataclasses import replace
from pathlib import Path

import pytest

from sgdesk.delivery import AttemptId
from sgdesk.route import Route
from sgdesk.store import Store
from tests.support.engine import ROUTE, a_delivery
from tests.unit.store.test_journal import abandon


@pytest.mark.parametrize(
    ("route", "there"),
    [
        (replace(ROUTE, smtp_host="smtp.sendgrid.net"), "in SendGrid's Email Activity"),
        (replace(ROUTE, practice=True), "in the practice inbox"),
        (
            replace(ROUTE, smtp_host="mail.example.org"),
            "at mail.example.org (in its log, or ask whoever runs it)",
        ),
    ],
)
async def test_unknown_of_a_dead_process_is_looked_up_where_it_went(
    tmp_path: Path, route: Route, there: str
) -> None:
    dead = await Store.open(tmp_path)
    await dead.begin(a_delivery(route=route), AttemptId("aaaa1111"))
    await dead.mark(AttemptId("aaaa1111"))
    abandon(dead)
    store = await Store.open(tmp_path)

    (row,) = await store.unknowns()
    assert row.attempt.problem is not None
    assert row.attempt.problem.remedy == f"Look the mail up {there} before sending again."
    await store.aclose()
    await dead.aclose()
