"""Failures of the system and of OpenSSL, as results with the name that engineers know.

By class first, then Windows' own number, then errno: a completion-port loop
gives the right class and a number that means nothing.
Source: socket errors of Linux, macOS and Windows; RFC 3493 section 6.1.
"""

import errno
import socket
import ssl

from sgdesk.diagnose.observation import Result

WINDOWS_NAMES = {
    5: "EACCES",
    64: "ECONNRESET",
    121: "ETIMEDOUT",
    1225: "ECONNREFUSED",
    1231: "ENETUNREACH",
    1232: "EHOSTUNREACH",
    1236: "ECONNABORTED",
    10013: "EACCES",
    10049: "EADDRNOTAVAIL",
    10051: "ENETUNREACH",
    10053: "ECONNABORTED",
    10054: "ECONNRESET",
    10060: "ETIMEDOUT",
    10061: "ECONNREFUSED",
    10065: "EHOSTUNREACH",
}
RESULTS = {
    "ECONNREFUSED": Result.REFUSED,
    "ETIMEDOUT": Result.NO_ANSWER,
    "ENETUNREACH": Result.UNREACHABLE,
    "EHOSTUNREACH": Result.UNREACHABLE,
    "ENETDOWN": Result.UNREACHABLE,
    "EHOSTDOWN": Result.UNREACHABLE,
    "EADDRNOTAVAIL": Result.UNREACHABLE,
    "ENOPROTOOPT": Result.UNREACHABLE,  # an ICMP "protocol unreachable", on Linux
    "EAFNOSUPPORT": Result.UNREACHABLE,
    "EACCES": Result.FORBIDDEN,
    "EPERM": Result.FORBIDDEN,
}
_RESOLVER = {getattr(socket, name): name for name in dir(socket) if name.startswith("EAI_")} | {
    11001: "EAI_NONAME",
    11002: "EAI_AGAIN",
    11003: "EAI_FAIL",
    11004: "EAI_NODATA",
}
_NO_SUCH_NAME = frozenset(("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY"))


def of_connect(error: BaseException) -> tuple[Result, str]:
    """Name what a connect, or a step after it, has failed with."""
    name = _name(error)
    if isinstance(error, ConnectionRefusedError):
        return Result.REFUSED, name or "ECONNREFUSED"
    if isinstance(error, TimeoutError):
        return Result.NO_ANSWER, name
    if isinstance(error, PermissionError):
        return Result.FORBIDDEN, name
    return RESULTS.get(name, Result.CUT_OFF), name or type(error).__name__


def of_look_up(error: BaseException) -> tuple[Result, str]:
    """Name what a look-up has failed with."""
    number = error.errno if isinstance(error, OSError) else None
    name = _RESOLVER.get(number, "") if number is not None else ""
    if isinstance(error, TimeoutError):
        return Result.NO_ANSWER, ""
    if name in _NO_SUCH_NAME or isinstance(error, UnicodeError):
        return Result.NOT_FOUND, name or "EAI_NONAME"
    return Result.NO_ANSWER, name or type(error).__name__


def of_handshake(error: BaseException) -> tuple[Result, str, int | None]:
    """Name what a handshake has failed with, and OpenSSL's verify code where it gave one."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Result.NOT_VERIFIED, error.verify_message or str(error), error.verify_code
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Result.CUT_OFF, "EOF", None
    if isinstance(error, ssl.SSLError):
        return Result.CHANGED, _name(error), None
    return *of_connect(error), None


def _name(error: BaseException) -> str:
    if isinstance(error, ssl.SSLError):
        # Its number is OpenSSL's, not the system's; one that Python makes has no reason.
        return getattr(error, "reason", None) or type(error).__name__
    number = getattr(error, "winerror", None)
    if number is not None:
        return WINDOWS_NAMES.get(number, "")
    if isinstance(error, OSError) and error.errno is not None:
        return errno.errorcode.get(error.errno, "")
    return ""
