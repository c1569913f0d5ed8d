"""Each rule of the pre-send check, broken once, and what the local SendGrid says to it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given

from sgdesk.message import Attachment, Finding, Message, MessageError, sample
from sgdesk.message.checks import check
from sgdesk.message.v3_body import message_from_v3
from sgdesk.render import render_v3
from sgdesk.render.json_types import JsonObject
from sgdesk.sandbox.rules.judge import judge
from tests.support.broken.base import BrokenBody
from tests.support.broken_bodies import CASES as BODIES
from tests.support.broken_messages import CASES, NOW, BrokenMessage, good, options
from tests.support.messages import messages

SOURCE = Path(__file__).parents[3] / "sgdesk" / "message"
BREAKS_TWO_RULES = {
    ("header_name", "headers.'X-Ä'"),
    ("personalizations_limit", "to"),
    ("substitutions_limit", "to.0.substitutions"),
    ("recipients_limit", "to"),
    ("header_too_long", "headers.X-A"),
}
"""Cannot be broken without another giving way."""


def rendered(message: Message) -> tuple[tuple[Finding, ...], JsonObject | None]:
    """Give a body, or why there is none."""
    try:
        return (), render_v3(message).value
    except MessageError as error:
        return error.findings, None


def read(body: JsonObject) -> tuple[tuple[Finding, ...], Message | None]:
    """Give a body's message, or why there is none."""
    try:
        return (), message_from_v3(body)
    except MessageError as error:
        return error.findings, None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_broken_message_meets_its_finding(case: BrokenMessage) -> None:
    found = check(case.message, case.kind, now=NOW)
    wanted = [each for each in found if (each.id, each.place) == (case.rule, case.place)]

    assert [each.severity for each in wanted] == [case.severity]
    assert wanted[0].happened.endswith(".")
    errors = {each.id for each in found if each.is_error}
    if (case.rule, case.place) not in BREAKS_TWO_RULES:
        assert errors == ({case.rule} if case.severity == "error" else set())


@pytest.mark.parametrize(
    "case", [each for each in CASES if each.kind == "webapi"], ids=lambda case: case.id
)
def test_local_sendgrid_agrees(case: BrokenMessage) -> None:
    refused, body = rendered(case.message)
    if body is None:
        assert case.rule in {each.id for each in refused}
    else:
        assert bool(judge(body)) == case.at_sendgrid


@pytest.mark.parametrize("case", BODIES, ids=lambda case: case.id)
def test_body_that_sendgrid_refuses_never_becomes_a_message_that_passes(case: BrokenBody) -> None:
    refused, message = read(case.body)
    if message is None:
        assert refused
        assert all(each.is_error and each.happened for each in refused)
    else:
        assert any(each.is_error for each in check(message, "webapi"))


@given(messages())
def test_local_sendgrid_has_nothing_against_what_passes(message: Message) -> None:
    assert judge(render_v3(message).value) == []


def test_every_rule_stands_in_the_table() -> None:
    sources = [SOURCE / "lines.py", *sorted((SOURCE / "rules").glob("*.py"))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    rules = set(re.findall(r"(?:error|warning|say)\(\s*\"(\w+)\"", text))
    rules |= {"header_duplicate", "custom_arg_duplicate", "header_name", "custom_arg_name"}

    assert len(rules) > 50
    assert {case.rule for case in CASES} == rules


def test_good_message_and_sample_meet_nothing() -> None:
    assert check(good(), "webapi") == check(good(), "smtp") == ()
    assert check(sample(), "webapi") == check(sample(), "smtp") == ()


def test_errors_come_before_warnings() -> None:
    message = good(subject="", options=options(send_at=NOW - timedelta(days=1)))
    found = check(message, "webapi", now=NOW)
    assert [each.severity for each in found] == ["error", "warning"]


def test_long_value_is_no_problem_for_a_server_without_the_header_api() -> None:
    message = good(custom_args=(("a", "b" * 1000),))
    assert check(message, "smtp", smtpapi=False) == ()


def test_error_names_the_first_finding_and_counts_the_rest() -> None:
    error = MessageError(check(good(subject="", text=""), "webapi"))
    assert error.happened == "There is no subject."
    assert "1 more" in error.why
    assert len(error.findings) == 2


def test_file_whose_name_is_not_utf8_is_named_with_what_to_do() -> None:
    odd = Attachment(filename="caf\udce9.txt", content=b"x", type="text/plain")
    (found,) = check(good(attachments=(odd,)), "webapi")

    assert found.happened == "The name of the file 'caf?.txt' is not written in UTF-8."
    assert found.remedy == "Rename the file and attach it again."


@pytest.mark.parametrize(("part", "millions"), [("text", 32), ("html", 32), ("text", 22)])
def test_mail_that_is_too_large_by_its_words_is_not_blamed_on_files(
    part: str, millions: int
) -> None:
    (found,) = check(good(**{part: "a " * (millions * 500_000)}), "webapi")

    assert found.place == part
    assert "file" not in " ".join((found.happened, found.why, found.remedy))
