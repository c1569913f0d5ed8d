"""The history on the command line says what the window says of the same result."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sgdesk.clock import wall_utc
from sgdesk.delivery import Attempt, AttemptId, Partial, RecipientResult, Unknown
from sgdesk.store import Store
from sgdesk.trace import Phase
from tests.support.attempts import a_problem, an_attempt
from tests.support.cli import sgdesk
from tests.support.engine import a_delivery, a_message

Env = dict[str, str]


@pytest.fixture
def own_history(tmp_path: Path) -> Env:
    return {"SGDESK_DATA_DIR": str(tmp_path / "data"), "SGDESK_CONFIG_DIR": str(tmp_path / "conf")}


def kept(env: Env, fill: Callable[[Store], Awaitable[None]]) -> None:
    """Open the history as the window does, and fill it."""

    async def work() -> None:
        store = await Store.open(Path(env["SGDESK_DATA_DIR"]))
        try:
            await fill(store)
        finally:
            await store.aclose()

    asyncio.run(work())


async def keep(store: Store, attempt: Attempt) -> None:
    """Keep how a send of today ended; older ones are deleted by and by."""
    delivery = replace(a_delivery(message=a_message("Autumn news")), created_at=wall_utc())
    await store.begin(delivery, attempt.id)
    await store.mark(attempt.id)
    await store.finish(attempt)


async def lose_and_mark(store: Store) -> None:
    attempt = replace(
        an_attempt(Unknown(after=Phase.UPLOAD), code=None, problem=a_problem("LOST")),
        id=AttemptId("lost0001"),
    )
    await keep(store, attempt)
    await store.decide(attempt.id, "not_sent")


def test_what_the_user_said_of_an_unknown_is_listed_found_and_shown(own_history: Env) -> None:
    kept(own_history, lose_and_mark)

    def listed(outcome: str) -> str:
        return sgdesk("history", "list", "--outcome", outcome, env=own_history).out

    assert "Marked as not sent" in listed("marked_not_sent")
    assert "Marked as not sent" in listed("unknown")
    assert listed("marked_sent") == ""
    for words in ((), ("--summary",)):
        shown = sgdesk("history", "show", *words, "lost0001", env=own_history).out
        by_whom = (
            "Marked as not sent by the sender." if words else "You marked this mail as not sent."
        )
        assert by_whom in shown
        assert "By that, nobody has it and it can be sent again." in shown
        assert "nknown" not in shown
        assert "Before that: Explanation." in shown
        assert "What to do" not in shown


async def refuse_one(store: Store) -> None:
    people = (
        RecipientResult(address="ada@example.com", accepted=False, code=550),
        RecipientResult(address="bob@example.com", accepted=True, code=250),
    )
    attempt = replace(
        an_attempt(Partial(), recipients=people, problem=a_problem("SMTP-RECIPIENT")),
        id=AttemptId("part0001"),
    )
    await keep(store, attempt)


def test_who_was_refused_and_what_it_was_stand_in_the_list_and_its_page_in_show(
    own_history: Env,
) -> None:
    kept(own_history, refuse_one)
    said = sgdesk("history", "list", env=own_history).out

    assert "1 of 2 refused · Autumn news" in said
    shown = sgdesk("history", "show", "part0001", env=own_history).out
    assert "Described in: Source\n" in shown


def test_what_is_on_its_way_is_counted_below_the_list(own_history: Env) -> None:
    async def begin_and_look(store: Store) -> None:
        await store.begin(a_delivery("d1"), AttemptId("a1"))
        ran = sgdesk("history", "list", env=own_history)
        assert "1 more on the way" in ran.err

    kept(own_history, begin_and_look)


LIST = ("history", "list", "--json", "--outcome")


def results(env: Env, outcome: str) -> list[str]:
    """Give the results that a filter leaves."""
    return [str(each["outcome"]) for each in sgdesk(*LIST, outcome, env=env).attempts()]


def test_failed_leaves_whatever_did_not_go_through(own_history: Env) -> None:
    people = ("--to", "ada@example.com", "--subject", "Hi", "--text", "Hello")
    senders = ("news@unverified.example.com", "me@example.com")
    codes = [
        sgdesk("send", "--sandbox", "--from", sender, *people, env=own_history).code
        for sender in senders
    ]
    failed = sgdesk(*LIST, "failed", env=own_history).attempts()

    assert codes == [5, 0]
    assert [(each["outcome"], each["exit_code"]) for each in failed] == [("rejected", 5)]
    shown = sgdesk("history", "show", str(failed[0]["id"]), env=own_history).out
    assert "\n  Exit code 5: the way works" in shown
    for word in ("Refused", "refused", "REJECTED", "All failures"):
        assert results(own_history, word) == ["rejected"]
    assert results(own_history, "Not sent") == []
