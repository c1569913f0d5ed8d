"""Error texts of many programs, each with the cause that must lead."""

import json

import pytest

from sgdesk.errors import InputError
from sgdesk.explain.finding import Kind
from sgdesk.explain.run import LARGEST, explain
from sgdesk.present.explained import explanation_json
from sgdesk.sendgrid import catalogue_smtp
from tests.support.explaining import SECRETS, Pasted, texts

ERRORS = texts("errors")


@pytest.mark.parametrize("pasted", ERRORS, ids=lambda pasted: pasted.name)
def test_error_is_named(pasted: Pasted) -> None:
    explanation = explain(pasted.text)

    leading = explanation.findings[0]
    assert (leading.cause.id, leading.certainty.value) == (pasted.first, pasted.certainty)
    assert explanation.kind is Kind.ERROR
    assert leading.evidence


@pytest.mark.parametrize("pasted", ERRORS, ids=lambda pasted: pasted.name)
def test_explanation_is_whole_and_holds_no_secret(pasted: Pasted) -> None:
    said = json.dumps(explanation_json(explain(pasted.text)), ensure_ascii=False)

    assert [secret for secret in SECRETS if secret in said] == []
    assert "{" not in "".join(
        f.cause.title + f.cause.explanation + f.cause.remedy for f in explain(pasted.text).findings
    )


def test_reply_is_explained_in_the_words_of_a_failed_send() -> None:
    (leading, *_) = explain("535 Authentication failed: Bad username / password").findings

    entry = catalogue_smtp.BAD_LOGIN.filled({"Who": "SendGrid", "who": "SendGrid"})
    assert (leading.cause.title, leading.cause.explanation) == (entry.title, entry.explanation)


def test_several_causes_come_in_the_order_of_their_certainty() -> None:
    found = explain("Error: self signed certificate in certificate chain").findings

    assert [(each.cause.id, each.certainty.value) for each in found] == [
        ("D-TLS-3", "likely"),
        ("D-TLS-5", "possible"),
    ]


def test_vague_words_count_where_nothing_better_is_found() -> None:
    vague = "SMTP Error: Could not connect to SMTP host."

    assert len(explain(vague).findings) == 3
    (refused,) = explain(f"{vague}\nConnection refused").findings
    assert refused.cause.id == "D-TCP-2"


def test_port_in_a_neighbouring_line_makes_a_cause_certain() -> None:
    words = "javax.net.ssl.SSLException: Unsupported or unrecognized SSL message"

    assert explain(words).findings[0].certainty.value == "likely"
    assert explain(f"host: smtp.example.com, port: 2525\n{words}").findings[0].certainty.value == (
        "certain"
    )


def test_numbers_that_are_no_reply_are_left_alone() -> None:
    text = "Processed 550 orders in 421 s\nline 535 of report.csv\nuser 554 signed in"

    assert explain(text).kind is Kind.NOTHING


@pytest.mark.parametrize("text", ["", " \n\t", "a" * (LARGEST + 1)], ids=["empty", "blank", "long"])
def test_text_that_cannot_be_used_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InputError) as refused:
        explain(text)

    assert refused.value.remedy


def test_evidence_of_a_status_is_the_line_that_has_the_words() -> None:
    text = "Mailer: SendGrid\nMaximum credits exceeded\n[401]: Unauthorized"

    (found,) = explain(text).findings

    assert [(line.number, line.text) for line in found.evidence] == [
        (2, "Maximum credits exceeded")
    ]


def test_status_without_words_is_told_as_such() -> None:
    (leading, *_) = explain("exceptions.UnauthorizedError: HTTP Error 401: Unauthorized").findings

    assert leading.cause.explanation == "Not sent. It said: nothing but the code."


def test_long_log_tells_each_answer_once() -> None:
    line = "smtp[9]: host smtp.sendgrid.net said: 550 Unauthenticated senders not allowed\n"

    found = explain(line * 10_000).findings

    assert [each.cause.id for each in found] == ["D-KEY-11", "D-SMTP-4"]
    assert [line.number for line in found[0].evidence] == [1]
