"""An explanation in words."""

from sgdesk.explain.finding import Explanation, Kind
from sgdesk.explain.run import explain
from sgdesk.present.explained import (
    NOTHING,
    RIGHT,
    evidence_text,
    explanation_json,
    headline,
    is_wrong,
    title,
)


def test_headline_names_the_leading_cause() -> None:
    assert headline(explain("dial tcp 192.0.2.10:25: i/o timeout")) == "Port 25 is blocked."


def test_headline_of_equal_causes_says_so() -> None:
    assert headline(explain("SMTP connect() failed.")) == (
        "Several causes fit; the likeliest come first."
    )


def test_headline_of_nothing_and_of_right_settings() -> None:
    assert headline(Explanation(kind=Kind.NOTHING, findings=())) == NOTHING
    assert headline(Explanation(kind=Kind.SETTINGS, findings=())) == RIGHT


def test_title_and_evidence_of_a_finding() -> None:
    (found,) = explain("x\npanic: unencrypted connection").findings

    assert title(found) == "The program refuses to sign in without encryption (certain)"
    assert [evidence_text(line) for line in found.evidence] == [
        "Line 2: panic: unencrypted connection"
    ]


def test_possible_faults_and_warnings_do_not_make_settings_wrong() -> None:
    host = "SMTP_HOST=smtp.sendgrid.net\nSMTP_USER=apikey\n"

    assert is_wrong(explain(f"{host}SMTP_PORT=588"))
    assert not is_wrong(explain(f"{host}SMTP_PORT=25"))
    assert not is_wrong(explain(f"{host}MAIL_ENCRYPTION=tls\nSMTP_PORT=465"))


def test_document_gives_facts_with_their_lines() -> None:
    document = explanation_json(explain("SMTP_HOST=smtp.sendgrid.net\nSMTP_PORT=588"))

    assert document["facts"] == [
        {"name": "host", "value": "smtp.sendgrid.net", "line": 1},
        {"name": "port", "value": "588", "line": 2},
    ]
