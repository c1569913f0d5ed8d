"""What a filter asks for, and what it is called."""

from datetime import UTC, datetime, timedelta

import pytest

from sgdesk.delivery import OUTCOME_WORDS
from sgdesk.present.log_filter import (
    FAILED,
    FAILURES,
    RESULTS,
    LogFilter,
    result_named,
    result_word,
    results_called,
)
from sgdesk.present.times import when_text
from sgdesk.present.words import path_words
from sgdesk.route import Path, SmtpPath, Tls, WebApiPath
from sgdesk.store.found_by import path_as_shown
from sgdesk.store.journal import result_of
from tests.support.attempts import an_attempt


def test_every_outcome_can_be_asked_for() -> None:
    assert set(OUTCOME_WORDS.values()) <= set(RESULTS)
    assert result_of(an_attempt(practice=True)) in RESULTS


@pytest.mark.parametrize("path", [WebApiPath(), SmtpPath(port=2525, tls=Tls.STARTTLS)])
def test_history_finds_a_path_by_the_words_of_the_table(path: Path) -> None:
    port = path.port if isinstance(path, SmtpPath) else 443

    assert path_as_shown(path.text, port) == path_words(path)


def test_word_stands_for_the_results_whose_name_holds_it() -> None:
    assert results_called("Refus") == ("rejected",)
    assert results_called("accepted") == ("accepted", "partial")
    assert results_called("zzz") == ()


def test_word_stands_for_the_results_whose_sentence_holds_it() -> None:
    assert results_called("inbox") == ("captured",)
    assert results_called("You") == ("marked_sent", "marked_not_sent")
    # That delivery can fail is said of every accepted mail.
    assert set(results_called("fail")) == set(results_called("failed")) == set(FAILURES)


def test_filter_is_named_in_the_users_words() -> None:
    wanted = LogFilter(text=" grace ", result="rejected", path="smtp", account="work")

    assert wanted.shown == "grace, Refused, SMTP, work"
    assert wanted.is_on
    assert not LogFilter(text="  ").is_on


def test_all_failures_are_whatever_did_not_go_through() -> None:
    wanted = LogFilter(result=FAILED)
    went = {"accepted", "captured", "valid", "marked_sent"}

    assert set(wanted.results) == set(RESULTS) - went - {"cancelled"}
    assert wanted.shown == "All failures"
    assert LogFilter(result="rejected").results == ("rejected",)
    assert LogFilter().results == ()
    assert set(FAILURES) <= set(RESULTS)


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(hours=1), "11:00:00"),
        (timedelta(days=1), "23 Nov 12:00"),
        (timedelta(days=330), "29 Dec 2025"),
    ],
)
def test_time_of_another_day_says_which(ago: timedelta, text: str) -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)

    assert when_text(now - ago, now, UTC) == text


def test_day_stands_for_the_time_that_it_names() -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)

    today, refused = LogFilter(text="today refused").words(now, UTC)

    assert today == ("today", (), (now.replace(hour=0), now.replace(day=25, hour=0)), ())
    assert refused == ("refused", ("rejected",), None, ())


@pytest.mark.parametrize("key", [*RESULTS, FAILED])
def test_result_is_named_by_its_key_or_by_the_words_of_the_table(key: str) -> None:
    assert result_named(key.upper()) == key
    assert result_named(result_word(key).lower()) == key
    assert result_named(result_word(key)) == key


def test_words_that_name_no_result_stay() -> None:
    assert result_named("ref") == "ref"
