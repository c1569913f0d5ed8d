"""Arithmetic on the waits of one attempt; no sockets, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sgdesk.trace import RttSource


@dataclass(frozen=True, slots=True)
class Wait:
    """A stretch of the monotonic clock in which we waited for the other side."""

    start_ns: int
    end_ns: int
    answered: bool = True
    """False when nothing came: room in a send buffer, or the end of our patience."""
    upload: bool = False
    """Waiting for room in the kernel's send buffer."""

    @property
    def ns(self) -> int:
        """Give its length."""
        return self.end_ns - self.start_ns


@dataclass(frozen=True, slots=True)
class Rtt:
    """A round-trip time with its origin."""

    ns: int
    source: RttSource


def waiting_in(waits: Iterable[Wait], start_ns: int, end_ns: int) -> int:
    """Give how much of a stretch was spent waiting; what overlaps counts once."""
    inside = [w for w in waits if w.start_ns < end_ns and w.end_ns > start_ns]
    total, reached = 0, start_ns
    for wait in sorted(inside, key=lambda w: w.start_ns):
        begin, end = max(wait.start_ns, reached), min(wait.end_ns, end_ns)
        if end > begin:
            total += end - begin
            reached = end
    return total


def round_trips_in(waits: Iterable[Wait], start_ns: int, end_ns: int) -> int:
    """Count the answered waits that ended in a stretch."""
    return sum(1 for w in waits if w.answered and start_ns < w.end_ns <= end_ns)


def split_at(waits: Iterable[Wait], at_ns: int) -> list[Wait]:
    """Cut the wait that lasts beyond a step's end: its answer ended the step, more followed."""
    result: list[Wait] = []
    for wait in waits:
        if wait.start_ns < at_ns < wait.end_ns:
            result += [replace(wait, end_ns=at_ns), replace(wait, start_ns=at_ns)]
        else:
            result.append(wait)
    return result


def round_trip_time(
    *, tcp_info_ns: int | None, connect_ns: int | None, exchange_ns: int | None
) -> Rtt | None:
    """Choose the round-trip time.

    TCP_INFO, else the connect; but the fastest trivial exchange when that is
    all there is (behind a proxy), or when it takes more than twice as long as TCP says
    and the work of a server: then something near us answers the TCP handshake in the
    server's place.
    """
    base = None
    if tcp_info_ns is not None:
        base = Rtt(tcp_info_ns, RttSource.TCP_INFO)
    elif connect_ns is not None:
        base = Rtt(connect_ns, RttSource.CONNECT)
    if exchange_ns is None or (base is not None and exchange_ns < 2 * base.ns + _WORK_NS):
        return base
    return Rtt(exchange_ns, RttSource.EXCHANGE)


_WORK_NS = 10_000_000
"""A TLS handshake costs a busy server several milliseconds, and is no distance."""


def server_time(waits: Sequence[Wait], rtt_ns: int) -> int:
    """Give the sum of what each wait took beyond a round trip; may be negative."""
    return sum(w.ns - rtt_ns for w in waits)
