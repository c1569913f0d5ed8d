"""A full disk below each command that writes: a sentence that says what to do, and nothing lost."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cli import LIMIT_S, command, environment, sgdesk
from tests.support.disk import fill_up, make_room, small_disk


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """Give a full disk on which a mail was sent before."""
    with small_disk(tmp_path / "disk") as folder:
        sent = sgdesk("send", "--sandbox", env=on(folder))
        assert sent.code == 0, sent.err
        fill_up(folder)
        yield folder


def on(folder: Path) -> dict[str, str]:
    """Give the variables that lead all files of the program to a disk."""
    return {"SGDESK_DATA_DIR": str(folder / "data"), "SGDESK_CONFIG_DIR": str(folder / "conf")}


@pytest.mark.parametrize("words", [("history", "delete", "--all"), ("send", "--sandbox")])
def test_a_history_on_a_full_disk_says_what_to_do(full: Path, words: tuple[str, ...]) -> None:
    ran = sgdesk(*words, env=on(full))

    assert (ran.code, ran.out) == (3, "")
    assert "The disk is full" in ran.err
    assert "What to do: Free some space." in ran.err
    make_room(full)
    assert len(sgdesk("history", "list", "--json", env=on(full)).attempts()) == 1


def test_why_nothing_was_sent_stands_in_the_document_too(full: Path) -> None:
    ran = sgdesk("send", "--sandbox", "--json", env=on(full))

    assert (ran.code, ran.attempts()) == (3, [])
    assert "The disk is full" in ran.document()["error"]["why"]


@pytest.mark.parametrize("name", ["all.json", "all.csv"])
def test_an_export_to_a_full_disk_says_what_to_do(full: Path, name: str) -> None:
    ran = sgdesk("history", "export", str(full / name), env=on(full))

    assert ran.code == 2
    assert "No space left on device" in ran.err
    assert "Free some space, or name a file on another disk." in ran.err
    assert not (full / name).exists()


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("render", "--as", "v3"), "Free some space, or write them to another place."),
        (("send", "--sandbox"), "What was sent stands in the history"),
    ],
)
def test_results_that_do_not_fit_say_where_they_are(
    words: tuple[str, ...], remedy: str, tmp_path: Path
) -> None:
    with Path("/dev/full").open("wb") as device:
        done = subprocess.run(
            command(*words),
            stdout=device,
            stderr=subprocess.PIPE,
            env=environment(on(tmp_path)),
            timeout=LIMIT_S,
            check=False,
        )

    assert done.returncode == 2
    assert remedy in " ".join(done.stderr.decode().split())


def test_a_transcript_that_does_not_fit_is_in_the_document_with_what_was_sent(
    tmp_path: Path,
) -> None:
    words = ("send", "--sandbox", "--json", "--transcript", "/dev/full")
    ran = sgdesk(*words, env=on(tmp_path))

    assert (ran.code, [each["outcome"] for each in ran.attempts()]) == (2, ["accepted"])
    assert ran.document()["error"]["happened"] == "The transcript cannot be written."
