"""Whose computer this is: what a report must not name."""

import getpass
import platform
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from sgdesk.route import Route, parse_proxy
from sgdesk.secret import Secret


def users() -> Iterator[str]:
    """Give the names of who runs this."""
    # Neither is known where a system has no account for who runs this.
    with suppress(OSError, KeyError, ImportError):
        yield getpass.getuser()
    with suppress(RuntimeError):
        yield Path.home().name


def computers() -> Iterator[str]:
    """Give the names of this computer, with its domain and without; nothing is looked up."""
    for name in {socket.gethostname(), platform.node()}:
        yield name
        yield name.partition(".")[0]


def secrets(
    routes: Iterable[Route], key_env: str, environ: Mapping[str, str], *, tried: Secret | None
) -> Iterator[str]:
    """Give what no server's echo may show: the key that was tried, that of this shell, logins."""
    if tried is not None:
        yield tried.reveal()
    yield environ.get(key_env, "").strip()
    for proxy in {route.proxy for route in routes if route.proxy}:
        read = parse_proxy(proxy)
        yield from (read.secret, read.username, read.login if read.secret else "")
