"""The sockets that face outwards."""

import asyncio
import socket
import ssl

import httpx
import pytest

from sgdesk.errors import SandboxError
from sgdesk.sandbox import listeners
from sgdesk.sandbox.accounts import open_account
from sgdesk.sandbox.control import make_control
from sgdesk.sandbox.listeners import Listener, Listeners, bound_socket
from sgdesk.sandbox.relay import Door
from sgdesk.sandbox.service import Service


async def test_accepted_connections_wait_for_no_ack() -> None:
    """asyncio sets TCP_NODELAY only where the listener names its protocol."""
    accepted: asyncio.Future[socket.socket] = asyncio.get_running_loop().create_future()

    class Accepted(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            accepted.set_result(transport.get_extra_info("socket"))

    listener = bound_socket("127.0.0.1", 0)
    server = await asyncio.get_running_loop().create_server(Accepted, sock=listener)
    async with server:
        _, writer = await asyncio.open_connection(*listener.getsockname())
        sock = await accepted

        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
        writer.close()
        await writer.wait_closed()


async def test_bound_port_refuses_until_it_listens() -> None:
    with bound_socket("127.0.0.1", 0) as sock, pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(*sock.getsockname())


def test_port_cannot_be_bound_twice() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(SandboxError, match=f"port {port}"):
            bound_socket("127.0.0.1", port)


async def test_drop_that_the_system_does_not_allow_is_refused_and_leaves_every_port_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listeners, "MOST_IN_QUEUE", 1)
    service = Service(
        account=open_account(),
        tls_contexts=lambda _: ssl.create_default_context(),
        messages_per_connection=1,
    )
    doors = [
        Door(listener="plain", path="smtp", server=lambda _: asyncio.Protocol()),
        Door(listener="http", path="webapi", server=lambda _: asyncio.Protocol()),
    ]
    house = Listeners(doors, "127.0.0.1", None, service.faults)
    control = httpx.ASGITransport(make_control(service, house, is_exposed=False))
    async with (
        asyncio.TaskGroup() as group,
        httpx.AsyncClient(transport=control, base_url="http://127.0.0.1:1") as client,
    ):
        await house.open(group)
        for _ in range(2):
            answer = await client.post("/faults", json={"at": "connect", "action": "drop"})
            assert answer.status_code == 400
            assert "This system answers every connection" in answer.json()["error"]
            assert (await client.get("/faults")).json() == []
        for port in house.ports.values():
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
        house.close()


async def test_drop_that_failed_once_does_not_pass_for_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listeners, "MOST_IN_QUEUE", 1)
    door = Door(listener="plain", path="smtp", server=lambda _: asyncio.Protocol())
    listener = Listener(door, "127.0.0.1", 0)
    try:
        for _ in range(2):
            with pytest.raises(SandboxError, match="answers every connection"):
                await listener.drop()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", listener.port)
    finally:
        listener.close()
