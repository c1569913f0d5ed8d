"""What is said of a failure: parts that read as sentences."""

import pytest

from sgdesk.errors import SgdeskError, in_sentences


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
