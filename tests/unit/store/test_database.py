"""The file itself: modes, migrations, damage, several processes at once."""

import asyncio
import errno
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sgdesk.delivery import AttemptId
from sgdesk.errors import StoreError
from sgdesk.profile import HISTORY_FILE
from sgdesk.store import Store, database
from sgdesk.store.database import MOST_COPIES, SUSPECT, connect, open_a_copy
from sgdesk.store.schema import MIGRATIONS
from sgdesk.store.worker import Worker, store_error
from tests.support.attempts import an_attempt
from tests.support.engine import a_delivery, a_message
from tests.support.somebody import somebody


async def write(store: Store, *names: str) -> None:
    """Record finished attempts."""
    for name in names:
        await store.begin(a_delivery(name, message=a_message(name)), AttemptId(name))
        await store.finish(replace(an_attempt(), id=AttemptId(name)))


def listed(folder: Path, pattern: str = "*") -> list[Path]:
    """List a folder."""
    return sorted(folder.glob(pattern))


async def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    store = await Store.open(folder)
    await write(store, "a")
    modes = {path.name: path.stat().st_mode & 0o777 for path in listed(folder)}
    await store.aclose()

    assert folder.stat().st_mode & 0o777 == 0o700
    assert {
        modes[name] for name in (HISTORY_FILE, f"{HISTORY_FILE}-wal", f"{HISTORY_FILE}-shm")
    } == {0o600}
    assert modes["running"] == 0o700


async def test_damaged_file_is_set_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    (tmp_path / HISTORY_FILE).write_bytes(b"this is no database" * 1000)
    store = await Store.open(tmp_path)
    await write(store, "a")
    notice, count = store.notice, await store.count()
    await store.aclose()
    again = await Store.open(tmp_path)
    later, others = again.notice, await again.others(AttemptId("a"))
    await again.aclose()

    (aside,) = listed(tmp_path, f"{HISTORY_FILE}.damaged-*")
    assert aside.read_bytes().startswith(b"this is no database")
    assert str(aside) in notice
    assert count == 1
    assert later == ""
    assert others.some_gone


def clobber(file: Path) -> None:
    """Write nonsense over some pages in the middle."""
    content = bytearray(file.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 8 * 4096] = b"\xa5" * 8 * 4096
    file.write_bytes(content)


async def test_damage_inside_is_found_at_the_next_start(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    await write(store, *(f"n{number:05}" for number in range(300)))
    await store.aclose()
    clobber(tmp_path / HISTORY_FILE)

    hurt = await Store.open(tmp_path)
    if not hurt.notice:
        with pytest.raises(StoreError):
            await hurt.list(10_000)
        assert (tmp_path / SUSPECT).exists()
    await hurt.aclose()
    mended = await Store.open(tmp_path)
    await write(mended, "a")
    rows = await mended.list()
    await mended.aclose()

    assert [row.subject for row in rows] == ["a"]
    assert listed(tmp_path, f"{HISTORY_FILE}.damaged-*")
    assert not (tmp_path / SUSPECT).exists()


async def test_damage_is_said_where_no_note_of_it_can_be_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    store = await Store.open(tmp_path)
    await write(store, *(f"n{number:05}" for number in range(300)))
    await store.aclose()
    clobber(tmp_path / HISTORY_FILE)
    hurt = await Store.open(tmp_path)
    monkeypatch.setattr("sgdesk.store.database.note_damage", full)

    with pytest.raises(StoreError, match="malformed"):
        await asyncio.wait_for(hurt.list(10_000), 5)
    await hurt.aclose()


async def test_history_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    connection = connect(str(tmp_path / HISTORY_FILE))
    connection.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    connection.close()

    with pytest.raises(StoreError, match="newer"):
        await Store.open(tmp_path)
    assert sqlite_version(tmp_path / HISTORY_FILE) == len(MIGRATIONS) + 1


def sqlite_version(file: Path) -> int:
    """Read a database's version."""
    connection = sqlite3.connect(file)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return int(version)


async def test_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreError, match=r"Not a directory.*SGDESK_DATA_DIR"):
        await Store.open(tmp_path / "file" / "data")


@pytest.mark.parametrize("number", [errno.EROFS, errno.ENOENT, errno.ENAMETOOLONG, errno.ELOOP])
def test_folder_that_may_not_be_written_is_named_with_a_way_out(number: int) -> None:
    said = str(store_error(OSError(number, "So says the system", "/srv/data")))

    assert said == (
        "The history cannot be written. /srv/data: So says the system. "
        "Let this user write there, or set SGDESK_DATA_DIR to another folder."
    )


def test_full_disk_is_called_so() -> None:
    assert "The disk is full." in str(store_error(OSError(errno.ENOSPC, "No space left")))


async def test_several_may_start_at_once_and_write_side_by_side(tmp_path: Path) -> None:
    async with asyncio.TaskGroup() as group:
        opening = [group.create_task(Store.open(tmp_path)) for _ in range(4)]
    stores = [task.result() for task in opening]
    async with asyncio.TaskGroup() as group:
        for number, store in enumerate(stores):
            group.create_task(write(store, *(f"s{number}n{n}" for n in range(25))))

    counts = [await store.count() for store in stores]
    for store in stores:
        await store.aclose()

    assert counts == [100] * 4
    assert not listed(tmp_path, "*.damaged-*")


async def test_reader_cannot_write(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)

    with pytest.raises(StoreError):
        await store._reader.read(lambda connection: connection.execute("DELETE FROM attempts"))
    await store.aclose()


async def test_an_opening_that_fails_late_leaves_nothing_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as failing:
        failing.setattr("sgdesk.store.recovery.settle_dead", full)
        for _ in range(2):
            with pytest.raises(StoreError, match="history"):
                await Store.open(tmp_path)

    store = await asyncio.wait_for(Store.open(tmp_path), 5)
    await write(store, "a")
    await store.aclose()


async def test_an_opening_that_fails_unforeseen_is_heard_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("sgdesk.store.recovery.settle_dead", broken)

    with pytest.raises(ZeroDivisionError):
        await asyncio.wait_for(Store.open(tmp_path), 5)


async def test_an_attempt_of_another_version_stops_no_opening(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    for name in ("a", "b"):
        await store.begin(a_delivery(name, message=a_message(name)), AttemptId(name))
    await store.aclose()
    with sqlite3.connect(tmp_path / HISTORY_FILE) as database:
        database.execute("UPDATE attempts SET path = 'pigeon' WHERE id = 'a'")

    store = await asyncio.wait_for(Store.open(tmp_path), 5)
    rows = await store.list()
    await store.aclose()

    assert [row.attempt.id for row in rows] == ["b"]


@pytest.mark.parametrize("times", [1, MOST_COPIES])
async def test_copy_of_a_history_that_changes_meanwhile_is_whole_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    copies: list[str] = []
    copyfile = shutil.copyfile

    def copy_and_move_the_log(source: Path, target: Path) -> None:
        copyfile(source, target)
        copies.append(source.name)
        if source.name == HISTORY_FILE and copies.count(HISTORY_FILE) <= times:
            with closing(sqlite3.connect(tmp_path / HISTORY_FILE)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.execute("UPDATE attempts SET subject = subject || 'a'")
                connection.commit()

    monkeypatch.setattr(shutil, "copyfile", copy_and_move_the_log)
    store = await Store.open(tmp_path)
    await write(store, "a")
    if times == MOST_COPIES:
        with pytest.raises(StoreError, match="without a pause"):
            open_a_copy(tmp_path)
    else:
        with closing(open_a_copy(tmp_path)) as copy:
            assert copy.execute("SELECT subject FROM attempts").fetchall() == [("aa",)]
    await store.aclose()


async def test_history_that_may_not_be_read_is_named_as_that() -> None:
    with somebody() as folder:
        (folder / HISTORY_FILE).touch(mode=0o000)

        with pytest.raises(StoreError, match="cannot be read") as refused:
            await Store.open(folder, reads_alone=True)

        assert "Let this user read there" in str(refused.value)


def test_copy_that_a_kill_left_behind_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "sgdesk-history-a"
    left.mkdir()
    (left / "owner").touch()
    os.utime(left, (0, 0))

    open_a_copy(tmp_path).close()

    assert not listed(tmp_path)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR | 19 << 8])
async def test_history_on_a_full_disk_can_still_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    store = await Store.open(tmp_path)
    await write(store, "a")
    await store.aclose()

    def refuse(*_: object, **__: object) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = code
        raise error

    monkeypatch.setattr(database, "open_database", refuse)
    with pytest.raises(StoreError):
        await Store.open(tmp_path)
    reading = await Store.open(tmp_path, reads_alone=True)
    rows = await reading.list()
    await reading.aclose()

    assert [row.attempt.id for row in rows] == ["a"]


async def test_a_history_that_another_program_has_locked_says_so(tmp_path: Path) -> None:
    def impatient() -> sqlite3.Connection:
        return sqlite3.connect(tmp_path / HISTORY_FILE, timeout=0, isolation_level=None)

    with closing(impatient()) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN EXCLUSIVE")
        worker = Worker("locked-out", impatient, lambda: None)
        worker.start()
        with pytest.raises(StoreError) as raised:
            await worker.write(lambda connection: connection.execute("SELECT 1"))
        await worker.stop()

    assert raised.value.happened == "The history is locked by another program."
    assert "database is locked" in raised.value.why
    assert "Close the program that has the history open" in raised.value.remedy
