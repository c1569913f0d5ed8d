"""What is said of a failure: parts that read as sentences."""

import errno

import pytest

from sgdesk.errors import SgdeskError, in_sentences, out_of_files


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("It failed.", "No route", "Try again."), "It failed. No route. Try again."),
        (("It failed.", "", "Try again"), "It failed. Try again"),
        (("Why?", "  Nobody knows. "), "Why? Nobody knows."),
        (("", ""), ""),
    ],
)
def test_parts_become_sentences_of_their_own(parts: tuple[str, ...], said: str) -> None:
    assert in_sentences(*parts) == said


def test_failure_says_what_happened_why_and_what_to_do() -> None:
    assert str(SgdeskError("It failed.", why="No route", remedy="Wait.")) == (
        "It failed. No route. Wait."
    )


def test_below_the_title_of_a_failure_stands_why_and_what_to_do() -> None:
    assert SgdeskError("It failed.", why="No route", remedy="Wait.").more == "No route. Wait."
    assert SgdeskError("It failed.").more == ""


@pytest.mark.parametrize(
    ("number", "whose"), [(errno.EMFILE, "this program"), (errno.ENFILE, "all programs together")]
)
def test_want_of_open_files_is_found_below_what_came_of_it(number: int, whose: str) -> None:
    above = ValueError("cannot go on")
    above.__cause__ = OSError(number, "Too many open files")

    said = out_of_files(above)

    assert said is not None
    assert whose in said.why
    assert "ulimit -n" in said.remedy


def test_other_errors_are_no_want_of_open_files() -> None:
    assert out_of_files(OSError(errno.ENOENT, "no such file")) is None
    assert out_of_files(ValueError()) is None
