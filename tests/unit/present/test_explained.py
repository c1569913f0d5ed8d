"""An explanation in words."""

import pytest

from sgdesk.explain.finding import Explanation, Kind
from sgdesk.explain.run import explain
from sgdesk.present.explained import (
    NOTHING,
    RIGHT,
    answer_text,
    beside_buttons,
    evidence_text,
    explanation_json,
    headline,
    held_words,
    is_wrong,
    leads,
    reading_words,
    title,
)
from tests.support.explaining import Pasted, texts
from tests.support.keys import KEY


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dial tcp 192.0.2.10:25: i/o timeout", ("here", "another")),
        ("535 Authentication failed: Bad username / password", ("key",)),
        ("451 Authentication failed: Maximum credits exceeded", ("accounts", "key")),
        ("the weather is fine", ()),
    ],
)
def test_answer_leads_on_to_what_can_tell_more(text: str, expected: tuple[str, ...]) -> None:
    assert leads(explain(text)) == expected


def test_right_settings_lead_to_the_way_and_the_key() -> None:
    assert leads(Explanation(kind=Kind.SETTINGS, findings=())) == ("here", "another", "key")


def test_text_that_is_not_shown_is_told_by_its_size_and_lines() -> None:
    assert held_words("a\nb\n" * 1_000, "mail.log").startswith("mail.log has 2,000 lines, 4 kB")
    assert held_words("a\nb", "").startswith("The pasted text has 2 lines, 3 bytes")
    assert reading_words(5_000, 20_000) == "Reading… 25 % of 20 kB"


def test_answer_as_text_has_the_lines_and_no_secret() -> None:
    text = f"password = {KEY}\nhost = smtp.sendgrid.net\nport = 587\nuser = me\n"

    said = answer_text(explain(text))

    assert "The user name must be the word apikey" in said
    assert "Line 4: user = me" in said
    assert KEY not in said


def test_lines_that_causes_share_stand_with_the_first_of_them() -> None:
    explanation = explain("535 Authentication failed: Bad username / password")

    said = answer_text(explanation)

    assert len(explanation.findings) > 1
    assert said.count("Line 1: ") == 1


@pytest.mark.parametrize(
    ("text", "said", "lead"),
    [
        ("dial tcp 192.0.2.10:587: i/o timeout", "Test the computer that fails, by", "here"),
        ("535 Authentication failed: Bad username / password", "Check the same key, by", "key"),
    ],
)
def test_window_names_its_button_where_a_cause_names_the_command(
    text: str, said: str, lead: str
) -> None:
    explanation = explain(text)
    how_to_tell = explanation.findings[0].cause.how_to_tell

    assert "Run sgdesk " in how_to_tell
    assert beside_buttons(how_to_tell).startswith(said)
    assert lead in leads(explanation)


@pytest.mark.parametrize("pasted", texts("errors"), ids=lambda pasted: pasted.name)
def test_window_names_no_command_and_each_button_that_it_names_is_there(pasted: Pasted) -> None:
    explanation = explain(pasted.text)

    for finding in explanation.findings:
        cause = finding.cause
        for text in map(beside_buttons, (cause.explanation, cause.how_to_tell, cause.remedy)):
            assert "run sgdesk" not in text.lower()
            assert "by a button above" not in text or "another" in leads(explanation)
            assert "by the button above" not in text or "key" in leads(explanation)
