"""What a server means by the alert with which it ends the start of encryption."""

import pytest

from sgdesk.sendgrid.entries import DEFAULT_WORDS
from sgdesk.sendgrid.tls_alerts import alert_entry, alert_in


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (
            "[SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure (_ssl.c:1006)",
            "handshake_failure",
        ),
        ("[SSL] tlsv1 alert no application protocol (_ssl.c:1006)", "no_application_protocol"),
        ("ssl/tls alert certificate expired (_ssl.c:1029)", "certificate_expired"),
        ("TLSV1_ALERT_PROTOCOL_VERSION", "protocol_version"),
        ("TLSV13_ALERT_CERTIFICATE_REQUIRED", "certificate_required"),
        ("TLSV1_UNRECOGNIZED_NAME", "unrecognized_name"),
        ("[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)", None),
        ("[SSL: UNSUPPORTED_PROTOCOL] unsupported protocol (_ssl.c:1006)", None),
        ("", None),
    ],
)
def test_an_alert_is_told_from_what_openssl_finds_itself(words: str, name: str | None) -> None:
    assert alert_in(words) == name


@pytest.mark.parametrize(
    ("name", "problem_id", "means", "remedy"),
    [
        ("handshake_failure", "D-TLS-9", "none of the ciphers", "which encryption it takes"),
        ("protocol_version", "D-TLS-6", "neither TLS 1.2 nor TLS 1.3", "out of date"),
        ("unknown_ca", "D-TLS-9", "a certificate that it was shown", "whoever runs the network"),
        ("certificate_required", "D-TLS-9", "sgdesk has none to show", "Check host and port"),
        ("access_denied", "D-TLS-9", "a filter on the way", "whoever runs the network"),
        ("unrecognized_name", "D-TLS-9", "nobody of the name the server", "use the name"),
        ("internal_error", "D-TLS-9", "failed on its side", "in a few minutes"),
        ("no_application_protocol", "D-TLS-9", "does not speak HTTP/1.1", "API address"),
        ("decode_error", "D-TLS-9", "could not read", "another port"),
        ("something_new", "D-TLS-9", "gave no more reason", "another port"),
    ],
)
def test_each_alert_is_named_and_explained(
    name: str, problem_id: str, means: str, remedy: str
) -> None:
    entry = alert_entry(name).filled(DEFAULT_WORDS)

    assert entry.id == problem_id
    assert entry.explanation.startswith("Not sent. ")
    assert f'the TLS alert "{name}"' in entry.explanation
    assert means in entry.explanation
    assert remedy in entry.remedy
    assert "{" not in entry.title + entry.explanation + entry.remedy
