"""Look names up in threads that nobody waits for.

The interpreter waits for the threads of an executor before it exits, so that
one stuck resolver would hold up quitting; it does not wait for these.
"""

import _thread
import asyncio
import ipaddress
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain, zip_longest
from typing import Any

from sgdesk.clock import monotonic_ns
from sgdesk.route import Family

SocketAddress = tuple[str, int] | tuple[str, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address to which a connection may be made."""

    family: int
    sockaddr: SocketAddress

    @property
    def text(self) -> str:
        """Give `192.0.2.1:587` or `[2001:db8::1]:587`."""
        host, port = self.sockaddr[0], self.sockaddr[1]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def literal(host: str, port: int) -> Address | None:
    """Give the address of a host that is written as a number, `None` for a name."""
    try:
        number = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
    if number.version == 6:
        return Address(family=socket.AF_INET6, sockaddr=(str(number), port, 0, 0))
    return Address(family=socket.AF_INET, sockaddr=(str(number), port))


async def look_up(host: str, port: int, family: Family) -> tuple[tuple[Address, ...], int]:
    """Give a name's addresses, IPv6 and IPv4 by turns (IPv6 first), and when they came.

    Raises `socket.gaierror`. Cancelling leaves the thread to end by itself.
    """
    wanted = {Family.IPV4: socket.AF_INET, Family.IPV6: socket.AF_INET6}.get(family, 0)
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[tuple[tuple[Address, ...], int]] = loop.create_future()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, wanted, socket.SOCK_STREAM, socket.IPPROTO_TCP)
            came_ns = monotonic_ns()
            result = (_by_turns(found), came_ns)
        except (OSError, UnicodeError) as error:
            _tell(loop, answer, partial(answer.set_exception, error))
        else:
            _tell(loop, answer, partial(answer.set_result, result))

    # `threading.Thread.start` waits until the new thread runs, which blocks this loop for up
    # to 2 ms on a busy machine; a bare thread does not, and is as little waited for at exit.
    _thread.start_new_thread(ask, ())
    return await answer


def _tell(
    loop: asyncio.AbstractEventLoop,
    answer: "asyncio.Future[tuple[tuple[Address, ...], int]]",
    settle: Callable[[], None],
) -> None:
    """Settle the future in its loop, if both are still there."""

    def if_wanted() -> None:
        if not answer.done():
            settle()

    # The loop may have closed while the resolver was stuck: nobody is left to tell.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(if_wanted)


def _by_turns(found: list[tuple[Any, ...]]) -> tuple[Address, ...]:
    """Order addresses for happy eyeballs (RFC 8305 §4): IPv6, IPv4, IPv6, …"""
    rows = [Address(family=row[0], sockaddr=row[4]) for row in found]
    six = [row for row in rows if row.family == socket.AF_INET6]
    four = [row for row in rows if row.family == socket.AF_INET]
    return tuple(row for row in chain.from_iterable(zip_longest(six, four)) if row is not None)
