"""A computer on a broken network: a namespace with filters, a resolver's file, a far end.

Needs root, `ip` and `nft`. The namespace has its own loopback only; SendGrid's
addresses live there, so nothing can leave this computer.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.support.cli import environment
from tests.support.far_end import ADDRESSES
from tests.support.far_end_process import (
    certificates,
    listening,
    look_up_by,
    names_from_files,
    write_hosts,
)

T = TypeVar("T")
R = TypeVar("R")
NOBODY_ID = 65534
NOBODY = (
    *("setpriv", f"--reuid={NOBODY_ID}", f"--regid={NOBODY_ID}", "--clear-groups"),
    *("--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"),
)
"""An ordinary user, who can become no other."""
_TABLE = """
table inet broken {
  chain out {
    type filter hook output priority 0;
    %s
  }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What is broken."""

    filters: tuple[str, ...] = ()
    """Rules of nftables for what leaves, e.g. `tcp dport 25 drop`."""
    ports: Mapping[int, str] | None = None
    """What answers on which port, by the names of `far_end.plays`; else all is well."""
    hosts: Mapping[str, Sequence[str]] | None = None
    """Addresses by name, where the resolver lies; a name without any is not found."""
    slow_names: bool = False
    """Names are looked up at a resolver that takes its time, not in a file."""


class Place:
    """One namespace; networks are put into it one after the other."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.ca_file = folder / "ca.pem"
        self.runs_as: tuple[str, ...] = ()
        """What starts a command as somebody else than root, e.g. `NOBODY`."""

    def diagnose(self, network: Network, *options: str) -> tuple[int, dict[str, Any]]:
        """Run `sgdesk diagnose --json` on a network; gives its exit code and document."""
        with self._set_up(network):
            done = self._run(
                *(sys.executable, "-P", "-m", "sgdesk", "diagnose", "--json"),
                *("--ca-file", str(self.ca_file), *options),
                env=environment(),
            )
        assert done.stdout, done.stderr
        document: dict[str, Any] = json.loads(done.stdout)
        return done.returncode, document

    def run(self, network: Network, *command: str, path: str) -> str:
        """Run a command that finds its programs in `path` on a network; gives what it printed."""
        with self._set_up(network):
            env = {"PATH": path, "SSL_CERT_FILE": str(self.ca_file)}
            return self._run("env", "-i", *(f"{k}={v}" for k, v in env.items()), *command).stdout

    def _run(
        self, *command: str, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._inside(*self.runs_as, *command),
            capture_output=True,
            text=True,
            check=False,
            env=env,
        )

    @contextmanager
    def _set_up(self, network: Network) -> Iterator[None]:
        etc = Path("/etc/netns") / self.name
        write_hosts(etc, network.hosts or {})
        look_up_by(etc, "dns" if network.slow_names else "files")
        self._nft("flush ruleset")
        if network.filters:
            self._nft(_TABLE % "\n    ".join(network.filters))
        with listening(["ip", "netns", "exec", self.name], self.folder, network.ports or {}):
            yield

    def _inside(self, *command: str) -> list[str]:
        return ["ip", "netns", "exec", self.name, *command]

    def _nft(self, rules: str) -> None:
        subprocess.run(self._inside("nft", "-f", "-"), input=rules, text=True, check=True)


@contextmanager
def place(name: str, folder: Path) -> Iterator[Place]:
    """Make a namespace with SendGrid's addresses in it, and certificates good and bad."""
    made = Place(name, folder)
    certificates(folder)
    with ExitStack() as stack:
        subprocess.run(["ip", "netns", "add", name], check=True)
        stack.callback(subprocess.run, ["ip", "netns", "del", name], check=True)
        stack.enter_context(names_from_files(name))
        inside = ["ip", "-n", name]
        subprocess.run([*inside, "link", "set", "lo", "up"], check=True)
        for address in ADDRESSES:
            subprocess.run([*inside, "addr", "add", address, "dev", "lo"], check=True)
        yield made


def at_places(work: Callable[[Place, T], R], items: Iterable[T], *, at_once: int) -> list[R]:
    """Do `work` at each item, at several places at once, since most of it is waiting.

    Each place takes the next item when it is done with one. Names are this process's own.
    """
    left, done = iter(list(items)), list[R]()

    def worker(number: int) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            folder.chmod(0o755)
            with place(f"sgbroken{os.getpid()}-{number}", folder) as here:
                for item in left:
                    done.append(work(here, item))

    if os.geteuid() != 0 or not shutil.which("nft"):
        raise AssertionError("broken networks need root and nftables (Debian: nftables)")
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(worker, range(at_once)))
    return done
