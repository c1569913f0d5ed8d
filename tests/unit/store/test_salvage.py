"""Drafts out of a damaged history: each that can be read, and a true word about the rest."""

import json
import resource
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from sgdesk.errors import StoreError
from sgdesk.profile import HISTORY_FILE
from sgdesk.store import DraftContent, Store
from sgdesk.store.database import SUSPECT

PAGE = 4096
COUNT = 12


def draft(number: int, *, files: tuple[bytes, ...] = ()) -> DraftContent:
    """Give a draft of several pages."""
    form = {
        "subject": f"Draft {number}",
        "text": f"{number:04} " * 2000,
        "files": [""] * len(files),
    }
    return DraftContent(form=json.dumps(form), files=files, subject=f"Draft {number}")


async def write(folder: Path) -> None:
    """Write a history that is nothing but drafts."""
    store = await Store.open(folder)
    for number in range(COUNT):
        await store.drafts.save(f"id{number:02}", draft(number))
    await store.aclose()
    connection = sqlite3.connect(folder / HISTORY_FILE)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    (folder / SUSPECT).touch()


async def read(folder: Path) -> tuple[dict[str, DraftContent], str]:
    """Open the history; give its drafts by id, and what is said."""
    store = await Store.open(folder)
    drafts = {}
    for row in await store.drafts.list():
        content = await store.drafts.open(row.id)
        assert content is not None
        drafts[row.id] = content
    words = store.notice.partition(".damaged-")[2].partition(" ")[2]
    await store.aclose()
    return drafts, words


def page_of(folder: Path, name: str) -> int:
    """Give the first page of a table or index, counted from nought."""
    connection = sqlite3.connect(folder / HISTORY_FILE)
    (root,) = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)
    ).fetchone()
    connection.close()
    return int(root) - 1


def spoil(folder: Path, page: int) -> None:
    """Write over a page."""
    with (folder / HISTORY_FILE).open("r+b") as file:
        file.seek(page * PAGE)
        file.write(b"\xa5" * PAGE)


def spoil_text(folder: Path) -> None:
    """Write over a page in the middle of one draft's text."""
    content = (folder / HISTORY_FILE).read_bytes()
    spoil(folder, content.index(b"0005 0005 0005") // PAGE + 1)
    spoil(folder, page_of(folder, "words"))


@pytest.mark.parametrize(
    ("hurt", "lost", "words"),
    [
        (
            lambda folder: spoil(folder, page_of(folder, "attempts")),
            0,
            "12 drafts were saved from it.",
        ),
        (
            lambda folder: spoil(folder, page_of(folder, "sqlite_autoindex_drafts_1")),
            0,
            "12 drafts were saved from it. More drafts may be lost.",
        ),
        (spoil_text, 1, "11 drafts were saved from it. More drafts may be lost."),
        (lambda folder: spoil(folder, 0), 12, "No draft could be read from it."),
    ],
    ids=["elsewhere", "index", "one-text", "everything"],
)
async def test_drafts_are_saved_from_a_damaged_history(
    tmp_path: Path, hurt: Callable[[Path], None], lost: int, words: str
) -> None:
    await write(tmp_path)
    hurt(tmp_path)
    drafts, said = await read(tmp_path)
    again, nothing = await read(tmp_path)

    assert said == words
    assert len(drafts) == COUNT - lost
    assert all(drafts[name] == draft(int(name[2:])) for name in drafts)
    assert (again, nothing) == (drafts, "")


async def test_draft_is_found_behind_a_page_of_its_table_that_is_gone(tmp_path: Path) -> None:
    await write(tmp_path)
    content = (tmp_path / HISTORY_FILE).read_bytes()
    first = content.index(b'{"subject": "Draft 0"') // PAGE
    lost = content[first * PAGE : (first + 1) * PAGE].count(b'{"subject": "Draft')
    spoil(tmp_path, first)
    drafts, said = await read(tmp_path)

    assert 0 < lost < COUNT
    assert sorted(drafts) == [f"id{number:02}" for number in range(lost, COUNT)]
    assert said == f"{COUNT - lost} drafts were saved from it. More drafts may be lost."


async def test_draft_that_lost_a_file_is_named(tmp_path: Path) -> None:
    await write(tmp_path)
    store = await Store.open(tmp_path)
    await store.drafts.save("files", draft(99, files=(b"first" * 4000, b"second" * 4000)))
    await store.aclose()
    (tmp_path / SUSPECT).touch()
    content = (tmp_path / HISTORY_FILE).read_bytes()
    spoil(tmp_path, content.index(b"secondsecondsecond") // PAGE + 2)
    spoil(tmp_path, page_of(tmp_path, "attempts"))
    drafts, said = await read(tmp_path)

    assert drafts["files"] == draft(99, files=(b"first" * 4000, b""))
    assert said == (
        "13 drafts were saved from it. A file in 'Draft 99' could not be read and is empty now."
    )


async def test_damaged_history_is_not_set_aside_under_a_window_that_writes_to_it(
    tmp_path: Path,
) -> None:
    await write(tmp_path)
    window = await Store.open(tmp_path)
    (tmp_path / SUSPECT).touch()
    spoil(tmp_path, page_of(tmp_path, "attempts"))
    with pytest.raises(StoreError, match="another sgdesk has it open"):
        await Store.open(tmp_path)
    await window.drafts.save("late", draft(77))
    await window.aclose()
    drafts, _ = await read(tmp_path)

    assert drafts["late"] == draft(77)


@pytest.mark.parametrize("room", [50_000, 100_000, 140_000])
async def test_no_room_for_what_is_saved_leaves_it_for_the_next_start(
    tmp_path: Path, room: int
) -> None:
    await write(tmp_path)
    spoil(tmp_path, page_of(tmp_path, "attempts"))
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limit[1]))
    try:
        with pytest.raises(StoreError):
            await Store.open(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    drafts, said = await read(tmp_path)

    assert (len(drafts), said) == (COUNT, "12 drafts were saved from it.")
