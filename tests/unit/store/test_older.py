"""What an older history gets when it is opened: what lists show, and words to be found by."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sgdesk.delivery import Accepted, AttemptId, NotSent, Partial, RecipientResult, Rejected
from sgdesk.profile import HISTORY_FILE
from sgdesk.store import Store
from sgdesk.trace import Phase
from tests.support.attempts import a_problem, a_trace, an_attempt
from tests.support.engine import ROUTE, a_delivery, a_message


async def test_older_history_gets_accounts_results_and_words_to_be_found_by(tmp_path: Path) -> None:
    newest = await Store.open(tmp_path)
    delivery = a_delivery("a", replace(ROUTE, practice=True), a_message("Hello"))
    await newest.begin(delivery, AttemptId("a"))
    checked = an_attempt(Accepted(checked_only=True), path=ROUTE.path, practice=True)
    await newest.finish(replace(checked, id=AttemptId("a")))
    await newest.aclose()
    older = sqlite3.connect(tmp_path / HISTORY_FILE)
    older.executescript(
        "DROP TABLE draft_files; DROP TABLE draft_contents; DROP TABLE drafts;"
        "DROP INDEX attempts_account; ALTER TABLE attempts DROP COLUMN account;"
        "ALTER TABLE attempts DROP COLUMN result; UPDATE words SET folded = 'hello';"
        "ALTER TABLE attempts DROP COLUMN way;"
        "PRAGMA user_version=1;"
    )
    older.close()
    store = await Store.open(tmp_path)
    found = await store.list(search="smtp 587", account="Practice", results=("valid",))
    await store.aclose()

    assert [row.subject for row in found] == ["Hello"]


async def test_older_history_is_searched_by_code_and_title_too(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    for name, problem in (("a", a_problem("D-ACC-1")), ("b", None)):
        await store.begin(a_delivery(name, message=a_message(name)), AttemptId(name))
        refused = replace(an_attempt(Rejected(), code=403, problem=problem), enhanced_code="5.7.1")
        await store.finish(replace(refused, id=AttemptId(name)))
    await store.begin(a_delivery("c"), AttemptId("c"))
    await store.aclose()
    older = sqlite3.connect(tmp_path / HISTORY_FILE)
    older.executescript(
        "UPDATE words SET folded = 'as it was found before';"
        "ALTER TABLE attempts DROP COLUMN way; PRAGMA user_version=3;"
    )
    older.close()
    store = await Store.open(tmp_path)
    counts = [await store.count(search=text) for text in ("403", "5.7.1", "TITLE", "before")]
    await store.aclose()

    assert counts == [2, 2, 1, 3]


async def test_older_history_is_searched_by_what_was_said_of_single_recipients(
    tmp_path: Path,
) -> None:
    store = await Store.open(tmp_path)
    refused = (
        RecipientResult(address="a@example.com", accepted=True, code=250, reply="2.1.5 Ok"),
        RecipientResult(
            address="b@example.com", accepted=False, code=550, reply="Postfach ÜBERVOLL"
        ),
        RecipientResult(address="c@example.com", accepted=False, code=551, reply="broken \ud800"),
    )
    for name in ("old", "new", "odd"):
        await store.begin(a_delivery(name, message=a_message(name)), AttemptId(name))
        partial = an_attempt(Partial(), recipients=refused)
        await store.finish(replace(partial, id=AttemptId(name)))
    await store.aclose()
    with closing(sqlite3.connect(tmp_path / HISTORY_FILE)) as older:
        older.executescript(
            "UPDATE words SET folded = 'as before' WHERE seq IN (1, 3);"
            """UPDATE details SET attempt = '"accepted":false' WHERE seq = 3;"""
            "ALTER TABLE attempts DROP COLUMN way; PRAGMA user_version=4;"
        )
    for _ in range(2):
        store = await Store.open(tmp_path)
        found = [await store.count(search=text) for text in ("postfach übervoll", "551 broken ?")]
        await store.aclose()
        with closing(sqlite3.connect(tmp_path / HISTORY_FILE)) as newest:
            texts = [text for (text,) in newest.execute("SELECT folded FROM words ORDER BY seq")]
            newest.execute("ALTER TABLE attempts DROP COLUMN way")
            newest.execute("PRAGMA user_version=4")

        assert found == [2, 2]
        assert [text.count("551 broken") for text in texts] == [1, 1, 0]


async def test_older_history_is_searched_by_all_that_its_rows_say(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    trace = a_trace((Phase.CONNECT, 10), (Phase.GREETING, 5000), failed=Phase.GREETING)
    for name in ("whole", "odd"):
        await store.begin(a_delivery(name, message=a_message(name)), AttemptId(name))
        lost = replace(an_attempt(NotSent(), trace=trace, code=None), id=AttemptId(name))
        await store.finish(replace(lost, problem=a_problem("TIMEOUT"), simulated="silence on 587"))
    await store.aclose()
    with closing(sqlite3.connect(tmp_path / HISTORY_FILE)) as older:
        older.executescript(
            "UPDATE words SET folded = 'as before';"
            "UPDATE details SET attempt = '[]' WHERE seq = 2;"
            "PRAGMA user_version=6;"
        )
    store = await Store.open(tmp_path)
    sought = ("explanation", "timeout", "5.0 s", "silence on 587", "failed=greeting", "starttls")
    counts = [await store.count(search=text) for text in sought]
    before = await store.count(search="before")
    await store.aclose()

    assert counts == [1] * len(sought)
    assert before == 2
