"""Who counts as this computer."""

import asyncio

import pytest

from sgdesk.sandbox.relay import is_loopback


class _From(asyncio.BaseTransport):
    def __init__(self, peer: tuple[str, int] | None) -> None:
        super().__init__({"peername": peer})


@pytest.mark.parametrize(
    ("peer", "is_local"),
    [
        (("127.0.0.1", 1), True),
        (("127.9.9.9", 1), True),
        (("::1", 1), True),
        (("fe80::1%eth0", 1), False),
        (("192.0.2.1", 1), False),
        (None, False),
    ],
)
def test_loopback_is_recognised(peer: tuple[str, int] | None, is_local: bool) -> None:
    assert is_loopback(_From(peer)) is is_local
