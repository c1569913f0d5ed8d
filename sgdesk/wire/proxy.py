"""Proxies for both paths: HTTP CONNECT and SOCKS5.

Spoken here and not by httpcore, so that SMTP and the Web API use the same one.
Replies are read to their last byte and no further: what the server says right
behind the proxy's answer stays in the socket.

Sources: RFC 9110 §9.3.6 (CONNECT), RFC 1928 and RFC 1929 (SOCKS5).
"""

import asyncio
import re
import socket

from socksio import ProtocolError
from socksio.socks5 import (
    SOCKS5AuthMethod,
    SOCKS5AuthMethodsRequest,
    SOCKS5AuthReply,
    SOCKS5Command,
    SOCKS5CommandRequest,
    SOCKS5Connection,
    SOCKS5ReplyCode,
    SOCKS5UsernamePasswordReply,
    SOCKS5UsernamePasswordRequest,
)

from sgdesk.route import Endpoint, Proxy
from sgdesk.wire.socket import StampedSocket

_VERSION = 5
_LOGIN_WANTED = 407
_HEAD_END = re.compile(rb"\n\r?\n")
"""A line may end without a CR (RFC 9112 §2.2)."""
_HEAD_LIMIT = 16_384
"""A proxy that answers CONNECT with more than this is not one."""
_STATUS = re.compile(r"HTTP/1\.\d (\d{3})(?: (.*))?", re.ASCII)
_INTERIM_AT_MOST = 32
_NO_ANSWER = "closed the connection without an answer"


class ProxyRefusedError(OSError):
    """The proxy answered, and said no; the message says what it did: "answered 403 Forbidden"."""


class ProxyLoginError(ProxyRefusedError):
    """It wants a login, or another one."""


class ProxyStrangeError(ProxyRefusedError):
    """It did not answer as a proxy of this kind does, or hung up before it had."""


async def speak_to_proxy(proxy: Proxy, sock: StampedSocket, target: Endpoint) -> None:
    """Ask the proxy for a way to `target`.

    Raises `ProxyRefusedError`, `ProxyLoginError` or `ProxyStrangeError`, or the
    socket's `OSError`.
    """
    sock.tap.opaque = proxy.scheme != "http"
    try:
        await (_socks5 if sock.tap.opaque else _connect)(proxy, sock, target)
    except ProtocolError as error:
        raise ProxyStrangeError(f"did not speak SOCKS5: {error}") from error
    except ValueError as error:
        # As it is in a look-up of our own; `UnicodeError` is one.
        raise ProxyRefusedError(f"cannot be asked for the name {target.host!r}") from error
    finally:
        sock.tap.opaque = False


async def _connect(proxy: Proxy, sock: StampedSocket, target: Endpoint) -> None:
    authority = target.text.encode("ascii" if target.host.isascii() else "idna")
    lines = [b"CONNECT " + authority + b" HTTP/1.1", b"Host: " + authority]
    if proxy.username or proxy.secret:
        lines.append(b"Proxy-Authorization: Basic " + proxy.login.encode())
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(sock, b"\r\n".join(lines) + b"\r\n\r\n")
    for _ in range(_INTERIM_AT_MOST):
        code, words = _status(await _read_head(sock))
        if code >= 200:
            break
    if 200 <= code < 300:
        return
    refused = ProxyLoginError if code == _LOGIN_WANTED else ProxyRefusedError
    raise refused(f"answered {code} {words}".rstrip())


def _status(head: bytes) -> tuple[int, str]:
    """Give the code of a response, and the words beside it."""
    line = head.partition(b"\n")[0].rstrip(b"\r").decode("latin-1")
    match = _STATUS.fullmatch(line)
    if match is None:
        raise ProxyStrangeError(_not_http(head))
    return int(match[1]), match[2] or ""


def _not_http(said: bytes) -> str:
    line = said[:80].partition(b"\n")[0].decode("latin-1")
    shown = "".join(letter for letter in line if letter.isprintable()).strip()
    return f'did not speak HTTP but said "{shown}"' if shown else "did not speak HTTP"


async def _read_head(sock: StampedSocket) -> bytes:
    """Read to the empty line that ends a response head, and not a byte further."""
    head = b""
    while _HEAD_END.search(head) is None:
        await _readable(sock)
        try:
            ahead = sock.recv(_HEAD_LIMIT, socket.MSG_PEEK)
        except BlockingIOError:
            # Woken by the stamp of what we have sent.
            continue
        if not ahead:
            raise ProxyStrangeError(_NO_ANSWER)
        end = _HEAD_END.search(head + ahead)
        take = len(ahead) if end is None else end.end() - len(head)
        head += sock.recv(take)
        if head[:5] != b"HTTP/"[: len(head)]:
            # A mail server's greeting, for one; it would wait for us as we for it.
            raise ProxyStrangeError(_not_http(head))
        if len(head) > _HEAD_LIMIT:
            raise ProxyStrangeError("sent an answer without end")
    return head


async def _readable(sock: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def tell() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(sock, tell)
    try:
        await ready
    finally:
        loop.remove_reader(sock)


async def _socks5(proxy: Proxy, sock: StampedSocket, target: Endpoint) -> None:
    machine = SOCKS5Connection()
    methods = [SOCKS5AuthMethod.NO_AUTH_REQUIRED]
    if proxy.username or proxy.secret:
        methods.append(SOCKS5AuthMethod.USERNAME_PASSWORD)
    await _say(machine, sock, SOCKS5AuthMethodsRequest(methods))
    answer = await _exactly(sock, 2)
    _require_version(answer)
    chosen = machine.receive_data(answer)
    if not isinstance(chosen, SOCKS5AuthReply) or chosen.method not in methods:
        raise ProxyLoginError("wants a kind of login that was not offered")
    if chosen.method is SOCKS5AuthMethod.USERNAME_PASSWORD:
        login = SOCKS5UsernamePasswordRequest(proxy.username.encode(), proxy.secret.encode())
        await _say(machine, sock, login)
        verdict = machine.receive_data(await _exactly(sock, 2))
        if not isinstance(verdict, SOCKS5UsernamePasswordReply) or not verdict.success:
            raise ProxyLoginError("refused the login")
    request = SOCKS5CommandRequest.from_address(SOCKS5Command.CONNECT, (target.host, target.port))
    await _say(machine, sock, request)
    await _socks5_reply(sock)


async def _say(machine: SOCKS5Connection, sock: StampedSocket, request: object) -> None:
    machine.send(request)
    await asyncio.get_running_loop().sock_sendall(sock, machine.data_to_send())


async def _socks5_reply(sock: StampedSocket) -> None:
    """Read a reply whose length depends on the kind of address in it (RFC 1928 §6)."""
    answer = await _exactly(sock, 2)
    _require_version(answer)
    if answer[1]:
        # What may follow of a no is of no use, and not every proxy sends it.
        raise ProxyRefusedError(f"answered {_socks5_words(answer[1])}")
    rest = await _exactly(sock, 3)
    length = {1: 3, 3: rest[2], 4: 15}.get(rest[1])
    if length is None:
        raise ProxyStrangeError("did not speak SOCKS5: it sent an address of an unknown kind")
    await _exactly(sock, length + 2)


def _socks5_words(code: int) -> str:
    try:
        return SOCKS5ReplyCode(bytes([code])).name.lower().replace("_", " ")
    except ValueError:
        return f"code {code}, which has no meaning in SOCKS5"


def _require_version(answer: bytes) -> None:
    if answer[0] != _VERSION:
        raise ProxyStrangeError(f"did not speak SOCKS5 but version {answer[0]}")


async def _exactly(sock: StampedSocket, count: int) -> bytes:
    loop = asyncio.get_running_loop()
    data = b""
    while len(data) < count:
        piece = await loop.sock_recv(sock, count - len(data))
        if not piece:
            raise ProxyStrangeError(_NO_ANSWER)
        data += piece
    return data
