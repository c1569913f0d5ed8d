"""The text for a ticket: where it stopped, what says so, and nobody's name."""

from base64 import b64encode
from dataclasses import replace

import pytest

from sgdesk.delivery import AttemptId, NotSent, Partial, RecipientResult
from sgdesk.present.answer import answer_facts
from sgdesk.present.summary import SAFE_WORDS, summary_text, without_addresses
from sgdesk.trace import SILENT, Phase
from tests.support.attempts import a_problem, a_trace, an_attempt


def test_step_that_failed_stands_in_the_summary_with_where_its_rule_is_written() -> None:
    trace = a_trace((Phase.CONNECT, 9), (Phase.STARTTLS, 1), failed=Phase.STARTTLS)
    failed = an_attempt(NotSent(), code=None, trace=trace, problem=a_problem("D-SMTP-4"))
    lines = summary_text(failed, 1).splitlines()
    rule = next(value for name, value, _ in answer_facts(failed) if name == "Described in")

    assert "Stopped at: Ask for encryption (STARTTLS)" in lines
    assert f"Described in: {rule}" in lines
    assert rule == "Source", "a name of ours says nothing to who reads it"


def test_summary_of_what_went_well_says_neither_step_nor_rule() -> None:
    text = summary_text(an_attempt(), 1)

    assert "Stopped at" not in text
    assert "Described in" not in text


def test_several_people_are_told_apart_by_number_and_not_named() -> None:
    took = RecipientResult(address="ada@example.org", accepted=True, code=250)
    refused = RecipientResult(address="Grace@example.org", accepted=False, code=550)
    said = 'Accepted for ada@example.org. Refused: grace@example.org: "550 <GRACE@example.org>"'
    problem = replace(a_problem("SMTP-RECIPIENT"), explanation=said)
    text = summary_text(an_attempt(Partial(), recipients=(took, refused), problem=problem), 2)

    assert "Accepted for person 1 (…@example.org)." in text
    assert 'Refused: person 2 (…@example.org): "550 <person 2 (…@example.org)>"' in text
    assert "ada" not in text
    assert "grace" not in text.lower()


def test_one_person_and_anybody_else_have_no_number() -> None:
    people = ("ada@example.org", "grace@example.org")

    assert without_addresses("To ada@example.org") == "To …@example.org"
    assert without_addresses("From me@example.org", people) == "From …@example.org"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("ada@ümlaut.example", "…@ümlaut.example"),
        ("<ada@[192.0.2.1]>", "<…@[192.0.2.1]>"),
        ('<"ada lovelace"@example.org>', "<…@example.org>"),
        ('<"ada \\" lovelace"@example.org>', "<…@example.org>"),
        ("mary.o'neil@example.org", "…@example.org"),
        ("user='ada@example.org'", "user='…@example.org'"),
        ("o'-ada@example.org", "o'…@example.org"),
        ("ada=40example.org", "…@example.org"),
        ("%3Cada%40example.org%3E", "%3C…@example.org%3E"),
        (r"\u003cada\u0040example.org\u003e", r"\u003c…@example.org\u003e"),
        ("ada&#64;example.org", "…@example.org"),
        ("=?utf-8?q?ada=40example.org?= no", "…@example.org no"),
        (f"cc {b64encode(b'ada@example.org').decode()}", "cc …@example.org"),
        ("bounce+ada=example.org@example.net", "…@example.net"),
        ("<@a.example,@b.example:ada@c.example>", "<@a.example,@b.example:…@c.example>"),
        (f"{'a' * 65_000} ada@example.org", f"{'a' * 65_000} …@example.org"),
        ("=?x?q?ada@example.org?= =?nowhere?q?ada?=", "…@example.org?= =?nowhere?q?ada?="),
        ("at @ noon, 5@", "at @ noon, 5@"),
    ],
)
def test_odd_address_is_hidden_too(said: str, shown: str) -> None:
    assert without_addresses(said) == shown


def test_person_is_told_apart_in_an_escaped_address_too() -> None:
    people = ("ada@example.org", "grace@example.org")

    assert without_addresses("no grace%40example.org", people) == ("no person 2 (…@example.org)")


def test_summary_names_its_result_so_that_the_history_finds_it() -> None:
    attempt = replace(an_attempt(), id=AttemptId("0193f5c2-7d1e-7000"))

    assert (
        "Result: 0193f5c2 (sgdesk history show --summary 0193f5c2)"
        in summary_text(attempt, 1).splitlines()
    )


def test_what_makes_a_summary_safe_is_said_in_plain_words() -> None:
    for word in (
        "without key",
        "whole addresses",
        "read the server's words before you pass it on",
        "may repeat a name or text",
    ):
        assert word in SAFE_WORDS
    assert SAFE_WORDS.count(".") == 1, "one sentence, to be read once"


def test_missing_answer_is_told_once_beside_its_step() -> None:
    trace = a_trace((Phase.CONNECT, 1500), failed=Phase.CONNECT)
    span = replace(trace.spans[-1], detail=SILENT)
    silent = an_attempt(
        NotSent(), code=None, trace=replace(trace, spans=(*trace.spans[:-1], span)), problem=None
    )
    text = summary_text(silent, 1)

    assert "Stopped at: Connect (TCP), no answer for 1.5 s" in text.splitlines()
    assert "Answer:" not in text


def test_system_is_named_and_no_build_of_its_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("platform.release", lambda: "6.1.0-17-cloud-amd64")
    assert summary_text(an_attempt(), 1).rstrip().endswith(", Linux")

    monkeypatch.setattr("platform.system", lambda: "Windows")
    monkeypatch.setattr("platform.release", lambda: "11")
    assert summary_text(an_attempt(), 1).rstrip().endswith(", Windows 11")
