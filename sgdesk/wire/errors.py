"""The one exception of the dialler, and the words of any other."""

import asyncio
import os
import re
import ssl

from sgdesk.trace import SILENT, STOPPED, Phase


class DialError(Exception):
    """No connection came about; nothing of the message was said to anybody.

    `phase` is the step that failed (`resolve`, `connect` or `proxy`), `cause`
    the exception of the system or library, `detail` a sentence with what was
    tried, on what, and what came back. `of_proxy`: it was the proxy that could
    not be found or reached, and the server was never tried.
    """

    def __init__(
        self, phase: Phase, cause: BaseException | None, detail: str, *, of_proxy: bool = False
    ) -> None:
        super().__init__(detail)
        self.phase = phase
        self.cause = cause
        self.detail = detail
        self.of_proxy = of_proxy


class PrivateIssuerError(ssl.SSLError):
    """The certificate is trusted here, but no public issuer signed it, and nobody allowed that.

    One of ssl's own kind, which is what asyncio expects of a handshake.
    """


class ExposedError(DialError):
    """The connection leads to another computer without encryption, and a key was to cross it."""

    def __init__(self, peer: str) -> None:
        super().__init__(Phase.CONNECT, None, f"{peer} is another computer")


def words_of(error: BaseException) -> str:
    """Say what an exception says as a person would read it, without Python's own notation."""
    code, message = getattr(error, "code", None), getattr(error, "message", None)
    if isinstance(code, int) and isinstance(message, str):
        # aiosmtplib's, for a reply that refuses; of what is none, without a code, the line itself.
        return f"{code} {message}" if code > 0 else message.removeprefix(_MALFORMED).rstrip()
    cause = error.__cause__
    if cause is not None and str(error).endswith(f": {cause}"):
        # aiosmtplib's, which puts host and port before what happened.
        return words_of(cause)
    # asyncio puts the address it tried into the text; a look-up's number is no errno.
    if isinstance(error, ConnectionError) and error.errno is not None:
        return os.strerror(error.errno)
    if isinstance(error, OSError) and error.strerror:
        return _OF_OPENSSL.sub("", error.strerror)
    said = str(error)
    plain = _PLAINER.get(said) or _BYTES.sub(r'"\2"', _NUMBER.sub("", said))
    return plain or _UNSAID.get(type(error), type(error).__name__)


_MALFORMED = "Malformed SMTP response line: "
_UNSAID: dict[type[BaseException], str] = {
    TimeoutError: SILENT,
    asyncio.CancelledError: STOPPED,
    ConnectionResetError: "the other side closed the connection",
}
_PLAINER = {
    "Unexpected EOF received": "the server closed the connection",
    "Connection lost": "the connection was lost",
}
"""How aiosmtplib says it, and how this program would."""
_OF_OPENSSL = re.compile(r"^\[SSL[^\]]*\] | \(_ssl\.c:\d+\)$")
_BYTES = re.compile(r"bytearray\(b(['\"])(.*)\1\)")
"""How h11 shows what it cannot read."""
_NUMBER = re.compile(r"^\[Errno -?\d+\] ")
"""httpx repeats the text of a system's error with its number before it."""
