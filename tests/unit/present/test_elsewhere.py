"""A test on another computer in words."""

from datetime import UTC, datetime, timedelta

import pytest

from sgdesk.diagnose.elsewhere.reading import read_elsewhere
from sgdesk.diagnose.plan import CONTROLS
from sgdesk.present import elsewhere
from tests.support.elsewhere import all_is_well, printed

FOUND = read_elsewhere(printed(all_is_well()))


def test_tested_line_says_where_when_and_whose_here_is_meant() -> None:
    said = elsewhere.tested_line(FOUND)

    assert said.startswith("Tested on another computer (Linux), at 2026-01-02 03:04:05 UTC by its")
    assert said.endswith("that one is meant.")


@pytest.mark.parametrize(
    ("hours", "words"), [(-1, ""), (23, ""), (30, "yesterday"), (80, "3 days ago")]
)
def test_old_test_says_how_old_it_is(hours: int, words: str) -> None:
    said = elsewhere.age_words(
        FOUND, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC) + timedelta(hours=hours)
    )

    assert bool(said) == bool(words)
    assert words in said


def test_servers_of_others_are_named_before_the_lines_are_copied() -> None:
    hosts = ["api.sendgrid.com", "smtp.sendgrid.net", "smtp.sendgrid.net"]

    alone = elsewhere.lines_for_words(hosts, "work", others=False)

    assert alone == "The lines test api.sendgrid.com and smtp.sendgrid.net, for work."
    assert CONTROLS[0].host in elsewhere.lines_for_words(hosts, "", others=True)


def test_server_of_this_computer_is_another_there() -> None:
    said = elsewhere.lines_for_words(["127.0.0.1"], "own", others=False)

    assert said == (
        "The lines test 127.0.0.1, for own. There 127.0.0.1 is that computer, not this one."
    )
