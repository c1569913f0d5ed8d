"""The words of a failure are a person's."""

import asyncio
import errno
import socket
import ssl

import aiosmtplib
import pytest

from sgdesk.wire.errors import words_of


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
        (TimeoutError(), "no answer in time"),
        (asyncio.CancelledError(), "cancelled"),
        (KeyError(), "KeyError"),
    ],
)
def test_a_failure_is_told_without_pythons_notation(error: BaseException, words: str) -> None:
    assert words_of(error) == words
