"""What the benchmarks send, and one attempt made with nothing above the transport."""

import statistics
from collections.abc import Callable, Iterable
from pathlib import Path

from sgdesk import clock
from sgdesk.delivery import Attempt, AttemptId, Delivery, DeliveryId
from sgdesk.message import Address, Copies, Message, Recipient
from sgdesk.route import Endpoint, Override, Route, SmtpPath, Tls, WebApiPath
from sgdesk.secret import Secret
from sgdesk.transport.base import Connection, Job

KEY = Secret("SG." + "b" * 22 + "." + "c" * 43)


def small_message(body_bytes: int = 600) -> Message:
    """Give a plain mail of about 1 kB on the wire."""
    lines = ("x" * 70 + "\n") * max(1, body_bytes // 71)
    return Message(
        sender=Address(email="bench@example.com"),
        to=(Recipient(address=Address(email="sink@example.net")),),
        copies=Copies.TOGETHER,
        subject="bench",
        text=lines,
    )


def smtp_route(host: str, port: int, tls: Tls, ca_file: Path, *, dial: int | None = None) -> Route:
    """Give a route to an SMTP server; `dial` connects to that loopback port instead."""
    return Route(
        path=SmtpPath(port=port, tls=tls),
        smtp_host=host,
        ca_file=str(ca_file),
        overrides=_override(host, port, dial),
    )


def api_route(host: str, port: int, ca_file: Path, *, dial: int | None = None) -> Route:
    """Give a route to a Web API; `dial` connects to that loopback port instead."""
    return Route(
        path=WebApiPath(),
        api_url=f"https://{host}:{port}" if port != 443 else f"https://{host}",
        ca_file=str(ca_file),
        overrides=_override(host, port, dial),
    )


def _override(host: str, port: int, dial: int | None) -> tuple[Override, ...]:
    if dial is None:
        return ()
    address = Endpoint(host="127.0.0.1", port=dial)
    return (Override(target=Endpoint(host=host, port=port), address=address),)


async def no_mark() -> None:
    """Mark nothing: a transport is measured without its journal."""


def job(route: Route, number: int, message: Message | None = None, *, bulk: bool = False) -> Job:
    """Give one attempt to make."""
    delivery = Delivery(
        id=DeliveryId(f"d{number}"),
        message=message or small_message(),
        route=route,
        created_at=clock.wall_utc(),
    )
    return Job(attempt_id=AttemptId(f"a{number}"), delivery=delivery, mark=no_mark, overlapped=bulk)


async def attempts(
    open_connection: Callable[[Route, Secret | None], Connection],
    route: Route,
    *,
    rounds: int,
    warm: bool,
) -> list[Attempt]:
    """Make `rounds` attempts: each on its own connection, or all but the first on one."""
    made = []
    connection = open_connection(route, KEY)
    if warm:
        await connection.send(job(route, 0))
    for number in range(1, rounds + 1):
        made.append(await connection.send(job(route, number)))
        if not warm:
            await connection.aclose()
            connection = open_connection(route, KEY)
    await connection.aclose()
    return made


def median_ms(values_ns: Iterable[int]) -> float:
    """Give the median in milliseconds."""
    return statistics.median(values_ns) / 1e6
