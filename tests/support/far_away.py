"""SendGrid's addresses at the far end of a link with a distance, where packets are lost.

Needs root, `ip` and /dev/net/tun (see `tests/lab/wan.py`).
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.cli import environment
from tests.support.far_end import ADDRESSES
from tests.support.far_end_process import certificates, listening, names_from_files
from tests.support.wan import wan


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """What lies between, drawn by `seed`."""

    rtt_ms: float
    loss_percent: float
    """Of the packets of each direction."""
    seed: int


@contextmanager
def far_away(name: str, folder: Path, distance: Distance) -> Iterator[list[str]]:
    """Set the link up with a healthy SendGrid behind it; gives what runs a command before it."""
    certificates(folder)
    client, server = f"{name}-c", f"{name}-s"
    numbers = ("--rtt", str(distance.rtt_ms), "--loss", str(distance.loss_percent))
    with ExitStack() as stack:
        up = wan("up", "--name", name, *numbers, "--seed", str(distance.seed))
        subprocess.run(up, check=True, stdout=subprocess.DEVNULL)
        stack.callback(subprocess.run, wan("down", "--name", name), check=True)
        for address in ADDRESSES:
            there = ["ip", "-n", server, "addr", "add", address, "dev", "lo"]
            subprocess.run(there, check=True)
        stack.enter_context(names_from_files(client))
        stack.enter_context(listening(["ip", "netns", "exec", server], folder, {}))
        yield ["ip", "netns", "exec", client]


def diagnosed(inside: list[str], folder: Path, *options: str) -> dict[str, Any]:
    """Run `sgdesk diagnose --json` there; gives its document."""
    program = (sys.executable, "-P", "-m", "sgdesk", "diagnose", "--json")
    done = subprocess.run(
        [*inside, *program, "--ca-file", str(folder / "ca.pem"), *options],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert done.stdout, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document
