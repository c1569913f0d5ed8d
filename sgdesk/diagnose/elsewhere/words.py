"""What tools of other computers say of failures, as results with the name that engineers know.

Source: strerror of glibc, musl and macOS; the messages of bash, nc, curl and OpenSSL;
Windows' socket errors.
"""

import re

from sgdesk.diagnose.mishaps import RESULTS, WINDOWS_NAMES
from sgdesk.diagnose.observation import Result

_NAMES = (
    ("refused", "ECONNREFUSED"),
    ("no route to host|host is unreachable|host unreachable", "EHOSTUNREACH"),
    ("network is unreachable|network unreachable|network is down", "ENETUNREACH"),
    ("operation not permitted", "EPERM"),
    ("permission denied", "EACCES"),
    ("(cannot|can't) assign requested address|address not available", "EADDRNOTAVAIL"),
    ("address family not supported", "EAFNOSUPPORT"),
    ("reset", "ECONNRESET"),
)
_TIMED_OUT = re.compile("time ?out|timed out", re.IGNORECASE)
_TLS = (
    ("alert protocol version", "TLSV1_ALERT_PROTOCOL_VERSION"),
    ("unsupported protocol", "UNSUPPORTED_PROTOCOL"),
    ("no protocols available", "NO_PROTOCOLS_AVAILABLE"),
    (
        "wrong version number|packet length|record layer failure|packet format|frame",
        "WRONG_VERSION_NUMBER",
    ),
)
_VERIFY = (
    ("not yet valid", 9),
    ("expired|NotTimeValid", 10),
    ("self.signed certificate in|UntrustedRoot", 19),
    ("self.signed", 18),
    ("local issuer|PartialChain", 20),
    ("first certificate", 21),
    ("subject name|does not match|NameMismatch", 62),
    # X509_V_ERR_UNSPECIFIED: refused, for a reason that has no rule.
    ("SSL certificate problem|Not[A-Za-z]+Valid|Revoked|Invalid[A-Z]|Distrust|NotAvailable", 1),
)
"""OpenSSL's numbers for what curl and Windows say of a certificate."""
_CUT = re.compile(
    "closed|eof|ended|reset|errno=|SSL_ERROR_SYSCALL|IOException|10053|10054", re.IGNORECASE
)


def of_connect_words(words: str) -> tuple[Result, str]:
    """Name what a connect has failed with."""
    if _TIMED_OUT.search(words):
        return Result.NO_ANSWER, ""
    name = WINDOWS_NAMES.get(int(words), "") if words.isascii() and words.isdecimal() else ""
    name = name or _first(_NAMES, words)
    if name == "ETIMEDOUT":
        return Result.NO_ANSWER, ""
    return RESULTS.get(name, Result.CUT_OFF), name or words


def of_look_up_words(words: str) -> tuple[Result, str]:
    """Name what a look-up has failed with; an answer without addresses is no failure to answer."""
    if _TIMED_OUT.search(words):
        return Result.NO_ANSWER, ""
    if words in ("temporary failure", "11002"):
        return Result.NO_ANSWER, "EAI_AGAIN"
    return Result.NOT_FOUND, "EAI_NONAME"


def of_reply_words(words: str) -> tuple[Result, str]:
    """Name why a reply did not come."""
    if _TIMED_OUT.search(words):
        return Result.NO_ANSWER, ""
    return Result.CUT_OFF, "ECONNRESET"


def of_tls_words(words: str) -> tuple[Result, str, int | None]:
    """Name what a handshake has failed with, and OpenSSL's number for a certificate."""
    if _TIMED_OUT.search(words):
        return Result.NO_ANSWER, "", None
    code = verify_code(words)
    if code is not None:
        return Result.NOT_VERIFIED, words, code
    name = _first(_TLS, words)
    if not name and _CUT.search(words):
        return Result.CUT_OFF, "EOF", None
    return Result.CHANGED, name or words, None


def verify_code(words: str) -> int | None:
    """Give OpenSSL's number for what is wrong with a certificate; `None` for anything else."""
    return next((n for each, n in _VERIFY if re.search(each, words, re.IGNORECASE)), None)


def _first(table: tuple[tuple[str, str], ...], words: str) -> str:
    return next((name for each, name in table if re.search(each, words, re.IGNORECASE)), "")
