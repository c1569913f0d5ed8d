"""What an older history gets when it is opened: what lists show, and words to be found by."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sgdesk.delivery import (
    Accepted,
    AttemptId,
    NotSent,
    Partial,
    RecipientResult,
    Rejected,
    Unknown,
)
from sgdesk.errors import StoreError
from sgdesk.message import Attachment
from sgdesk.profile import HISTORY_FILE
from sgdesk.store import Store, older_results
from sgdesk.store.messages import KEPT_FILES_BYTES
from sgdesk.store.schema import MIGRATIONS
from sgdesk.trace import Phase
from tests.support.attempts import a_problem, a_trace, an_attempt
from tests.support.engine import ROUTE, a_delivery, a_message
from tests.support.older import make_older

_KNOWN = '"recipients": [], "reply": "", "message_id": "", "code": 250, "enhanced_code": ""'
NOT_AN_OBJECT = f'{{{_KNOWN}, "problem": "text"}}'


async def opened(folder: Path) -> Store:
    """Open a history and let all of it be found by all its words."""
    store = await Store.open(folder)
    while await store.fill_in_older():
        pass
    return store


def words_in(folder: Path) -> list[str]:
    """Give what each result is found by."""
    with closing(sqlite3.connect(folder / HISTORY_FILE)) as connection:
        return [text for (text,) in connection.execute("SELECT folded FROM words ORDER BY seq")]


def tables_in(folder: Path) -> set[tuple[str, str]]:
    """Give what each table and index is called, and its columns."""
    with closing(sqlite3.connect(folder / HISTORY_FILE)) as connection:
        named = connection.execute("SELECT name, type FROM sqlite_master").fetchall()
        return {
            (name, column[1 if kind == "table" else 2])
            for name, kind in named
            for column in connection.execute(
                f"PRAGMA {'table' if kind == 'table' else 'index'}_info('{name}')"
            )
        }


@pytest.mark.parametrize("form", range(1, len(MIGRATIONS)))
async def test_history_of_every_older_form_becomes_one_of_the_newest(
    tmp_path: Path, form: int
) -> None:
    store = await Store.open(tmp_path)
    await store.begin(a_delivery("a"), AttemptId("a"))
    await store.finish(replace(an_attempt(NotSent()), id=AttemptId("a")))
    await store.aclose()
    newest = tables_in(tmp_path)
    make_older(tmp_path, form)
    assert tables_in(tmp_path) != newest
    store = await opened(tmp_path)
    rows, others = await store.list(), await store.others(AttemptId("a"))
    await store.aclose()

    assert tables_in(tmp_path) == newest
    assert [row.attempt.id for row in rows] == ["a"]
    assert others.doubt is None


@pytest.mark.parametrize("script", ["CREATE TABLE attempts (id);", "PRAGMA user_version=8;"])
async def test_file_of_another_program_is_told_of_and_left_as_it_is(
    tmp_path: Path, script: str
) -> None:
    with closing(sqlite3.connect(tmp_path / HISTORY_FILE)) as connection:
        connection.executescript(script)
    before = tables_in(tmp_path)

    with pytest.raises(StoreError, match="is no history of sgdesk") as told:
        await Store.open(tmp_path)
    assert "Move it away" in str(told.value)
    assert tables_in(tmp_path) == before


async def test_older_history_gets_accounts_results_and_words_to_be_found_by(tmp_path: Path) -> None:
    newest = await Store.open(tmp_path)
    delivery = a_delivery("a", replace(ROUTE, practice=True), a_message("Hello"))
    await newest.begin(delivery, AttemptId("a"))
    checked = an_attempt(Accepted(checked_only=True), path=ROUTE.path, practice=True)
    await newest.finish(replace(checked, id=AttemptId("a")))
    await newest.aclose()
    make_older(tmp_path, 1, "UPDATE words SET folded = 'hello';")
    store = await opened(tmp_path)
    found = await store.list(search="smtp 587", account="Practice", results=("valid",))
    by_account = await store.count(search="practice")
    await store.aclose()

    assert [row.subject for row in found] == ["Hello"]
    assert by_account == 1


async def test_older_history_is_searched_by_code_and_title_too(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    for name, problem in (("a", a_problem("D-ACC-1")), ("b", None)):
        await store.begin(a_delivery(name, message=a_message(name)), AttemptId(name))
        refused = replace(an_attempt(Rejected(), code=403, problem=problem), enhanced_code="5.7.1")
        await store.finish(replace(refused, id=AttemptId(name)))
    await store.begin(a_delivery("c"), AttemptId("c"))
    await store.aclose()
    make_older(tmp_path, 3, "UPDATE words SET folded = 'as it was found before';")
    store = await opened(tmp_path)
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
    make_older(
        tmp_path,
        4,
        "UPDATE words SET folded = 'as before' WHERE seq IN (1, 3);"
        """UPDATE details SET attempt = '"accepted":false' WHERE seq = 3;""",
    )
    store = await opened(tmp_path)
    found = [await store.count(search=text) for text in ("postfach übervoll", "551 broken ?")]
    await store.aclose()

    assert found == [2, 2]
    # The second had them already.
    assert [text.count("551 broken") for text in words_in(tmp_path)] == [1, 1, 0]


async def test_older_history_is_searched_by_all_that_its_rows_say(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    trace = a_trace((Phase.CONNECT, 10), (Phase.GREETING, 5000), failed=Phase.GREETING)
    for name in ("whole", "odd"):
        await store.begin(a_delivery(name, message=a_message(name)), AttemptId(name))
        lost = replace(an_attempt(NotSent(), trace=trace, code=None), id=AttemptId(name))
        await store.finish(replace(lost, problem=a_problem("TIMEOUT"), simulated="silence on 587"))
    await store.aclose()
    make_older(
        tmp_path,
        6,
        "UPDATE words SET folded = 'as before';UPDATE details SET attempt = '[]' WHERE seq = 2;",
    )
    store = await opened(tmp_path)
    sought = ("explanation", "timeout", "5.0 s", "silence on 587", "failed=greeting", "starttls")
    counts = [await store.count(search=text) for text in sought]
    before = await store.count(search="before")
    await store.aclose()

    assert counts == [1] * len(sought)
    assert before == 2


@pytest.mark.parametrize(
    "damage",
    ["[]", "no JSON", "{}", NOT_AN_OBJECT, "[" * 100_000],
)
async def test_result_that_cannot_be_read_keeps_its_words_and_holds_nobody_up(
    tmp_path: Path, damage: str
) -> None:
    store = await Store.open(tmp_path)
    for name in ("whole", "odd"):
        await store.begin(a_delivery(name, message=a_message(name)), AttemptId(name))
        await store.finish(replace(an_attempt(Rejected(), code=403), id=AttemptId(name)))
    await store.aclose()
    spoil = f"UPDATE details SET attempt = '{damage}' WHERE seq = 2;"
    make_older(tmp_path, 6, f"UPDATE words SET folded = 'as before'; {spoil}")
    store = await opened(tmp_path)
    counts = [await store.count(search=text) for text in ("403", "before", "one@example.net")]
    await store.aclose()

    assert counts == [1, 2, 2]


async def test_older_result_is_found_by_the_very_words_that_a_new_one_has(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    several = replace(a_message("Größe"), to=(*a_message().to, *a_message().to))
    for name, message in (("one", a_message("Größe")), ("several", several)):
        await store.begin(a_delivery(name, message=message), AttemptId(name))
        refused = an_attempt(Rejected(), code=550)
        await store.finish(replace(refused, id=AttemptId(name), host=ROUTE.endpoint.host))
    await store.aclose()
    new = [{*text.split("\n")} - {""} for text in words_in(tmp_path)]
    make_older(tmp_path, 3, "UPDATE words SET folded = '';")
    await (await opened(tmp_path)).aclose()

    assert [{*text.split("\n")} - {""} for text in words_in(tmp_path)] == new
    assert "people=2" in new[1]


async def test_grounds_of_an_older_history_say_no_more_what_comes_of_sending_again(
    tmp_path: Path,
) -> None:
    store = await Store.open(tmp_path)
    for name, outcome, said in (
        ("a", NotSent(), "Not sent. It was not handed over, so sending again is safe."),
        ("b", NotSent(), "Not sent. sgdesk ended before."),
        ("c", Unknown(after=Phase.REPLY), "Unknown. Gone. Sending again may deliver it twice."),
    ):
        await store.begin(a_delivery(name), AttemptId(name))
        told = replace(a_problem("X"), explanation=said, remedy="Send it again; that is safe.")
        failed = replace(an_attempt(outcome, reply="Unknown. Sir."), problem=told)
        await store.finish(replace(failed, id=AttemptId(name)))
    await store.aclose()
    make_older(tmp_path, 10)
    store = await opened(tmp_path)
    attempts = [row.attempt for row in reversed(await store.list())]
    found = [await store.count(search=text) for text in ("again is safe", "not handed over.")]
    await store.aclose()

    assert found == [0, 1]
    problems = [attempt.problem for attempt in attempts if attempt.problem]
    assert [problem.explanation for problem in problems] == [
        "Not sent. It was not handed over.",
        "Not sent. sgdesk ended before.",
        "Gone.",
    ]
    assert {problem.remedy for problem in problems} == {"Send it again."}
    assert {attempt.reply for attempt in attempts} == {"Unknown. Sir."}


async def older_by_portions(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a history of five results of which none is found by its code, in portions of two."""
    monkeypatch.setattr(older_results, "PORTION", 2)
    store = await Store.open(folder)
    for number in range(1, 6):
        name = f"n{number}"
        await store.begin(a_delivery(name, message=a_message(name)), AttemptId(name))
        refused = an_attempt(Rejected(), code=400 + number)
        await store.finish(replace(refused, id=AttemptId(name)))
    await store.aclose()
    make_older(folder, 6, "UPDATE words SET folded = 'x';")


async def found_by_code(store: Store) -> list[int]:
    """Say which of the five are found by their code."""
    return [code for code in range(401, 406) if await store.count(search=f"{code}")]


async def test_words_come_a_portion_at_a_time_while_all_else_is_there_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await older_by_portions(tmp_path, monkeypatch)
    store = await Store.open(tmp_path)
    seen = [(await store.older_due(), await found_by_code(store))]
    assert [row.subject for row in await store.list()] == ["n5", "n4", "n3", "n2", "n1"]
    # One that is sent meanwhile has its words from the beginning.
    await store.begin(a_delivery("new"), AttemptId("new"))
    while await store.fill_in_older():
        seen.append((await store.older_due(), await found_by_code(store)))
    seen.append((await store.older_due(), await found_by_code(store)))
    await store.aclose()

    assert seen == [(5, []), (3, [404, 405]), (1, [402, 403, 404, 405]), (0, [*range(401, 406)])]


async def test_words_go_on_where_they_were_left_and_two_processes_share_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await older_by_portions(tmp_path, monkeypatch)
    store = await Store.open(tmp_path)
    assert await store.fill_in_older() == 3
    await store.aclose()
    store = await Store.open(tmp_path)
    assert await store.older_due() == 3
    other = await Store.open(tmp_path)
    assert await other.fill_in_older() == 1
    assert await store.fill_in_older() == 0
    assert await found_by_code(other) == [*range(401, 406)]
    assert await other.fill_in_older() == 0
    await other.aclose()
    await store.aclose()

    assert all(text.split("\n").count("x") == 1 for text in words_in(tmp_path))


async def test_portion_that_fails_is_done_whole_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await older_by_portions(tmp_path, monkeypatch)
    store = await Store.open(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(older_results, "count_due", lambda _: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            await store.fill_in_older()
    assert await found_by_code(store) == []
    assert await store.older_due() == 5
    assert await store.fill_in_older() == 3
    await store.aclose()


async def test_deleted_results_are_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await older_by_portions(tmp_path, monkeypatch)
    store = await Store.open(tmp_path)
    await store.delete([AttemptId("n1"), AttemptId("n2")])
    assert await store.older_due() == 3
    await store.delete_all()
    assert await store.older_due() == 0
    assert await store.fill_in_older() == 0
    await store.aclose()


@pytest.mark.parametrize(("size", "is_in_doubt"), [(9, False), (KEPT_FILES_BYTES + 1, True)])
async def test_sends_of_an_older_mail_are_in_doubt_where_its_files_were_not_kept(
    tmp_path: Path, *, size: int, is_in_doubt: bool
) -> None:
    file = Attachment(filename="a.bin", content=bytes(size))
    whole = replace(a_message("News"), attachments=(file,))
    store = await Store.open(tmp_path)
    for name, outcome in (("a", NotSent()), ("b", Accepted())):
        await store.begin(a_delivery(name, message=whole), AttemptId(name))
        await store.finish(replace(an_attempt(outcome), id=AttemptId(name)))
    await store.aclose()
    make_older(tmp_path, 10)

    store = await opened(tmp_path)
    others = await store.others(AttemptId("a"))
    await store.aclose()

    assert len(others.since) == 1
    assert bool(others.doubt) is is_in_doubt
