"""The sockets that face outwards."""

import asyncio
import socket

import pytest

from sgdesk.errors import SandboxError
from sgdesk.sandbox.listeners import bound_socket


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
