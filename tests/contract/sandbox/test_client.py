"""What is said of a practice inbox that ends while it is asked, and of what it no longer has."""

import asyncio
import socket
import struct
from collections.abc import Callable

import pytest

from sgdesk.errors import SandboxError
from sgdesk.sandbox import client
from tests.support.sandbox import Sandbox


def _reset(writer: asyncio.StreamWriter) -> None:
    # SO_LINGER of no time: closing sends a reset.
    lingering = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, lingering)
    writer.close()


@pytest.mark.parametrize("end", [_reset, asyncio.StreamWriter.close])
def test_inbox_that_breaks_off_has_ended(end: Callable[[asyncio.StreamWriter], None]) -> None:
    async def break_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        end(writer)

    async def ask() -> None:
        async with await asyncio.start_server(break_off, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            await client.entries(f"http://127.0.0.1:{port}/")

    with pytest.raises(SandboxError) as caught:
        asyncio.run(ask())

    assert caught.value.why == (
        "It has ended: it takes no connection, or broke off the one it had."
    )


def test_what_is_gone_is_said_to_be_gone_be_it_a_mail_or_a_refused_call(sandbox: Sandbox) -> None:
    info = sandbox.info

    for asked in (
        client.mail(info.inbox_url, "nobody"),
        client.raw(info.inbox_url, "nobody"),
        client.refused_call(info.refusals_url, "nobody"),
    ):
        with pytest.raises(SandboxError, match="does not have it any more"):
            asyncio.run(asked)
