"""The history as a table."""

import csv
from dataclasses import replace
from pathlib import Path

from sgdesk.delivery import AttemptId, Rejected
from sgdesk.store import Store
from sgdesk.store.export import CSV_COLUMNS
from tests.support.attempts import a_problem, an_attempt
from tests.support.engine import a_delivery, a_message


async def exported(
    path: Path, subjects: list[str], reply: str = "no", **filters: str
) -> list[dict[str, str]]:
    """Write a history of such subjects, export it, and read the table back."""
    store = await Store.open(None)
    for number, subject in enumerate(subjects):
        attempt_id = AttemptId(f"{number:08}")
        await store.begin(a_delivery(f"d{number}", message=a_message(subject)), attempt_id)
        await store.finish(
            replace(
                an_attempt(Rejected(), code=550, reply=reply, problem=a_problem("D-ACC-1")),
                id=attempt_id,
            )
        )
    count = await store.export(path, search=filters.get("search", ""))
    await store.aclose()
    rows = read(path)
    assert len(rows) == count
    return rows


def read(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def test_every_row_is_there_newest_first_over_many_pages(tmp_path: Path) -> None:
    rows = await exported(tmp_path / "all.csv", [f"mail {n}" for n in range(1201)])

    assert [row["subject"] for row in rows] == [f"mail {n}" for n in reversed(range(1201))]


async def test_row_says_what_happened(tmp_path: Path) -> None:
    (row,) = await exported(tmp_path / "all.csv", ['Grüße, "you"\nthere'])

    assert list(row) == [name for name, _ in CSV_COLUMNS]
    assert row["subject"] == 'Grüße, "you"\nthere'
    assert (row["outcome"], row["code"], row["reply"], row["problem"]) == (
        "rejected",
        "550",
        "no",
        "D-ACC-1",
    )
    assert (row["path"], row["total_ms"], row["message_id"]) == ("smtp:587:starttls", "30.0", "")


async def test_filter_holds(tmp_path: Path) -> None:
    rows = await exported(tmp_path / "all.csv", ["one", "two"], search="two")

    assert [row["subject"] for row in rows] == ["two"]


async def test_half_a_character_is_written_as_its_escape(tmp_path: Path) -> None:
    (row,) = await exported(tmp_path / "all.csv", ["one"], reply="\ud800 x")

    assert row["reply"] == "\\ud800 x"


async def test_spreadsheet_finds_no_formula(tmp_path: Path) -> None:
    villains = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"]
    rows = await exported(tmp_path / "all.csv", villains)

    assert [row["subject"] for row in rows] == ["'" + text for text in reversed(villains)]


async def test_table_is_closed_to_others(tmp_path: Path) -> None:
    await exported(tmp_path / "all.csv", ["one"])

    assert (tmp_path / "all.csv").stat().st_mode & 0o777 == 0o600
