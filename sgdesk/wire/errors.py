"""The one exception of the dialler, and the words of any other."""

import asyncio
import os
import ssl

from sgdesk.trace import STOPPED, Phase


class DialError(Exception):
    """No connection came about; nothing of the message was said to anybody.

    `phase` is the step that failed (`resolve`, `connect` or `proxy`), `cause`
    the exception of the system or library, `detail` a sentence with what was
    tried, on what, and what came back. `of_proxy`: it was the proxy that could
    not be found or reached, and the server was never tried.
    """

    of_proxy = False

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
        # aiosmtplib's, for a reply that refuses.
        return f"{code} {message}"
    # asyncio puts the address it tried into the text; a look-up's number is no errno.
    if isinstance(error, ConnectionError) and error.errno is not None:
        return os.strerror(error.errno)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    unsaid = {TimeoutError: "no answer in time", asyncio.CancelledError: STOPPED}
    return str(error) or unsaid.get(type(error), type(error).__name__)
