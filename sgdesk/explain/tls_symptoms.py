"""What programs print when encryption fails: OpenSSL, Java, .NET, Go, Node and others."""

from sgdesk.explain import causes
from sgdesk.explain.symptom import CERTAIN, LIKELY, POSSIBLE, Symptom

TLS_SYMPTOMS: tuple[Symptom, ...] = (
    Symptom(
        (
            "ssl3_get_record:wrong version number",
            "wrong version number",
            "wrong_version_number",
            "get_server_hello:unknown protocol",
            "first record does not look like a tls handshake",
            "unsupported or unrecognized ssl message",
            "cannot determine the frame size",
            "unexpected packet format",
            "unrecognized ssl message, plaintext connection",
            "packet length too long",
            "record layer failure",
            "err_ssl_wrong_version_number",
        ),
        ((causes.TLS_TOO_EARLY, LIKELY), (causes.NOT_TLS, POSSIBLE)),
    ),
    Symptom(
        ("wrappermode (port smtps/465) is unimplemented",),
        ((causes.PLAIN_ON_465, CERTAIN),),
    ),
    Symptom(
        ("is typically reserved for plain-text connections",),
        ((causes.TLS_TOO_EARLY, CERTAIN),),
    ),
    Symptom(
        ("did not match expected cn",),
        ((causes.DIVERTED, LIKELY), (causes.OTHER_NAME, POSSIBLE)),
    ),
    Symptom(
        (
            "hostname mismatch",
            "does not match certificate's altnames",
            "err_tls_cert_altname_invalid",
            "does not match the server certificate",
            "remotecertificatenamemismatch",
            "no subject alternative",
            "x509: certificate is valid for",
            "ip address mismatch",
            "doesn't contain any ip sans",
            "no alternative certificate subject name matches",
            "did not match the name given in the server's ssl certificate",
        ),
        ((causes.OTHER_NAME, LIKELY), (causes.DIVERTED, POSSIBLE)),
    ),
    Symptom(
        (
            "certificate has expired",
            "cert_has_expired",
            "nottimevalid",
            "not yet valid",
            "certificateexpiredexception",
            "certificatenotyetvalid",
            "certificate expired",
        ),
        ((causes.EXPIRED, LIKELY),),
    ),
    Symptom(
        (
            "self signed certificate",
            "self-signed certificate",
            "self_signed_cert_in_chain",
            "depth_zero_self_signed_cert",
        ),
        ((causes.INTERCEPTED, LIKELY), (causes.OLD_ROOTS, POSSIBLE)),
    ),
    Symptom(
        (
            "unable to get local issuer certificate",
            "unable_to_verify_leaf_signature",
            "unable to verify the first certificate",
            "pkix path building failed",
            "certificate verify failed",
            "certificate_verify_failed",
            "untrusted issuer",
            "certificate verification failed",
            "server certificate not verified",
            "certificate signed by unknown authority",
            "unable to find valid certification path",
            "unable_to_get_issuer_cert_locally",
            "server certificate not trusted",
            "error setting certificate verify locations",
        ),
        ((causes.OLD_ROOTS, LIKELY), (causes.INTERCEPTED, POSSIBLE)),
        without=("self signed", "self-signed", "expired", "mismatch"),
    ),
    Symptom(
        ("the remote certificate is invalid", "remotecertificatechainerrors", "partialchain"),
        (
            (causes.INTERCEPTED, POSSIBLE),
            (causes.OLD_ROOTS, POSSIBLE),
            (causes.OTHER_NAME, POSSIBLE),
        ),
    ),
    Symptom(
        (
            "no appropriate protocol",
            "alert protocol version",
            "alert_protocol_version",
            "fatal alert: protocol_version",
            "do not possess a common algorithm",
            "unsupported protocol",
            "unsupported_protocol",
            "no protocols available",
            "fatal alert: handshake_failure",
            "alert handshake failure",
            "no shared cipher",
            "tlsv1 not supported",
        ),
        ((causes.OLD_TLS, LIKELY),),
    ),
)
