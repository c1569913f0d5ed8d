"""What programs print when no server said anything, and the causes that it may have.

Plain words in small letters, looked for as they stand: a long log is searched in milliseconds.
Each kind of failure has the words of many programs, from their sources and public reports.
"""

from sgdesk.explain import causes
from sgdesk.explain.symptom import CERTAIN, LIKELY, POSSIBLE, Symptom
from sgdesk.explain.tls_symptoms import TLS_SYMPTOMS

SYMPTOMS: tuple[Symptom, ...] = (
    Symptom(
        (
            "no worthy mechs found",
            "no mechanism available",
            "mechanisms do not fulfill requirements",
            "no sasl authentication mechanisms",
        ),
        ((causes.SASL_MECHS, CERTAIN),),
    ),
    Symptom(
        (
            "sasl_passwd.db: no such file",
            "sasl_passwd is unavailable",
            "smtp_sasl_password_maps lookup error",
            "unsupported dictionary type: hash",
            "sasl_passwd.lmdb: no such file",
        ),
        ((causes.POSTFIX_MAP, CERTAIN),),
    ),
    *TLS_SYMPTOMS,
    Symptom(
        (
            "starttls extension not supported",
            "starttls is required but host does not support",
            "tls is required, but was not offered",
            "server does not support secure connections",
            "does not support the starttls extension",
            "did not offer tls support",
            "starttls not supported",
            "does not support starttls",
            "host did not advertise starttls",
            "starttls is not supported",
        ),
        ((causes.STRIPPED, LIKELY),),
    ),
    Symptom(
        (
            "smtp auth extension not supported",
            "host did not advertise authentication",
            "server doesn't support auth",
            "does not support authentication",
            "no auth mechanism found",
            "auth not supported",
        ),
        ((causes.NO_AUTH, LIKELY), (causes.STRIPPED, POSSIBLE)),
    ),
    Symptom(
        (
            "missing credentials for",
            "requested but missing user name",
            "requested but missing secret",
            "no password specified",
            "username and password are required",
        ),
        ((causes.NO_KEY, CERTAIN),),
    ),
    Symptom(("unencrypted connection",), ((causes.PLAINTEXT, CERTAIN),)),
    Symptom(
        (
            "invalid character in header content",
            "invalid header value",
            "illegal header value",
            "contains invalid header characters",
            "newline not allowed in header",
            "not a legal http header value",
            "header may not contain more than a single header",
        ),
        ((causes.KEY_DAMAGED, CERTAIN),),
    ),
    Symptom(
        ('does not start with "sg."', 'doesn\'t start with "sg."'), ((causes.KEY_FORM, CERTAIN),)
    ),
    Symptom(
        ("blocked by cors policy", "cross-origin request blocked"), ((causes.BROWSER, CERTAIN),)
    ),
    Symptom(
        (
            "tunnel connection failed",
            "unable to tunnel through proxy",
            "received http code 403 from proxy",
            "cannot connect to proxy",
        ),
        ((causes.PROXY, LIKELY),),
        without=("407",),
    ),
    Symptom(
        (
            "temporary failure in name resolution",
            "eai_again",
            "temporary dns error",
            "querya etimeout",
            "resolving timed out",
            "temporary failure, please try again",
        ),
        ((causes.NO_NAMES, LIKELY), (causes.NAME_HIDDEN, POSSIBLE)),
    ),
    Symptom(
        (
            "enotfound undefined",
            "enotfound null",
            "dial tcp: missing address",
            "missing port in address",
            "please run connect() first",
        ),
        ((causes.NO_HOST, CERTAIN),),
    ),
    Symptom(("cannot assign requested address",), ((causes.LOCAL_MAIL, LIKELY),)),
    Symptom(
        (
            "enotfound",
            "name or service not known",
            "nodename nor servname",
            "getaddrinfo failed",
            "no such host",
            "unknownhostexception",
            "unknown smtp host",
            "could not resolve host",
            "host or domain name not found",
            "the remote name could not be resolved",
            "host not found",
            "0x800ccc0d",
            "getaddrinfo: name does not resolve",
            "no address associated with hostname",
        ),
        ((causes.NO_SUCH_NAME, LIKELY), (causes.NO_NAMES, POSSIBLE)),
        without=("temporary failure",),
    ),
    Symptom(
        ("httpx.readtimeout", "esockettimedout"),
        ((causes.LOST, LIKELY),),
    ),
    Symptom(
        ("socket hang up", "httpx.remoteprotocolerror"),
        ((causes.CUT_OFF, LIKELY), (causes.LOST, POSSIBLE)),
    ),
    Symptom(
        (
            "greeting never received",
            "net::readtimeout",
            "while receiving the initial server greeting",
            "exception reading response",
            "read timed out",
            "timed out waiting for greeting",
            "smtp timeout after",
            "timeout waiting for response",
            "smtp protocol timeout",
        ),
        ((causes.SILENT, LIKELY), (causes.PLAIN_ON_465, POSSIBLE)),
    ),
    Symptom(
        (
            "connection timed out",
            "connection timeout",
            "etimedout",
            "operation timed out",
            "i/o timeout",
            "net::opentimeout",
            "execution expired",
            "connect timed out",
            "connecttimeout",
            "did not properly respond",
            "winerror 10060",
            "errno 110",
            "(110)",
            "timed out after",
            "timeout was reached",
            "0x800ccc0e",
            "0x800ccc19",
            "failed to connect to smtp.sendgrid.net port",
            "connection attempt timed out",
            "context deadline exceeded",
            "timeouterror",
        ),
        ((causes.TIMED_OUT, LIKELY),),
        without=("greeting", "refused", "readtimeout"),
    ),
    Symptom(
        (
            "failed to connect to mailserver at",
            "could not instantiate mail function",
            "sendmail: not found",
            "/usr/sbin/sendmail: no such file",
            "spawn sendmail enoent",
        ),
        ((causes.LOCAL_MAIL, CERTAIN),),
    ),
    Symptom(
        (
            "connection refused",
            "econnrefused",
            "actively refused",
            "winerror 10061",
            "errno 111",
            "connectionrefusederror",
        ),
        ((causes.REFUSED, LIKELY),),
    ),
    Symptom(
        (
            "network is unreachable",
            "enetunreach",
            "no route to host",
            "ehostunreach",
            "winerror 10051",
            "a socket operation was attempted to an unreachable",
        ),
        ((causes.UNREACHABLE, LIKELY),),
    ),
    Symptom(
        (
            "permission denied (13)",
            "(permission denied)",
            "eacces",
            "winerror 10013",
            "forbidden by its access permissions",
            "connect: permission denied",
            "operation not permitted (1)",
        ),
        ((causes.FORBIDDEN, LIKELY),),
    ),
    Symptom(
        (
            "ssl_error_syscall",
            "unexpected_eof_while_reading",
            "terminated the handshake",
            "tls handshake timeout",
            "before secure tls connection was established",
            "unexpected eof while reading",
            "eof occurred in violation of protocol",
        ),
        ((causes.TLS_CUT, LIKELY), (causes.TLS_TOO_EARLY, POSSIBLE)),
    ),
    Symptom(
        (
            "connection unexpectedly closed",
            "econnreset",
            "connection reset by peer",
            "lost connection with",
            "end of file reached",
            "forcibly closed by the remote host",
            "unable to read data from the transport",
            "response: [eof]",
            "server closed the connection",
            "remote host closed connection in response",
            "response: -1",
            "0x800ccc0f",
            "unexpected eof",
            "unexpectedly disconnected",
            "broken pipe",
            "remote end closed connection",
            "winerror 10054",
        ),
        ((causes.CUT_OFF, LIKELY), (causes.PLAIN_ON_465, POSSIBLE)),
    ),
    Symptom(
        ("the operation has timed out", "the operation timed out"),
        ((causes.PLAIN_ON_465, POSSIBLE), (causes.TIMED_OUT, POSSIBLE), (causes.SILENT, POSSIBLE)),
        vague=True,
    ),
    Symptom(
        ("timed out",),
        ((causes.TIMED_OUT, POSSIBLE), (causes.SILENT, POSSIBLE)),
        vague=True,
        without=("operation",),
    ),
    Symptom(
        (
            "could not authenticate",
            "authentication failed",
            "no authentication type succeeded",
            "login denied",
            "authentication unsuccessful",
            "invalid login",
        ),
        ((causes.LOGIN_WRONG, POSSIBLE), (causes.KEY_DAMAGED, POSSIBLE)),
        vague=True,
    ),
    Symptom(
        (
            "could not connect to smtp host",
            "smtp connect() failed",
            "failure sending mail",
            "connection could not be established with host",
            "could not connect to host",
            "attempting to establish an ssl or tls connection",
            "mail server connection failed",
            "cannot start tls: handshake failure",
            "could not convert socket to tls",
            "handshake failure",
        ),
        (
            (causes.TIMED_OUT, POSSIBLE),
            (causes.TLS_TOO_EARLY, POSSIBLE),
            (causes.OLD_ROOTS, POSSIBLE),
        ),
        vague=True,
    ),
    Symptom(("data not accepted",), ((causes.SENDER, POSSIBLE),), vague=True),
    Symptom(
        ("ok: queued as", "queued mail for delivery", "x-message-id:", "202 accepted", "http 202"),
        ((causes.DELIVERED_LATER, CERTAIN),),
        vague=True,
    ),
)
"""What is said first leads among equals."""
