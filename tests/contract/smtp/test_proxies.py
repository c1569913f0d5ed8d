"""SMTP through CONNECT and SOCKS5 proxies: the same way as the Web API's, timed as a step."""

import pytest

from sgdesk.delivery import Accepted, NotSent
from sgdesk.trace import Phase, RttSource
from sgdesk.transport.choose import open_connection
from tests.support.proxies import ConnectProxy, Socks5Proxy
from tests.support.sandbox import Sandbox
from tests.support.sending import job, sandbox_key, sandbox_route
from tests.support.servers import Behaviour, serving

LOGIN = "u:p4ss-w0rd"


@pytest.mark.parametrize("word", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("proxy", "scheme"),
    [
        (ConnectProxy(login=LOGIN), "http"),
        (Socks5Proxy(login=LOGIN), "socks5"),
        (Socks5Proxy(login=LOGIN), "socks5h"),
    ],
    ids=["http", "socks5", "socks5h"],
)
async def test_smtp_goes_through_a_proxy(
    sandbox: Sandbox, word: str, proxy: Behaviour, scheme: str
) -> None:
    async with serving(proxy) as way:
        route = sandbox_route(sandbox.info, word, proxy=f"{scheme}://{LOGIN}@127.0.0.1:{way.port}")
        connection = open_connection(route, sandbox_key(sandbox.info))
        attempt = await connection.send(job(route))
        await connection.aclose()

    assert attempt.outcome == Accepted(), attempt.problem
    phases = [span.phase for span in attempt.trace.spans]
    assert phases[:2] == [Phase.CONNECT, Phase.PROXY]
    assert attempt.trace.peer == f"127.0.0.1:{way.port}"
    assert attempt.trace.rtt_source is RttSource.EXCHANGE
    assert "p4ss-w0rd" not in attempt.transcript + repr(attempt)
    assert len(sandbox.inbox()) == 1


@pytest.mark.parametrize("scheme", ["http", "socks5h"])
async def test_a_wrong_proxy_login_is_not_sent_and_named(sandbox: Sandbox, scheme: str) -> None:
    proxy: Behaviour = ConnectProxy(login=LOGIN) if scheme == "http" else Socks5Proxy(login=LOGIN)
    async with serving(proxy) as way:
        route = sandbox_route(
            sandbox.info, "starttls", proxy=f"{scheme}://u:wrong@127.0.0.1:{way.port}"
        )
        connection = open_connection(route, sandbox_key(sandbox.info))
        attempt = await connection.send(job(route))
        await connection.aclose()

    assert isinstance(attempt.outcome, NotSent)
    assert attempt.problem is not None
    assert attempt.problem.id.startswith("D-HTTP-")
    assert attempt.trace.spans[-1].phase is Phase.PROXY
    assert sandbox.inbox() == []
