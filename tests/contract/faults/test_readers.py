"""Somebody on the way whom this computer trusts, and no public issuer: by both paths."""

from dataclasses import replace

import pytest

from sgdesk.delivery import Accepted, Attempt, NotSent
from sgdesk.route import Route
from sgdesk.transport.choose import open_connection
from tests.support.proxies import ConnectProxy
from tests.support.sandbox import Sandbox
from tests.support.sending import job, sandbox_key, sandbox_route
from tests.support.servers import serving


@pytest.mark.parametrize("path", ["webapi", "starttls", "tls"])
async def test_reader_on_the_way_gets_no_key_until_allowed(sandbox: Sandbox, path: str) -> None:
    async with serving(ConnectProxy()) as way:
        proxy = f"http://127.0.0.1:{way.port}"
        route = sandbox_route(sandbox.info, path, proxy=proxy, known_issuers=())
        stopped = await one_send(route, sandbox)

        assert isinstance(stopped.outcome, NotSent)
        assert stopped.problem is not None
        assert stopped.problem.id == "D-TLS-4"
        assert "sgdesk local SendGrid" in stopped.problem.explanation
        assert not any(stamp["point"] in ("auth", "request") for stamp in sandbox.stamps())
        assert stopped.trace.tls is not None
        allowed = replace(route, known_issuers=(stopped.trace.tls.private_issuer,))
        assert isinstance((await one_send(allowed, sandbox)).outcome, Accepted)


async def one_send(route: Route, sandbox: Sandbox) -> Attempt:
    """Send by a connection of its own."""
    connection = open_connection(route, sandbox_key(sandbox.info))
    try:
        return await connection.send(job(route))
    finally:
        await connection.aclose()
