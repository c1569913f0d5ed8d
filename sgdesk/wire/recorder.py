"""Cut one attempt into spans that tile it, and tell waiting from working.

The socket's tap reports every send and every arrival with its stamp; the
transport says which step has just ended.
A span starts where the last one ended, so that no time is lost or counted twice.

    recorder = Recorder(progress=job.progress)
    dialled = await dial(endpoint, route, recorder)   # resolve, connect, proxy
    recorder.begin(Phase.EHLO)                         # only announces
    ...                                                # write the command, read its reply
    recorder.end(Phase.EHLO, detail="250 …")           # ends at the reply's arrival
    recorder.begin(Phase.UPLOAD)
    ...                                                # write the body
    recorder.end(Phase.UPLOAD, at_ns=recorder.last_sent_ns)
    recorder.begin(Phase.REPLY)
    ...
    recorder.end(Phase.REPLY, detail="250 Ok: queued as …")
    trace = recorder.finish()

A failure ends the current step with `recorder.fail("…")`.

Sends are never stamped after the system call: on loopback the peer may have
answered before the call returns, and taking the interpreter lock back after
it can cost milliseconds while another thread is busy (see `wire/socket.py`).
Where the kernel says later when the packet left, `left` puts that in its place.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sgdesk.clock import monotonic_ns, wall_utc
from sgdesk.trace import Certificate, ClockSource, Phase, Span, TlsFacts, Trace
from sgdesk.wire.heartbeat import Heartbeat
from sgdesk.wire.tcp_info import TcpInfo
from sgdesk.wire.transcript import Transcript
from sgdesk.wire.waits import (
    Rtt,
    Wait,
    round_trip_time,
    round_trips_in,
    server_time,
    split_at,
    waiting_in,
)

PhaseListener = Callable[[Phase, float], None]
"""Told as a phase begins, with the fraction uploaded (0.0 to 1.0, else 0.0); never awaits."""


def no_progress(phase: Phase, fraction: float) -> None:
    """Listen to nothing."""


@dataclass(slots=True)
class _Cut:
    """A span on the monotonic clock, before its waits are known."""

    phase: Phase
    start_ns: int
    end_ns: int
    round_trips: int | None
    failed: bool
    detail: str
    """As it was said, with any secret that it holds."""


class Recorder:
    """Take the times and counts of one attempt."""

    def __init__(
        self,
        *,
        progress: PhaseListener = no_progress,
        warm: bool = False,
        overlapped: bool = False,
        exchange_ns: int | None = None,
        transcript: Transcript | None = None,
    ) -> None:
        """Start an attempt.

        A cold one begins with its first `begin`; a warm one with its first byte.
        `exchange_ns` is the fastest trivial exchange that this connection has
        shown earlier, for a warm attempt which has none of its own.
        """
        self.transcript = transcript or Transcript()
        self.phase: Phase | None = None
        """The step that runs, `None` between two."""
        self.warm = warm
        self.overlapped = overlapped
        self.pipelined = False
        self.tls: TlsFacts | None = None
        self.read_chain: Callable[[], tuple[Certificate, ...]] | None = None
        """Gives the certificates that belong to `tls`, when there is time for it."""
        self.peer: str | None = None
        self.proxied = False
        self.tcp_rtt_ns: int | None = None
        """From TCP_INFO; first read by the dialler, then by `note_tcp` while the socket is open."""
        self.connect_ns: int | None = None
        self.bytes_sent = self.bytes_received = 0
        self.last_sent_ns: int | None = None
        """When the newest bytes were given to the kernel."""
        self.last_heard_ns: int | None = None
        """When the newest bytes that mean something arrived."""
        self._exchange_ns = exchange_ns
        self._progress = progress
        self._start_ns: int | None = None
        self._started_at = wall_utc()
        self._cut_ns = 0
        self._cuts: list[_Cut] = []
        self._waits: list[Wait] = []
        self._since_ns: int | None = None
        self._asked_ns: int | None = None
        """When the call began that sent our newest bytes; `_since_ns` is when they left."""
        self._blocked_ns: int | None = None
        self._uploaded = ""
        self._kernel_reads = self._user_reads = self._upload_bytes = self._lag_ns = 0
        self._heartbeat = Heartbeat.current()
        self._watch = self._heartbeat.watch() if self._heartbeat else None

    # What the transport says.

    def begin(self, phase: Phase, fraction: float = 0.0) -> None:
        """Announce that a step runs, with the fraction uploaded; cuts nothing."""
        if self._start_ns is None and not self.warm:
            self._start(monotonic_ns())
        if phase in (Phase.RESOLVE, Phase.CONNECT):
            # Asked without a byte that the tap could see.
            self._since_ns, self._asked_ns = monotonic_ns(), None
        self.phase = phase
        self._progress(phase, fraction)

    def end(
        self,
        phase: Phase,
        *,
        at_ns: int | None = None,
        round_trips: int | None = None,
        failed: bool = False,
        detail: str = "",
    ) -> None:
        """Close a step at `at_ns`, else at the newest arrival since the last cut, else now.

        `round_trips` is counted from the waits unless it is given.
        """
        if self._uploaded and phase is not Phase.UPLOAD:
            # Answered while what goes behind the body, the next envelope, waited for room.
            self.end(Phase.UPLOAD, at_ns=self.last_sent_ns, detail=self._uploaded)
        self._uploaded = ""
        end_ns = self._boundary() if at_ns is None else at_ns
        if self._start_ns is None:
            self._start(end_ns)
        end_ns = max(end_ns, self._cut_ns)
        self._cuts.append(_Cut(phase, self._cut_ns, end_ns, round_trips, failed, detail))
        self._cut_ns = end_ns
        if phase is Phase.UPLOAD and self._blocked_ns is not None:
            self._waits.append(Wait(self._blocked_ns, end_ns, answered=False, upload=True))
        self._waits = split_at(self._waits, end_ns)
        heard = self.last_heard_ns
        if self._since_ns is None or (heard is not None and heard >= self._since_ns):
            # Nothing of ours is unanswered: should more arrive before we send again
            # (a greeting, a body behind its headers), it was awaited from here on.
            self._since_ns = max(end_ns, self._since_ns or 0)
            self._asked_ns = None
        self.phase = None

    def fail(self, detail: str = "", *, waiting: bool = True) -> None:
        """Close the step that runs, now and as failed; nothing when none runs.

        `waiting`: we waited until now; false when it was we who gave up what had come.
        """
        phase, now = self.phase, monotonic_ns()
        if phase is None:
            return
        if waiting and self._since_ns is not None and phase is not Phase.UPLOAD:
            self._waits.append(Wait(self._since_ns, now, answered=False))
        if self._blocked_ns is not None and phase is not Phase.UPLOAD:
            self._waits.append(Wait(self._blocked_ns, now, answered=False, upload=True))
        self.end(phase, at_ns=now, failed=True, detail=detail)

    def handed_over(self, uploaded: str) -> None:
        """Say that the transport has the whole body, and what: `reply` follows `upload` from here.

        The cut lies at the send that gives the kernel its last byte, which on a
        slow link comes later.
        """
        self._uploaded = uploaded
        self._close_upload()

    def waited(self, start_ns: int, end_ns: int) -> None:
        """Book a wait that the tap cannot see: a look-up, a connect."""
        self._waits.append(Wait(start_ns, end_ns))
        self._since_ns, self._asked_ns = end_ns, None

    @property
    def stopped_at(self) -> Phase | None:
        """Give the step that runs, or that has failed just now."""
        if self.phase is not None or not self._cuts:
            return self.phase
        return self._cuts[-1].phase if self._cuts[-1].failed else None

    @property
    def is_blocked(self) -> bool:
        """Say whether the kernel took less than it was offered, and nothing since."""
        return self._blocked_ns is not None

    def forget_connection(self) -> None:
        """Turn a warm attempt that has written nothing into a cold one: the connection was dead."""
        self.warm, self._uploaded, self._blocked_ns = False, "", None
        self.tls = self.peer = self._exchange_ns = None

    def note_tcp(self, info: TcpInfo | None) -> None:
        """Take the round trip that the kernel has measured by now, where it says one."""
        if info is not None and info.min_rtt_ns is not None:
            self.tcp_rtt_ns = info.min_rtt_ns

    # What the tap reports.

    def sent(
        self, count: int, at_ns: int, *, blocked: bool = False, began_ns: int | None = None
    ) -> None:
        """Book `count` bytes given to the kernel at `at_ns`, by a call begun at `began_ns`.

        `blocked`: it took less than it was offered, so that we now wait for room.
        """
        if self._start_ns is None:
            self._start(at_ns)
        if self._blocked_ns is not None and count:
            self._waits.append(Wait(self._blocked_ns, at_ns, answered=False, upload=True))
            self._blocked_ns = None
        if blocked and self._blocked_ns is None:
            self._blocked_ns = at_ns
        if not count:
            return
        self.bytes_sent += count
        self.last_sent_ns = at_ns
        self._since_ns = at_ns
        self._asked_ns = at_ns if began_ns is None else began_ns
        if self.phase is Phase.UPLOAD:
            self._upload_bytes += count
            self._close_upload()

    def left(self, guessed_ns: int, at_ns: int) -> None:
        """Correct when the newest bytes left: at `at_ns`, where `guessed_ns` was booked."""
        if self.last_sent_ns == guessed_ns:
            self.last_sent_ns = at_ns
        if self._since_ns == guessed_ns and self._asked_ns is not None:
            self._since_ns = self._asked_ns = at_ns
        last = self._cuts[-1] if self._cuts else None
        if last is not None and last.phase is Phase.UPLOAD and last.end_ns == guessed_ns:
            # The upload ends, and the wait for the reply begins, as its last byte leaves.
            self._cut_ns = max(last.start_ns, at_ns)
            last.end_ns = self._cut_ns

    def received(self, count: int, at_ns: int, *, kernel: bool, read_ns: int) -> None:
        """Book an arrival; `read_ns` is when we came to read it."""
        self.bytes_received += count
        if kernel:
            self._kernel_reads += 1
            self._lag_ns = max(self._lag_ns, read_ns - at_ns)
        elif count:
            self._user_reads += 1

    def heard(self, at_ns: int) -> None:
        """Book that what arrived at `at_ns` means something: it ends or prolongs a wait.

        TLS session tickets arrive and mean nothing.
        """
        since = self._since_ns
        if since is not None and self._asked_ns is not None and self._asked_ns < at_ns <= since:
            # Answered before the call that asked had returned: it had left a little earlier.
            at_ns = since + 1
        self.last_heard_ns = at_ns
        if since is None or at_ns <= since:
            return
        if self._waits and self._waits[-1].start_ns == since and self._waits[-1].answered:
            self._waits[-1] = replace(self._waits[-1], end_ns=at_ns)
        elif self.phase is not Phase.UPLOAD:
            self._waits.append(Wait(since, at_ns))

    # The result.

    def finish(self) -> Trace:
        """Give the trace; the total ends with the last step."""
        self.release()
        start = self._start_ns if self._start_ns is not None else monotonic_ns()
        end = self._cuts[-1].end_ns if self._cuts else start
        spans = tuple(self._span(cut, start) for cut in self._cuts)
        rtt = self._rtt()
        if self.tls is not None and self.read_chain is not None:
            self.tls = replace(self.tls, chain=self.read_chain())
        return Trace(
            started_at=self._started_at,
            spans=spans,
            total_ns=max(0, end - start),
            wire_ns=sum(s.wire_ns for s in spans),
            lag_ns=self._lag_ns,
            clock=self._clock(),
            warm=self.warm,
            pipelined=self.pipelined,
            overlapped=self.overlapped,
            round_trips=sum(s.round_trips for s in spans),
            rtt_ns=rtt.ns if rtt else None,
            rtt_source=rtt.source if rtt else None,
            server_ns=self._server_ns(rtt),
            bytes_sent=self.bytes_sent,
            bytes_received=self.bytes_received,
            tls=self.tls,
            peer=self.peer,
        )

    def release(self) -> None:
        """Stop watching the loop; for an attempt that ends without a trace. May be repeated."""
        if self._watch is not None and self._heartbeat is not None:
            self._lag_ns = max(self._lag_ns, self._heartbeat.unwatch(self._watch))
            self._watch = None

    @property
    def exchange_ns(self) -> int | None:
        """Give the fastest trivial exchange known, to hand to the next attempt's recorder."""
        if self.overlapped:
            # Answers that came beside another message's body tell of no round trip.
            return self._exchange_ns
        own = [w for w, phase in self._placed() if phase in TRIVIAL and w.answered]
        known = [self._exchange_ns] if self._exchange_ns is not None else []
        return min([w.ns for w in own] + known, default=None)

    def _close_upload(self) -> None:
        if self._uploaded and self._blocked_ns is None and self.phase is Phase.UPLOAD:
            self.end(Phase.UPLOAD, at_ns=self.last_sent_ns, detail=self._uploaded)
            self.begin(Phase.REPLY)

    def _start(self, at_ns: int) -> None:
        self._start_ns = self._cut_ns = at_ns
        self._started_at = wall_utc()

    def _boundary(self) -> int:
        heard = self.last_heard_ns
        return heard if heard is not None and heard > self._cut_ns else monotonic_ns()

    def _span(self, cut: _Cut, start_ns: int) -> Span:
        counted = round_trips_in(self._waits, cut.start_ns, cut.end_ns)
        return Span(
            phase=cut.phase,
            start_ns=cut.start_ns - start_ns,
            end_ns=cut.end_ns - start_ns,
            round_trips=counted if cut.round_trips is None else cut.round_trips,
            wire_ns=waiting_in(self._waits, cut.start_ns, cut.end_ns),
            failed=cut.failed,
            # Not while the server waits for our next word: it takes a while.
            detail=self.transcript.clean(cut.detail),
        )

    def _placed(self) -> list[tuple[Wait, Phase]]:
        """Give each wait with the step in which it ended."""
        return [
            (wait, cut.phase)
            for wait in self._waits
            for cut in self._cuts
            if cut.start_ns < wait.end_ns <= cut.end_ns
        ]

    def _clock(self) -> ClockSource:
        if self._kernel_reads and self._user_reads:
            return ClockSource.MIXED
        return ClockSource.KERNEL if self._kernel_reads else ClockSource.USER

    def _rtt(self) -> Rtt | None:
        return round_trip_time(
            tcp_info_ns=None if self.proxied else self.tcp_rtt_ns,
            connect_ns=None if self.proxied else self.connect_ns,
            exchange_ns=self.exchange_ns,
        )

    def _server_ns(self, rtt: Rtt | None) -> int | None:
        if rtt is None or self.overlapped or self._upload_bytes > UPLOAD_LIMIT_BYTES:
            return None
        waits = [w for w, phase in self._placed() if phase in ESTABLISHED and w.answered]
        return server_time(waits, rtt.ns) if waits else None


UPLOAD_LIMIT_BYTES = 10_000
"""Above it slow start, not the server, decides how long a reply takes."""

TRIVIAL = frozenset({Phase.EHLO, Phase.STARTTLS, Phase.ENVELOPE, Phase.TLS})
"""Steps whose answer costs the server next to nothing."""

ESTABLISHED = frozenset(Phase) - {
    Phase.RESOLVE,
    Phase.CONNECT,
    Phase.PROXY,
    Phase.UPLOAD,
    Phase.DOWNLOAD,
}
"""Steps in which we ask the server something over a connection that stands."""
