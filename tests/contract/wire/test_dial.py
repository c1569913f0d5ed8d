"""The dialler on real sockets: names, races, overrides, proxies."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace

import pytest

from sgdesk.errors import InputError
from sgdesk.route import Endpoint, Family, Override, Route, WebApiPath
from sgdesk.trace import Phase, RttSource
from sgdesk.wire import dial as dialler
from sgdesk.wire.dial import Dialled, dial
from sgdesk.wire.errors import DialError
from sgdesk.wire.proxy import ProxyStrangeError
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.resolve import Address
from sgdesk.wire.socket import StampedSocket, Tap
from sgdesk.wire.stream import WireStream
from tests.support.proxies import ConnectProxy, Socks5Proxy
from tests.support.servers import Behaviour, Visit, serving

ROUTE = Route(path=WebApiPath())


async def greet(visit: Visit) -> None:
    """Speak first, as a mail server does."""
    await visit.say(b"220 ready\r\n")
    await visit.wait_for_end()


@asynccontextmanager
async def dialled(
    endpoint: Endpoint, route: Route = ROUTE, recorder: Recorder | None = None
) -> AsyncIterator[tuple[WireStream, Recorder]]:
    """Dial, and close in the end."""
    recorder = recorder or Recorder()
    stream = await WireStream.open(await dial(endpoint, route, recorder))
    try:
        yield stream, recorder
    finally:
        stream.abort()
        await asyncio.sleep(0)


async def test_a_name_is_looked_up_before_it_is_dialled() -> None:
    async with serving(greet) as server:
        async with dialled(Endpoint(host="localhost", port=server.port)) as (stream, recorder):
            assert await stream.read(100) == b"220 ready\r\n"
        trace = recorder.finish()

    assert [s.phase for s in trace.spans] == [Phase.RESOLVE, Phase.CONNECT]
    assert trace.round_trips == 2
    assert trace.peer == f"127.0.0.1:{server.port}"


async def test_an_address_needs_no_look_up() -> None:
    async with (
        serving(greet) as server,
        dialled(Endpoint(host="127.0.0.1", port=server.port)) as (_, recorder),
    ):
        trace = recorder.finish()

    assert [s.phase for s in trace.spans] == [Phase.CONNECT]


async def test_an_override_is_dialled_instead() -> None:
    async with serving(greet) as server:
        name = Endpoint(host="Mail.Example.invalid.", port=587)
        here = Endpoint(host="127.0.0.1", port=server.port)
        route = replace(ROUTE, overrides=(Override(target=name, address=here),))
        async with dialled(Endpoint(host="mail.example.invalid", port=587), route) as (stream, _):
            assert await stream.read(100) == b"220 ready\r\n"


async def test_a_name_that_nobody_knows_fails_to_resolve() -> None:
    recorder = Recorder()

    with pytest.raises(DialError) as failed:
        await dial(Endpoint(host="nowhere.invalid", port=587), ROUTE, recorder)

    assert failed.value.phase is Phase.RESOLVE
    assert isinstance(failed.value.cause, socket.gaierror)
    assert [(s.phase, s.failed) for s in recorder.finish().spans] == [(Phase.RESOLVE, True)]


async def test_closed_port_is_told_with_its_reason_first_and_with_what_was_dialled() -> None:
    recorder = Recorder()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(DialError) as failed:
        await dial(Endpoint(host="127.0.0.1", port=port), ROUTE, recorder)

    assert failed.value.detail == f"Connection refused: 127.0.0.1 port {port}"
    assert recorder.finish().peer == f"127.0.0.1:{port}"


async def test_a_family_without_an_address_fails_to_resolve() -> None:
    async with serving(greet) as server:
        with pytest.raises(DialError) as failed:
            await dial(
                Endpoint(host="127.0.0.1.nowhere.invalid", port=server.port),
                replace(ROUTE, family=Family.IPV6),
                Recorder(),
            )

    assert failed.value.phase is Phase.RESOLVE


async def test_a_number_of_the_other_family_is_not_dialled() -> None:
    async with serving(greet) as server:
        route = replace(ROUTE, family=Family.IPV6)
        with pytest.raises(DialError) as failed:
            await dial(Endpoint(host="127.0.0.1", port=server.port), route, Recorder())

    assert failed.value.phase is Phase.RESOLVE


@contextmanager
def silent_address() -> Iterator[Address]:
    """Give an address that answers no SYN: its accept queue is full."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        name = listener.getsockname()
        fillers = [socket.socket() for _ in range(3)]
        try:
            for filler in fillers:
                filler.setblocking(False)
                filler.connect_ex(name)
            yield Address(family=socket.AF_INET, sockaddr=name)
        finally:
            for filler in fillers:
                filler.close()


@pytest.mark.measures
async def test_a_silent_address_costs_a_quarter_second_and_the_next_one_wins() -> None:
    async with serving(greet) as server:
        good = Address(family=socket.AF_INET, sockaddr=("127.0.0.1", server.port))
        with silent_address() as silent:
            loop = asyncio.get_running_loop()
            start = loop.time()
            won = await dialler._race((silent, good))
            took = loop.time() - start
    assert isinstance(won, dialler._Connected)
    won.sock.close()

    assert won.address == good
    assert 0.24 < took < 0.6


@pytest.mark.measures
async def test_a_refusing_address_costs_no_quarter_second() -> None:
    async with serving(greet) as gone:
        pass
    async with serving(greet) as server:
        bad = Address(family=socket.AF_INET, sockaddr=("127.0.0.1", gone.port))
        good = Address(family=socket.AF_INET, sockaddr=("127.0.0.1", server.port))
        loop = asyncio.get_running_loop()
        start = loop.time()
        won = await dialler._race((bad, good))
        took = loop.time() - start
    assert isinstance(won, dialler._Connected)
    won.sock.close()

    assert took < 0.2


async def test_cancelling_a_dial_leaves_no_socket() -> None:
    with silent_address() as silent:
        endpoint = Endpoint(host=silent.sockaddr[0], port=silent.sockaddr[1])
        recorder = Recorder()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await dial(endpoint, ROUTE, recorder)
        recorder.fail("timed out")

    trace = recorder.finish()
    assert [(s.phase, s.failed) for s in trace.spans] == [(Phase.CONNECT, True)]
    assert trace.spans[0].wire_ns > 40_000_000


async def through(
    behave: Behaviour, scheme: str, login: str = "", host: str = "localhost"
) -> tuple[bytes, Recorder]:
    """Dial a greeting server through a proxy and give what it said first."""
    async with serving(behave) as proxy, serving(greet) as target:
        at = f"{login}@" if login else ""
        route = replace(ROUTE, proxy=f"{scheme}://{at}127.0.0.1:{proxy.port}")
        endpoint = Endpoint(host=host, port=target.port)
        async with dialled(endpoint, route) as (stream, recorder):
            return await stream.read(100), recorder


@pytest.mark.parametrize("login", ["", "user:p%40ss%20word"])
async def test_connect_proxy_and_the_words_right_behind_its_answer(login: str) -> None:
    proxy = ConnectProxy(login=login.replace("%40", "@").replace("%20", " "))

    words, recorder = await through(proxy, "http", login)

    assert words == b"220 ready\r\n"
    assert proxy.asked[0].startswith("localhost:")
    trace = recorder.finish()
    assert [s.phase for s in trace.spans] == [Phase.CONNECT, Phase.PROXY]
    assert "p@ss word" not in recorder.transcript.text()
    assert "dXNlcjpwQHNzIHdvcmQ" not in recorder.transcript.text()


async def test_behind_a_proxy_tcp_says_nothing_of_the_round_trip() -> None:
    _, recorder = await through(ConnectProxy(), "http")
    assert recorder.finish().rtt_source is None

    _, recorder = await through(ConnectProxy(), "http")
    recorder.end(Phase.EHLO)
    recorder.sent(6, recorder.last_heard_ns + 1)  # type: ignore[operator]
    recorder.heard(recorder.last_sent_ns + 5_000_000)  # type: ignore[operator]
    recorder.end(Phase.EHLO)
    assert recorder.finish().rtt_source is RttSource.EXCHANGE


@pytest.mark.parametrize("login", ["", "user:p%40ss"])
async def test_socks5h_lets_the_proxy_look_the_name_up(login: str) -> None:
    proxy = Socks5Proxy(login=login.replace("%40", "@"))

    words, recorder = await through(proxy, "socks5h", login)

    assert words == b"220 ready\r\n"
    assert proxy.asked[0][0] == "localhost"
    assert [s.phase for s in recorder.finish().spans] == [Phase.CONNECT, Phase.PROXY]
    assert "p@ss" not in recorder.transcript.text()


async def test_socks5_gives_the_proxy_an_address() -> None:
    proxy = Socks5Proxy()

    words, recorder = await through(proxy, "socks5")

    assert words == b"220 ready\r\n"
    assert proxy.asked[0][0] == "127.0.0.1"
    phases = [s.phase for s in recorder.finish().spans]
    assert phases == [Phase.RESOLVE, Phase.CONNECT, Phase.PROXY]


CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def talk(answer: bytes) -> Behaviour:
    """Answer so whatever is asked, and wait."""

    async def behave(visit: Visit) -> None:
        await visit.reader.read(1)
        await visit.say(answer)
        await visit.wait_for_end()

    return behave


@pytest.mark.parametrize(
    ("behave", "scheme", "login", "words"),
    [
        (ConnectProxy(login="a:b"), "http", "", "407 Proxy Authentication Required"),
        (ConnectProxy(login="a:b"), "http", "a:wrong", "407 Proxy Authentication Required"),
        (Socks5Proxy(login="a:b"), "socks5h", "", "login"),
        (Socks5Proxy(login="a:b"), "socks5h", "a:wrong", "refused the login"),
        (Socks5Proxy(refuse_with=2), "socks5h", "", "not allowed"),
        (Socks5Proxy(refuse_with=5), "socks5h", "", "refused"),
        (Socks5Proxy(refuse_with=0x63), "socks5h", "", "code 99, which has no meaning in SOCKS5"),
        (talk(b"\x05\x00\x05\x05"), "socks5h", "", "answered connection refused"),
        (talk(b"\x05\x00\x04\x00"), "socks5h", "", "did not speak SOCKS5 but version 4"),
        (talk(b"\x05\x00\x05\x00\x00\x09."), "socks5h", "", "address of an unknown kind"),
        (talk(b"HTTP/1.1 2000 OK\r\n\r\n"), "http", "", "did not speak HTTP"),
        (talk(CONTINUE * 40), "http", "", "answered 100"),
        (talk(CONTINUE + b"HTTP/1.1 403 No\r\n\r\n"), "http", "", "answered 403 No"),
        (talk(b"\x04\x00"), "socks5h", "", "version 4"),
        (talk(b"HTTP/1.1 403 No\n\n"), "http", "", "403 No"),
        (greet, "http", "", "did not speak HTTP"),
        (greet, "socks5h", "", "did not speak SOCKS5"),
    ],
)
async def test_a_proxy_that_says_no_is_quoted(
    behave: Behaviour, scheme: str, login: str, words: str
) -> None:
    with pytest.raises(DialError) as failed:
        await through(behave, scheme, login)

    assert failed.value.phase is Phase.PROXY
    assert words in failed.value.detail


@pytest.mark.parametrize(
    ("scheme", "first"),
    [
        ("http", b""),
        ("http", b"HTTP/1.1 200 OK\r\n"),
        ("socks5h", b"\x05"),
        ("socks5h", b"\x05\x00"),
    ],
)
async def test_a_proxy_that_hangs_up_is_a_failed_proxy(scheme: str, first: bytes) -> None:
    async def behave(visit: Visit) -> None:
        await visit.reader.read(100)
        await visit.say(first)
        if len(first) == 2:
            await visit.reader.read(100)

    with pytest.raises(DialError) as failed:
        await through(behave, scheme)

    assert failed.value.phase is Phase.PROXY
    assert isinstance(failed.value.cause, ProxyStrangeError)


@pytest.mark.parametrize("scheme", ["http", "socks5h"])
@pytest.mark.parametrize("name", ["ä..example.com", "ä" * 64 + ".example.com", "\udcff", "a" * 300])
async def test_a_name_that_no_proxy_can_be_asked_for_is_a_failed_proxy(
    scheme: str, name: str
) -> None:
    async def behave(visit: Visit) -> None:
        await visit.reader.read(1)

    async with serving(behave) as proxy:
        route = replace(ROUTE, proxy=f"{scheme}://127.0.0.1:{proxy.port}", connect_timeout=1)
        with pytest.raises(DialError) as failed:
            await dial(Endpoint(host=name, port=9), route, Recorder())

    assert failed.value.phase is Phase.PROXY


async def test_an_unknown_kind_of_proxy_is_refused_with_a_sentence() -> None:
    route = replace(ROUTE, proxy="https://user:secret@proxy.example.com")

    with pytest.raises(InputError) as refused:
        await dial(Endpoint(host="127.0.0.1", port=9), route, Recorder())

    assert "https://" in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("peer", "here"),
    [
        ("127.0.0.1:587", True),
        ("[::1]:465", True),
        ("192.0.2.7:25", False),
        ("[2001:db8::7]:25", False),
        ("[fe80::1%eth0]:25", False),
    ],
)
def test_the_other_end_is_known_also_when_the_connection_was_reset_at_once(
    peer: str, here: bool
) -> None:
    with StampedSocket(socket.AF_INET, Tap()) as sock:
        assert Dialled(sock=sock, tap=sock.tap, peer=peer).is_loopback is here
