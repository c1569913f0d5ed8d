"""What the server said, as names and values."""

from dataclasses import replace

import pytest

from sgdesk.delivery import (
    Attempt,
    Deferred,
    NotSent,
    Outcome,
    Partial,
    RecipientResult,
    Rejected,
    ServerError,
    Unknown,
)
from sgdesk.present.answer import answer_facts, recipient_rows
from sgdesk.present.log import log_row
from sgdesk.trace import Phase, TlsFacts
from tests.support.attempts import a_trace, an_attempt
from tests.unit.present.test_certificate import LEAF, TLS


def certificate_of(tls: TlsFacts) -> str:
    """Give what the detail says of a certificate."""
    attempt: Attempt = an_attempt(trace=replace(a_trace(), tls=tls))
    return next(value for name, value, _ in answer_facts(attempt) if name == "Certificate")


def test_certificate_is_told_by_the_servers_that_it_names() -> None:
    nameless = replace(LEAF, subject="", names=("wrong.example.org", "*.example.org"))
    said = certificate_of(replace(TLS, subject=None, chain=(nameless,)))

    assert said == (
        "wrong.example.org, *.example.org, issued by Proxy CA · Example Corp (not verified)"
    )


def test_certificate_without_a_chain_is_told_by_its_subject() -> None:
    said = certificate_of(replace(TLS, chain=(), verified=True))

    assert said.startswith("smtp.sendgrid.net, issued by ")


ONE = ServerError(message="One.", field="subject", help="https://example.com/one")
TWO = ServerError(message="Two.", field="from.email", help="https://example.com/one")


@pytest.mark.parametrize(
    ("errors", "fields"),
    [
        ((ONE,), ["subject"]),
        ((ONE, TWO), ["subject: One.", "from.email: Two."]),
        ((ServerError(message="Only words."),), []),
    ],
)
def test_an_answer_shows_the_field_that_each_message_is_about_and_its_page(
    errors: tuple[ServerError, ...], fields: list[str]
) -> None:
    facts = answer_facts(replace(an_attempt(Rejected(), code=400), errors=errors))

    assert [value for name, value, _ in facts if name == "Field"] == fields
    assert [value for name, value, _ in facts if name == "Help"] == (
        ["https://example.com/one"] if fields else []
    )


@pytest.mark.parametrize(
    ("version", "said"), [("TLSv1.2", "TLS 1.2, AES256-SHA"), ("", "AES256-SHA")]
)
def test_encryption_without_a_known_version_begins_with_no_comma(version: str, said: str) -> None:
    tls = replace(TLS, version=version, cipher="AES256-SHA")
    facts = answer_facts(an_attempt(trace=replace(a_trace(), tls=tls)))

    assert [value for name, value, _ in facts if name == "Encryption"] == [said]


@pytest.mark.parametrize(
    ("outcome", "code", "word"),
    [
        (NotSent(), None, "Not sent"),
        (NotSent(), 550, "Refused"),
        (Rejected(), 550, "Refused"),
        (Rejected(), 451, "Refused"),
        (Deferred(), 451, "Try later"),
        (Partial(), 451, "Try later"),
        (Partial(), 550, "Refused"),
        (Partial(), None, "Not sent"),
    ],
)
def test_only_whom_a_server_said_no_to_is_refused(
    outcome: Outcome, code: int | None, word: str
) -> None:
    nobody = RecipientResult(address="ada@example.com", accepted=False, code=code)
    attempt = an_attempt(outcome, recipients=(nobody,), code=code)

    assert [row[1] for row in recipient_rows(attempt, log_row(attempt))] == [word]


def test_person_whose_answer_never_came_is_called_what_the_user_said_of_it() -> None:
    one = RecipientResult(address="ada@example.com", accepted=None)
    attempt = an_attempt(Unknown(after=Phase.UPLOAD), recipients=(one,), code=None)

    assert [row[1] for row in recipient_rows(attempt, log_row(attempt))] == ["Unknown"]
    marked = log_row(attempt, decided="not_sent")
    assert [row[1] for row in recipient_rows(attempt, marked)] == ["Marked as not sent"]


def test_yes_to_an_address_alone_is_not_to_be_read_as_one_to_the_mail() -> None:
    one = RecipientResult(address="ada@example.com", accepted=None, code=250, reply="Address ok")
    attempt = an_attempt(Unknown(after=Phase.UPLOAD), recipients=(one,), code=None)

    assert recipient_rows(attempt, log_row(attempt)) == (
        (
            "ada@example.com",
            "Unknown",
            "",
            'Its answer to the mail is missing. To the address it said: "250 Address ok"',
        ),
    )


def test_people_who_got_one_answer_together_are_each_named_with_it() -> None:
    attempt = an_attempt(code=202)
    to = [f"p{number}@example.com" for number in range(25)]

    assert recipient_rows(attempt, log_row(attempt, addresses=to[:2])) == (
        ("p0@example.com", "Accepted", "202", ""),
        ("p1@example.com", "Accepted", "202", ""),
    )
    many = recipient_rows(attempt, log_row(attempt, addresses=to))
    assert [row[0] for row in many] == [*to[:20], "and 5 more"]
    assert many[-1] == ("and 5 more", "", "", "")
    one = log_row(attempt, addresses=to[:1])
    assert recipient_rows(attempt, one) == ((to[0], one.result.word, one.code, ""),)
    assert recipient_rows(attempt, log_row(attempt)) == ()
