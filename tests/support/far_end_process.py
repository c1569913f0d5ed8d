"""The far end as a process in a namespace: its certificates, its names, and what it has heard."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

from tests.support.cli import ROOT
from tests.support.far_end import API_ADDRESS, API_HOST, HEARD, MAIL_ADDRESS, MAIL_HOST
from tests.support.heard import OF_A_KEY, OF_A_MAIL, told


@contextmanager
def listening(inside: Sequence[str], folder: Path, changed: Mapping[int, str]) -> Iterator[None]:
    """Answer at SendGrid's addresses there; `changed` ports as `far_end.plays` names it.

    Fails if anybody spoke of a mail there, or showed a key.
    """
    heard = folder / HEARD
    heard.mkdir()
    plays = json.dumps({str(port): play for port, play in changed.items()})
    server = subprocess.Popen(
        [*inside, sys.executable, "-m", "tests.support.far_end", str(folder), plays],
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
        kept = [file.read_bytes() for file in heard.iterdir()]
        shutil.rmtree(heard)
    words = [*told(OF_A_MAIL, kept), *told(OF_A_KEY, kept)]
    assert not words, f"the far end was told of a mail, or of a key: {words}"


@contextmanager
def names_from_files(namespace: str) -> Iterator[Path]:
    """Let names be looked up in a file alone; gives the folder for it."""
    etc = Path("/etc/netns") / namespace
    etc.mkdir(parents=True)
    try:
        look_up_by(etc, "files")
        (etc / "resolv.conf").write_text("nameserver 127.0.0.1\n", encoding="utf-8")
        write_hosts(etc, {})
        yield etc
    finally:
        shutil.rmtree(etc)


def look_up_by(etc: Path, way: str) -> None:
    """Let names be looked up in `files`, or at the far end's resolver by `dns`."""
    (etc / "nsswitch.conf").write_text(f"hosts: {way}\n", encoding="utf-8")


def write_hosts(etc: Path, changed: Mapping[str, Sequence[str]]) -> None:
    """Write SendGrid's names, but for those `changed`; one without an address is not found."""
    names = {API_HOST: [API_ADDRESS], MAIL_HOST: [MAIL_ADDRESS], **changed}
    lines = [f"{address} {name}\n" for name, found in names.items() for address in found]
    (etc / "hosts").write_text("".join(lines), encoding="utf-8")


def certificates(folder: Path) -> None:
    """Write a good leaf, one of an authority nobody trusts, one of another name, and old ones."""
    trusted, foreign = trustme.CA(), trustme.CA(organization_name="Example Web Shield")
    trusted.cert_pem.write_to_path(str(folder / "ca.pem"))
    own, now = (API_HOST, MAIL_HOST), datetime.now(UTC)
    old, young = now - timedelta(days=40), now + timedelta(days=40)
    for kind, authority, names, since, until in (
        ("good", trusted, own, old, young),
        ("foreign", foreign, own, old, young),
        ("other", trusted, ("mx3.provider.example",), old, young),
        ("expired", trusted, own, old, now - timedelta(days=2)),
        ("future", trusted, own, now + timedelta(days=2), young),
    ):
        (folder / kind).mkdir()
        leaf = authority.issue_cert(*names, not_before=since, not_after=until)
        leaf.private_key_pem.write_to_path(str(folder / kind / "key.pem"))
        chain = b"".join(blob.bytes() for blob in leaf.cert_chain_pems)
        (folder / kind / "chain.pem").write_bytes(chain)
