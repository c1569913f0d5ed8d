"""Mail settings in many forms: what is wrong is named, and what is right passes."""

import json

import pytest

from sgdesk.explain.finding import Kind
from sgdesk.explain.run import explain
from sgdesk.present.explained import explanation_json, is_wrong
from tests.support.explaining import SECRETS, Pasted, right_texts, texts

WRONG, RIGHT = texts("wrong"), right_texts()


@pytest.mark.parametrize("pasted", WRONG, ids=lambda pasted: pasted.name)
def test_fault_is_named_with_its_line(pasted: Pasted) -> None:
    explanation = explain(pasted.text, asked=Kind.SETTINGS)

    leading = explanation.findings[0]
    assert (leading.cause.id, leading.certainty.value) == (pasted.first, pasted.certainty)
    assert explanation.kind is Kind.SETTINGS
    assert all(0 < line.number <= pasted.text.count("\n") for line in leading.evidence)


@pytest.mark.parametrize("pasted", RIGHT, ids=lambda pasted: pasted.name)
def test_right_settings_pass_without_a_complaint(pasted: Pasted) -> None:
    explanation = explain(pasted.text, asked=Kind.SETTINGS)

    assert explanation.findings == ()
    assert explanation.kind is Kind.SETTINGS
    assert explanation.facts


@pytest.mark.parametrize("pasted", [*WRONG, *RIGHT], ids=lambda pasted: pasted.name)
def test_no_secret_comes_out(pasted: Pasted) -> None:
    said = json.dumps(explanation_json(explain(pasted.text)), ensure_ascii=False)

    assert [secret for secret in SECRETS if secret in said] == []


def test_facts_name_the_lines_they_come_from() -> None:
    text = (
        "# mail\nSMTP_HOST=smtp.sendgrid.net\n\nSMTP_PORT=465\nSMTP_USER=shop\n"
        "SMTP_PASS=x7Gh2kLp9\n"
    )

    facts = {fact.name: (fact.value, fact.line) for fact in explain(text).facts}

    assert facts == {
        "host": ("smtp.sendgrid.net", 2),
        "port": ("465", 4),
        "user name": ("shop", 5),
        "password": ("no SendGrid key", 6),
    }


def test_settings_of_other_services_are_left_alone() -> None:
    text = (
        "DB_HOST=192.0.2.1\nDB_PORT=25\nDB_USER=root\nREDIS_PASSWORD=x7Gh2kLp9\n"
        "IMAP_HOST=imap.example.com"
    )

    assert explain(text).kind is Kind.NOTHING


def test_section_of_another_service_is_left_alone() -> None:
    mail = "mail:\n  host: smtp.sendgrid.net\n  port: 587\n  username: apikey\n"

    facts = explain(f"redis:\n  host: 192.0.2.1\n  port: 6379\n  username: cache\n{mail}").facts

    assert [fact.value for fact in facts] == ["smtp.sendgrid.net", "587", "apikey"]


def test_other_mail_server_is_told_and_no_fault() -> None:
    explanation = explain("SMTP_HOST=smtp.example.com\nSMTP_PORT=25\nSMTP_USER=me@example.com")

    assert [each.cause.id for each in explanation.findings] == ["OTHER-SERVICE"]
    assert not is_wrong(explanation)


def test_lines_that_are_commented_out_do_not_count() -> None:
    off = "#SMTP_PORT=25\n// SMTP_USER=me\n"
    text = f"SMTP_HOST=smtp.sendgrid.net\n{off}SMTP_PORT=587\nSMTP_USER=apikey"

    assert explain(text).findings == ()


def test_error_and_settings_in_one_text_are_both_explained() -> None:
    text = (
        "SMTP_HOST=smtp.sendgrid.net\nSMTP_PORT=587\nSMTP_USER=shop\n\n"
        "535 Authentication failed: Bad username / password\n"
    )

    asked_error = explain(text, asked=Kind.ERROR)
    asked_settings = explain(text, asked=Kind.SETTINGS)

    assert asked_error.kind is asked_settings.kind is Kind.BOTH
    assert asked_error.findings[0].cause.title == "SendGrid refuses this user name or key"
    assert asked_settings.findings[0].cause.title == "The user name must be the word apikey"


@pytest.mark.parametrize("given", ["error", "settings"])
def test_the_other_kind_is_found_without_asking(given: str) -> None:
    error, settings = "curl: (67) Login denied", "relayhost = smtp.sendgrid.net:587"

    if given == "error":
        assert explain(error, asked=Kind.SETTINGS).kind is Kind.ERROR
    else:
        assert explain(settings, asked=Kind.ERROR).kind is Kind.SETTINGS
