"""Encryption that breaks when it has stood for a while is no failure to start it."""

import ssl

import pytest

from sgdesk.delivery import NotSent
from sgdesk.route import Route, WebApiPath
from sgdesk.trace import Phase
from sgdesk.transport.circumstances import Circumstances
from sgdesk.transport.classify import classify_exception

API = Circumstances(route=Route(path=WebApiPath()))


def tls_failure(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, reason)
    error.reason = reason
    return error


@pytest.mark.parametrize("phase", [Phase.UPLOAD, Phase.EHLO, Phase.AUTH])
@pytest.mark.parametrize("reason", ["WRONG_VERSION_NUMBER", "TLSV1_ALERT_INTERNAL_ERROR", ""])
def test_encryption_that_breaks_later_was_begun_and_the_key_may_be_out(
    phase: Phase, reason: str
) -> None:
    verdict = classify_exception(tls_failure(reason), phase=phase, committed=False, about=API)

    assert verdict.outcome == NotSent()
    assert verdict.problem is not None
    assert verdict.problem.id == "D-TCP-6"
    assert "key" not in verdict.problem.explanation


@pytest.mark.parametrize(
    ("reason", "alert"),
    [
        ("TLSV13_ALERT_CERTIFICATE_REQUIRED", "certificate_required"),
        ("TLSV1_ALERT_ACCESS_DENIED", "access_denied"),
    ],
)
def test_what_a_server_finds_fault_with_in_us_behind_the_handshake_is_named(
    reason: str, alert: str
) -> None:
    error = tls_failure(reason)
    verdict = classify_exception(error, phase=Phase.UPLOAD, committed=False, about=API)

    assert verdict.problem is not None
    assert verdict.problem.id == "D-TLS-9"
    assert alert in verdict.problem.explanation
