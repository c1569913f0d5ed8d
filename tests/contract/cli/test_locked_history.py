"""Somebody locks or deletes the history while a mail is on its way: told, and nothing sent."""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import LIMIT_S, command, environment, key_of, live_at, sgdesk
from tests.support.sandbox import Sandbox

MAIL = ("--from", "sender@example.com", "--to", "to@example.com", "--subject", "s", "--text", "t")
LOCKED_S = 3.0
"""Longer than a send may take here, shorter than the history is waited for."""


def touched_before_the_mark(
    sandbox: Sandbox, folder: Path, touch: Callable[[Path, subprocess.Popen[str]], None], via: str
) -> tuple[int, list[dict[str, Any]]]:
    """Send, touch the history once the record stands; give code and the lines of `--events`."""
    sandbox.fault("tls", {"delay_ms": 700})
    process = subprocess.Popen(
        command("send", *live_at(sandbox.info), *MAIL, "--events", "--timeout", "2", "--via", via),
        stdout=subprocess.PIPE,
        env=environment({**key_of(sandbox.info), "SGDESK_DATA_DIR": str(folder)}),
        text=True,
    )
    with process:
        assert process.stdout is not None
        first = process.stdout.readline()
        touch(folder, process)
        rest = process.stdout.readlines()
        return process.wait(LIMIT_S), [json.loads(line) for line in (first, *rest)]


def lock(folder: Path, process: subprocess.Popen[str]) -> None:
    """Lock the history for a while."""
    with closing(sqlite3.connect(folder / "history.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOCKED_S)
        other.execute("ROLLBACK")


def delete(folder: Path, process: subprocess.Popen[str]) -> None:
    """Delete the folder of the history."""
    shutil.rmtree(folder)


@pytest.mark.parametrize("via", ["webapi", "smtp:587", "smtp:465"])
def test_a_lock_at_the_mark_is_told_as_one_and_nothing_is_sent(
    sandbox: Sandbox, tmp_path: Path, via: str
) -> None:
    code, lines = touched_before_the_mark(sandbox, tmp_path, lock, via)

    (attempt,) = lines[-1]["attempts"]
    assert (code, attempt["outcome"]) == (3, "not_sent")
    assert "history" in attempt["problem"]["title"]
    assert "Nothing was sent" in attempt["problem"]["explanation"]
    assert "another program" in attempt["problem"]["explanation"]
    assert "Close the program" in attempt["problem"]["remedy"]
    assert sandbox.inbox() == []


@pytest.mark.parametrize("via", ["webapi", "smtp:587"])
def test_a_history_deleted_at_the_mark_is_told_and_put_back_and_nothing_is_sent(
    sandbox: Sandbox, tmp_path: Path, via: str
) -> None:
    folder = tmp_path / "data"
    code, lines = touched_before_the_mark(sandbox, folder, delete, via)

    (attempt,) = lines[-1]["attempts"]
    assert (code, attempt["outcome"]) == (3, "not_sent")
    assert attempt["problem"]["title"] == "The history was deleted while sgdesk ran"
    assert "could not be written to the history" in lines[-1]["warnings"][0]["happened"]
    assert sandbox.inbox() == []
    env = {"SGDESK_DATA_DIR": str(folder)}
    kept = sgdesk("history", "list", "--json", env=env).attempts()
    assert [(row["id"], row["outcome"]) for row in kept] == [(attempt["id"], "not_sent")]


@pytest.fixture
def kept(sandbox: Sandbox, tmp_path: Path) -> Iterator[tuple[sqlite3.Connection, str]]:
    """Give another program's connection to a history with one attempt, and the attempt's id."""
    env = {"SGDESK_DATA_DIR": str(tmp_path)}
    (attempt,) = sgdesk("send", "--sandbox", "--json", env=env).attempts()
    with closing(sqlite3.connect(tmp_path / "history.db", isolation_level=None)) as other:
        yield other, attempt["id"]


@pytest.mark.parametrize(
    "asks", [("list", "--json"), ("show", "ID", "--json"), ("export", "-")], ids=lambda a: a[0]
)
def test_a_history_locked_against_writing_is_read_all_the_same(
    kept: tuple[sqlite3.Connection, str], tmp_path: Path, asks: tuple[str, ...]
) -> None:
    other, attempt_id = kept
    other.execute("BEGIN IMMEDIATE")
    asks = tuple(attempt_id if word == "ID" else word for word in asks)
    ran = sgdesk("history", *asks, env={"SGDESK_DATA_DIR": str(tmp_path)})

    assert [row["id"] for row in ran.attempts()] == [attempt_id]


def test_a_history_locked_against_reading_is_told_as_that(
    kept: tuple[sqlite3.Connection, str], tmp_path: Path
) -> None:
    other, _ = kept
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    ran = sgdesk("history", "list", env={"SGDESK_DATA_DIR": str(tmp_path)})

    assert ran.code == 3
    assert "The history is locked by another program." in ran.err
    assert "Close the program" in ran.err


def test_nothing_is_deleted_from_a_locked_history(
    kept: tuple[sqlite3.Connection, str], tmp_path: Path
) -> None:
    other, _ = kept
    other.execute("BEGIN IMMEDIATE")
    ran = sgdesk("history", "delete", "--all", env={"SGDESK_DATA_DIR": str(tmp_path)})

    assert "The history is locked by another program." in ran.err
    assert other.execute("SELECT count(*) FROM attempts").fetchone() == (1,)
