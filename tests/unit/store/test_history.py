"""Lists, filters, searches, messages kept, deletion."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from sgdesk.delivery import (
    Accepted,
    AttemptId,
    Deferred,
    NotSent,
    Outcome,
    Partial,
    RecipientResult,
    Rejected,
    Unknown,
)
from sgdesk.message import Address, Attachment, Message, Recipient
from sgdesk.present.history_csv import csv_bytes
from sgdesk.route import parse_path
from sgdesk.store import HistoryRow, Store
from sgdesk.store.messages import KEPT_FILES_BYTES
from sgdesk.trace import Phase
from tests.support.attempts import a_problem, a_trace, an_attempt
from tests.support.engine import ROUTE, a_delivery, a_message
from tests.support.leftovers import run_async
from tests.support.messages import messages

START = datetime(2026, 1, 1, tzinfo=UTC)
ROWS: tuple[tuple[str, str, Outcome, str], ...] = (
    ("Autumn news", "webapi", Accepted(), "Accepted"),
    ("Grüße aus Köln", "smtp:587:starttls", Rejected(), "550 no such STRASSE"),
    ("Invoice 100%", "smtp:465:tls", Unknown(after=Phase.UPLOAD), ""),
    ("Invoice 101", "webapi", Deferred(), "try later"),
    ("Last", "smtp:587:starttls", NotSent(), ""),
)


async def filled(folder: Path | None = None) -> Store:
    """Open a history with one attempt for each of `ROWS`, a day apart."""
    store = await Store.open(folder)
    for number, (subject, path, outcome, reply) in enumerate(ROWS):
        route = replace(ROUTE, path=parse_path(path))
        delivery = replace(
            a_delivery(f"d{number}", route, a_message(subject)),
            created_at=START + timedelta(days=number),
            account="" if number % 2 else "work",
        )
        attempt_id = AttemptId(f"{number}{number}abcdef")
        await store.begin(delivery, attempt_id)
        await store.finish(
            replace(
                an_attempt(outcome, path=route.path, reply=reply),
                id=attempt_id,
                delivery_id=delivery.id,
            )
        )
    return store


def all_bytes(folder: Path) -> bytes:
    """Give what stands in a folder's files."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


async def test_newest_comes_first_and_pages_meet_without_gap_or_overlap() -> None:
    store = await filled()
    first = await store.list(2)
    by_key = await store.list(2, before=first[-1].seq)
    by_offset = await store.list(2, 2)
    await store.aclose()

    assert [row.subject for row in first] == ["Last", "Invoice 101"]
    assert by_key == by_offset
    assert [row.subject for row in by_key] == ["Invoice 100%", "Grüße aus Köln"]


@pytest.mark.parametrize(
    ("filters", "subjects"),
    [
        ({"search": "invoice"}, ["Invoice 101", "Invoice 100%"]),
        ({"search": "100%"}, ["Invoice 100%"]),
        ({"search": "GRÜSSE"}, ["Grüße aus Köln"]),
        ({"search": "straße"}, ["Grüße aus Köln"]),
        ({"search": " one@example.net "}, [row[0] for row in reversed(ROWS)]),
        ({"search": "22abc"}, ["Invoice 100%"]),
        ({"search": "_"}, []),
        ({"search": "\udcff"}, []),
        ({"outcome": "accepted"}, ["Autumn news"]),
        ({"search": "smtp 465"}, ["Invoice 100%"]),
        ({"search": "work"}, ["Last", "Invoice 100%", "Autumn news"]),
        ({"account": "work"}, ["Last", "Invoice 100%", "Autumn news"]),
        ({"results": ("accepted",)}, ["Autumn news"]),
        ({"words": (("api", (), None, ()), ("INVOICE", (), None, ()))}, ["Invoice 101"]),
        ({"words": (("refused", ("rejected",), None, ()),)}, ["Grüße aus Köln"]),
        ({"words": (("today", (), (START, START + timedelta(days=1)), ()),)}, ["Autumn news"]),
        (
            {
                "words": (
                    ("2026-01-02", (), (START + timedelta(days=1), START + timedelta(days=3)), ()),
                    ("invoice", (), None, ()),
                )
            },
            ["Invoice 100%"],
        ),
        (
            {"words": (("later", ("rejected",), None, ()), ("web", (), None, ()))},
            ["Invoice 101"],
        ),
        ({"path": "smtp"}, ["Last", "Invoice 100%", "Grüße aus Köln"]),
        ({"path": "smtp:465:tls"}, ["Invoice 100%"]),
        ({"path": "webapi"}, ["Invoice 101", "Autumn news"]),
        ({"since": START + timedelta(days=3)}, ["Last", "Invoice 101"]),
        ({"search": "invoice", "path": "webapi", "outcome": "deferred"}, ["Invoice 101"]),
    ],
    ids=str,
)
async def test_filter_finds(filters: dict[str, object], subjects: list[str]) -> None:
    store = await filled()
    rows = await store.list(**filters)  # type: ignore[arg-type]  # the table's own types
    count = await store.count(**filters)  # type: ignore[arg-type]
    await store.aclose()

    assert [row.subject for row in rows] == subjects
    assert count == len(subjects)


async def test_half_a_character_is_found_nowhere_and_a_huge_limit_limits_nothing() -> None:
    store = await filled()
    found = await store.get("\udcff")
    of_nobody = await store.list(10, account="\udcff")
    everything = await store.list(10**23)
    await store.aclose()

    assert (found, of_nobody) == (None, ())
    assert len(everything) == len(ROWS)


async def test_unique_start_of_an_id_is_enough() -> None:
    store = await filled()
    found = await store.get("11")
    nobody = await store.get("9")
    several = await store.get("")
    await store.aclose()

    assert found is not None
    assert found.subject == "Grüße aus Köln"
    assert nobody is None
    assert several is None


async def test_message_is_kept_once_and_goes_with_its_last_attempt() -> None:
    store = await Store.open(None)
    message = a_message()
    for name in ("a1", "a2"):
        await store.begin(a_delivery(name, message=message), AttemptId(name))
        await store.finish(replace(an_attempt(), id=AttemptId(name)))

    async def kept() -> int:
        count: int = await store._reader.read(
            lambda connection: connection.execute("SELECT count(*) FROM messages").fetchone()[0]
        )
        return count

    assert await kept() == 1
    assert await store.delete([AttemptId("a1")]) == 1
    found = await store.message(AttemptId("a2"))
    assert found is not None
    assert found.message == message
    assert await store.delete([AttemptId("a2"), AttemptId("a3")]) == 1
    assert await kept() == 0
    # The writer must not refer to the row it kept last: that one is gone.
    await store.begin(a_delivery("a4", message=message), AttemptId("a4"))
    assert await kept() == 1
    await store.aclose()


@settings(max_examples=25)
@given(messages())
def test_any_message_comes_back(message: Message) -> None:
    async def comes_back() -> None:
        store = await Store.open(None)
        await store.begin(a_delivery(message=message), AttemptId("a1"))
        kept = await store.message(AttemptId("a1"))
        await store.aclose()

        assert kept is not None
        assert kept.message == message
        assert kept.missing_files == ()

    run_async(comes_back())


async def test_large_files_are_named_and_not_kept() -> None:
    large = Attachment(filename="film.mp4", content=b"x" * (KEPT_FILES_BYTES + 1))
    store = await Store.open(None)
    await store.begin(
        a_delivery(message=replace(a_message(), attachments=(large,))), AttemptId("a1")
    )
    kept = await store.message(AttemptId("a1"))
    await store.aclose()

    assert kept is not None
    assert kept.missing_files == ("film.mp4",)
    assert kept.message.attachments == ()


async def test_no_text_is_kept_when_the_setting_says_no(tmp_path: Path) -> None:
    canary = "the words of the mail"
    message = replace(a_message(), text=canary, html=canary)
    store = await Store.open(tmp_path, keep_text=False)
    await store.begin(a_delivery(message=message), AttemptId("a1"))
    await store.finish(replace(an_attempt(), id=AttemptId("a1"), transcript=f"C: {canary}"))
    row = await store.get("a1")
    kept = await store.message(AttemptId("a1"))
    written = all_bytes(tmp_path)
    await store.aclose()

    assert kept is None
    assert row is not None
    assert not row.has_message
    assert canary.encode() not in written
    assert b"one@example.net" in written


async def test_many_recipients_are_counted_and_shortened() -> None:
    people = tuple(Recipient(address=Address(email=f"p{n}@example.net")) for n in range(500))
    message = replace(a_message(), to=people, cc=(Address(email="cc@example.net"),))
    store = await Store.open(None)
    await store.begin(a_delivery(message=message), AttemptId("a1"))
    await store.finish(replace(an_attempt(), id=AttemptId("a1")))
    (row,) = await store.list()
    await store.aclose()

    assert row.recipient_count == 501
    assert len(row.recipients) == 20


async def test_deleting_all_spares_what_runs() -> None:
    store = await filled()
    await store.begin(a_delivery("running"), AttemptId("a1"))

    assert await store.delete_all() == 5
    await store.finish(replace(an_attempt(), id=AttemptId("a1")))
    assert await store.count() == 1
    await store.aclose()


async def test_deleted_while_running_stays_deleted() -> None:
    store = await filled()
    await store.delete_all()
    await store.finish(replace(an_attempt(), id=AttemptId("00abcdef")))

    assert await store.count() == 0
    await store.aclose()


async def test_results_of_practice_and_of_a_check_are_told_from_accepted() -> None:
    store = await Store.open(None)
    attempts = {
        "live": an_attempt(),
        "practised": an_attempt(practice=True),
        "checked": an_attempt(Accepted(checked_only=True), practice=True),
    }
    for name, attempt in attempts.items():
        await store.begin(a_delivery(name, message=a_message(name)), AttemptId(name))
        await store.finish(replace(attempt, id=AttemptId(name)))
    asked = {word: await store.list(results=(word,)) for word in ("accepted", "captured", "valid")}
    await store.aclose()

    found = {word: [row.subject for row in rows] for word, rows in asked.items()}
    assert found == {"accepted": ["live"], "captured": ["practised"], "valid": ["checked"]}


async def test_an_unknown_is_listed_as_what_the_user_said_of_it() -> None:
    store = await Store.open(None)
    for name in ("waiting", "went", "lost"):
        await store.begin(a_delivery(name, message=a_message(name)), AttemptId(name))
        unknown = an_attempt(Unknown(after=Phase.REPLY), code=None)
        await store.finish(replace(unknown, id=AttemptId(name)))
    await store.decide(AttemptId("went"), "sent")
    await store.decide(AttemptId("lost"), "not_sent")
    words = ("unknown", "marked_sent", "marked_not_sent")
    asked = {word: await store.list(results=(word,)) for word in words}
    either = await store.list(results=("unknown", "marked_sent"))
    named = await store.list(words=(("marked", ("marked_sent", "marked_not_sent"), None, ()),))
    waiting = await store.unknowns()
    await store.aclose()

    found = {word: [row.subject for row in rows] for word, rows in asked.items()}
    assert found == {"unknown": ["waiting"], "marked_sent": ["went"], "marked_not_sent": ["lost"]}
    assert [row.subject for row in either] == ["went", "waiting"]
    assert [row.subject for row in named] == ["lost", "went"]
    assert [row.subject for row in waiting] == ["waiting"]


async def test_code_and_title_of_what_went_wrong_find_a_result() -> None:
    store = await Store.open(None)
    await store.begin(a_delivery("a"), AttemptId("a"))
    refused = an_attempt(Rejected(), code=403, problem=a_problem("D-ACC-1"))
    await store.finish(replace(refused, id=AttemptId("a"), enhanced_code="5.7.1"))
    counts = [await store.count(search=text) for text in ("403", "title", "5.7.1", "250")]
    await store.aclose()

    assert counts == [1, 1, 1, 0]


async def test_words_to_a_refused_recipient_find_a_mail_that_others_got() -> None:
    store = await Store.open(None)
    await store.begin(a_delivery("a"), AttemptId("a"))
    results = (
        RecipientResult(address="ada@example.com", accepted=True, code=250, reply="Fine"),
        RecipientResult(address="grace@example.net", accepted=False, code=550, reply="5.1.1 Gone"),
    )
    partly = an_attempt(Partial(), recipients=results)
    await store.finish(replace(partly, id=AttemptId("a")))
    counts = [await store.count(search=text) for text in ("550", "5.1.1 gone", "fine")]
    await store.aclose()

    assert counts == [1, 1, 0]


async def test_accounts_are_named_once_each() -> None:
    store = await filled()
    names = await store.accounts()
    await store.aclose()

    assert names == ("work",)


async def test_domain_counts_as_mailed_when_live_mail_may_have_got_there() -> None:
    store = await Store.open(None)
    cases: tuple[tuple[str, Outcome, bool], ...] = (
        ("a@Accepted.example.com", Accepted(), False),
        ("a@unknown.example.com", Unknown(after=Phase.UPLOAD), False),
        ("a@refused.example.com", Rejected(), False),
        ("a@practice.example.com", Accepted(), True),
    )
    for number, (email, outcome, is_practice) in enumerate(cases):
        message = replace(a_message(), to=(Recipient(address=Address(email=email)),))
        route = replace(ROUTE, practice=is_practice)
        delivery, attempt_id = a_delivery(f"d{number}", route, message), AttemptId(f"a{number}")
        await store.begin(delivery, attempt_id)
        await store.finish(replace(an_attempt(outcome), id=attempt_id, delivery_id=delivery.id))
    wanted = {email.lower().partition("@")[2] for email, _, _ in cases}
    known = await store.mailed_domains(frozenset(wanted))
    await store.aclose()

    assert known == {"accepted.example.com", "unknown.example.com"}


async def test_page_is_made_where_it_is_read_and_brief_rows_give_the_same_table(
    tmp_path: Path,
) -> None:
    store = await filled(tmp_path)
    delivery = a_delivery("failed", ROUTE, a_message("Failed"))
    trace = a_trace((Phase.CONNECT, 1), (Phase.GREETING, 2), failed=Phase.GREETING)
    await store.begin(delivery, AttemptId("failed"))
    failed = replace(an_attempt(NotSent(), trace=trace), delivery_id=delivery.id)
    await store.finish(replace(failed, id=AttemptId("failed")))
    readers: list[str] = []

    def made(page: tuple[HistoryRow, ...]) -> tuple[bytes, list[int]]:
        readers.append(threading.current_thread().name)
        return csv_bytes(page, head=False), [len(row.attempt.trace.spans) for row in page]

    whole, steps = await store.pass_on(made, 100, before=None)
    brief, first_steps = await store.pass_on(made, 100, before=None, brief=True)
    await store.aclose()

    assert readers == ["history-read"] * 2
    assert whole == brief
    assert min(steps) > 1
    assert first_steps == [2, *[1] * len(ROWS)]
    assert b"Greeting (banner)" in brief
