"""The one exception of the dialler."""

import ssl

from sgdesk.trace import Phase


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
