"""Whether a public issuer vouches for a certificate, or only this computer's own store.

A company's proxy or an antivirus program that opens encrypted connections puts
its root into the system's store, so that its certificates verify. No browser
maker knows that root: its key is not in the list that certifi carries (Mozilla's).
"""

import hashlib
import ssl
from base64 import b64decode
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import certifi

_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
_LONG_FORM = 0x80
_VERSION = 0xA0
_SUBJECT_KEY = 5
"""Its place after the version: number, algorithm, issuer, dates, subject, key (RFC 5280 4.1)."""


def private_issuer(tls: ssl.SSLObject) -> str:
    """Give the fingerprint of the root that vouches for a verified certificate and is not public.

    Empty where a public issuer is in the chain, and where the chain cannot be
    read: on macOS it is the system that verifies, and it does not show its way.
    Private before Python 3.13, hence the guard.
    """
    try:
        verified = tls._sslobj.get_verified_chain()  # type: ignore[attr-defined]  # see above
        # 2 is `_ssl.ENCODING_DER`, which has no public name.
        issuers = [each.public_bytes(2) for each in verified or ()][1:]
        keys = {public_key(each) for each in issuers}
    except (AttributeError, TypeError, ValueError, IndexError, ssl.SSLError):
        return ""
    if not keys or keys & public_keys():
        return ""
    return hashlib.sha256(issuers[-1]).hexdigest()


@lru_cache(maxsize=1)
def public_keys() -> frozenset[bytes]:
    """Give the keys of the public issuers; 5 ms when first asked for, so ask before an attempt.

    By key, not by certificate: a public issuer's key stands in several, signed by others too.
    """
    bundle = Path(certifi.where()).read_text(encoding="utf-8")
    texts = [part.partition(_END)[0] for part in bundle.split(_BEGIN)[1:]]
    return frozenset(public_key(b64decode(text)) for text in texts)


def public_key(certificate: bytes) -> bytes:
    """Give the key of a certificate with its algorithm, as it is written there (DER).

    Raises `IndexError` or `ValueError` for what is no certificate.
    """
    outer = list(_parts(certificate, 0, len(certificate)))
    signed = list(_parts(certificate, *outer[0][2:]))
    fields = list(_parts(certificate, *signed[0][2:]))
    first = 1 if fields[0][0] == _VERSION else 0
    _, start, _, end = fields[first + _SUBJECT_KEY]
    return certificate[start:end]


def _parts(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Walk what lies side by side: its tag, where it starts, where its contents start and end."""
    while at < end:
        start, tag, size = at, data[at], data[at + 1]
        at += 2
        if size & _LONG_FORM:
            width = size & ~_LONG_FORM
            size = int.from_bytes(data[at : at + width], "big")
            at += width
        if at + size > end:
            msg = "a part ends outside of its whole"
            raise ValueError(msg)
        yield tag, start, at, at + size
        at += size
