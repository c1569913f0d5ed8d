"""Encryption on SMTP: required, verified, and never started by what came before it."""

import base64
import ssl
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import trustme

from sgdesk.delivery import Accepted, Attempt, NotSent
from sgdesk.message import Attachment, sample
from sgdesk.route import Route, SmtpPath, Tls
from sgdesk.secret import Secret
from sgdesk.trace import Phase
from sgdesk.transport.smtp import SmtpConnection
from tests.support.sending import job
from tests.support.smtp_script import (
    Script,
    Step,
    envelope,
    hang_up,
    hear,
    hear_body,
    hear_some,
    ignore_everything,
    opening,
    say,
    say_bytes,
    scripted,
    start_tls,
)

KEY = Secret("SG." + "k" * 22 + "." + "s" * 43)
NAME = "localhost"


@dataclass(frozen=True, slots=True)
class Trust:
    """A server's context, and the file that makes a client trust it."""

    server: ssl.SSLContext
    ca_file: str


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    authority = trustme.CA(organization_name="Script Authority")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(NAME).configure_cert(server)
    file: Path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return Trust(server, str(file))


def route_to(script: Script, tls: Tls, **changes: Any) -> Route:
    route = Route(
        path=SmtpPath(port=script.port, tls=tls), smtp_host=NAME, smtpapi=False, total_timeout=5
    )
    return replace(route, **changes)


def upgraded(trust: Trust, *behind: str) -> tuple[Step, ...]:
    """Go through STARTTLS, with lines smuggled behind its 220 in one segment."""
    return (
        *opening("STARTTLS", "PIPELINING"),
        hear("STARTTLS"),
        say("220 go", *behind),
        start_tls(trust.server),
    )


SIGNED_IN = (
    hear("EHLO"),
    say("250-script.test", "250-STARTTLS", "250-PIPELINING", "250 AUTH PLAIN"),
    hear("AUTH PLAIN"),
    say("235 fine"),
)
TAKEN = (*envelope(), say("250 ok", "250 ok", "354 go"), hear_body(), say("250 ok"))


async def send(steps: tuple[Step, ...], tls: Tls = Tls.STARTTLS, **changes: Any) -> Attempt:
    async with scripted(steps) as script:
        route = route_to(script, tls, **changes)
        connection = SmtpConnection(route, KEY)
        attempt = await connection.send(job(route))
        await connection.aclose()
    return attempt


async def test_starttls_gives_every_phase_once_in_order(trust: Trust) -> None:
    attempt = await send((*upgraded(trust), *SIGNED_IN, *TAKEN), ca_file=trust.ca_file)

    assert attempt.outcome == Accepted()
    phases = [span.phase for span in attempt.trace.spans if span.phase is not Phase.RESOLVE]
    assert phases == [
        Phase.CONNECT,
        Phase.GREETING,
        Phase.EHLO,
        Phase.STARTTLS,
        Phase.TLS,
        Phase.EHLO,
        Phase.AUTH,
        Phase.ENVELOPE,
        Phase.UPLOAD,
        Phase.REPLY,
    ]
    assert attempt.trace.tls is not None
    assert attempt.trace.tls.verified


async def test_what_is_smuggled_before_tls_is_not_taken_for_an_answer(trust: Trust) -> None:
    smuggled = ("250-evil.test", "250 AUTH PLAIN", "535 smuggled", "421 smuggled")
    attempt = await send((*upgraded(trust, *smuggled), *SIGNED_IN, *TAKEN), ca_file=trust.ca_file)

    assert attempt.outcome == Accepted()


async def test_starttls_still_offered_after_tls_is_not_taken_up_again(trust: Trust) -> None:
    attempt = await send((*upgraded(trust), *SIGNED_IN, *TAKEN), ca_file=trust.ca_file)

    assert attempt.transcript.count("C: STARTTLS") == 1


async def test_an_untrusted_certificate_stops_before_the_key_and_is_named(trust: Trust) -> None:
    attempt = await send(upgraded(trust))

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.id == "D-TLS-3"
    assert "Script Authority" in attempt.problem.explanation
    assert "AUTH PLAIN" not in attempt.transcript
    assert attempt.trace.spans[-1].phase is Phase.TLS
    assert attempt.trace.spans[-1].failed


@pytest.mark.parametrize("reply", ["454 not now", "502 no such command"])
async def test_a_refused_starttls_is_named(reply: str) -> None:
    attempt = await send((*opening("STARTTLS"), hear("STARTTLS"), say(reply)))

    assert attempt.problem is not None
    assert attempt.problem.id == "D-TLS-10"
    assert attempt.reply == reply[4:]


async def test_implicit_tls_on_a_starttls_port_is_named() -> None:
    attempt = await send((say("220 hi"), ignore_everything()), Tls.IMPLICIT)

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.id == "D-TLS-1"


async def test_a_handshake_cut_short_is_named() -> None:
    attempt = await send((*opening("STARTTLS"), hear("STARTTLS"), say("220 go"), hang_up()))

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.id == "D-TLS-9"


async def test_a_silent_handshake_ends_with_the_connect_timeout() -> None:
    steps = (*opening("STARTTLS"), hear("STARTTLS"), say("220 go"), ignore_everything())
    attempt = await send(steps, connect_timeout=0.3)

    assert attempt.problem is not None
    assert attempt.problem.title == "No answer while encrypting"
    assert "longer than 0.3 s" in attempt.problem.explanation


async def test_on_465_the_greeting_is_not_bounded_by_the_connect_timeout(trust: Trust) -> None:
    async with scripted((ignore_everything(),), tls=trust.server) as script:
        route = route_to(
            script, Tls.IMPLICIT, ca_file=trust.ca_file, connect_timeout=0.3, total_timeout=0.9
        )
        attempt = await SmtpConnection(route, KEY).send(job(route))

    assert attempt.problem is not None
    assert attempt.problem.id == "D-SMTP-1"
    assert attempt.trace.total_ns > 0.7e9


async def test_on_465_a_big_body_goes_out_whole(trust: Trust) -> None:
    steps = (
        *opening("PIPELINING", "AUTH PLAIN"),
        hear("AUTH PLAIN"),
        say("235 fine"),
        *TAKEN,
    )
    async with scripted(steps, tls=trust.server) as script:
        route = route_to(script, Tls.IMPLICIT, ca_file=trust.ca_file)
        connection = SmtpConnection(route, KEY)
        big = Attachment(filename="big.bin", content=b"\xa5" * 3_000_000)
        attempt = await connection.send(job(route, replace(sample(), attachments=(big,))))
        await connection.aclose()

    assert attempt.outcome == Accepted()
    encoded = script.heard[-2].partition(b"filename=")[2].partition(b"\r\n\r\n")[2]
    assert base64.b64decode(encoded.partition(b"\r\n--")[0]) == big.content


@pytest.mark.parametrize("tls", [Tls.IMPLICIT, Tls.STARTTLS])
async def test_an_alert_in_the_handshake_is_named_and_explained(tls: Tls) -> None:
    unknown_ca = bytes((21, 3, 3, 0, 2, 2, 48))
    steps: tuple[Step, ...] = (hear_some(16), say_bytes(unknown_ca), hang_up())
    if tls is Tls.STARTTLS:
        steps = (*opening("STARTTLS"), hear("STARTTLS"), say("220 go"), *steps)
    attempt = await send(steps, tls)

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert 'the TLS alert "unknown_ca"' in attempt.problem.explanation
    assert attempt.problem.explanation.startswith("Not sent, and the key was not sent.")
    assert attempt.trace.spans[-1].detail.endswith(" alert unknown ca")
