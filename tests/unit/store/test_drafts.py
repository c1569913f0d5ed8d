"""Drafts: each kept with its files once, held by one process, ended by nobody else."""

import sqlite3
from pathlib import Path

import pytest

from sgdesk.errors import StoreError
from sgdesk.profile import HISTORY_FILE
from sgdesk.store import DraftContent, Store

LETTER = DraftContent(form='{"subject": "Autumn"}', subject="Autumn", people="ada@example.com")
FILES = (b"first" * 1000, b"second" * 1000)


def kept_files(folder: Path) -> int:
    """Count the contents of files in the database."""
    connection = sqlite3.connect(folder / HISTORY_FILE)
    (count,) = connection.execute("SELECT count(*) FROM draft_contents").fetchone()
    connection.close()
    return int(count)


async def test_draft_is_read_back_as_it_was_saved_last() -> None:
    store = await Store.open(None)
    await store.drafts.save("a", LETTER)
    later = DraftContent(form="{}", files=FILES, subject="Lone \ud800", words="Hi \ud800")
    await store.drafts.save("a", later)
    (row,) = await store.drafts.list()
    content = await store.drafts.open("a")
    gone = await store.drafts.open("b")
    await store.aclose()

    assert (row.subject, row.words, row.holder) == ("Lone ?", "Hi ?", "us")
    assert content is not None
    assert (content.form, content.files, content.words) == ("{}", FILES, "Hi ?")
    assert gone is None


async def test_contents_of_files_are_kept_once_and_no_longer_than_needed(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    with_files = DraftContent(form="{}", files=(*FILES, FILES[0]))
    for draft_id in ("a", "b"):
        for _ in range(2):
            await store.drafts.save(draft_id, with_files)
    both = kept_files(tmp_path)
    await store.drafts.save("a", LETTER)
    one = kept_files(tmp_path)
    await store.drafts.delete("b")
    none = kept_files(tmp_path)
    await store.aclose()

    assert (both, one, none) == (2, 2, 0)


async def test_another_process_neither_opens_nor_writes_nor_deletes_it(tmp_path: Path) -> None:
    ours, theirs = await Store.open(tmp_path), await Store.open(tmp_path)
    await ours.drafts.save("a", LETTER)
    overwritten = await theirs.drafts.save("a", DraftContent(form="theirs"))
    for forbidden in (theirs.drafts.open, theirs.drafts.delete):
        with pytest.raises(StoreError, match="open in another window"):
            await forbidden("a")
    (seen,) = await theirs.drafts.list()
    await ours.drafts.release("a")
    taken = await theirs.drafts.open("a")
    refused = await ours.drafts.save("a", DraftContent(form="ours"))
    await theirs.aclose()
    free = await ours.drafts.open("a")
    await ours.aclose()

    assert overwritten is None
    assert seen.holder == "another"
    assert taken is not None
    assert taken.form == LETTER.form
    assert refused is None
    assert free == taken


async def test_history_that_is_deleted_or_not_kept_leaves_drafts_alone(tmp_path: Path) -> None:
    store = await Store.open(tmp_path, keep_text=False)
    await store.drafts.save("a", LETTER)
    await store.delete_all()
    rows = await store.drafts.list()
    await store.aclose()

    assert [row.subject for row in rows] == ["Autumn"]


async def test_deleted_draft_can_be_saved_again_as_it_was() -> None:
    store = await Store.open(None)
    await store.drafts.save("a", DraftContent(form="{}", files=FILES, subject="Autumn"))
    content = await store.drafts.delete("a")
    empty = await store.drafts.list()
    assert content is not None
    await store.drafts.save("a", content)
    again = await store.drafts.open("a")
    await store.aclose()

    assert empty == ()
    assert again == content
