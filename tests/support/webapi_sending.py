"""Send by the Web API to a server on this machine."""

import json
from collections.abc import Sequence
from dataclasses import replace

from sgdesk.delivery import Attempt
from sgdesk.message import Message, sample
from sgdesk.message.model import Attachment
from sgdesk.route import Route, WebApiPath
from sgdesk.secret import Secret
from sgdesk.transport.webapi import WebApiConnection
from tests.support.sending import job, send_all
from tests.support.servers import Behaviour, Visit, serving

KEY = Secret("SG." + "k" * 22 + "." + "y" * 43)


def plain_route(port: int, **changes: object) -> Route:
    """Give a route to a plain server on this machine."""
    route = Route(path=WebApiPath(), api_url=f"http://127.0.0.1:{port}", total_timeout=5)
    return replace(route, **changes)  # type: ignore[arg-type]  # a test names true fields


async def attempts_at(
    behave: Behaviour, count: int = 1, message: Message | None = None, **changes: object
) -> Sequence[Attempt]:
    """Send `count` times over one connection to a server that behaves so."""
    async with serving(behave) as server:
        route = plain_route(server.port, **changes)
        connection = WebApiConnection(route, KEY)
        return await send_all(connection, [job(route, message) for _ in range(count)])


def answer(status: str, body: bytes = b"", *headers: str) -> Behaviour:
    """Read each request whole, then answer so."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    data = "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    async def behave(visit: Visit) -> None:
        while True:
            await visit.request()
            await visit.say(data)

    return behave


def big() -> Message:
    """Give a message of 8 MB, more than two kernels' buffers hold."""
    return replace(sample(), attachments=(Attachment(filename="b", content=b"x" * 6_000_000),))


def error_body(*messages: object) -> bytes:
    """Write an error answer of SendGrid's form."""
    return json.dumps(
        {"errors": [{"message": m, "field": None, "help": None} for m in messages]}
    ).encode()
