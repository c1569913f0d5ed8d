"""TLS on real sockets: bad certificates are refused by every kind of context."""

import asyncio
import hashlib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import certifi
import pytest
import truststore

from sgdesk.errors import InputError
from sgdesk.route import Endpoint, Route, WebApiPath
from sgdesk.trace import Phase, Trace
from sgdesk.wire.dial import dial
from sgdesk.wire.errors import PrivateIssuerError
from sgdesk.wire.issuers import public_keys
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.stream import WireStream
from sgdesk.wire.tls import client_context, recording, recording_class
from tests.support.servers import TestCa, Visit, serving

ROUTE = Route(path=WebApiPath())


@dataclass(frozen=True, slots=True)
class Seen:
    """What a client made of a handshake."""

    trace: Trace
    transcript: str
    error: Exception | None


async def handshake(
    server: ssl.SSLContext,
    client: ssl.SSLContext,
    *,
    start_tls: bool,
    known_issuers: tuple[str, ...] | None = None,
    leads_away: bool = False,
) -> Seen:
    """Connect with either way of making TLS, say a word, and give what was seen."""

    async def echo(visit: Visit) -> None:
        while data := await visit.reader.readline():
            await visit.say(data.upper())

    async with serving(echo, tls=server) as running:
        recorder = Recorder()
        error: Exception | None = None
        route = replace(ROUTE, known_issuers=known_issuers)
        dialled = await dial(Endpoint(host="localhost", port=running.port), route, recorder)
        # As to another computer, which no test has.
        dialled.tap.leads_away = leads_away
        try:
            if start_tls:
                stream = await WireStream.open(dialled)
                await stream.start_tls(client, "localhost", then=Phase.EHLO)
                stream.write(b"ehlo\n")
                await stream.read(100)
                stream.abort()
                await asyncio.sleep(0)
            else:
                with recording(dialled.tap, then=Phase.EHLO):
                    reader, writer = await asyncio.open_connection(
                        sock=dialled.sock, ssl=client, server_hostname="localhost"
                    )
                writer.write(b"ehlo\n")
                await reader.readline()
                writer.transport.abort()
            recorder.end(Phase.EHLO)
        except ssl.SSLError as failed:
            error = failed
            recorder.fail()
    return Seen(recorder.finish(), recorder.transcript.text(), error)


def system_roots(_: TestCa) -> ssl.SSLContext:
    return client_context()


def system_roots_for_http(_: TestCa) -> ssl.SSLContext:
    return client_context(alpn="http/1.1")


def with_ca(ca: TestCa) -> ssl.SSLContext:
    return client_context(str(ca.file))


def with_ca_for_http(ca: TestCa) -> ssl.SSLContext:
    return client_context(str(ca.file), alpn="http/1.1")


def as_on_macos(ca: TestCa) -> ssl.SSLContext:
    """Give truststore's context with our class built on its own."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(str(ca.file))
    inner = context._ctx
    inner.sslobject_class = recording_class(inner.sslobject_class)
    return context


Kind = Callable[[TestCa], ssl.SSLContext]
KINDS = [system_roots, system_roots_for_http, with_ca, with_ca_for_http, as_on_macos]
TRUSTING = [with_ca, with_ca_for_http, as_on_macos]


@pytest.mark.parametrize("start_tls", [False, True])
@pytest.mark.parametrize("kind", TRUSTING)
async def test_a_good_certificate_is_taken_and_described(
    tmp_path: Path, kind: Kind, start_tls: bool
) -> None:
    ca = TestCa(tmp_path)

    seen = await handshake(ca.server(), kind(ca), start_tls=start_tls)

    assert seen.error is None
    assert [s.phase for s in seen.trace.spans][-3:] == [Phase.CONNECT, Phase.TLS, Phase.EHLO]
    assert [s.round_trips for s in seen.trace.spans][-3:] == [1, 1, 1]
    facts = seen.trace.tls
    assert facts is not None
    assert facts.verified
    assert facts.version == "TLSv1.3"
    assert facts.issuer is not None
    assert "trustme" in facts.issuer
    assert facts.chain == ()
    assert "C: ehlo\nS: EHLO\n" in seen.transcript


@pytest.mark.parametrize("start_tls", [False, True])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", ["stranger", "wrong host", "expired"])
async def test_a_bad_certificate_is_refused_and_its_issuer_named(
    tmp_path: Path, kind: Kind, start_tls: bool, fault: str
) -> None:
    ca, stranger = TestCa(tmp_path), TestCa(tmp_path, "stranger")
    servers = {
        "stranger": lambda: stranger.server(),
        "wrong host": lambda: ca.server("mail.example.com"),
        "expired": lambda: ca.server(expired=True),
    }

    seen = await handshake(servers[fault](), kind(ca), start_tls=start_tls)

    assert isinstance(seen.error, ssl.SSLCertVerificationError)
    last = seen.trace.spans[-1]
    assert (last.phase, last.failed) == (Phase.TLS, True)
    facts = seen.trace.tls
    assert facts is not None
    assert not facts.verified
    assert (facts.version, facts.cipher[:4]) == ("TLSv1.3", "TLS_")
    assert facts.issuer is not None
    assert "trustme" in facts.issuer
    shown = facts.chain[0]
    names = {"wrong host": "mail.example.com"}
    assert shown.names == (names.get(fault, "localhost"),)
    assert shown.issuer == facts.issuer
    assert shown.valid_from < shown.valid_until
    assert (shown.valid_until.year == 2020) is (fault == "expired")
    assert "ehlo" not in seen.transcript


@pytest.mark.parametrize("start_tls", [False, True])
async def test_issuer_that_only_this_computer_trusts_is_named_and_met_by_nothing_unless_allowed(
    tmp_path: Path, start_tls: bool
) -> None:
    ca = TestCa(tmp_path)
    root = hashlib.sha256(
        ssl.PEM_cert_to_DER_cert(ca.file.read_text())
    ).hexdigest()  # a file of a test

    async def meet(known: tuple[str, ...] | None) -> Seen:
        return await handshake(
            ca.server(), with_ca(ca), start_tls=start_tls, known_issuers=known, leads_away=True
        )

    anybody, nobody, allowed = await meet(None), await meet(("another",)), await meet((root,))

    for seen in (anybody, nobody, allowed):
        assert seen.trace.tls is not None
        assert seen.trace.tls.verified
        assert seen.trace.tls.private_issuer == root
        assert seen.trace.tls.chain
    assert anybody.error is allowed.error is None
    assert isinstance(nobody.error, PrivateIssuerError)
    assert "ehlo" not in nobody.transcript


async def test_public_issuer_is_met_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ca = TestCa(tmp_path)
    monkeypatch.setattr(certifi, "where", lambda: str(ca.file))
    public_keys.cache_clear()
    try:
        seen = await handshake(
            ca.server(), with_ca(ca), start_tls=False, known_issuers=(), leads_away=True
        )
    finally:
        public_keys.cache_clear()

    assert seen.error is None
    assert seen.trace.tls is not None
    assert (seen.trace.tls.private_issuer, seen.trace.tls.chain) == ("", ())


class Refusing(ssl.SSLObject):
    """Verify after the handshake, as truststore does on macOS, and find fault."""

    def do_handshake(self) -> None:
        super().do_handshake()
        raise ssl.SSLCertVerificationError("the system does not trust it")


@pytest.mark.parametrize("start_tls", [False, True])
async def test_the_verdict_of_the_class_below_holds(tmp_path: Path, start_tls: bool) -> None:
    ca = TestCa(tmp_path)
    context = ssl.create_default_context(cafile=str(ca.file))
    context.sslobject_class = recording_class(Refusing)

    seen = await handshake(ca.server(), context, start_tls=start_tls)

    assert isinstance(seen.error, ssl.SSLCertVerificationError)
    assert seen.trace.tls is not None
    assert not seen.trace.tls.verified
    assert "ehlo" not in seen.transcript


async def test_tls_1_2_costs_a_second_round_trip(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)

    seen = await handshake(ca.server(tls12=True), with_ca(ca), start_tls=True)

    tls = next(s for s in seen.trace.spans if s.phase is Phase.TLS)
    assert tls.round_trips == 2
    assert tls.detail.startswith("TLSv1.2")


async def test_connections_of_one_context_report_apart(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)
    context = with_ca(ca)

    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(handshake(ca.server(), context, start_tls=bool(n % 2)))
            for n in range(8)
        ]

    for task in tasks:
        seen = task.result()
        assert [s.phase for s in seen.trace.spans][-2:] == [Phase.TLS, Phase.EHLO]
        assert seen.transcript.count("C: ehlo") == 1


def test_hands_are_not_shaken_anew() -> None:
    # Read here, because no server of Python's can ask for it.
    assert client_context().options & ssl.OP_NO_RENEGOTIATION


def test_a_mail_server_is_never_offered_http(tmp_path: Path) -> None:
    assert client_context() is client_context()
    assert client_context() is not client_context(alpn="http/1.1")


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "No such file or directory."), ("no certificate", "It holds no certificate in PEM")],
)
def test_a_ca_file_of_no_use_is_the_users_mistake(
    tmp_path: Path, content: str | None, why: str
) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)

    with pytest.raises(InputError) as refused:
        client_context(str(file))

    assert refused.value.why.startswith(why)


@pytest.mark.parametrize("ca_file", [None, certifi.where()])
def test_a_file_for_tls_secrets_that_cannot_be_made_is_the_users_mistake(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ca_file: str | None
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "none" / "keys"))

    with pytest.raises(InputError, match=r"SSLKEYLOGFILE names .*keys: No such file"):
        # Not one of those that are kept already.
        client_context(ca_file, alpn="none/1")
