"""From a path that failed to one outcome.

What servers answered is judged in `answers.py`, from (path, phase, code, text).
Exceptions are judged here, totally: `TRANSPORT_ERRORS` is what a transport
catches, and a test walks httpx, httpcore, aiosmtplib and ssl and fails if one
of their exceptions is not among them.
"""

import asyncio
import errno
import socket
import ssl
from collections.abc import Sequence

import aiosmtplib
import h11
import httpcore
import httpx

from sgdesk.delivery import Cancelled, NotSent, Unknown
from sgdesk.errors import causes, out_of_files
from sgdesk.route import Family, SmtpPath, Tls, parse_proxy
from sgdesk.sendgrid import catalogue_failures as failures
from sgdesk.sendgrid import catalogue_proxies as proxies
from sgdesk.sendgrid.entries import CatalogueEntry
from sgdesk.sendgrid.hosts import is_known_host
from sgdesk.sendgrid.tls_alerts import alert_entry, alert_in, is_about_client
from sgdesk.trace import Phase
from sgdesk.transport.answers import Verdict, classify_smtp
from sgdesk.transport.circumstances import Circumstances, problem
from sgdesk.transport.final_answer import UnreadableAnswerError
from sgdesk.transport.replies import EndlessAnswerError, HalfAnswerError, Reply, printable
from sgdesk.wire.errors import DialError, ExposedError, PrivateIssuerError, words_of
from sgdesk.wire.proxy import ProxyLoginError, ProxyRefusedError, ProxyStrangeError

TRANSPORT_ERRORS: tuple[type[BaseException], ...] = (
    OSError,
    EOFError,
    aiosmtplib.SMTPException,
    httpx.HTTPError,
    httpx.StreamError,
    httpx.InvalidURL,
    httpx.CookieConflict,
    httpcore.ConnectionNotAvailable,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    DialError,
)
"""Failures to talk; `ssl`, `socket` and `asyncio` raise subclasses of the first two."""

_TIMEOUTS = (TimeoutError, httpx.TimeoutException, httpcore.TimeoutException)
_HANDSHAKES = (Phase.CONNECT, Phase.PROXY, Phase.STARTTLS, Phase.TLS)
_BROKEN = (
    ConnectionError,
    EOFError,
    ssl.SSLEOFError,
    ssl.SSLZeroReturnError,
    httpx.NetworkError,
    httpx.RemoteProtocolError,
    httpcore.NetworkError,
    httpcore.RemoteProtocolError,
)
_GARBLED = (h11.RemoteProtocolError, UnreadableAnswerError)
"""The server said something; httpx's and httpcore's own mean that it may have hung up, too."""
_NO_SUCH_NAME = {
    number
    for name in ("EAI_NONAME", "EAI_NODATA")
    if (number := getattr(socket, name, None)) is not None
}
_NO_SUCH_FAMILY = {
    number
    for name in ("EAI_ADDRFAMILY", "EAI_NODATA")
    if (number := getattr(socket, name, None)) is not None
}
# Windows has two numbers for each: those of its sockets (WSAE…), and those of overlapped calls.
_UNREACHABLE = {
    *(errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL),
    *(10051, 10065),  # WSAENETUNREACH, WSAEHOSTUNREACH
    *(1231, 1232),  # ERROR_NETWORK_UNREACHABLE, ERROR_HOST_UNREACHABLE
}
_TIMED_OUT = {errno.ETIMEDOUT, 10060, 121}  # WSAETIMEDOUT, ERROR_SEM_TIMEOUT
_REFUSED = {errno.ECONNREFUSED, 10061, 1225}  # WSAECONNREFUSED, ERROR_CONNECTION_REFUSED
_GREETING_PORTS = (25, 587, 2525)
"""By custom the server speaks first there, and encryption comes after."""
_OLD_TLS = ("UNSUPPORTED_PROTOCOL", "PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE", "VERSION_TOO_LOW")
_NOT_TLS = (
    "WRONG_VERSION_NUMBER",
    "RECORD_LAYER_FAILURE",
    "HTTP_REQUEST",
    "PACKET_LENGTH_TOO_LONG",
)


def classify_exception(
    exc: BaseException, *, phase: Phase, committed: bool, about: Circumstances
) -> Verdict:
    """Judge a path that failed in `phase`; a cancellation is one of the failures."""
    if isinstance(exc, DialError):
        phase = exc.phase
    stopped = isinstance(exc, asyncio.CancelledError)
    if committed:
        entry = failures.STOPPED_WAITING if stopped else _unanswered(exc)
        return Verdict(outcome=Unknown(after=Phase.UPLOAD), problem=problem(entry, about, phase))
    if stopped:
        return Verdict(outcome=Cancelled(), problem=problem(failures.CANCELLED, about, phase))
    reply = answer_in(exc)
    if reply is not None:
        return classify_smtp(
            phase, reply.code, reply.text, committed=False, about=about, flaw=reply.flaw
        )
    entry = _known_by_class(exc) or _entry(exc, phase, about)
    proxy = next((link for link in causes(exc) if isinstance(link, ProxyRefusedError)), None)
    said = str(proxy or exc)
    return Verdict(outcome=NotSent(), problem=problem(entry, about, phase, reply=said))


def _unanswered(exc: BaseException) -> CatalogueEntry:
    links = list(causes(exc))
    if any(isinstance(link, _TIMEOUTS) for link in links):
        return failures.NO_REPLY
    garbled = any(isinstance(link, _GARBLED) for link in links)
    return failures.UNREADABLE if garbled else failures.LOST


def answer_in(exc: BaseException) -> Reply | None:
    """Give the SMTP reply that an exception stands for, whole or not."""
    for link in causes(exc):
        if isinstance(link, HalfAnswerError):
            return Reply(None, link.said, flaw="cut")
        if isinstance(link, EndlessAnswerError):
            return Reply(None, link.said, flaw="endless")
        if isinstance(link, aiosmtplib.SMTPResponseException):
            if 200 <= link.code < 600:
                return Reply(link.code, printable(link.message))
            return Reply(None, printable(words_of(link)))
    return None


def _known_by_class(exc: BaseException) -> CatalogueEntry | None:
    if isinstance(exc, ExposedError):
        return failures.PLAINTEXT_KEY
    if out_of_files(exc) is not None:
        return failures.NO_MORE_FILES
    of_proxy = isinstance(exc, DialError) and exc.of_proxy
    return proxies.UNREACHABLE if of_proxy else None


def _entry(exc: BaseException, phase: Phase, about: Circumstances) -> CatalogueEntry:
    """Name the failure by the innermost cause that says something."""
    links = list(causes(exc))
    for link in reversed(links):
        if isinstance(link, PrivateIssuerError):
            return failures.CERTIFICATE_PRIVATE
        if isinstance(link, ssl.SSLCertVerificationError):
            return _certificate(link, about)
        if isinstance(link, socket.gaierror):
            return _look_up(link, about)
        if isinstance(link, httpcore.ProxyError | httpx.ProxyError):
            return proxies.REFUSED
    if phase is Phase.PROXY:
        return _by_proxy(links, about)
    if any(isinstance(link, _GARBLED) for link in links):
        return failures.NOT_HTTP
    for link in reversed(links):
        entry = _by_system_error(link, phase, about)
        if entry is not None:
            return entry
    return failures.PATH_FAILED


def _by_proxy(links: Sequence[BaseException], about: Circumstances) -> CatalogueEntry:
    if any(isinstance(link, _TIMEOUTS) for link in links):
        return failures.TIMEOUT
    if any(isinstance(link, ConnectionError) for link in links):
        return failures.CUT_OFF
    if any(isinstance(link, ProxyStrangeError) for link in links):
        return proxies.STRANGE
    if any(isinstance(link, ProxyLoginError) for link in links):
        proxy = parse_proxy(about.route.proxy) if about.route.proxy else None
        has_login = proxy is not None and bool(proxy.username or proxy.secret)
        return proxies.LOGIN_WRONG if has_login else proxies.LOGIN
    refused = any(isinstance(link, ProxyRefusedError) for link in links)
    return proxies.REFUSED if refused else failures.PATH_FAILED


def _look_up(error: socket.gaierror, about: Circumstances) -> CatalogueEntry:
    if error.errno in _NO_SUCH_FAMILY and about.route.family is not Family.ANY:
        return failures.NO_ADDRESS_OF_FAMILY
    if error.errno not in _NO_SUCH_NAME:
        return failures.NO_NAMES
    is_real = is_known_host(about.dialled(Phase.RESOLVE).host)
    return failures.NAME_HIDDEN if is_real else failures.NO_SUCH_NAME


def _by_system_error(
    link: BaseException, phase: Phase, about: Circumstances
) -> CatalogueEntry | None:
    number = link.errno if isinstance(link, OSError) else None
    number = getattr(link, "winerror", None) or number
    if isinstance(link, _TIMEOUTS) or number in _TIMED_OUT:
        return _timeout(phase, about)
    if isinstance(link, ssl.SSLError) and not isinstance(link, _BROKEN):
        return _handshake(link, about) if _is_of_handshake(link, phase) else failures.CUT_OFF
    if isinstance(link, ConnectionRefusedError) or number in _REFUSED:
        # A local SendGrid that simulates something is there; it may refuse because of that.
        is_gone = about.route.practice and not about.route.simulated
        return failures.INBOX_GONE if is_gone else failures.REFUSED
    if isinstance(link, PermissionError):
        return failures.LOCAL_FIREWALL
    if number in _UNREACHABLE:
        return failures.UNREACHABLE
    if isinstance(link, _BROKEN):
        if phase is Phase.TLS:
            return failures.TLS_BROKEN
        return failures.IDLE_CLOSED if about.is_warm else failures.CUT_OFF
    return None


def _timeout(phase: Phase, about: Circumstances) -> CatalogueEntry:
    if about.half_said:
        return failures.HALF_SILENT
    proxy = about.route.proxy
    if phase is Phase.RESOLVE and (proxy is None or not parse_proxy(proxy).resolves):
        return failures.NO_NAMES
    if phase in (Phase.RESOLVE, Phase.CONNECT):
        return failures.NO_ANSWER if proxy is None else proxies.UNREACHABLE
    if phase is not Phase.GREETING:
        return failures.TIMEOUT
    path = about.route.path
    may_wait_for_tls = (
        isinstance(path, SmtpPath)
        and path.tls is not Tls.IMPLICIT
        and path.port not in _GREETING_PORTS
    )
    return failures.SILENT_TLS_PORT if may_wait_for_tls else failures.SILENT_BANNER


def _certificate(error: ssl.SSLCertVerificationError, about: Circumstances) -> CatalogueEntry:
    """Tell a wrong name and wrong dates from an issuer that nobody knows (OpenSSL's codes)."""
    code = getattr(error, "verify_code", 0)
    if code in (62, 63, 64):
        return failures.CERTIFICATE_NAME
    if code in (9, 10):
        return failures.CERTIFICATE_DATES
    return failures.CERTIFICATE if about.means_sendgrid else failures.CERTIFICATE_OWN


def _is_of_handshake(error: ssl.SSLError, phase: Phase) -> bool:
    """Tell a handshake that failed from a connection that broke behind it.

    In TLS 1.3 a server looks at the client's certificate when the client has sent more already.
    """
    return phase in _HANDSHAKES or is_about_client(_alert(error))


def _alert(error: ssl.SSLError) -> str | None:
    # Errors that Python raises itself lack the attribute altogether, and some alerts have none.
    return alert_in(getattr(error, "reason", None) or "") or alert_in(error.strerror or "")


def _handshake(error: ssl.SSLError, about: Circumstances) -> CatalogueEntry:
    reason = getattr(error, "reason", None) or ""
    if alert := _alert(error):
        return alert_entry(alert)
    if any(word in reason for word in _OLD_TLS):
        return failures.TLS_VERSION
    path = about.route.path
    implicit = isinstance(path, SmtpPath) and path.tls is Tls.IMPLICIT
    if any(word in reason for word in _NOT_TLS):
        return failures.TLS_ON_PLAIN_PORT if implicit else failures.NOT_ENCRYPTED
    return failures.TLS_BROKEN
