"""Proxies for both paths: HTTP CONNECT and SOCKS5.

Spoken here and not by httpcore, so that SMTP and the Web API use the same one.
Replies are read to their last byte and no further: what the server says right
behind the proxy's answer stays in the socket.

Sources: RFC 9110 §9.3.6 (CONNECT), RFC 1928 and RFC 1929 (SOCKS5).
"""

import asyncio
import base64
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
    SOCKS5Reply,
    SOCKS5ReplyCode,
    SOCKS5UsernamePasswordReply,
    SOCKS5UsernamePasswordRequest,
)

from sgdesk.route import Endpoint, Proxy
from sgdesk.wire.socket import StampedSocket

_VERSION = 5
_HEAD_END = re.compile(rb"\n\r?\n")
"""A line may end without a CR (RFC 9112 §2.2)."""
_HEAD_LIMIT = 16_384
"""A proxy that answers CONNECT with more than this is not one."""


class ProxyRefusedError(OSError):
    """The proxy answered, and said no; its words are the message."""


async def speak_to_proxy(proxy: Proxy, sock: StampedSocket, target: Endpoint) -> None:
    """Ask the proxy for a way to `target`.

    Raises `ProxyRefusedError` with the proxy's words, or the socket's `OSError`.
    """
    if proxy.scheme == "http":
        await _connect(proxy, sock, target)
        return
    sock.tap.opaque = True
    try:
        await _socks5(proxy, sock, target)
    except ProtocolError as error:
        raise ProxyRefusedError(f"did not speak SOCKS5: {error}") from error
    finally:
        sock.tap.opaque = False


async def _connect(proxy: Proxy, sock: StampedSocket, target: Endpoint) -> None:
    host = f"[{target.host}]" if ":" in target.host else target.host
    authority = f"{host}:{target.port}".encode("idna" if not host.isascii() else "ascii")
    lines = [b"CONNECT " + authority + b" HTTP/1.1", b"Host: " + authority]
    if proxy.username or proxy.secret:
        login = base64.b64encode(f"{proxy.username}:{proxy.secret}".encode())
        lines.append(b"Proxy-Authorization: Basic " + login)
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(sock, b"\r\n".join(lines) + b"\r\n\r\n")
    status = (await _read_head(sock)).partition(b"\n")[0].rstrip(b"\r").decode("latin-1")
    words = status.split(" ", 2)
    if not words[0].startswith("HTTP/1.") or len(words) < 2:
        raise ProxyRefusedError(f"did not speak HTTP: {status[:80]!r}")
    if not (words[1].isdigit() and 200 <= int(words[1]) < 300):
        raise ProxyRefusedError(f"answered {' '.join(words[1:])}")


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
            raise ProxyRefusedError("closed the connection without an answer")
        end = _HEAD_END.search(head + ahead)
        take = len(ahead) if end is None else end.end() - len(head)
        head += sock.recv(take)
        if head[:5] != b"HTTP/"[: len(head)]:
            # A mail server's greeting, for one; it would wait for us as we for it.
            raise ProxyRefusedError(f"did not speak HTTP: {head[:80].decode('latin-1')!r}")
        if len(head) > _HEAD_LIMIT:
            raise ProxyRefusedError("sent an endless answer")
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
    if answer[0] != _VERSION:
        raise ProxyRefusedError(f"did not speak SOCKS5 but version {answer[0]}")
    chosen = machine.receive_data(answer)
    if not isinstance(chosen, SOCKS5AuthReply) or chosen.method not in methods:
        raise ProxyRefusedError("wants a kind of login that was not offered")
    if chosen.method is SOCKS5AuthMethod.USERNAME_PASSWORD:
        login = SOCKS5UsernamePasswordRequest(proxy.username.encode(), proxy.secret.encode())
        await _say(machine, sock, login)
        verdict = machine.receive_data(await _exactly(sock, 2))
        if not isinstance(verdict, SOCKS5UsernamePasswordReply) or not verdict.success:
            raise ProxyRefusedError("refused the login")
    request = SOCKS5CommandRequest.from_address(SOCKS5Command.CONNECT, (target.host, target.port))
    await _say(machine, sock, request)
    reply = machine.receive_data(await _socks5_reply(sock))
    if not isinstance(reply, SOCKS5Reply) or reply.reply_code is not SOCKS5ReplyCode.SUCCEEDED:
        name = reply.reply_code.name if isinstance(reply, SOCKS5Reply) else "nothing sensible"
        raise ProxyRefusedError(f"answered {name.lower().replace('_', ' ')}")


async def _say(machine: SOCKS5Connection, sock: StampedSocket, request: object) -> None:
    machine.send(request)
    await asyncio.get_running_loop().sock_sendall(sock, machine.data_to_send())


async def _socks5_reply(sock: StampedSocket) -> bytes:
    """Read a reply whose length depends on the kind of address in it (RFC 1928 §6)."""
    head = await _exactly(sock, 5)
    rest = {1: 3, 3: head[4], 4: 15}.get(head[3])
    if rest is None:
        raise ProxyRefusedError("sent an address of an unknown kind")
    return head + await _exactly(sock, rest + 2)


async def _exactly(sock: StampedSocket, count: int) -> bytes:
    loop = asyncio.get_running_loop()
    data = b""
    while len(data) < count:
        piece = await loop.sock_recv(sock, count - len(data))
        if not piece:
            raise ProxyRefusedError("closed the connection without an answer")
        data += piece
    return data
