"""A throwaway authority and the server certificates made from it.

Everything lives in one private directory that goes when the process ends; that of one that was
killed goes when the next one starts.
"""

import ipaddress
import socket
import ssl
from datetime import timedelta
from types import TracebackType
from typing import Self

import trustme

from sgdesk.clock import wall_utc
from sgdesk.sandbox.faults import WrongCertificateKind
from sgdesk.scratch import ScratchFolder, temporary_files

PREFIX = "sgdesk-sandbox-"
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
        self._folder = ScratchFolder(PREFIX)
        self._authority = trustme.CA(organization_name="sgdesk local SendGrid")
        self.ca_file = self._folder.path / "ca.pem"
        self._names = server_names(host)
        with temporary_files():
            self._authority.cert_pem.write_to_path(self.ca_file)
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
        self._folder.close()


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
