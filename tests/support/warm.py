"""Commands without their start: a process that has imported the program forks a child for each.

Importing costs a command more than what it does, and the tests run some two hundred. Nothing is
shared but what imports leave; a child gets arguments, variables, folder and streams of its own,
and ends as the interpreter does. What a command imports, and when, `test_startup.py` watches.
"""

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from sgdesk.__main__ import main
from sgdesk.cli.main import COMMANDS

_ORDER_BYTES = 2**18
DEAR = ("sgdesk.app", "sgdesk.account.regions", "sgdesk.diagnose.run", "sgdesk.message.eml")
"""What stands behind the doors of the commands."""


class Nursery:
    """The hold on the process that forks."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders

    def run(
        self, arguments: Sequence[str], environ: Mapping[str, str], given: bytes, cwd: Path | None
    ) -> tuple[int, bytes, bytes]:
        """Run a command to its end; gives its code and what it, and what it started, wrote."""
        order = json.dumps([arguments, dict(environ), str(cwd or Path.cwd())]).encode()
        (out, to_out), (err, to_err) = os.pipe(), os.pipe()
        with ThreadPoolExecutor(2) as threads, tempfile.TemporaryFile() as stdin:
            stdin.write(given)
            stdin.seek(0)
            socket.send_fds(self._orders, [order], [stdin.fileno(), to_out, to_err])
            os.close(to_out)
            os.close(to_err)
            written = [threads.submit(_all_of, each) for each in (out, err)]
            return self._code(int(self._orders.recv(16))), written[0].result(), written[1].result()

    def _code(self, child: int) -> int:
        try:
            return int(self._orders.recv(16))
        except TimeoutError:
            os.kill(child, signal.SIGKILL)
            self._orders.recv(16)
            raise


def _all_of(pipe: int) -> bytes:
    with open(pipe, "rb") as file:
        return file.read()


@contextmanager
def nursery(environ: Mapping[str, str], limit_s: float) -> Iterator[Nursery]:
    """Start one; a command that takes longer than `limit_s` raises `TimeoutError`."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.settimeout(limit_s)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ORDER_BYTES)
    words = [sys.executable, "-P", "-m", __name__]
    # Python asks its streams at the start whether they can seek: like a pipe, these cannot.
    end = theirs.fileno()
    with subprocess.Popen(words, env=environ, stdin=end, stdout=end, stderr=end), ours:
        theirs.close()
        yield Nursery(ours)


def _serve(orders: socket.socket) -> None:
    """Fork a child for each order until there are no more; in a child, return from `main`."""
    while True:
        order, streams, _, _ = socket.recv_fds(orders, _ORDER_BYTES, 3)
        if not order:
            return
        child = os.fork()
        if child == 0:
            orders.close()
            arguments, environ, cwd = json.loads(order)
            _become(arguments, environ, cwd, streams)
            raise SystemExit(main())
        orders.send(str(child).encode())
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        orders.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(arguments: list[str], environ: dict[str, str], cwd: str, streams: list[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["sgdesk", *arguments]


if __name__ == "__main__":
    for name in (*(f"sgdesk.cli.{command}" for command in COMMANDS), *DEAR):
        import_module(name)
    gc.freeze()
    _serve(socket.socket(fileno=os.dup(0)))
