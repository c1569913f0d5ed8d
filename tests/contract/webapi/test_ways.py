"""The ways to the API: the local SendGrid, proxies, distances, bad certificates, large bodies."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from sgdesk.delivery import Accepted, NotSent, Rejected
from sgdesk.errors import InputError, SecretError
from sgdesk.message import sample
from sgdesk.message.model import Attachment
from sgdesk.route import Route, WebApiPath
from sgdesk.sandbox.accounts import make_key
from sgdesk.secret import Secret
from sgdesk.trace import Phase, RttSource
from sgdesk.transport.webapi import WebApiConnection
from tests.support.proxies import ConnectProxy, Socks5Proxy
from tests.support.sandbox import Sandbox
from tests.support.sending import job, sandbox_key, sandbox_route, send_all
from tests.support.servers import ACCEPTED, Behaviour, TestCa, Visit, serving
from tests.support.webapi_sending import KEY


async def answer(visit: Visit) -> None:
    """Accept everything."""
    while True:
        await visit.request()
        await visit.say(ACCEPTED)


async def test_a_cold_and_a_warm_send_to_the_local_sendgrid(sandbox: Sandbox) -> None:
    route = sandbox_route(sandbox.info, "webapi")
    connection = WebApiConnection(route, sandbox_key(sandbox.info))

    cold, warm = await send_all(connection, [job(route), job(route)])

    assert cold.outcome == warm.outcome == Accepted()
    assert cold.message_id
    assert (cold.trace.warm, warm.trace.warm) == (False, True)
    assert [s.phase for s in cold.trace.spans][-3:] == [Phase.TLS, Phase.UPLOAD, Phase.REPLY]
    assert len(sandbox.inbox()) == 2


@pytest.mark.measures
@pytest.mark.parametrize("point", ["reply", "request"])
async def test_thinking_at_the_202_is_server_time(sandbox: Sandbox, point: str) -> None:
    route = sandbox_route(sandbox.info, "webapi")
    sandbox.fault(point, {"delay_ms": 200}, path="webapi")

    (attempt,) = await send_all(WebApiConnection(route, sandbox_key(sandbox.info)), [job(route)])

    trace = attempt.trace
    reply = next(s for s in trace.spans if s.phase is Phase.REPLY)
    assert trace.server_ns is not None
    assert trace.rtt_ns is not None
    assert reply.wire_ns > 199e6
    assert abs(trace.server_ns + trace.rtt_ns - reply.wire_ns) < 5e6


@pytest.mark.measures
async def test_a_simulated_distance_is_no_server_time(sandbox: Sandbox) -> None:
    route = sandbox_route(sandbox.info, "webapi")
    sandbox.fault("connect", {"distance_ms": 80}, path="webapi")
    connection = WebApiConnection(route, sandbox_key(sandbox.info))

    cold, warm = await send_all(connection, [job(route), job(route)])

    for trace in (cold.trace, warm.trace):
        assert trace.rtt_source is RttSource.EXCHANGE
        assert trace.rtt_ns is not None
        assert trace.server_ns is not None
        assert 79e6 < trace.rtt_ns < 120e6
        assert trace.server_ns < 60e6


async def test_a_wrong_key_is_rejected_in_sendgrids_words(sandbox: Sandbox) -> None:
    route = sandbox_route(sandbox.info, "webapi")

    (attempt,) = await send_all(WebApiConnection(route, Secret(make_key())), [job(route)])

    assert attempt.outcome == Rejected()
    assert attempt.code == 401
    assert "authorization grant is invalid" in attempt.reply


@pytest.mark.parametrize("kind", ["host", "ca", "expired"])
async def test_a_wrong_certificate_gets_no_key(sandbox: Sandbox, kind: str) -> None:
    route = sandbox_route(sandbox.info, "webapi")
    sandbox.fault("tls", {"wrong_certificate": kind}, path="webapi")

    (attempt,) = await send_all(WebApiConnection(route, sandbox_key(sandbox.info)), [job(route)])

    assert attempt.outcome == NotSent()
    assert attempt.trace.spans[-1].phase is Phase.TLS
    assert attempt.trace.tls is not None
    assert not attempt.trace.tls.verified
    assert attempt.trace.tls.issuer
    assert "Authorization" not in attempt.transcript


@pytest.mark.parametrize(
    ("proxy", "scheme"),
    [(ConnectProxy(login="u:p4ss-w0rd"), "http"), (Socks5Proxy(login="u:p4ss-w0rd"), "socks5h")],
)
async def test_a_proxy_carries_tls_to_the_true_server(
    tmp_path: Path, proxy: Behaviour, scheme: str
) -> None:
    ca = TestCa(tmp_path)
    async with serving(proxy) as way, serving(answer, tls=ca.server()) as server:
        route = Route(
            path=WebApiPath(),
            api_url=f"https://localhost:{server.port}",
            proxy=f"{scheme}://u:p4ss-w0rd@127.0.0.1:{way.port}",
            ca_file=str(ca.file),
        )
        cold, warm = await send_all(WebApiConnection(route, KEY), [job(route), job(route)])

    assert cold.outcome == warm.outcome == Accepted()
    phases = [s.phase for s in cold.trace.spans]
    assert phases == [Phase.CONNECT, Phase.PROXY, Phase.TLS, Phase.UPLOAD, Phase.REPLY]
    assert cold.trace.peer == f"127.0.0.1:{way.port}"
    assert cold.trace.rtt_source is RttSource.EXCHANGE
    assert "p4ss-w0rd" not in repr(cold)


async def test_a_proxy_that_nobody_knows_is_named_in_place_of_the_server() -> None:
    route = Route(path=WebApiPath(), proxy="http://u:p4ss-w0rd@nowhere.invalid:3128")

    (attempt,) = await send_all(WebApiConnection(route, KEY), [job(route)])

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.title == "The proxy nowhere.invalid:3128 cannot be reached"


@pytest.mark.parametrize("encrypted", [False, True])
async def test_ten_megabytes_arrive_whole_and_their_upload_is_told(
    tmp_path: Path, encrypted: bool
) -> None:
    ca = TestCa(tmp_path)
    bodies: list[bytes] = []

    async def take(visit: Visit) -> None:
        bodies.append((await visit.request())[1])
        await visit.say(ACCEPTED)

    told: list[float] = []
    message = replace(sample(), attachments=(Attachment(filename="b", content=b"x" * 7_500_000),))
    async with serving(take, tls=ca.server() if encrypted else None) as server:
        scheme = "https" if encrypted else "http"
        route = Route(
            path=WebApiPath(),
            api_url=f"{scheme}://localhost:{server.port}",
            ca_file=str(ca.file) if encrypted else None,
        )
        plain = job(route, message)
        listening = replace(plain, progress=lambda _, fraction: told.append(fraction))
        key = Secret("SG." + "k" * 22 + "." + "y" * 43)
        (attempt,) = await send_all(WebApiConnection(route, key), [listening])

    assert attempt.outcome == Accepted()
    assert len(bodies[0]) > 10_000_000
    assert bodies[0].count(b"eHh4") > 1_000_000
    assert attempt.trace.server_ns is None
    uploads = [fraction for fraction in told if fraction]
    assert uploads == sorted(uploads)
    assert uploads[-1] > 0.98
    assert len(attempt.transcript) < 8000


@pytest.mark.parametrize("key", ["SG.a\r\nX-Evil: 1", "SG.a b", "SG.ключ", "SG.a\x00"])
def test_a_key_that_would_start_a_header_is_refused(key: str) -> None:
    route = Route(path=WebApiPath())

    with pytest.raises(SecretError) as refused:
        WebApiConnection(route, Secret(key))

    assert key not in str(refused.value)


@pytest.mark.parametrize("url", ["ftp://example.com", "example.com", "https://", ""])
def test_what_is_no_url_is_the_users_mistake(url: str) -> None:
    with pytest.raises(InputError):
        WebApiConnection(Route(path=WebApiPath(), api_url=url), Secret("SG.k"))


async def test_without_a_key_nothing_is_dialled() -> None:
    async with serving(answer) as server:
        route = Route(path=WebApiPath(), api_url=f"http://127.0.0.1:{server.port}")
        (attempt,) = await send_all(WebApiConnection(route, None), [job(route)])
        await asyncio.sleep(0)

        assert attempt.outcome == NotSent()
        assert attempt.problem is not None
        assert attempt.problem.id == "NO-KEY"
        assert server.visits == []


def test_no_connection_carries_a_key_that_is_for_other_servers() -> None:
    live = Route(path=WebApiPath())
    with pytest.raises(InputError, match=r"A practice key is not shown to api\.sendgrid\.com"):
        WebApiConnection(live, Secret(make_key()))
    with pytest.raises(InputError, match="not shown to the practice inbox"):
        WebApiConnection(replace(live, practice=True), KEY)
