"""TLS that verifies, and tells the recorder what it saw.

    context = client_context(route.ca_file)      # before the attempt: the first costs 17 ms
    with recording(dialled.tap, then=Phase.GREETING):
        await loop.create_connection(factory, sock=dialled.sock, ssl=context, server_hostname=name)

`recording` must surround the call that makes the TLS object: `create_connection`,
`loop.start_tls`, aiosmtplib's `connect()` with `use_tls=True` or its `starttls()`.
One that was made before there was a connection is told by `report_to` (`client_tls.py`).
The handshake then begins and ends the phase `tls`, fills `recorder.tls`, and
what is encrypted and decrypted afterwards goes to the transcript as plain text.

There is no way to get a context from here that does not verify.
"""

import ssl
import sys
from asyncio.sslproto import SSLProtocol
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import truststore

from sgdesk.errors import InputError
from sgdesk.trace import Phase, TlsFacts
from sgdesk.wire.chain import name_of, shown_chain
from sgdesk.wire.errors import PrivateIssuerError
from sgdesk.wire.issuers import private_issuer, public_keys
from sgdesk.wire.socket import Tap

if TYPE_CHECKING:
    from sgdesk.wire.recorder import Recorder

# asyncio takes 256 KiB for each connection it encrypts, and for each read from it. So much
# comes fresh from the system, 2 ms of page faults between the server's leave and our hello.
SSLProtocol.max_size = 64 * 1024

_tap: ContextVar[tuple[Tap, Phase | None] | None] = ContextVar("sgdesk_tls_tap", default=None)


@contextmanager
def recording(tap: Tap, *, then: Phase | None = None) -> Iterator[None]:
    """Let TLS objects made in this block report to `tap`; after the handshake `then` begins."""
    token = _tap.set((tap, then))
    try:
        yield
    finally:
        _tap.reset(token)


def report_to(tls: ssl.SSLObject, tap: Tap, then: Phase) -> None:
    """Let a TLS object report to `tap` from now on; after the handshake `then` begins."""
    if isinstance(tls, _Recording):
        tls.report_to(tap, then)


def client_context(
    ca_file: str | None = None, *, alpn: str = "", alone: bool = False
) -> ssl.SSLContext:
    """Give the context that trusts the system's roots, and the CA in `ca_file` too.

    `alone`: that CA and no other, so that only who holds its key can answer.
    Shared and kept: making one costs 17 ms. `alpn` names the protocol to offer
    (RFC 7301); HTTP has its own contexts, because httpcore sets `http/1.1` on
    what it is given, and that is no word for a mail server. Raises `InputError` when the file
    cannot be read or holds no certificate, or the one for TLS secrets cannot be written.
    """
    if ca_file is None:
        return _context(None, 0, alpn, alone=False)
    try:
        return _context(ca_file, Path(ca_file).stat().st_mtime_ns, alpn, alone=alone)
    except (OSError, ssl.SSLError) as error:
        raise InputError(
            f"The CA file {ca_file} cannot be used.",
            why=_of_no_use(error),
            remedy="Give a file with certificates in PEM form.",
            setting="ca_file",
        ) from error


def _of_no_use(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return "It holds no certificate in PEM form, or a damaged one."
    return f"{error.strerror or error}."


@lru_cache(maxsize=8)
def _context(ca_file: str | None, _mtime_ns: int, alpn: str, *, alone: bool) -> ssl.SSLContext:
    context: ssl.SSLContext
    if alone:
        context = inner = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    elif sys.platform == "darwin":
        # Only there does OpenSSL not see the system's roots. Verification lives in
        # truststore's own TLS object, so that ours must build on it, not replace it.
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        inner: ssl.SSLContext = context._ctx  # type: ignore[attr-defined]  # no public way in
    else:
        context = inner = _default_context()
        _add_roots_where_openssl_knows_none(context)
    # Read now: within a handshake it would count as the server's time.
    public_keys()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # Once shaken, hands are not shaken anew: in its midst nothing could be written, and
    # nobody would ask again who vouches for the server.
    context.options |= ssl.OP_NO_RENEGOTIATION
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    if alpn:
        context.set_alpn_protocols([alpn])
    inner.sslobject_class = recording_class(inner.sslobject_class)
    return context


def _default_context() -> ssl.SSLContext:
    try:
        return ssl.create_default_context()
    except OSError as error:
        raise InputError(
            "Encryption cannot be prepared.",
            why=f"The variable SSLKEYLOGFILE names {error.filename}: {error.strerror}.",
            remedy="Unset it, or let it name a file that can be written.",
        ) from error


_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch, Gentoo
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine
)


def _add_roots_where_openssl_knows_none(context: ssl.SSLContext) -> None:
    """Load the distribution's roots for a Python whose OpenSSL was built to look elsewhere."""
    known = ssl.get_default_verify_paths()
    if sys.platform == "linux" and not (known.cafile or known.capath):
        bundle = next((file for file in _BUNDLES if Path(file).is_file()), None)
        if bundle is not None:
            context.load_verify_locations(bundle)


def recording_class(base: type[ssl.SSLObject]) -> type[ssl.SSLObject]:
    """Give a TLS object class that records, and otherwise does all that `base` does."""
    return type("RecordingSSLObject", (_Recording, base), {})


class _Recording(ssl.SSLObject):
    """Report to the tap that was current when this object was made."""

    _tap: Tap | None
    _then: Phase | None
    _done: bool
    _incoming: ssl.MemoryBIO

    @classmethod
    def _create(cls, incoming: ssl.MemoryBIO, *args: Any, **kwargs: Any) -> "_Recording":
        # Private in CPython 3.11 to 3.13, and the only place where one connection
        # of a shared context can be told from another.
        self: _Recording = super()._create(incoming, *args, **kwargs)  # type: ignore[misc]  # above
        self._tap, self._then = _tap.get() or (None, None)
        self._done = False
        self._incoming = incoming
        if self._tap is not None:
            self._tap.opaque = True
        return self

    def report_to(self, tap: Tap, then: Phase) -> None:
        """Report to this tap, which the handshake begins on."""
        self._tap, self._then = tap, then
        tap.opaque = True
        self._begin(tap.recorder)

    def _begin(self, recorder: "Recorder | None") -> None:
        if recorder is not None and recorder.phase is not Phase.TLS and not self._done:
            if recorder.phase is not None:
                # STARTTLS was answered; its library call goes on to the handshake.
                recorder.end(recorder.phase, detail=recorder.transcript.last_said())
            recorder.begin(Phase.TLS)

    def do_handshake(self) -> None:
        """Shake hands; the last round ends the phase `tls` at its arrival."""
        recorder = self._tap.recorder if self._tap else None
        self._begin(recorder)
        try:
            super().do_handshake()
        except ssl.SSLCertVerificationError as error:
            if recorder is not None:
                recorder.tls = _facts(self, verified=False)
                # Only OpenSSL fills it; a verdict of the operating system has none.
                reason = getattr(error, "verify_message", "") or str(error)
                recorder.fail(reason, waiting=False)
            raise
        if self._tap is None or self._done:
            return
        self._done = True
        self._tap.encrypted = True
        facts = _facts(self, verified=True, judged=self._tap.leads_away)
        known = self._tap.known_issuers
        is_refused = known is not None and facts.private_issuer not in ("", *known)
        if recorder is not None:
            recorder.tls = facts
            if facts.private_issuer:
                # Read at the end: to take it apart costs a millisecond, and here the server waits.
                recorder.read_chain = lambda: shown_chain(self)
        if is_refused:
            raise PrivateIssuerError(0, f"{facts.issuer_name} is no public issuer")
        if recorder is not None:
            recorder.end(Phase.TLS, detail=f"{facts.version} {facts.cipher}")
            recorder.transcript.note(f"{facts.version}, {facts.cipher}, {facts.subject}")
            if self._then is not None:
                recorder.begin(self._then)

    def read(self, len: int = 1024, buffer: Any = None) -> Any:
        """Decrypt, and pass it on."""
        if not (self._incoming.pending or self._incoming.eof or self.pending()):
            # asyncio reads until nothing is left, and OpenSSL takes long to say so.
            raise ssl.SSLWantReadError
        result: Any = super().read(len, buffer)
        if self._tap is not None:
            data = result if isinstance(result, bytes) else bytes(memoryview(buffer)[:result])
            if data:
                self._tap.plain_received(data)
        return result

    def write(self, data: Any) -> int:
        """Encrypt, and pass on what was taken."""
        count = super().write(data)
        if self._tap is not None:
            self._tap.plain_sent(memoryview(data)[:count])
        return count


def _version_of(cipher: str) -> str:
    """Tell the version while the handshake is not done; only TLS 1.3 names its suites so."""
    return "TLSv1.3" if cipher.startswith("TLS_") else ""


def _facts(tls: ssl.SSLObject, *, verified: bool, judged: bool = False) -> TlsFacts:
    """Read what was agreed; for a refused certificate, from the chain as it was shown.

    `judged` asks for verified ones whether a public issuer vouches.
    """
    cipher = tls.cipher()
    private = private_issuer(tls) if judged else ""
    chain = () if verified else shown_chain(tls)
    if verified:
        certificate = tls.getpeercert()
        issuer, subject = name_of(certificate, "issuer"), name_of(certificate, "subject")
    else:
        issuer, subject = (chain[0].issuer, chain[0].subject) if chain else ("", "")
    return TlsFacts(
        version=tls.version() or _version_of(cipher[0] if cipher else ""),
        cipher=cipher[0] if cipher else "",
        issuer=issuer or None,
        subject=subject or None,
        verified=verified,
        chain=chain,
        private_issuer=private,
    )
