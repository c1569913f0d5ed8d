"""Each reply that SendGrid is known to give reaches its entry, and no text has gaps."""

import inspect
from collections.abc import Iterator

import pytest

from sgdesk.sendgrid import (
    catalogue,
    catalogue_failures,
    catalogue_http,
    catalogue_proxies,
    catalogue_smtp,
)
from sgdesk.sendgrid.entries import DEFAULT_WORDS, CatalogueEntry, PathKind
from sgdesk.sendgrid.smtp_rows import SMTP_ROWS

IDENTITY = (
    "The from address does not match a verified Sender Identity. Mail cannot be sent until "
    "this error is resolved."
)
SMTP_REPLIES = [
    ("greeting", 421, "Too many concurrent connections", "", "SMTP-TOO-MANY"),
    ("greeting", 554, "No", "", "SMTP-GREETING"),
    ("ehlo", 421, "4.4.2 Timeout. Try talking faster next time!", "", "D-TCP-7"),
    ("ehlo", 421, "bye", "", "SMTP-CLOSING"),
    ("ehlo", 502, "Command not implemented", "", "D-SMTP-6"),
    ("starttls", 454, "TLS not available", "", "D-TLS-10"),
    ("starttls", 500, "XXXXXXXA", "", "D-TLS-10"),
    ("auth", 451, "Authentication failed: Maximum credits exceeded", "", "D-ACC-2"),
    ("auth", 451, "Authentication failed: Could not authenticate", "", "D-ACC-3"),
    ("auth", 454, "Temporary authentication failure", "", "SMTP-AUTH-TRY-LATER"),
    ("auth", 504, "Unrecognized mechanism", "", "D-KEY-12"),
    ("auth", 535, "Authentication failed: Bad username / password", "", "D-KEY-4"),
    (
        "auth",
        535,
        "Authentication failed: The provided authorization grant is invalid, expired, or revoked",
        "",
        "D-KEY-6",
    ),
    (
        "auth",
        535,
        "Authentication failed: Basic authentication is not allowed with 2FA enabled",
        "",
        "D-KEY-5",
    ),
    ("auth", 535, "Authentication failed: account disabled", "", "D-ACC-4"),
    ("auth", 535, "5.7.8 Error: authentication failed", "", "SMTP-AUTH-REFUSED"),
    ("envelope", 451, "You've exceeded your messaging limits", "MAIL", "D-ACC-LIMIT"),
    ("reply", 451, "You've exceeded your messaging limits", "", "D-ACC-LIMIT"),
    (
        "envelope",
        451,
        "Requested action aborted: local error in processing",
        "MAIL",
        "SMTP-LOCAL-ERROR",
    ),
    ("envelope", 452, "4.5.3 Error: too many recipients", "RCPT", "SMTP-RECIPIENTS-LATER"),
    ("reply", 452, "4.5.3 Error: too many recipients", "", "SMTP-RECIPIENTS-LATER"),
    ("reply", 550, "Too many recipients", "", "SMTP-RECIPIENTS"),
    ("envelope", 452, "Insufficient storage", "MAIL", "SMTP-TRY-LATER"),
    ("envelope", 500, "Error: bad syntax", "MAIL", "D-SMTP-5"),
    ("envelope", 501, "Syntax error", "MAIL", "SMTP-ADDRESS"),
    ("envelope", 501, "Syntax error", "RCPT", "SMTP-ADDRESS"),
    ("envelope", 553, "no such form", "RCPT", "SMTP-ADDRESS"),
    ("envelope", 503, "Must have sender before recipient", "RCPT", "SMTP-SEQUENCE"),
    ("envelope", 530, "5.7.0 Authentication required", "MAIL", "D-KEY-11"),
    ("envelope", 550, "Unauthenticated senders not allowed", "MAIL", "D-KEY-11"),
    (
        "envelope",
        550,
        "Cannot receive from specified address <a@b>: Unauthenticated senders not allowed",
        "MAIL",
        "D-KEY-11",
    ),
    ("envelope", 550, "Cannot receive from specified address <a@b>: no", "MAIL", "SMTP-SENDER"),
    ("envelope", 550, "User unknown", "RCPT", "SMTP-RECIPIENT"),
    ("envelope", 450, "Greylisted", "RCPT", "SMTP-RECIPIENT-LATER"),
    ("envelope", 552, "5.3.4 Message size exceeds fixed limit", "MAIL", "D-HTTP-9"),
    ("auth", 534, "5.7.9 Authentication mechanism is too weak", "", "D-KEY-12"),
    ("auth", 538, "5.7.11 Encryption required for this mechanism", "", "SMTP-WANTS-TLS"),
    ("auth", 530, "5.7.0 Must issue a STARTTLS command first", "", "SMTP-WANTS-TLS"),
    ("envelope", 530, "5.7.0 Must issue a STARTTLS command first", "MAIL", "SMTP-WANTS-TLS"),
    ("envelope", 530, "5.7.1 Client was not authenticated", "RCPT", "D-KEY-11"),
    ("envelope", 554, "5.7.1 Relay access denied", "RCPT", "SMTP-RELAY"),
    ("envelope", 550, "5.7.1 Relaying denied", "RCPT", "SMTP-RELAY"),
    ("envelope", 454, "4.7.1 Relay access denied", "RCPT", "SMTP-RELAY"),
    ("envelope", 553, "5.7.1 not in my list of allowed rcpthosts", "RCPT", "SMTP-RELAY"),
    ("envelope", 553, "5.7.1 Sender address rejected: not owned by user", "MAIL", "SMTP-SENDER"),
    ("envelope", 501, "5.5.4 SIZE not supported", "MAIL", "D-SMTP-5"),
    ("envelope", 452, "4.2.2 The mailbox is over quota", "RCPT", "SMTP-RECIPIENT-LATER"),
    ("envelope", 452, "4.3.1 Insufficient system storage", "RCPT", "SMTP-LOCAL-ERROR"),
    ("envelope", 452, "no more now", "RCPT", "SMTP-RECIPIENTS-LATER"),
    ("reply", 552, "5.7.0 This message was blocked because of its content", "", "SMTP-POLICY"),
    ("reply", 523, "5.3.4 message too big", "", "D-HTTP-9"),
    ("reply", 550, IDENTITY, "", "D-ACC-1"),
    ("reply", 403, "You are not authorized to send from that email address", "", "D-ACC-1"),
    ("reply", 550, "Temporarily blocked due to repeated bad requests", "", "D-ACC-5"),
    ("reply", 552, "too big", "", "D-HTTP-9"),
    ("reply", 552, "5.2.2 Over quota", "", "SMTP-MAILBOX-FULL"),
    ("envelope", 552, "Mailbox full", "RCPT", "SMTP-MAILBOX-FULL"),
    ("reply", 554, "policy", "", "SMTP-POLICY"),
    ("reply", 550, "Requested action not taken: mailbox unavailable", "", "SMTP-REFUSED"),
    ("reply", 431, "not now", "", "SMTP-TRY-LATER"),
    ("envelope", None, "<html>", "MAIL", "D-SMTP-8"),
    ("envelope", 354, "Continue", "MAIL", "SMTP-UNEXPECTED"),
]
HTTP_ANSWERS = [
    (400, "Does not contain a valid address.", "HTTP-RECIPIENT"),
    (
        400,
        "The to array is required for all personalization objects, and must have at least one "
        "email object with a valid email address.",
        "HTTP-RECIPIENT",
    ),
    (
        400,
        "Each email address in the personalization block should be unique between to, cc, and "
        "bcc. We found the first duplicate instance of [x] in the personalizations.0.bcc field.",
        "HTTP-TWICE",
    ),
    (400, "The subject is required.", "HTTP-INVALID"),
    (401, "Permission denied, wrong credentials", "D-KEY-9"),
    (401, "The provided authorization grant is invalid, expired, or revoked", "D-KEY-6"),
    (401, "authorization required", "D-KEY-9"),
    (401, "Maximum credits exceeded", "D-ACC-2"),
    (401, "Authenticated user is not authorized to send mail", "D-KEY-8"),
    (401, "something new", "D-HTTP-7"),
    (403, "access forbidden", "D-HTTP-8"),
    (403, IDENTITY, "D-ACC-1"),
    (403, "You are temporarily blocked from sending.", "D-ACC-5"),
    (404, "not found", "HTTP-ADDRESS"),
    (405, "method not allowed", "HTTP-ADDRESS"),
    (406, "", "HTTP-REFUSED"),
    (407, "<html>", "D-HTTP-1"),
    (413, "content too large", "D-HTTP-9"),
    (413, "<html>Request Entity Too Large</html>", "D-HTTP-9"),
    (415, "Invalid UTF8 in request", "D-HTTP-10"),
    (408, "", "HTTP-TRY-LATER"),
    (429, "too many requests", "D-HTTP-11"),
    (451, "unavailable due to data residency restrictions", "D-KEY-7"),
    (451, "4.7.1 Please try again later", "HTTP-REFUSED"),
    (500, "internal server error", "D-HTTP-12"),
    (503, "<html>", "D-HTTP-12"),
    (511, "", "D-HTTP-5"),
    (302, "", "D-HTTP-6"),
    (200, "", "D-HTTP-6"),
]


@pytest.mark.parametrize(("phase", "code", "text", "command", "entry_id"), SMTP_REPLIES)
def test_smtp_reply_reaches_its_entry(
    phase: str, code: int | None, text: str, command: str, entry_id: str
) -> None:
    assert catalogue.find("smtp", phase, code, text, command=command).id == entry_id


@pytest.mark.parametrize(("code", "text", "entry_id"), HTTP_ANSWERS)
def test_http_answer_reaches_its_entry(code: int, text: str, entry_id: str) -> None:
    assert catalogue.find("webapi", "reply", code, text).id == entry_id


def test_every_row_is_reached_by_some_reply() -> None:
    smtp = {
        id(catalogue.find("smtp", phase, code, text, command=command))
        for phase, code, text, command, _ in SMTP_REPLIES
    }
    http = {id(catalogue.find("webapi", "reply", code, text)) for code, text, _ in HTTP_ANSWERS}
    http |= {
        id(catalogue.find("webapi", "reply", 401, text))
        for text in ("account disabled", "invalid authentication method", "messaging limits")
    }

    unreached = [row.entry.id for row in SMTP_ROWS if id(row.entry) not in smtp]
    unreached += [row.entry.id for row in catalogue_http.HTTP_ROWS if id(row.entry) not in http]
    assert unreached == []


def test_words_decide_in_any_case() -> None:
    assert catalogue.find("smtp", "auth", 451, "MAXIMUM CREDITS EXCEEDED").id == "D-ACC-2"


def test_the_stage_decides_before_the_code() -> None:
    at_auth = catalogue.find("smtp", "auth", 451, "go away")
    at_mail = catalogue.find("smtp", "envelope", 451, "go away", command="MAIL")

    assert at_auth.id != at_mail.id


@pytest.mark.parametrize("path", ["smtp", "webapi"])
def test_every_refusal_has_an_entry_of_its_own_kind(path: PathKind) -> None:
    for code in range(400, 600):
        entry = catalogue.find(path, "reply", code, "words nobody has seen")

        assert entry is not catalogue_smtp.UNEXPECTED, code
        assert entry is not catalogue_http.NOT_SENDGRID, code


def test_first_words_say_what_is_true_of_the_mail_and_no_title_repeats_the_result() -> None:
    assert catalogue_failures.CANCELLED.explanation.startswith("Not sent. ")
    assert catalogue_failures.CANCELLED.title != "Cancelled"


def entries() -> Iterator[CatalogueEntry]:
    for module in (catalogue_smtp, catalogue_http, catalogue_failures, catalogue_proxies):
        for _, value in inspect.getmembers(module):
            if isinstance(value, CatalogueEntry):
                yield value


@pytest.mark.parametrize("entry", list(entries()), ids=lambda entry: entry.id)
def test_an_entry_reads_whole_with_nothing_known(entry: CatalogueEntry) -> None:
    filled = entry.filled({})

    for text in (filled.title, filled.explanation, filled.remedy, filled.source):
        assert text
        assert "{" not in text
        assert text[0].isupper()
    assert not filled.title.endswith(".")
    assert filled.explanation.rstrip('"').endswith((".", "words", "Refused: no words"))
    assert filled.remedy.endswith(".")


@pytest.mark.parametrize("entry", list(entries()), ids=lambda entry: entry.id)
def test_a_servers_braces_are_not_filled_in(entry: CatalogueEntry) -> None:
    filled = entry.filled({word: "{sender}" for word in DEFAULT_WORDS})

    assert "The From address" not in filled.explanation


def test_guess_at_a_403_comes_behind_the_words_that_may_say_otherwise() -> None:
    explanation = catalogue_http.FORBIDDEN.explanation

    assert explanation.index("{said}") < explanation.index("As a rule") < explanation.index("key")


def test_answer_of_the_web_api_cites_no_page_about_smtp() -> None:
    for row in catalogue_http.HTTP_ROWS:
        assert "SMTP" not in row.entry.source_for(is_smtp=False), row.entry.id


def test_port_that_says_nothing_is_not_said_to_answer() -> None:
    for entry in (catalogue_failures.SILENT_BANNER, catalogue_failures.SILENT_TLS_PORT):
        assert entry.title == "Port {port} takes the connection, but says nothing"
