"""What is said of a certificate."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sgdesk.delivery import Attempt, AttemptId, DeliveryId, NotSent, Problem
from sgdesk.present.certificate import certificate_line, certificate_words, public_name
from sgdesk.route import WebApiPath
from sgdesk.trace import Certificate, Phase, Span, TlsFacts, Trace
from sgdesk.wire.chain import name_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LEAF = Certificate(
    subject="CN=smtp.sendgrid.net",
    issuer="CN=Proxy CA, O=Example Corp",
    names=("smtp.sendgrid.net", "api.sendgrid.com"),
    valid_from=datetime(2026, 1, 1, tzinfo=UTC),
    valid_until=datetime(2026, 3, 1, tzinfo=UTC),
    sha256="ab" * 32,
)
ROOT = replace(
    LEAF,
    subject="CN=Proxy CA, O=Example Corp",
    names=(),
    valid_from=datetime(2026, 7, 1, tzinfo=UTC),
    valid_until=datetime(2027, 1, 1, tzinfo=UTC),
)
TLS = TlsFacts(
    version="TLSv1.3",
    cipher="X",
    issuer=LEAF.issuer,
    subject=LEAF.subject,
    verified=False,
    chain=(LEAF, ROOT),
)
SPAN = Span(phase=Phase.TLS, start_ns=0, end_ns=1, failed=True, detail="self-signed certificate")
ATTEMPT = Attempt(
    id=AttemptId("a"),
    delivery_id=DeliveryId("d"),
    path=WebApiPath(),
    host="api.sendgrid.com",
    port=443,
    outcome=NotSent(),
    trace=Trace(started_at=NOW, spans=(SPAN,), tls=TLS, peer="192.0.2.1:443"),
    problem=Problem(id="D-TLS-3", title="Not theirs", explanation="", remedy="", source=""),
)


def test_chain_is_told_in_order_with_dates_that_do_not_hold() -> None:
    words = certificate_words(ATTEMPT, TLS, NOW, UTC)

    assert [part.title for part in words.parts] == ["Shown by the server", "Root"]
    leaf, root = ({name: value for name, value, _ in part.facts} for part in words.parts)
    assert leaf["Servers"] == "smtp.sendgrid.net, api.sendgrid.com"
    assert leaf["Valid until"] == "2026-03-01 00:00:00 (has run out)"
    assert root["Valid from"] == "2026-07-01 00:00:00 (not yet)"
    assert "Servers" not in root
    assert root["For"] == "Proxy CA · Example Corp"
    (told,) = [means for name, _, means in words.parts[1].facts if name == "For"]
    assert told.endswith(" CN=Proxy CA, O=Example Corp")
    assert words.verdict == (
        "This computer does not trust it: nobody whom it knows has signed it. "
        'OpenSSL said: "self-signed certificate".'
    )


def test_addresses_of_a_certificate_are_as_short_as_they_are_written_elsewhere() -> None:
    local = replace(
        LEAF, names=("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "2001:DB8:0:0:0:0:0:7")
    )
    words = certificate_words(ATTEMPT, replace(TLS, chain=(local,)), NOW, UTC)

    assert "Servers: localhost, 127.0.0.1, ::1, 2001:db8::7\n" in words.text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "CN=example.com, O=Example, Inc., OU=Mail = all",
            "example.com · Example, Inc. · Mail = all",
        ),
        ("no parts", "no parts"),
        ("", "nobody named"),
    ],
)
def test_name_is_told_without_the_keys_of_its_parts(name: str, words: str) -> None:
    tls = replace(TLS, chain=(replace(LEAF, subject=name),))
    (part,) = certificate_words(ATTEMPT, tls, NOW, UTC).parts

    assert part.facts[0][:2] == ("For", words)


def test_copied_text_names_the_peer_and_keeps_a_fingerprint_on_one_line() -> None:
    text = certificate_words(ATTEMPT, TLS, NOW, UTC).text

    assert "Shown by 192.0.2.1:443\n" in text
    assert f"  SHA-256: {':'.join(['AB'] * 32)}\n" in text


def test_result_that_kept_no_chain_says_so_and_who_issued_it() -> None:
    (part,) = certificate_words(ATTEMPT, replace(TLS, chain=()), NOW, UTC).parts

    assert ("Issued by", "CN=Proxy CA, O=Example Corp") in [fact[:2] for fact in part.facts]
    assert "was not kept" in str(part.facts)


def test_name_that_would_break_a_line_is_made_plain() -> None:
    certificate = {"issuer": ((("organizationName", "Evil\nCorp"),),)}

    assert name_of(certificate, "issuer") == "O=Evil\N{REPLACEMENT CHARACTER}Corp"


@pytest.mark.parametrize(
    ("issuer", "called"),
    [
        ("CN=Proxy CA, O=Example, Inc., C=US", "Example, Inc."),
        ("CN=Proxy CA", "Proxy CA"),
        ("Mail Shield", "Mail Shield"),
        (None, None),
    ],
)
def test_issuer_is_called_by_its_organisation(issuer: str | None, called: str | None) -> None:
    assert replace(TLS, issuer=issuer).issuer_name == called


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("CN=Proxy CA, O=Example, Inc.", "Proxy CA (Example, Inc.)"),
        ("CN=smtp.sendgrid.net", "smtp.sendgrid.net"),
        ("O=trustme v1, OU=Testing CA #1", "trustme v1"),
        ("CN=mkcert ada@laptop (Ada), O=mkcert CA", "mkcert CA"),
        ("OU=ada@laptop", ""),
        ("smtp.example.com", "smtp.example.com"),
        ("", ""),
    ],
)
def test_of_a_name_a_ticket_has_the_common_name_and_whose_it_is(name: str, shown: str) -> None:
    assert public_name(name) == shown


def test_line_of_a_public_certificate_says_for_whom_by_whom_and_that_it_was_verified() -> None:
    public = replace(TLS, chain=(), verified=True, issuer="CN=R11, O=Let's Encrypt")

    assert certificate_line(public) == (
        "for smtp.sendgrid.net, issued by R11 (Let's Encrypt), verified"
    )
    assert certificate_line(replace(public, subject=None)) == ""
    assert certificate_line(None) == ""
