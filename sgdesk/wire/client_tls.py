"""TLS for one stream: two buffers and what stands between them, no connection of its own.

asyncio's own TLS makes the hello once there is a connection, and the server then waits for it.
Here it is made while a name is looked up or a connection is on its way.

    tls = ClientTls(context, "api.sendgrid.com")   # holds the hello now
    tls.report_to(tap, then=Phase.UPLOAD)           # the handshake begins
    transport.write(tls.outgoing())
    ...                                             # for what arrives:
    tls.feed(data)
    if tls.shake():                                 # and then, again and again:
        parts = list(tls.read())
"""

import ssl
from collections.abc import Iterator
from contextlib import suppress

from sgdesk.trace import Phase
from sgdesk.wire.socket import Tap
from sgdesk.wire.tls import report_to

_READ_BYTES = 64 * 1024


class ClientTls:
    """The client's end of one TLS connection.

    `context` is from `client_context`. Raises `ssl.SSLError`, also for a name that no
    certificate can hold; the dot that ends a name in DNS stands in none.
    """

    def __init__(self, context: ssl.SSLContext, name: str) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        try:
            self._tls = context.wrap_bio(
                self._incoming, self._outgoing, server_hostname=name.rstrip(".")
            )
        except ValueError as error:
            raise ssl.SSLError(0, f"no certificate can hold the name {name}") from error
        self.is_shaken = False
        """The server has proved who it is: from here on what is read and written is secret."""
        self.has_ended = False
        """The other side has said that nothing more comes."""
        self.shake()

    def report_to(self, tap: Tap, *, then: Phase) -> None:
        """Begin the phase `tls` of the tap's recorder; `then` follows the handshake."""
        report_to(self._tls, tap, then)

    def feed(self, data: bytes) -> None:
        """Take what arrived."""
        self._incoming.write(data)

    def outgoing(self) -> bytes:
        """Give what is to be sent now; where it came to a bad end, an alert that says why."""
        return self._outgoing.read()

    def shake(self) -> bool:
        """Shake hands as far as it goes; say whether that is done.

        Raises `ssl.SSLError` for a handshake that failed, a certificate of no good among them.
        """
        if not self.is_shaken:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                return False
            self.is_shaken = True
        return True

    def read(self) -> Iterator[bytes]:
        """Decrypt all that has come. Raises `ssl.SSLError` for what nobody could have sent."""
        while not self.has_ended:
            try:
                part = self._tls.read(_READ_BYTES)
            except ssl.SSLWantReadError:
                return
            except ssl.SSLZeroReturnError:
                part = b""  # so OpenSSL tells the end to whoever has said goodbye before
            self.has_ended = not part
            if part:
                yield part

    def encrypt(self, piece: bytes) -> bytes:
        """Give what stands for `piece` on the wire. Raises `ssl.SSLError` once it is over."""
        rest = memoryview(piece)
        while rest:
            rest = rest[self._tls.write(rest) :]
        return self._outgoing.read()

    def say_goodbye(self) -> bytes:
        """Give the words that nothing more comes from here; nothing where none can be said."""
        # An error, too, where the other side has not said so yet.
        with suppress(ssl.SSLError):
            self._tls.unwrap()
        return self._outgoing.read()
