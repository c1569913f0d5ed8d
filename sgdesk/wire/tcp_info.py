"""What the Linux kernel knows of a TCP connection (`getsockopt(TCP_INFO)`).

Source: include/uapi/linux/tcp.h, struct tcp_info; fields are only ever
appended, so fixed offsets stay true.
"""

import socket
import struct
import sys
from dataclasses import dataclass

_STATE = 0
_RTT = 68
_TOTAL_RETRANS = 100
_BYTES_ACKED = 120
_MIN_RTT = 148
_LENGTH = 152


@dataclass(frozen=True, slots=True, kw_only=True)
class TcpInfo:
    """The fields that this program uses."""

    rtt_ns: int
    """Smoothed; right after the connect it is the round trip of SYN and SYN-ACK."""
    min_rtt_ns: int | None
    """The smallest so far; `None` before the first measure."""
    retransmits: int
    bytes_acked: int
    """Data the peer's kernel has acknowledged. Unchanged proves that it never came."""
    is_closed: bool
    """Both directions are shut for good, e.g. after a reset."""


_CLOSED = 7
"""include/net/tcp_states.h, TCP_CLOSE."""
_UNMEASURED = 0xFFFFFFFF


def tcp_info(sock: socket.socket) -> TcpInfo | None:
    """Read it; `None` on another system, on an old kernel, or on a closed socket."""
    if sys.platform != "linux":
        return None
    try:
        raw = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LENGTH)
    except OSError:
        return None
    if len(raw) < _LENGTH:
        return None
    rtt, retransmits, min_rtt = (
        struct.unpack_from("=I", raw, offset)[0] for offset in (_RTT, _TOTAL_RETRANS, _MIN_RTT)
    )
    return TcpInfo(
        rtt_ns=rtt * 1000,
        min_rtt_ns=None if min_rtt == _UNMEASURED else min_rtt * 1000,
        retransmits=retransmits,
        bytes_acked=struct.unpack_from("=Q", raw, _BYTES_ACKED)[0],
        is_closed=raw[_STATE] == _CLOSED,
    )
