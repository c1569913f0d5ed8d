"""The words of a failure are a person's."""

import asyncio
import errno
import socket
import ssl

import aiosmtplib
import h11
import httpx
import pytest

from sgdesk.wire.errors import words_of


def _wrapped(cause: BaseException) -> BaseException:
    """Give what aiosmtplib makes of a failure while it connects."""
    error = aiosmtplib.SMTPConnectError(f"Error connecting to 127.0.0.1 on port None: {cause}")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            aiosmtplib.SMTPAuthenticationError(535, "Authentication failed: no"),
            "535 Authentication failed: no",
        ),
        (
            ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed ('127.0.0.1', 41421)"),
            "Connection refused",
        ),
        (socket.gaierror(-2, "Name or service not known"), "Name or service not known"),
        (
            ConnectionResetError("the server closed the connection"),
            "the server closed the connection",
        ),
        (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), "WRONG_VERSION_NUMBER"),
        (
            ssl.SSLError(1, "[SSL: TLSV1_ALERT_UNKNOWN_CA] tlsv1 alert unknown ca (_ssl.c:1006)"),
            "tlsv1 alert unknown ca",
        ),
        (
            aiosmtplib.SMTPResponseException(-1, "Malformed SMTP response line: <html>\r"),
            "<html>",
        ),
        (aiosmtplib.SMTPServerDisconnected("Connection lost"), "the connection was lost"),
        (_wrapped(ConnectionResetError()), "the other side closed the connection"),
        (
            _wrapped(aiosmtplib.SMTPServerDisconnected("Unexpected EOF received")),
            "the server closed the connection",
        ),
        (
            httpx.WriteError("[Errno 104] Connection reset by peer"),
            "Connection reset by peer",
        ),
        (
            h11.RemoteProtocolError("illegal status line: bytearray(b'HTTP/1.1 abc')"),
            'illegal status line: "HTTP/1.1 abc"',
        ),
        (TimeoutError(), "no answer in time"),
        (asyncio.CancelledError(), "cancelled"),
        (KeyError(), "KeyError"),
    ],
)
def test_a_failure_is_told_without_pythons_notation(error: BaseException, words: str) -> None:
    assert words_of(error) == words
