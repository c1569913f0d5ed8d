"""Clients that share nothing with sgdesk: a bare socket, curl, swaks."""

import base64
import json
import os
import re
import select
import socket
import ssl
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from sgdesk.sandbox.process import SandboxInfo

TIMEOUT = 10.0

MAIL = (
    "From: Sender <from@example.com>\r\nTo: to@example.com\r\nSubject: Hello\r\n"
    "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n\r\nText\r\n"
)


def trusting(info: SandboxInfo) -> ssl.SSLContext:
    """Make a client context that trusts the sandbox's authority alone."""
    return ssl.create_default_context(cafile=str(info.ca_file))


class Talk:
    """A bare TCP client: lines in, lines out, and how the connection ended."""

    def __init__(self, info: SandboxInfo, port: int, *, tls: bool = False) -> None:
        self._info = info
        self.sock: socket.socket = socket.create_connection((info.smtp_host, port), TIMEOUT)
        self._buffer = b""
        if tls:
            self.start_tls()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, t: TracebackType | None
    ) -> None:
        self.sock.close()

    def start_tls(self, name: str | None = None) -> None:
        """Shake hands."""
        context = trusting(self._info)
        plain = self.sock
        try:
            self.sock = context.wrap_socket(
                plain, server_hostname=name or self._info.smtp_host, suppress_ragged_eofs=False
            )
        except BaseException:
            plain.close()
            raise

    def send(self, text: str | bytes) -> None:
        """Write as it is."""
        self.sock.sendall(text.encode() if isinstance(text, str) else text)

    def line(self) -> str:
        """Read one line without its end; empty at the connection's end."""
        while b"\r\n" not in self._buffer:
            received = self.sock.recv(65536)
            if not received:
                rest, self._buffer = self._buffer, b""
                return rest.decode()
            self._buffer += received
        line, _, self._buffer = self._buffer.partition(b"\r\n")
        return line.decode()

    def reply(self) -> str:
        """Read one SMTP reply, all its lines."""
        lines = [self.line()]
        while lines[-1][3:4] == "-":
            lines.append(self.line())
        return "\n".join(lines)

    def ask(self, command: str) -> str:
        """Send one command and read its reply."""
        self.send(command + "\r\n")
        return self.reply()

    def ending(self) -> str:
        """Wait for the end and name it: `fin`, `reset`, or `open` when none comes.

        Read below TLS: Python's TLS calls a reset an EOF.
        """
        with socket.socket(fileno=os.dup(self.sock.fileno())) as below:
            below.settimeout(TIMEOUT)
            try:
                while below.recv(65536):
                    pass
            except ConnectionResetError:
                return "reset"
            except TimeoutError:
                return "open"
        return "fin"

    def is_reset_within(self, seconds: float) -> bool:
        """Wait for RST, which may come behind a FIN that was read already."""
        poll = select.poll()
        poll.register(self.sock.fileno(), 0)  # errors and hang-ups are always reported
        return bool(poll.poll(seconds * 1000))

    def is_silent_for(self, seconds: float) -> bool:
        """Say whether nothing at all comes for a while."""
        self.sock.settimeout(seconds)
        try:
            self.sock.recv(1)
        except TimeoutError:
            return True
        else:
            return False
        finally:
            self.sock.settimeout(TIMEOUT)

    def sign_in(self) -> None:
        """Greeting, EHLO, AUTH."""
        self.reply()
        self.ask("EHLO client.example.com")
        assert self.ask(f"AUTH PLAIN {plain_word(self._info.key)}").startswith("235")

    def envelope(self, *recipients: str) -> None:
        """MAIL, RCPT and DATA, each answered well."""
        assert self.ask("MAIL FROM:<from@example.com>").startswith("250")
        for recipient in recipients or ("to@example.com",):
            assert self.ask(f"RCPT TO:<{recipient}>").startswith("250")
        assert self.ask("DATA").startswith("354")

    def deliver(self, mail: str = MAIL, *recipients: str) -> str:
        """Send one mail on an authenticated connection; give the final reply."""
        self.envelope(*recipients)
        self.send(mail + ".\r\n")
        return self.reply()


def plain_word(key: str, user: str = "apikey") -> str:
    """Encode the one word of AUTH PLAIN."""
    return word(f"\0{user}\0{key}")


def word(text: str) -> str:
    """Encode in base64 without line ends."""
    return base64.b64encode(text.encode()).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The decoded body."""
        return json.loads(self.body)

    @property
    def messages(self) -> list[str]:
        """The texts of SendGrid's error body."""
        return [error["message"] for error in self.json["errors"]]


def request_bytes(
    verb: str, path: str, headers: Mapping[str, str], body: bytes = b"", *, host: str = "localhost"
) -> bytes:
    """Write one HTTP request."""
    lines = [f"{verb} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def send_headers(key: str) -> dict[str, str]:
    """Give the headers of an honest call."""
    return {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Accept": "application/json",
    }


def read_answer(talk: Talk) -> HttpAnswer:
    """Read one HTTP answer with a Content-Length."""
    status = int(talk.line().split()[1])
    headers: dict[str, str] = {}
    while line := talk.line():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = b""
    length = int(headers.get("content-length", "0"))
    while len(talk._buffer) < length:
        received = talk.sock.recv(65536)
        assert received, "the connection ended inside the body"
        talk._buffer += received
    body, talk._buffer = talk._buffer[:length], talk._buffer[length:]
    return HttpAnswer(status=status, headers=headers, body=body)


def call_api(
    info: SandboxInfo,
    verb: str = "POST",
    path: str = "/v3/mail/send",
    *,
    body: Any = None,
    raw: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    tls: bool = True,
) -> HttpAnswer:
    """Make one call on a connection of its own."""
    content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
    with open_http(info, tls=tls) as talk:
        given = send_headers(info.key) if headers is None else headers
        talk.send(request_bytes(verb, path, given, content))
        return read_answer(talk)


def open_http(info: SandboxInfo, *, tls: bool = True) -> Talk:
    """Connect to the Web API."""
    port = urlsplit(info.api_url if tls else info.api_url_plain).port
    assert port is not None
    return Talk(info, port, tls=tls)


def run(*command: str, text: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": "/nonexistent", **environment},
    )


def masked(text: str) -> str:
    """Take what differs between runs out of a text."""
    return re.sub(r"queued as [\w-]{22}", "queued as ID", text)


def elapsed_ms(since: float) -> float:
    """Give the time since a `time.monotonic()`."""
    return (time.monotonic() - since) * 1000
