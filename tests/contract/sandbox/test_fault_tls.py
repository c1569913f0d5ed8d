"""Faults before and during the handshake."""

import ssl
import time

import pytest

from tests.contract.sandbox.clients import Talk, elapsed_ms
from tests.contract.sandbox.points import THINK_MS, ehlo, open_door, starttls
from tests.support.sandbox import Sandbox


def test_stripped_starttls_is_missing_from_the_list(sandbox: Sandbox) -> None:
    sandbox.fault("ehlo", "strip_starttls")
    with open_door(sandbox, "plain") as talk:
        ehlo(talk, sandbox)
        reply = talk.reply()

    assert "STARTTLS" not in reply
    assert "250-PIPELINING" in reply


def _shake_hands(sandbox: Sandbox, listener: str) -> Talk:
    if listener != "starttls":
        return open_door(sandbox, listener)
    talk = Talk(sandbox.info, sandbox.info.starttls_port)
    starttls(talk, sandbox)
    assert talk.reply().startswith("220")
    talk.start_tls()
    return talk


TLS_LISTENERS = ["starttls", "tls", "https"]


@pytest.mark.parametrize("listener", TLS_LISTENERS)
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("host", "IP address mismatch"),
        ("ca", "unable to get local issuer certificate"),
        ("expired", "certificate has expired"),
    ],
)
def test_wrong_certificate_is_shown(sandbox: Sandbox, listener: str, kind: str, words: str) -> None:
    sandbox.fault("tls", {"wrong_certificate": kind}, count=1)
    with pytest.raises(ssl.SSLCertVerificationError, match=words):
        _shake_hands(sandbox, listener)

    _shake_hands(sandbox, listener).sock.close()


def _say_hello(sandbox: Sandbox, listener: str) -> Talk:
    """Begin a handshake by hand: TLS of one's own blurs how the connection ended."""
    info = sandbox.info
    ports = {"starttls": info.starttls_port, "tls": info.tls_port}
    port = ports.get(listener) or int(info.api_url.rpartition(":")[2])
    talk = Talk(info, port)
    if listener == "starttls":
        starttls(talk, sandbox)
        assert talk.reply().startswith("220")
    talk.send(b"\x16\x03\x01\x00\x05hello")
    return talk


@pytest.mark.parametrize("listener", TLS_LISTENERS)
@pytest.mark.parametrize(("action", "ending"), [("close", "fin"), ("reset", "reset")])
def test_handshake_ends_as_asked(sandbox: Sandbox, listener: str, action: str, ending: str) -> None:
    sandbox.fault("tls", action)
    with _say_hello(sandbox, listener) as talk:
        assert talk.ending() == ending


@pytest.mark.parametrize("listener", TLS_LISTENERS)
def test_handshake_meets_silence(sandbox: Sandbox, listener: str) -> None:
    sandbox.fault("tls", "silence")
    with _say_hello(sandbox, listener) as talk:
        assert talk.is_silent_for(0.15)


@pytest.mark.parametrize("listener", TLS_LISTENERS)
def test_handshake_is_held_up(sandbox: Sandbox, listener: str) -> None:
    sandbox.fault("tls", {"delay_ms": THINK_MS})
    start = time.monotonic()
    with _shake_hands(sandbox, listener):
        assert elapsed_ms(start) >= THINK_MS


def test_plain_bytes_in_place_of_the_handshake(sandbox: Sandbox) -> None:
    sandbox.fault("tls", {"reply": "220 no TLS here\r\n"})

    with pytest.raises(ssl.SSLError, match="WRONG_VERSION_NUMBER"):
        _shake_hands(sandbox, "tls")
