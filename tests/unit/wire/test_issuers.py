"""Reading an issuer's key out of its certificate."""

import warnings
from base64 import b64decode
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sgdesk.wire.issuers import public_key, public_keys


def certificates() -> list[bytes]:
    """Give every certificate of the bundle."""
    parts = Path(certifi.where()).read_text(encoding="utf-8").split("-----BEGIN CERTIFICATE-----")
    return [b64decode(part.partition("-----END")[0]) for part in parts[1:]]


def test_key_of_every_public_issuer_is_what_another_parser_finds() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some public issuers are older than today's rules
        expected = [
            x509.load_der_x509_certificate(each)
            .public_key()
            .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            for each in certificates()
        ]

    assert [public_key(each) for each in certificates()] == expected
    assert public_keys() == set(expected)


@pytest.mark.parametrize("cut", [0, 1, 2, 40, 300])
def test_what_is_no_certificate_is_refused(cut: int) -> None:
    with pytest.raises((IndexError, ValueError)):
        public_key(certificates()[0][:cut])
