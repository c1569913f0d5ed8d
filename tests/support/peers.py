"""SMTP servers that this project did not write, behind one face for the tests."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.support.lab import Certificate, make_certificate
from tests.support.postfix import HOST, running_postfix

NODE = Path(__file__).parents[1] / "contract" / "servers" / "node"
USER = "apikey"
PASSWORD = "SG." + "p" * 22 + "." + "q" * 43


class Peer(Protocol):
    """A running server with its mail."""

    @property
    def starttls(self) -> int:
        """Give the port that starts plain."""

    @property
    def tls(self) -> int:
        """Give the port that starts encrypted."""

    @property
    def certificate(self) -> Certificate:
        """Give what it shows."""

    def received(self, count: int) -> list[bytes]:
        """Give the mails as they arrived, oldest first, once there are `count`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePeer:
    """npm's `smtp-server`."""

    starttls: int
    tls: int
    certificate: Certificate
    folder: Path

    def received(self, count: int, *, seconds: float = 20) -> list[bytes]:
        """Give the mails as they arrived; it writes a mail before it answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            files = sorted(self.folder.glob("*.eml"), key=lambda file: int(file.stem))
            if len(files) >= count:
                return [file.read_bytes() for file in files]
            time.sleep(0.02)
        raise AssertionError(f"{count} mails did not arrive in {seconds} s")


@contextmanager
def running_node_peer(folder: Path, *, hide: str = "") -> Iterator[NodePeer]:
    """Run npm's `smtp-server`; `hide` takes EHLO keywords away."""
    certificate = make_certificate(folder, HOST)
    files = ["--cert", str(certificate.chain_file), "--key", str(certificate.key_file)]
    command = ["node", "smtp_server.mjs", "--folder", str(folder), "--user", USER, "--hide", hide]
    with subprocess.Popen(
        [*command, *files],
        cwd=NODE,
        env={"PATH": os.environ["PATH"], "PEER_PASSWORD": PASSWORD},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        ports = json.loads(process.stdout.readline())
        try:
            yield NodePeer(**ports, certificate=certificate, folder=folder)
        finally:
            process.stdin.close()
            process.wait(10)


@contextmanager
def running_peer(kind: str, folder: Path, *, hide: str = "") -> Iterator[Peer]:
    """Run `postfix` or `smtp-server` with the same user and password."""
    if kind == "postfix":
        with running_postfix(folder, user=USER, password=PASSWORD, discard=hide) as postfix:
            yield postfix
    else:
        with running_node_peer(folder, hide=hide) as node:
            yield node
