"""A computer on a broken network: a namespace with filters, a resolver's file, a far end.

Needs root, `ip` and `nft`. The namespace has its own loopback only; SendGrid's
addresses live there, so nothing can leave this computer.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trustme

from tests.support.cli import ROOT, environment
from tests.support.far_end import API_ADDRESS, API_HOST, MAIL_ADDRESS, MAIL_HOST

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


class Place:
    """One namespace; networks are put into it one after the other."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.ca_file = folder / "ca.pem"

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
            self._inside(*command), capture_output=True, text=True, check=False, env=env
        )

    @contextmanager
    def _set_up(self, network: Network) -> Iterator[None]:
        names = {API_HOST: [API_ADDRESS], MAIL_HOST: [MAIL_ADDRESS], **(network.hosts or {})}
        lines = [f"{address} {name}" for name, found in names.items() for address in found]
        self._etc("hosts", "\n".join(lines))
        self._nft("flush ruleset")
        if network.filters:
            self._nft(_TABLE % "\n    ".join(network.filters))
        changed = json.dumps({str(port): play for port, play in (network.ports or {}).items()})
        server = subprocess.Popen(
            self._inside(sys.executable, "-m", "tests.support.far_end", str(self.folder), changed),
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == "ready\n", "the far end did not start"
            yield
        finally:
            server.kill()
            server.communicate()

    def _inside(self, *command: str) -> list[str]:
        return ["ip", "netns", "exec", self.name, *command]

    def _nft(self, rules: str) -> None:
        subprocess.run(self._inside("nft", "-f", "-"), input=rules, text=True, check=True)

    def _etc(self, file: str, text: str) -> None:
        (Path("/etc/netns") / self.name / file).write_text(f"{text}\n", encoding="utf-8")


@contextmanager
def place(name: str, folder: Path) -> Iterator[Place]:
    """Make a namespace with SendGrid's addresses in it, and certificates good and bad."""
    made = Place(name, folder)
    _certificates(folder)
    etc = Path("/etc/netns") / name
    with ExitStack() as stack:
        subprocess.run(["ip", "netns", "add", name], check=True)
        stack.callback(subprocess.run, ["ip", "netns", "del", name], check=True)
        etc.mkdir(parents=True)
        stack.callback(shutil.rmtree, etc)
        (etc / "nsswitch.conf").write_text("hosts: files\n", encoding="utf-8")
        inside = ["ip", "-n", name]
        subprocess.run([*inside, "link", "set", "lo", "up"], check=True)
        for address in (API_ADDRESS, MAIL_ADDRESS):
            subprocess.run([*inside, "addr", "add", f"{address}/32", "dev", "lo"], check=True)
        yield made


def _certificates(folder: Path) -> None:
    """Write a good leaf, one of an authority nobody trusts, and one of another name."""
    trusted, foreign = trustme.CA(), trustme.CA(organization_name="Example Web Shield")
    trusted.cert_pem.write_to_path(str(folder / "ca.pem"))
    for kind, authority, names in (
        ("good", trusted, (API_HOST, MAIL_HOST)),
        ("foreign", foreign, (API_HOST, MAIL_HOST)),
        ("other", trusted, ("mx3.provider.example",)),
    ):
        (folder / kind).mkdir()
        leaf = authority.issue_cert(*names)
        leaf.private_key_pem.write_to_path(str(folder / kind / "key.pem"))
        chain = b"".join(blob.bytes() for blob in leaf.cert_chain_pems)
        (folder / kind / "chain.pem").write_bytes(chain)
