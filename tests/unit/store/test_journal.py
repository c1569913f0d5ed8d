"""What the journal records, and what a later start makes of it."""

import asyncio
import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sgdesk.delivery import Accepted, Attempt, AttemptId, NotSent, Rejected, Unknown
from sgdesk.engine.journal import Journal
from sgdesk.errors import StoreError
from sgdesk.route import parse_path
from sgdesk.settings.table import MOST_DAYS
from sgdesk.store import Store
from sgdesk.store.presence import FOLDER
from sgdesk.trace import Phase
from tests.support.attempts import an_attempt
from tests.support.engine import ROUTE, a_delivery, a_message

ONE = AttemptId("aaaa1111")
TWO = AttemptId("bbbb2222")


def ended(attempt_id: AttemptId = ONE, **changes: object) -> Attempt:
    """Make the end of an attempt."""
    return replace(an_attempt(), id=attempt_id, **changes)  # type: ignore[arg-type]  # named fields


def abandon(store: Store) -> None:
    """Leave a store as a process does that was killed: the lock goes, the records stay."""
    presence = store._presence
    assert presence is not None
    assert presence._handle is not None
    os.close(presence._handle)
    presence._handle = None


def signs_of_life(folder: Path) -> int:
    """Count the processes that say they live."""
    return len(list((folder / FOLDER).iterdir()))


def remove_signs_of_life(folder: Path) -> None:
    """Remove them, as a zealous cleaner might."""
    for path in (folder / FOLDER).iterdir():
        path.unlink()


def written(folder: Path) -> bytes:
    """Give all that stands in the history's files."""
    return b"".join(file.read_bytes() for file in folder.glob("history*"))


def test_store_is_a_journal() -> None:
    async def never() -> None:
        journal: Journal = await Store.open(None)
        await journal.mark(ONE)

    assert callable(never)


async def test_finished_attempt_comes_back_as_it_was(tmp_path: Path) -> None:
    attempt = ended(transcript="C: EHLO", outcome=Unknown(after=Phase.REPLY))
    store = await Store.open(tmp_path)
    await store.begin(a_delivery("d9"), ONE)
    await store.mark(ONE)
    await store.finish(attempt)

    row = await store.get(ONE)
    (listed,) = await store.list()
    await store.aclose()

    assert row is not None
    assert row.attempt == attempt
    assert (row.sender, row.recipients, row.subject) == (
        "news@example.com",
        ("one@example.net",),
        "Hello",
    )
    assert listed.attempt == replace(attempt, transcript="")


async def test_running_attempt_is_not_listed(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    await store.begin(a_delivery(), ONE)

    assert await store.list() == ()
    assert await store.count() == 0
    assert await store.get(ONE) is None
    await store.aclose()


async def test_dead_process_without_a_mark_leaves_not_sent(tmp_path: Path) -> None:
    dead = await Store.open(tmp_path)
    await dead.begin(a_delivery(), ONE)
    abandon(dead)
    store = await Store.open(tmp_path)

    (row,) = await store.list()
    assert row.attempt.outcome == NotSent()
    assert row.attempt.problem is not None
    assert await store.unknowns() == ()
    await store.aclose()
    await dead.aclose()


async def test_dead_process_past_the_mark_leaves_unknown(tmp_path: Path) -> None:
    dead = await Store.open(tmp_path)
    await dead.begin(a_delivery(), ONE)
    await dead.mark(ONE)
    abandon(dead)
    store = await Store.open(tmp_path)

    (row,) = await store.unknowns()
    assert row.attempt.outcome == Unknown(after=Phase.UPLOAD)
    assert row.attempt.problem is not None
    await store.aclose()
    await dead.aclose()


@pytest.mark.parametrize(
    ("path", "url", "endpoint"),
    [
        ("webapi", "https://api.example.net", ("api.example.net", 443)),
        ("webapi", "http://[::1]:8025", ("::1", 8025)),
        ("smtp:465", "https://api.example.net", ("smtp.example.net", 465)),
    ],
)
async def test_what_a_dead_process_left_says_where_it_was_going(
    tmp_path: Path, path: str, url: str, endpoint: tuple[str, int]
) -> None:
    dead = await Store.open(tmp_path)
    route = replace(ROUTE, path=parse_path(path), api_url=url)
    await dead.begin(a_delivery(route=route), ONE)
    abandon(dead)
    store = await Store.open(tmp_path)

    (row,) = await store.list()
    assert (row.attempt.path, row.attempt.delivery_id) == (route.path, "d1")
    assert (row.attempt.host, row.attempt.port) == endpoint
    await store.aclose()
    await dead.aclose()


async def test_attempts_of_a_living_process_are_left_alone(tmp_path: Path) -> None:
    living = await Store.open(tmp_path)
    await living.begin(a_delivery("d1"), ONE)
    await living.begin(a_delivery("d2"), TWO)
    await living.mark(TWO)
    other = await Store.open(tmp_path)

    assert await other.list() == ()
    await living.finish(ended(ONE))
    await living.finish(ended(TWO))
    assert [row.attempt.outcome for row in await other.list()] == [Accepted()] * 2
    await other.aclose()
    await living.aclose()


async def test_process_killed_in_earnest_is_found_dead(tmp_path: Path) -> None:
    code = (
        "import asyncio, os, pathlib, signal, sys\n"
        "from sgdesk.store import Store\n"
        "from tests.support.engine import a_delivery\n"
        "async def main():\n"
        "    store = await Store.open(pathlib.Path(sys.argv[1]))\n"
        "    await store.begin(a_delivery(), 'aaaa1111')\n"
        "    await store.mark('aaaa1111')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )
    root = Path(__file__).parents[3]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, str(tmp_path), cwd=root
    )
    assert await process.wait() == -signal.SIGKILL
    store = await Store.open(tmp_path)

    (row,) = await store.unknowns()
    assert row.attempt.id == ONE
    assert signs_of_life(tmp_path) == 1
    await store.aclose()


async def test_process_whose_sign_of_life_is_gone_counts_as_dead(tmp_path: Path) -> None:
    dead = await Store.open(tmp_path)
    await dead.begin(a_delivery(), ONE)
    remove_signs_of_life(tmp_path)
    store = await Store.open(tmp_path)

    assert [row.attempt.outcome for row in await store.list()] == [NotSent()]
    await store.aclose()
    await dead.aclose()


async def test_last_word_wins_over_what_a_recovery_assumed(tmp_path: Path) -> None:
    slow = await Store.open(tmp_path)
    await slow.begin(a_delivery(), ONE)
    await slow.mark(ONE)
    abandon(slow)
    store = await Store.open(tmp_path)
    assert len(await store.unknowns()) == 1

    await slow.finish(ended(ONE))

    assert [row.attempt.outcome for row in await store.list()] == [Accepted()]
    assert await store.unknowns() == ()
    await store.aclose()
    await slow.aclose()


async def test_decided_unknown_no_longer_asks(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    await store.begin(a_delivery(), ONE)
    await store.finish(ended(outcome=Unknown(after=Phase.UPLOAD)))

    assert await store.decide(ONE, "sent")
    assert await store.unknowns() == ()
    (row,) = await store.list()
    assert row.decided == "sent"
    await store.aclose()


async def test_only_an_unknown_can_be_decided(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    await store.begin(a_delivery(), ONE)
    await store.finish(ended(outcome=Rejected()))

    assert not await store.decide(ONE, "sent")
    assert not await store.decide(TWO, "sent")
    await store.aclose()


async def test_same_attempt_twice_is_refused_without_harm_to_its_neighbours(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    results = await asyncio.gather(
        store.begin(a_delivery("d1"), ONE),
        store.begin(a_delivery("d2"), ONE),
        store.begin(a_delivery("d3"), TWO),
        return_exceptions=True,
    )
    await store.finish(ended(ONE))
    await store.finish(ended(TWO))

    assert [type(result) for result in results] == [type(None), StoreError, type(None)]
    assert await store.count() == 2
    await store.aclose()


async def test_record_is_made_even_when_nobody_waits(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    waiting = asyncio.create_task(store.begin(a_delivery(), ONE))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await store.finish(ended())

    assert await store.count() == 1
    await store.aclose()


async def test_those_who_wait_together_share_few_commits(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    commits = 0

    def count(statement: str) -> None:
        nonlocal commits
        commits += statement == "COMMIT"

    await store._writer.read(lambda connection: connection.set_trace_callback(count))
    async with asyncio.TaskGroup() as group:
        for number in range(500):
            group.create_task(store.begin(a_delivery(), AttemptId(f"{number:08}")))
    await store._writer.read(lambda connection: connection.set_trace_callback(None))
    await store.aclose()

    assert commits < 25


async def test_closed_store_says_so(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    await store.aclose()
    await store.aclose()

    with pytest.raises(StoreError, match="closed"):
        await store.begin(a_delivery(), ONE)


async def test_history_in_memory_needs_no_folder() -> None:
    store = await Store.open(None)
    await store.begin(a_delivery(), ONE)
    await store.finish(ended())

    assert await store.count() == 1
    await store.aclose()


async def test_old_results_go_at_the_start(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    long_ago = datetime.now(UTC) - timedelta(days=91)
    await store.begin(replace(a_delivery("old"), created_at=long_ago), ONE)
    await store.begin(
        replace(a_delivery("new", message=a_message("new")), created_at=datetime.now(UTC)), TWO
    )
    await store.finish(ended(ONE))
    await store.finish(ended(TWO))
    await store.aclose()

    kept = await Store.open(tmp_path, history_days=90)
    assert [row.subject for row in await kept.list()] == ["new"]
    await kept.aclose()


async def test_the_most_days_that_can_be_set_keep_everything(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    await store.begin(a_delivery(), ONE)
    await store.finish(ended(ONE))
    await store.aclose()

    kept = await Store.open(tmp_path, history_days=MOST_DAYS)
    assert len(await kept.list()) == 1
    await kept.aclose()


async def test_broken_bytes_of_a_server_are_kept_as_they_came(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    attempt = ended(reply="Ok \udcff später", transcript="S: 250 Ok\n")
    await store.begin(a_delivery(), ONE)
    await store.finish(attempt)
    row = await store.get(ONE)
    await store.aclose()
    assert row is not None
    assert row.attempt == attempt


@pytest.mark.parametrize("part", ["subject", "text", "html"])
async def test_a_key_in_a_mail_is_not_kept(tmp_path: Path, part: str) -> None:
    key = "SG." + "k" * 22 + "." + "s" * 43
    message = replace(a_message(), **{part: f"It is {key}, you see"})  # type: ignore[arg-type]  # texts
    store = await Store.open(tmp_path)
    await store.begin(a_delivery("d9", message=message), ONE)
    await store.finish(ended())
    (row,) = await store.list(search="is ••••, you" if part == "subject" else "")
    kept = await store.message(ONE)
    await store.aclose()

    assert row.subject == ("It is ••••, you see" if part == "subject" else "Hello")
    assert (row.has_message, kept) == (False, None)
    assert b"kkkkkk" not in written(tmp_path).lower()
