"""`sgdesk history show` tells of a later send of the mail, in full and for a ticket."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from sgdesk.cli.main import run
from sgdesk.delivery import Accepted, AttemptId, NotSent, Outcome
from sgdesk.store import Store
from tests.support.attempts import a_problem, an_attempt
from tests.support.engine import a_delivery, a_message

ADVICE = "What to do: Try another port."


async def keep(folder: Path, *sends: tuple[str, Outcome]) -> None:
    """Keep sends of one mail."""
    store = await Store.open(folder)
    for name, outcome in sends:
        problem = replace(a_problem("D-TCP-1"), remedy="Try another port.")
        attempt = an_attempt(outcome, problem=problem if outcome == NotSent() else None)
        await store.begin(a_delivery(name, message=a_message("News")), AttemptId(name))
        await store.finish(replace(attempt, id=AttemptId(name)))
    await store.aclose()


@pytest.mark.parametrize("form", [[], ["--summary"]])
def test_later_send_stands_in_place_of_the_advice(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: list[str],
) -> None:
    monkeypatch.setenv("SGDESK_CONFIG_DIR", str(tmp_path))
    # The attempts have a day of their own.
    monkeypatch.setenv("SGDESK_HISTORY_DAYS", "0")
    said = {}
    for case, sends in (("once", 1), ("twice", 2)):
        folder = tmp_path / case
        monkeypatch.setenv("SGDESK_DATA_DIR", str(folder))
        asyncio.run(keep(folder, *(("aaaa", NotSent()), ("bbbb", Accepted()))[:sends]))
        assert run(["history", "show", "aaaa", *form], open_window=lambda **_: 70) == 0
        said[case] = " ".join(capsys.readouterr().out.split())

    assert ADVICE in said["once"]
    assert "Sent since" not in said["once"]
    assert ADVICE not in said["twice"]
    assert ": Accepted." in said["twice"].partition("Sent since, ")[2]
