"""The cutting of an attempt: spans tile it whatever the wire did."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from sgdesk.clock import monotonic_ns
from sgdesk.trace import ClockSource, Phase, RttSource, Trace
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.socket import Tap
from sgdesk.wire.transcript import Transcript

MS = 1_000_000


class Script:
    """Play a dialogue to a warm recorder on a clock of its own."""

    def __init__(self, recorder: Recorder | None = None) -> None:
        self.recorder = recorder or Recorder(warm=True)
        self.start_ns = self.now = monotonic_ns()

    def after(self, ms: float) -> "Script":
        self.now += int(ms * MS)
        return self

    def send(self, count: int = 10, *, blocked: bool = False) -> "Script":
        self.recorder.sent(count, self.now, blocked=blocked)
        return self

    def arrive(self, count: int = 10, *, kernel: bool = True, late_ms: float = 0) -> "Script":
        read_ns = self.now + int(late_ms * MS)
        self.recorder.received(count, self.now, kernel=kernel, read_ns=read_ns)
        self.recorder.heard(self.now)
        return self

    def end(self, phase: Phase, **more: int) -> "Script":
        self.recorder.end(phase, **more)  # type: ignore[arg-type]  # at_ns and round_trips
        return self


@dataclass(frozen=True)
class Step:
    """One turn of a random dialogue."""

    think_ms: float
    sends: int
    wait_ms: float
    arrivals: int
    phase: Phase


STEPS = st.lists(
    st.builds(
        Step,
        think_ms=st.floats(0, 5),
        sends=st.integers(0, 3),
        wait_ms=st.floats(0, 50),
        arrivals=st.integers(0, 3),
        phase=st.sampled_from(Phase),
    ),
    min_size=1,
    max_size=12,
)


def play(steps: list[Step]) -> tuple[Trace, int]:
    """Play random turns; gives the trace and how long they took."""
    script = Script()
    script.send()
    for step in steps:
        script.recorder.phase = step.phase
        for _ in range(step.sends):
            script.after(step.think_ms).send()
        for _ in range(step.arrivals):
            script.after(step.wait_ms).arrive()
        script.end(step.phase, at_ns=script.now)
    return script.recorder.finish(), script.now - script.start_ns


@given(STEPS)
def test_spans_tile_the_attempt(steps: list[Step]) -> None:
    trace, took = play(steps)

    reached = 0
    for span in trace.spans:
        assert span.start_ns == reached
        assert span.end_ns >= span.start_ns
        reached = span.end_ns
    assert reached == trace.total_ns == took


@given(STEPS)
def test_waiting_is_a_part_of_each_span_and_the_rest_is_ours(steps: list[Step]) -> None:
    trace, _ = play(steps)

    assert all(0 <= s.wire_ns <= s.end_ns - s.start_ns for s in trace.spans)
    assert trace.wire_ns == sum(s.wire_ns for s in trace.spans)
    assert trace.client_ns >= 0
    assert trace.round_trips == sum(s.round_trips for s in trace.spans)


def test_a_wait_runs_from_our_last_send_to_the_arrival() -> None:
    script = Script().send()
    script.after(3).send().after(40).arrive().end(Phase.EHLO)
    script.after(7).send().after(80).arrive().end(Phase.AUTH)

    trace = script.recorder.finish()

    assert [s.wire_ns for s in trace.spans] == [40 * MS, 80 * MS]
    assert [s.end_ns - s.start_ns for s in trace.spans] == [43 * MS, 87 * MS]
    assert trace.client_ns == 10 * MS


def test_an_answer_in_pieces_is_one_wait_to_its_last() -> None:
    script = Script().send().after(40).arrive().after(5).arrive().end(Phase.EHLO)

    (span,) = script.recorder.finish().spans

    assert (span.wire_ns, span.round_trips) == (45 * MS, 1)


def test_lock_step_commands_count_one_round_trip_each() -> None:
    script = Script()
    for _ in range(3):
        script.send().after(40).arrive().after(1)
    script.end(Phase.ENVELOPE, at_ns=script.now)

    assert script.recorder.finish().round_trips == 3


def test_a_greeting_is_awaited_from_the_end_of_the_connect() -> None:
    recorder = Recorder()
    script = Script(recorder)
    recorder.begin(Phase.CONNECT)
    connected = monotonic_ns()
    recorder.waited(connected, connected)
    script.end(Phase.CONNECT, at_ns=connected)
    script.now = connected
    script.after(30).arrive().end(Phase.GREETING)

    greeting = recorder.finish().spans[-1]

    assert (greeting.wire_ns, greeting.round_trips) == (30 * MS, 1)


def test_a_body_behind_its_headers_is_awaited_in_download() -> None:
    script = Script().send()
    sent = script.now
    script.after(40).arrive()
    headers = script.now
    script.after(10).arrive()
    script.end(Phase.UPLOAD, at_ns=sent).end(Phase.REPLY, at_ns=headers)
    script.end(Phase.DOWNLOAD, at_ns=script.now, round_trips=0)

    trace = script.recorder.finish()

    assert [s.wire_ns for s in trace.spans] == [0, 40 * MS, 10 * MS]
    assert [s.round_trips for s in trace.spans] == [0, 1, 0]


def test_arrivals_during_an_upload_are_no_wait_but_a_full_kernel_is() -> None:
    script = Script()
    script.recorder.phase = Phase.UPLOAD
    script.send(blocked=True).after(20).send().after(5).arrive().end(Phase.UPLOAD)

    (span,) = script.recorder.finish().spans

    assert span.wire_ns == 20 * MS
    assert span.round_trips == 0


def test_a_session_ticket_is_no_answer() -> None:
    script = Script().send()
    script.after(10).recorder.received(200, script.now, kernel=True, read_ns=script.now)
    script.after(30).arrive().end(Phase.EHLO)

    (span,) = script.recorder.finish().spans

    assert (span.wire_ns, span.round_trips) == (40 * MS, 1)


def test_a_failure_closes_the_step_once_and_counts_the_vain_wait() -> None:
    recorder = Recorder(warm=True)
    recorder.sent(5, monotonic_ns() - 50 * MS)
    recorder.begin(Phase.REPLY)
    recorder.fail("timed out")
    recorder.fail("again")

    trace = recorder.finish()

    (span,) = trace.spans
    assert (span.failed, span.detail, span.round_trips) == (True, "timed out", 0)
    assert span.wire_ns >= 50 * MS
    assert trace.total_ns == span.end_ns


def test_server_time_is_what_the_waits_took_beyond_a_round_trip() -> None:
    script = Script()
    script.recorder.tcp_rtt_ns = 38 * MS
    script.send().after(40).arrive().end(Phase.EHLO)
    script.send().after(238).arrive().end(Phase.REPLY)

    trace = script.recorder.finish()

    assert (trace.rtt_ns, trace.rtt_source) == (38 * MS, RttSource.TCP_INFO)
    assert trace.server_ns == 202 * MS


def test_server_time_may_be_negative_and_is_not_clamped() -> None:
    script = Script()
    script.recorder.tcp_rtt_ns = 40 * MS
    script.send().after(38).arrive().end(Phase.EHLO)

    assert script.recorder.finish().server_ns == -2 * MS


def test_a_relay_near_us_does_not_pass_for_the_server() -> None:
    script = Script()
    script.recorder.tcp_rtt_ns = MS // 20
    script.send().after(80).arrive().end(Phase.EHLO)
    script.send().after(280).arrive().end(Phase.REPLY)

    trace = script.recorder.finish()

    assert (trace.rtt_ns, trace.rtt_source) == (80 * MS, RttSource.EXCHANGE)
    assert trace.server_ns == 200 * MS


def test_a_warm_attempt_knows_the_exchanges_of_the_cold_one() -> None:
    cold = Script()
    cold.recorder.tcp_rtt_ns = MS // 20
    cold.send().after(80).arrive().end(Phase.TLS)
    warm = Script(Recorder(warm=True, exchange_ns=cold.recorder.exchange_ns))
    warm.recorder.tcp_rtt_ns = MS // 20
    warm.send().after(280).arrive().end(Phase.REPLY)

    assert warm.recorder.finish().server_ns == 200 * MS


def test_without_a_round_trip_time_server_time_is_unknown() -> None:
    script = Script().send().after(40).arrive().end(Phase.REPLY)

    trace = script.recorder.finish()

    assert (trace.rtt_ns, trace.rtt_source, trace.server_ns) == (None, None, None)


def test_a_large_upload_makes_server_time_unknowable() -> None:
    script = Script()
    script.recorder.tcp_rtt_ns = 38 * MS
    script.recorder.phase = Phase.UPLOAD
    script.send(10_001).end(Phase.UPLOAD, at_ns=script.now)
    script.after(300).arrive().end(Phase.REPLY)

    assert script.recorder.finish().server_ns is None


def test_overlapped_attempts_have_no_server_time() -> None:
    script = Script(Recorder(warm=True, overlapped=True))
    script.recorder.tcp_rtt_ns = 38 * MS
    script.send().after(40).arrive().end(Phase.REPLY)

    assert script.recorder.finish().server_ns is None


def test_the_clock_says_whose_stamps_they_were() -> None:
    kernel = Script().send().arrive(late_ms=12).end(Phase.EHLO).recorder.finish()
    user = Script().send().arrive(kernel=False).end(Phase.EHLO).recorder.finish()
    both = Script().send().arrive().arrive(kernel=False).end(Phase.EHLO).recorder.finish()

    clocks = (kernel.clock, user.clock, both.clock)
    assert clocks == (ClockSource.KERNEL, ClockSource.USER, ClockSource.MIXED)
    assert kernel.lag_ns == 12 * MS


def test_a_detail_never_holds_a_secret() -> None:
    script = Script(Recorder(warm=True, transcript=Transcript(["hunter2-hunter2"])))
    script.send().arrive()
    script.recorder.end(Phase.AUTH, detail="535 hunter2-hunter2 is wrong")

    assert script.recorder.finish().spans[0].detail == "535 •••• is wrong"


def test_an_attempt_in_which_nothing_happened_has_no_spans() -> None:
    trace = Recorder().finish()

    assert (trace.spans, trace.total_ns, trace.wire_ns) == ((), 0, 0)


def test_a_warm_attempt_whose_connection_was_dead_becomes_cold() -> None:
    recorder = Recorder(warm=True, exchange_ns=5)
    recorder.peer = "192.0.2.1:443"
    recorder.forget_connection()

    trace = recorder.finish()

    assert (trace.warm, trace.peer, recorder.exchange_ns) == (False, None, None)


def test_an_answer_that_came_within_the_call_that_asked_is_an_answer() -> None:
    script = Script()
    began = script.now
    script.recorder.sent(10, began + 20_000, began_ns=began)
    script.after(0.015).arrive().end(Phase.EHLO)

    (span,) = script.recorder.finish().spans

    assert span.round_trips == 1
    assert span.wire_ns == 1


def test_what_had_come_before_we_asked_is_no_answer() -> None:
    script = Script()
    script.recorder.sent(10, script.now)
    script.after(5).arrive().end(Phase.EHLO)
    arrived = script.now
    script.recorder.sent(10, arrived + MS, began_ns=arrived + MS - 20_000)
    script.now = arrived + MS // 2
    script.arrive()
    script.end(Phase.AUTH, at_ns=arrived + 2 * MS)

    assert script.recorder.finish().spans[-1].round_trips == 0


def test_a_step_never_ends_before_it_began() -> None:
    script = Script().send().after(40).arrive().end(Phase.EHLO)
    script.end(Phase.AUTH, at_ns=script.now - 10 * MS)

    trace = script.recorder.finish()

    assert [s.end_ns - s.start_ns for s in trace.spans] == [40 * MS, 0]
    assert trace.total_ns == 40 * MS


def test_under_tls_only_what_was_decrypted_is_an_answer() -> None:
    script = Script().send()
    tap = Tap(script.recorder)
    tap.opaque = tap.encrypted = True
    ticket = memoryview(b"ciphertext")
    tap.received(ticket, script.after(10).now, kernel=True, read_ns=script.now)
    heard = [script.recorder.last_heard_ns]
    tap.received(ticket, script.after(10).now, kernel=True, read_ns=script.now)
    tap.plain_received(b"250 ok\r\n")

    heard.append(script.recorder.last_heard_ns)

    assert heard == [None, script.now]
    assert script.recorder.transcript.text() == "S: 250 ok\n"


def test_between_two_attempts_a_connection_is_deaf() -> None:
    script = Script().send()
    tap = Tap(script.recorder)
    tap.recorder = None
    tap.received(memoryview(b"421 bye\r\n"), script.now, kernel=True, read_ns=script.now)
    tap.sent(memoryview(b"QUIT\r\n"), 6, script.now, script.now)

    assert script.recorder.finish().bytes_received == 0


def test_the_kernel_s_departure_moves_the_wait_and_the_end_of_an_upload() -> None:
    script = Script()
    script.recorder.begin(Phase.UPLOAD)
    script.send()
    script.recorder.handed_over("9 bytes written")
    guessed = script.now
    script.recorder.left(guessed, guessed + 40 * MS)
    script.after(60).arrive().end(Phase.REPLY)

    upload, reply = script.recorder.finish().spans

    assert (upload.phase, upload.end_ns - upload.start_ns) == (Phase.UPLOAD, 40 * MS)
    assert upload.detail == "9 bytes written"
    assert (reply.end_ns - reply.start_ns, reply.wire_ns) == (20 * MS, 20 * MS)


def test_a_departure_of_bytes_that_were_followed_by_others_moves_nothing() -> None:
    script = Script().send()
    guessed = script.now
    script.after(10).send()
    script.recorder.left(guessed, guessed + 5 * MS)
    script.after(20).arrive().end(Phase.EHLO)

    assert script.recorder.finish().spans[0].wire_ns == 20 * MS
