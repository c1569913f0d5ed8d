"""A throwaway authority and the server certificates made from it.

Everything lives in one private directory that goes when the process ends; that of one that was
killed goes when the next one starts.
"""

import ipaddress
import os
import shutil
import socket
import ssl
import stat
import sys
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import trustme

from sgdesk.clock import wall_utc
from sgdesk.filelock import try_lock
from sgdesk.sandbox.faults import WrongCertificateKind

PREFIX = "sgdesk-sandbox-"
OWNER = "owner"
"""A file that the living process holds locked."""
YOUNG_S = 60.0
SERVER_NAMES = (
    "localhost",
    "127.0.0.1",
    "::1",
    "smtp.sendgrid.net",
    "api.sendgrid.com",
    "smtp.eu.sendgrid.net",
    "api.eu.sendgrid.com",
)


class Certificates:
    """Server contexts: the right one, and one for each way of being wrong."""

    def __init__(self, host: str) -> None:
        clear_left_overs()
        self._directory = tempfile.TemporaryDirectory(prefix=PREFIX)
        # The lock ends with the process, however that ends.
        self._owner = (Path(self._directory.name) / OWNER).open("wb")
        try_lock(self._owner.fileno())
        self._authority = trustme.CA(organization_name="sgdesk local SendGrid")
        self.ca_file = Path(self._directory.name) / "ca.pem"
        self._authority.cert_pem.write_to_path(self.ca_file)
        self._names = server_names(host)
        self.right = server_context(self._authority.issue_cert(*self._names))
        self._wrong: dict[WrongCertificateKind, ssl.SSLContext] = {}

    def wrong(self, kind: WrongCertificateKind) -> ssl.SSLContext:
        """Give a context that a careful client refuses; made when first asked for."""
        if kind not in self._wrong:
            self._wrong[kind] = server_context(self._issue_wrong(kind))
        return self._wrong[kind]

    def _issue_wrong(self, kind: WrongCertificateKind) -> trustme.LeafCert:
        match kind:
            case "host":
                return self._authority.issue_cert("somewhere-else.example.com")
            case "ca":
                stranger = trustme.CA(organization_name="Unknown authority")
                return stranger.issue_cert(*self._names)
            case "expired":
                now = wall_utc()
                return self._authority.issue_cert(
                    *self._names,
                    not_before=now - timedelta(days=30),
                    not_after=now - timedelta(days=1),
                )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._owner.close()
        self._directory.cleanup()


def clear_left_overs() -> None:
    """Remove the folders of local SendGrids of this user that were killed."""
    # Younger ones may belong to one that is about to lock its own.
    oldest = wall_utc().timestamp() - YOUNG_S
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            found = folder.lstat()
            is_ours = sys.platform == "win32" or found.st_uid == os.getuid()
            if stat.S_ISDIR(found.st_mode) and is_ours and found.st_mtime < oldest:
                _remove_if_dead(folder)


def _remove_if_dead(folder: Path) -> None:
    with (folder / OWNER).open("r+b") as owner:
        is_dead = try_lock(owner.fileno())
    if is_dead:
        shutil.rmtree(folder, ignore_errors=True)


def server_names(host: str) -> tuple[str, ...]:
    """Name what the leaf is good for: SendGrid's hosts, this computer, and `host`."""
    names = list(SERVER_NAMES)
    if not ipaddress.ip_address(host).is_loopback:
        names.append(socket.gethostname())
    if not ipaddress.ip_address(host).is_unspecified and host not in names:
        names.append(host)
    return tuple(names)


def server_context(leaf: trustme.LeafCert) -> ssl.SSLContext:
    """Make a server context with SendGrid's floor, TLS 1.2."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    leaf.configure_cert(context)
    return context
