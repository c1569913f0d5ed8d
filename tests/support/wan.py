"""A simulated link with SendGrid's names at its far end: nginx for the API, a sink for SMTP.

Needs root, `ip` and /dev/net/tun (see `tests/lab/wan.py`), nginx and a C compiler.
"""

import subprocess
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.lab import (
    Certificate,
    build_sink,
    make_certificate,
    running_nginx,
    running_sink,
)

SCRIPT = Path(__file__).parents[1] / "lab" / "wan.py"
SMTP_HOST = "smtp.sendgrid.net"
API_HOST = "api.sendgrid.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A running link; the client's end resolves every name to the server, across the link."""

    name: str
    rtt_ms: float
    certificate: Certificate
    folder: Path

    @property
    def client_namespace(self) -> str:
        """Give the network namespace of the client's end."""
        return f"{self.name}-c"

    @property
    def server_ip(self) -> str:
        """Give the server's address."""
        return f"198.18.{_octet(self.name)}.2"

    def in_client(
        self, *command: str, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run at the client's end."""
        return subprocess.run(
            wan("exec", "--name", self.name, "client", "--", *command),
            capture_output=True,
            text=True,
            check=False,
            env=env,
        )


def _octet(name: str) -> int:
    return 1 + zlib.crc32(name.encode()) % 250


def wan(*words: str) -> list[str]:
    """Give the command line of the link's own program."""
    return [sys.executable, str(SCRIPT), *words]


@contextmanager
def running_link(folder: Path, *, name: str, rtt_ms: float) -> Iterator[Link]:
    """Bring up the link and the servers behind it; `folder` is readable to other users."""
    certificate = make_certificate(folder, SMTP_HOST, API_HOST)
    link = Link(name=name, rtt_ms=rtt_ms, certificate=certificate, folder=folder)
    with ExitStack() as stack:
        up = wan("up", "--name", name, "--rtt", str(rtt_ms), "--dns")
        subprocess.run(up, check=True, stdout=subprocess.DEVNULL)
        stack.callback(subprocess.run, wan("down", "--name", name), check=True)
        inside = tuple(wan("exec", "--name", name, "server", "--"))
        options = ("--host", link.server_ip, "--starttls", "587", "--tls", "465")
        sink = build_sink(folder)
        stack.enter_context(running_sink(sink, certificate, *options, prefix=inside))
        stack.enter_context(
            running_nginx(folder, certificate, host=link.server_ip, port=443, prefix=inside)
        )
        yield link
