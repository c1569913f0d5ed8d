"""The TLS hello of a send: made before there is a connection, and of that connection only."""

import ssl
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sgdesk.delivery import Accepted, NotSent
from sgdesk.route import Endpoint, Override
from sgdesk.trace import Phase
from sgdesk.transport.webapi import WebApiConnection
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.tls import recording_class
from tests.support.sending import job, send_all
from tests.support.servers import TestCa, Visit, serving
from tests.support.webapi_sending import KEY, answer, plain_route


async def test_a_hello_is_made_once_while_the_connection_is_on_its_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ca = TestCa(tmp_path)
    seen: list[object] = []
    begin = Recorder.begin

    def note(recorder: Recorder, phase: Phase, fraction: float = 0.0) -> None:
        seen.append(phase)
        begin(recorder, phase, fraction)

    class Noting(ssl.SSLObject):
        @classmethod
        def _create(cls, *args: Any, **kwargs: Any) -> "Noting":
            seen.append("hello")
            made: Noting = super()._create(*args, **kwargs)  # type: ignore[misc]  # as in `tls.py`
            return made

    monkeypatch.setattr(Recorder, "begin", note)
    async with serving(answer("202 Accepted"), tls=ca.server()) as server:
        url = f"https://localhost:{server.port}"
        route = replace(plain_route(server.port), api_url=url, ca_file=str(ca.file))
        connection = WebApiConnection(route, KEY)
        context = connection._line._context
        assert context is not None
        monkeypatch.setattr(context, "sslobject_class", recording_class(Noting))
        attempts = await send_all(connection, [job(route)])

    assert [a.outcome for a in attempts] == [Accepted()]
    assert seen[:4] == [Phase.RESOLVE, "hello", Phase.CONNECT, Phase.TLS]
    assert "hello" not in seen[4:]


async def test_a_name_that_no_certificate_can_hold_is_not_sent_to(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)
    host = "a" * 64 + ".example.com"

    async def hold(visit: Visit) -> None:
        await visit.wait_for_end()

    async with serving(hold) as server:
        here = Override(
            target=Endpoint(host=host, port=443),
            address=Endpoint(host="127.0.0.1", port=server.port),
        )
        route = replace(
            plain_route(443), api_url=f"https://{host}", ca_file=str(ca.file), overrides=(here,)
        )
        attempts = await send_all(WebApiConnection(route, KEY), [job(route)])

    assert [a.outcome for a in attempts] == [NotSent()]
