"""What a diagnosis makes of servers whose TLS is in the way."""

import ssl
from pathlib import Path

import pytest

from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import Encrypted, HttpAnswered, Observation, Probe, Result
from sgdesk.diagnose.run import probe_all
from sgdesk.route import Endpoint, Override, Route, WebApiPath
from tests.support.servers import TestCa, Visit, serving
from tests.support.tls_end import TlsVisit


async def seen(
    ca: TestCa, server: ssl.SSLContext, *, host: str = "localhost", extra: bytes = b""
) -> dict[Probe, Observation]:
    """Probe a Web API whose server has this context, and says `extra` when hands are shaken."""

    async def behave(visit: Visit) -> None:
        end = TlsVisit(visit, server)
        try:
            await visit.say(await end.shake_hands() + extra)
            await end.read()
        except ssl.SSLError:
            await visit.say(end.unsent())
            await visit.wait_for_end()

    async with serving(behave) as running:
        meant = Endpoint(host=host, port=running.port)
        here = Override(target=meant, address=Endpoint(host="127.0.0.1", port=running.port))
        route = Route(
            path=WebApiPath(),
            api_url=f"https://{host}:{running.port}",
            ca_file=str(ca.file),
            overrides=(here,),
        )
        made = await probe_all([route], Limits(run=10), lambda _: None)
    return {each.probe: each for each in made}


async def test_a_server_that_wants_a_certificate_of_ours_is_not_this_computers_firewall(
    tmp_path: Path,
) -> None:
    ca = TestCa(tmp_path)
    wants = ca.server()
    wants.verify_mode = ssl.CERT_REQUIRED

    found = await seen(ca, wants)

    answered = found[Probe.SCOPES]
    assert found[Probe.TLS].result is Result.OK
    assert answered.result is Result.CUT_OFF
    assert isinstance(answered.seen, HttpAnswered)
    assert answered.seen.error == "TLSV13_ALERT_CERTIFICATE_REQUIRED"


async def test_garbage_in_place_of_an_answer_is_named(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)

    found = await seen(ca, ca.server(), extra=b"\x17\x03\x03\x00\x20" + bytes(32))

    answered = found[Probe.SCOPES]
    assert answered.result is Result.CUT_OFF
    assert isinstance(answered.seen, HttpAnswered)
    assert "BAD_RECORD_MAC" in answered.seen.error


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1:DeprecationWarning")
async def test_a_server_of_old_tls_is_named(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)
    old = ca.server()
    old.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")

    handshake = (await seen(ca, old))[Probe.TLS]

    assert handshake.result is Result.CHANGED
    assert isinstance(handshake.seen, Encrypted)
    assert handshake.seen.error == "TLSV1_ALERT_PROTOCOL_VERSION"


async def test_the_dot_that_ends_a_name_in_dns_does_no_harm(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)

    found = await seen(ca, ca.server(), host="localhost.")

    assert found[Probe.TLS].result is Result.OK


async def test_a_name_that_no_certificate_can_hold_is_named(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)

    found = await seen(ca, ca.server(), host="a" * 64 + ".example.com")

    assert found[Probe.TLS].result is Result.CHANGED
