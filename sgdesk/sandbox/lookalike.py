"""Certificates that look like those of a recording: names, issuer, dates, and what is wrong.

The keys behind them are new: those of a recorded server cannot be recorded. An issuer that was
trusted there is trusted by whoever takes `ca_pem`, one that was not stands in no file.
"""

import re
import ssl
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sgdesk.clock import wall_utc
from sgdesk.sandbox.recording import Shown

SELF_SIGNED, UNTRUSTED_ROOT, NO_ISSUER, NO_LEAF_ISSUER = 18, 19, 20, 21
NOT_YET, EXPIRED = 9, 10
WRONG_NAME, WRONG_ADDRESS = 62, 64
PLAYED = (
    *(SELF_SIGNED, UNTRUSTED_ROOT, NO_ISSUER, NO_LEAF_ISSUER),
    *(NOT_YET, EXPIRED, WRONG_NAME, WRONG_ADDRESS),
)
"""OpenSSL's numbers of what can be made to be wrong (openssl-verify(1))."""
_PART = re.compile(r"(\w+)=(.+?)(?=, \w+=|$)")
_OIDS = {
    "CN": NameOID.COMMON_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
}
_NAME_LETTERS = 64
"""X.520 allows no more."""
_DAY = timedelta(days=1)
_ELSEWHERE = "somewhere-else.example.com"


class Lookalikes:
    """Server contexts with such certificates; each issuer is made once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._roots: dict[tuple[str, bool], _Issuer] = {}

    def context(self, host: str, shown: Shown, code: int | None) -> ssl.SSLContext:
        """Give what a server named `host` is to show; `code` says what is wrong with it."""
        trusted = code not in (SELF_SIGNED, UNTRUSTED_ROOT, NO_ISSUER, NO_LEAF_ISSUER)
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = None if code == SELF_SIGNED else self._root(shown.issuer, is_trusted=trusted)
        leaf = _leaf(host, shown, code, key, issuer)
        chain = [leaf, *([issuer.certificate] if issuer and code == UNTRUSTED_ROOT else ())]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if shown.version == "TLSv1.2":
            context.maximum_version = ssl.TLSVersion.TLSv1_2
        self._load(context, key, chain)
        return context

    @property
    def ca_pem(self) -> bytes:
        """Give the issuers that were trusted."""
        return b"".join(
            _pem(issuer.certificate)
            for (_, is_trusted), issuer in self._roots.items()
            if is_trusted
        )

    def _root(self, name: str, *, is_trusted: bool) -> "_Issuer":
        if (name, is_trusted) not in self._roots:
            self._roots[name, is_trusted] = _Issuer(name)
        return self._roots[name, is_trusted]

    def _load(
        self,
        context: ssl.SSLContext,
        key: ec.EllipticCurvePrivateKey,
        chain: Sequence[x509.Certificate],
    ) -> None:
        file = self._folder / "lookalike.pem"
        secret = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        file.write_bytes(secret + b"".join(map(_pem, chain)))
        try:
            context.load_cert_chain(file)
        finally:
            file.unlink()


class _Issuer:
    """A root."""

    def __init__(self, name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = _name(name, "O=Unknown authority")
        now = wall_utc()
        self.certificate = (
            _begun(self.name, self.name, self.key, now - 9000 * _DAY, now + 9000 * _DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(_usage(is_issuer=True), critical=True)
            .sign(self.key, hashes.SHA256())
        )


def _leaf(
    host: str,
    shown: Shown,
    code: int | None,
    key: ec.EllipticCurvePrivateKey,
    issuer: _Issuer | None,
) -> x509.Certificate:
    subject = _name(shown.subject, "")
    # One that signed itself must name itself, or it seems to have an issuer.
    if issuer is None and not list(subject):
        subject = _name("", f"CN={host[:_NAME_LETTERS]}")
    begins, ends = _dates(shown, code)
    names = shown.names if code in (WRONG_NAME, WRONG_ADDRESS) else (host, *shown.names)
    signer = key if issuer is None else issuer.key
    return (
        _begun(subject, subject if issuer is None else issuer.name, key, begins, ends)
        .add_extension(x509.SubjectAlternativeName(_alternatives(names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(is_issuer=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    begins: datetime,
    ends: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _dates(shown: Shown, code: int | None) -> tuple[datetime, datetime]:
    """Give from when to when, as recorded where that is as wrong, or as right, today."""
    now = wall_utc()
    if shown.valid_from and shown.valid_until:
        begins, ends = map(datetime.fromisoformat, (shown.valid_from, shown.valid_until))
        of_today = NOT_YET if begins > now else EXPIRED if ends < now else None
        if of_today == (code if code in (NOT_YET, EXPIRED) else None):
            return begins, ends
    if code == NOT_YET:
        return now + _DAY, now + 90 * _DAY
    if code == EXPIRED:
        return now - 90 * _DAY, now - _DAY
    return now - _DAY, now + 90 * _DAY


def _alternatives(names: Sequence[str]) -> list[x509.GeneralName]:
    made: list[x509.GeneralName] = []
    for name in dict.fromkeys(each.strip("[]").rstrip(".") for each in names):
        try:
            made.append(x509.IPAddress(ip_address(name)))
        except ValueError:
            if name and name.isascii():
                made.append(x509.DNSName(name))
    return made or [x509.DNSName(_ELSEWHERE)]


def _name(text: str, otherwise: str) -> x509.Name:
    """Read `CN=…, O=…`, which is written from the last part to the first."""
    parts = [(key, value) for key, value in _PART.findall(text or otherwise) if key in _OIDS]
    if text and not parts:
        parts = [("O", text)]
    return x509.Name(
        [x509.NameAttribute(_OIDS[key], value[:_NAME_LETTERS]) for key, value in reversed(parts)]
    )


def _usage(*, is_issuer: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_issuer,
        crl_sign=is_issuer,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
