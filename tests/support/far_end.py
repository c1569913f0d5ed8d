"""Whatever answers at SendGrid's addresses on a broken network; runs in a namespace.

    python -m tests.support.far_end FOLDER '{"587": "masked", "443": "page"}'

A port that is not named is in order; `closed` ports have no listener. Prints a
line when everything listens, and runs until it is killed.
"""

import asyncio
import json
import socket
import ssl
import struct
import sys
import tempfile
import time
from asyncio import StreamReader as Reader
from asyncio import StreamWriter as Writer
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from functools import partial
from pathlib import Path
from typing import Literal

from tests.support.heard import listen

HEARD = "heard"
"""The folder, in the one that is given, for what each connection brought."""
API_ADDRESS, MAIL_ADDRESS = "3.64.111.9", "52.28.77.4"
API_6, MAIL_6 = "64:ff9b::340:6f09", "64:ff9b::341c:4d04"
"""The same as a network without IPv4 makes them up (RFC 6052)."""
ADDRESSES = (f"{API_ADDRESS}/32", f"{MAIL_ADDRESS}/32", f"{API_6}/128", f"{MAIL_6}/128")
"""What the namespace of the far end must have."""
API_HOST, MAIL_HOST = "api.sendgrid.com", "smtp.sendgrid.net"
STARTTLS_PORTS, TLS_PORT, API_PORT, WEB_PORT = (25, 587, 2525), 465, 443, 80
OLD_TLS: Literal["old"] = "old"
_ALERT, _FATAL, _PROTOCOL_VERSION = 21, 2, 70
PROXY_PORT, NAMES_PORT, NAMES_S = 3128, 53, 1.6

Play = Callable[[Reader, Writer], Awaitable[None]]
_LIST = ("8BITMIME", "PIPELINING", "SIZE 31457280", "STARTTLS", "AUTH PLAIN LOGIN")
_REFUSAL = b'{"errors":[{"message":"authorization required","field":null,"help":null}]}'


def context(folder: Path, name: str) -> ssl.SSLContext:
    """Give a server's context with the certificate that lies in `folder/name`."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(folder / name / "chain.pem", folder / name / "key.pem")
    return made


async def mail(
    reader: Reader,
    writer: Writer,
    *,
    tls: ssl.SSLContext | Literal["old"] | None,
    greeting: str = "SG ESMTP service ready at ismtpd-1.sendgrid.net",
    words: tuple[str, ...] = _LIST,
    waits_s: float = 0.0,
) -> None:
    """Speak SMTP up to the sign-in."""
    await asyncio.sleep(waits_s)
    await _say(writer, f"220 {greeting}")
    while line := await reader.readline():
        command = line.decode("latin-1").strip().upper()
        if command.startswith("EHLO"):
            listed = [MAIL_HOST, *words]
            lines = [f"250-{word}" for word in listed[:-1]] + [f"250 {listed[-1]}"]
            await _say(writer, *lines)
        elif command == "STARTTLS" and tls is not None and "STARTTLS" in words:
            await _say(writer, "220 Begin TLS negotiation now")
            if tls == OLD_TLS:
                await old_tls(reader, writer)
                return
            await writer.start_tls(tls)
        elif command == "QUIT":
            await _say(writer, "221 bye")
            writer.close()
            return
        else:
            await _say(writer, "500 unknown")


async def silent(reader: Reader, _writer: Writer) -> None:
    """Take what comes and say nothing."""
    await reader.read()


async def close(_reader: Reader, writer: Writer) -> None:
    """Hang up at once."""
    writer.close()


async def reset_after_ehlo(reader: Reader, writer: Writer) -> None:
    """Greet, and drop the connection at the next word."""
    await _say(writer, "220 SG ESMTP service ready at ismtpd-1.sendgrid.net")
    await reader.readline()
    _drop(writer)


async def web(
    reader: Reader, writer: Writer, *, status: str, kind: str, body: bytes, more: str = ""
) -> None:
    """Answer one HTTP request."""
    while await reader.readline() not in (b"\r\n", b""):
        pass
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    writer.write(head.encode() + body)
    await writer.drain()
    writer.close()


async def _say(writer: Writer, *lines: str) -> None:
    writer.write("".join(f"{line}\r\n" for line in lines).encode())
    await writer.drain()


def _drop(writer: Writer) -> None:
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def plays(folder: Path) -> dict[str, tuple[Play, str]]:
    """Give what a port can do, and the certificate it shows from the first byte on."""
    good, foreign, other = (context(folder, name) for name in ("good", "foreign", "other"))
    bare = tuple(word for word in _LIST if word != "STARTTLS")
    refusal = partial(web, status="401 Unauthorized", kind="application/json", body=_REFUSAL)
    page = partial(web, status="200 OK", kind="text/html", body=b"<html>sign in</html>")
    return {
        "mail": (partial(mail, tls=good), ""),
        "mail over tls": (partial(mail, tls=None, words=bare), "good"),
        "silent": (silent, ""),
        "close": (close, ""),
        "reset after ehlo": (reset_after_ehlo, ""),
        "masked": (
            partial(mail, tls=good, greeting="*" * 48, words=(*bare[:3], "XXXXXXXA", bare[3])),
            "",
        ),
        "stripped": (partial(mail, tls=None, words=bare), ""),
        "diverted": (partial(mail, tls=other, greeting="mx3.provider.example ESMTP"), ""),
        "tarpit": (partial(mail, tls=good, waits_s=7.0), ""),
        "intercepted mail": (partial(mail, tls=foreign), ""),
        "intercepted mail over tls": (partial(mail, tls=None, words=bare), "foreign"),
        "api": (refusal, "good"),
        "intercepted api": (refusal, "foreign"),
        **_with_flaws(folder, refusal, bare),
        "proxy": (proxy_wants_login, ""),
        "api two hours off": (
            partial(
                web,
                status="401 Unauthorized",
                kind="application/json",
                body=_REFUSAL,
                more=f"Date: {formatdate(time.time() + 7200, usegmt=True)}\r\n",
            ),
            "good",
        ),
        "api asks to wait": (
            partial(
                web,
                status="429 Too Many Requests",
                kind="application/json",
                body=b'{"errors":[{"message":"too many requests"}]}',
            ),
            "good",
        ),
        "page over tls": (page, "good"),
        "page": (page, ""),
        "portal": (
            partial(
                web,
                status="302 Found",
                kind="text/html",
                body=b"",
                more="Location: http://login.wifi.example/\r\n",
            ),
            "",
        ),
        "to https": (
            partial(
                web,
                status="301 Moved Permanently",
                kind="text/html",
                body=b"",
                more=f"Location: https://{API_HOST}/\r\n",
            ),
            "",
        ),
    }


def _with_flaws(folder: Path, api: Play, bare: tuple[str, ...]) -> dict[str, tuple[Play, str]]:
    """Give each service with each flaw of its encryption."""
    found: dict[str, tuple[Play, str]] = {}
    for flaw in ("other", "expired", "future"):
        found |= {
            f"{flaw} mail": (partial(mail, tls=context(folder, flaw)), ""),
            f"{flaw} mail over tls": (partial(mail, tls=None, words=bare), flaw),
            f"{flaw} api": (api, flaw),
        }
    return {
        **found,
        "old mail": (partial(mail, tls=OLD_TLS), ""),
        "old mail over tls": (old_tls, ""),
        "old api": (old_tls, ""),
    }


async def old_tls(reader: Reader, writer: Writer) -> None:
    """Refuse every version from 1.2 on, as a server does that ends at 1.1 (RFC 5246, 7.2.2)."""
    _, major, minor, size = struct.unpack(">BBBH", await reader.readexactly(5))
    await reader.readexactly(size)
    writer.write(struct.pack(">BBBHBB", _ALERT, major, minor, 2, _FATAL, _PROTOCOL_VERSION))
    await writer.drain()
    writer.close()


async def proxy_wants_login(reader: Reader, writer: Writer) -> None:
    """Answer as a proxy that lets nobody through unnamed."""
    while await reader.readline() not in (b"\r\n", b""):
        pass
    challenge = 'Proxy-Authenticate: Basic realm="proxy"'
    await _say(
        writer, "HTTP/1.1 407 Proxy Authentication Required", challenge, "Content-Length: 0", ""
    )
    writer.close()


class SlowNames(asyncio.DatagramProtocol):
    """A resolver that knows SendGrid's two names and takes its time (RFC 1035)."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where answers go."""
        self._transport = transport

    def datagram_received(self, data: bytes, addr: object) -> None:
        """Answer later."""
        asyncio.get_running_loop().call_later(NAMES_S, self._answer, data, addr)

    def _answer(self, data: bytes, addr: object) -> None:
        labels, at = [], 12
        while size := data[at]:
            labels.append(data[at + 1 : at + 1 + size].decode("ascii"))
            at += size + 1
        question, kind = data[12 : at + 5], data[at + 1 : at + 3]
        known = {API_HOST: API_ADDRESS, MAIL_HOST: MAIL_ADDRESS}
        address = known.get(".".join(labels).lower())
        rows = b""
        if address is not None and kind == b"\0\1":
            rows = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + socket.inet_aton(address)
        counts = struct.pack(">4H", 1, 1 if rows else 0, 0, 0)
        self._transport.sendto(data[:2] + b"\x81\x80" + counts + question + rows, addr)  # type: ignore[attr-defined]


def usual() -> dict[int, str]:
    """Give what each port does where all is well."""
    return {
        **dict.fromkeys(STARTTLS_PORTS, "mail"),
        TLS_PORT: "mail over tls",
        API_PORT: "api",
        WEB_PORT: "to https",
    }


async def _heard(play: Play, folder: Path, reader: Reader, writer: Writer) -> None:
    """Play, and keep what is heard in a file of its own: this process is killed in the end."""
    with tempfile.NamedTemporaryFile(dir=folder, buffering=0, delete=False) as file:
        listen(reader, file.write)
        await play(reader, writer)


async def main(folder: Path, changed: dict[str, str]) -> None:
    """Listen on everything, say so, and go on for ever."""
    known = plays(folder)
    roles = {**usual(), **{int(port): name for port, name in changed.items()}}
    for port, name in roles.items():
        if name == "closed":
            continue
        play, shown = known[name]
        play = partial(_heard, play, folder / HEARD)
        is_web = port in (API_PORT, WEB_PORT)
        addresses = (API_ADDRESS, API_6) if is_web else (MAIL_ADDRESS, MAIL_6)
        tls = context(folder, shown) if shown else None
        await asyncio.start_server(play, addresses, port, ssl=tls)
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(SlowNames, ("127.0.0.1", NAMES_PORT))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), json.loads(sys.argv[2])))
