"""TLS alerts: what a server means that ends the start of encryption with a word.

Source: RFC 8446 section 6.2, and RFC 5246 section 7.2.2 for those of TLS 1.2 alone.
"""

import re

from sgdesk.sendgrid.entries import CatalogueEntry

_RFC = "RFC 8446 section 6.2"
_SAID = re.compile(r"\b(?:sslv3|tlsv1|tlsv13|ssl/tls)(?: alert)? ([a-z ]+?)(?= \(|$)")
"""How OpenSSL words an alert of the other side; what it finds fault with itself reads otherwise."""

_GARBLED = (
    "It could not read what it was sent; a proxy or security product on the way may change the "
    "connection.",
    "Try another port or another network.",
)
_WANTS_CERTIFICATE = (
    "It wants a certificate of this computer, and sgdesk has none to show; SendGrid never asks "
    "for one.",
    "Check host and port, and ask whoever runs the server or a proxy on the way.",
)
_DISTRUSTS = (
    "It finds fault with a certificate that it was shown. sgdesk shows none, so the word is of a "
    "proxy or security product on the way, or of a server that wants one.",
    "Ask whoever runs the network or the server.",
)
_FORBIDS = (
    "A rule of the server, or of a filter on the way, does not let this connection through.",
    "Ask whoever runs the network or the server, or try another network.",
)
_NOTHING_IN_COMMON = (
    "It takes none of the ciphers and keys that were offered, or wants a certificate of this "
    "computer.",
    "Ask whoever runs {host} which encryption it takes, or look for a security product on the "
    "way that is out of date.",
)
_OLD = (
    "It takes neither TLS 1.2 nor TLS 1.3, and no older version is safe.",
    "Look for a proxy or security product on the way that is out of date.",
)
_MEANINGS: dict[str, tuple[str, str]] = {
    "unexpected_message": _GARBLED,
    "bad_record_mac": _GARBLED,
    "decryption_failed": _GARBLED,
    "record_overflow": _GARBLED,
    "decompression_failure": _GARBLED,
    "illegal_parameter": _GARBLED,
    "decode_error": _GARBLED,
    "decrypt_error": _GARBLED,
    "missing_extension": _GARBLED,
    "unsupported_extension": _GARBLED,
    "handshake_failure": _NOTHING_IN_COMMON,
    "insufficient_security": _NOTHING_IN_COMMON,
    "protocol_version": _OLD,
    "inappropriate_fallback": _OLD,
    "bad_certificate": _DISTRUSTS,
    "unsupported_certificate": _DISTRUSTS,
    "certificate_revoked": _DISTRUSTS,
    "certificate_expired": _DISTRUSTS,
    "certificate_unknown": _DISTRUSTS,
    "unknown_ca": _DISTRUSTS,
    "certificate_required": _WANTS_CERTIFICATE,
    "access_denied": _FORBIDS,
    "unrecognized_name": (
        "It serves nobody of the name {host}.",
        "Check the host; use the name, not a numeric address.",
    ),
    "no_application_protocol": (
        "It does not speak HTTP/1.1 there.",
        "Check the API address and the proxy.",
    ),
    "internal_error": (
        "Something failed on its side.",
        "Send again in a few minutes. If it happens again, tell whoever runs {host}.",
    ),
    "user_cancelled": ("It gave up by itself.", "Send again."),
}
_OTHER = ("It gave no more reason.", "Try another port or another network.")
_TOO_OLD = ("protocol_version", "inappropriate_fallback")


def alert_in(words: str) -> str | None:
    """Give the name of the alert that OpenSSL's words tell of, e.g. `unknown_ca`.

    They are its sentence or its own name for it, `TLSV1_ALERT_UNKNOWN_CA`.
    """
    said = _SAID.search(words.lower().replace("_", " "))
    return said[1].replace(" ", "_") if said is not None else None


def is_about_client(name: str | None) -> bool:
    """Say whether an alert is about who was let in to speak first: the certificate, or a rule."""
    return _MEANINGS.get(name or "") in (_DISTRUSTS, _WANTS_CERTIFICATE, _FORBIDS)


def alert_entry(name: str) -> CatalogueEntry:
    """Say what an alert means; a name that is not known is told all the same."""
    means, remedy = _MEANINGS.get(name, _OTHER)
    return CatalogueEntry(
        id="D-TLS-6" if name in _TOO_OLD else "D-TLS-9",
        title="The encryption offered is too old"
        if name in _TOO_OLD
        else "The other side ended the start of encryption",
        explanation=f"{{not_sent}}. What answered for {{host}} ended it with the TLS alert "
        f'"{name}". {means}',
        remedy=remedy,
        source=_RFC,
    )
