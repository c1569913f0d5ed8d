"""TLS between two ends in memory: no sockets, no loop."""

import ssl
from pathlib import Path

import pytest

from sgdesk.trace import Phase
from sgdesk.wire.client_tls import ClientTls
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.socket import Tap
from sgdesk.wire.tls import client_context
from tests.support.servers import TestCa
from tests.support.tls_end import TlsEnd


def shaken(folder: Path, *, tls12: bool = False) -> tuple[ClientTls, TlsEnd]:
    """Give two ends that have shaken hands."""
    ca = TestCa(folder)
    client, server = (
        ClientTls(client_context(str(ca.file)), "localhost"),
        TlsEnd(ca.server(tls12=tls12)),
    )
    while not client.is_shaken:
        client.feed(server.shake(client.outgoing()))
        client.shake()
    client.feed(server.shake(client.outgoing()))
    return client, server


def said(server: TlsEnd, data: bytes) -> bytes:
    """Give what the client said by this."""
    server.feed(data)
    return server.tls.read(1 << 20)


def test_the_hello_is_there_before_anybody_is_told_of_a_connection(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)

    client = ClientTls(client_context(str(ca.file)), "localhost")
    recorder = Recorder()
    client.report_to(Tap(recorder), then=Phase.UPLOAD)
    flight = TlsEnd(ca.server()).shake(client.outgoing())
    client.feed(flight)

    phases = [recorder.phase]
    assert client.shake()
    phases.append(recorder.phase)

    assert phases == [Phase.TLS, Phase.UPLOAD]
    assert recorder.tls is not None
    assert recorder.tls.verified


def test_a_handshake_may_come_byte_by_byte(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)
    client = ClientTls(client_context(str(ca.file)), "localhost")
    flight = TlsEnd(ca.server()).shake(client.outgoing())

    for at in range(len(flight)):
        assert not client.shake()
        client.feed(flight[at : at + 1])

    assert client.shake()


@pytest.mark.parametrize("tls12", [False, True])
def test_what_comes_is_read_to_the_goodbye_and_answered(tmp_path: Path, tls12: bool) -> None:
    client, server = shaken(tmp_path, tls12=tls12)

    client.feed(server.encrypted(b"one") + server.encrypted(b"two") + server.goodbye())

    assert b"".join(client.read()) == b"onetwo"
    assert client.has_ended
    with pytest.raises(ssl.SSLZeroReturnError):
        said(server, client.say_goodbye())


def test_the_answer_to_a_goodbye_is_the_end(tmp_path: Path) -> None:
    client, server = shaken(tmp_path)

    assert said(server, client.say_goodbye()) == b""
    client.feed(server.encrypted(b"late") + server.goodbye())

    assert list(client.read()) == [b"late"]
    assert client.has_ended


def test_more_than_a_record_holds_is_encrypted_whole(tmp_path: Path) -> None:
    client, server = shaken(tmp_path)
    piece = bytes(range(256)) * 256

    sealed = client.encrypt(piece)
    read = said(server, sealed)
    while len(read) < len(piece):
        read += said(server, b"")

    assert read == piece


def test_what_came_before_garbage_is_given_first(tmp_path: Path) -> None:
    client, server = shaken(tmp_path)
    client.feed(server.encrypted(b"good") + b"\x17\x03\x03\x00\x20" + bytes(32))
    parts: list[bytes] = []

    with pytest.raises(ssl.SSLError):
        parts.extend(client.read())

    assert parts == [b"good"]
    assert client.outgoing(), "an alert"


def test_a_goodbye_is_said_over_what_nobody_read(tmp_path: Path) -> None:
    client, server = shaken(tmp_path)
    client.feed(server.encrypted(b"unread"))

    assert said(server, client.say_goodbye()) == b""


@pytest.mark.parametrize("name", ["", ".", "a..b", ".example.com", "a" * 64 + ".example.com"])
def test_a_name_that_no_certificate_can_hold_is_an_error_of_tls(name: str) -> None:
    with pytest.raises(ssl.SSLError, match="no certificate can hold the name"):
        ClientTls(client_context(), name)


def test_the_dot_that_ends_a_name_in_dns_is_no_part_of_it(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)
    client = ClientTls(client_context(str(ca.file)), "localhost.")

    client.feed(TlsEnd(ca.server()).shake(client.outgoing()))

    assert client.shake()
