"""The steps of one attempt as rows of a table."""

import re
from dataclasses import dataclass, replace

from sgdesk.delivery import Attempt
from sgdesk.present.bars import Axis, Bar, axis_for, ended_words, segment_of
from sgdesk.present.refusals import refusal_count, refusal_lines, unanswered_text
from sgdesk.present.words import (
    CLIENT_MEANS,
    PHASE_MEANS,
    PHASE_TERMS,
    PHASE_WORDS,
    SERVER_MEANS,
    TOTAL_MEANS,
    WIRE_MEANS,
    timing_quality,
)
from sgdesk.sizes import duration_text, size_text
from sgdesk.trace import ClockSource, Phase, Span, Trace

ROUND_TRIPS_MEAN = "How often it waited for the network: there and back, once each."
TIMING_MEANS = (
    "Exact: stamped by the system as the bytes arrived. Else stamped by this program, late by as "
    "much as it was busy. Busy is the longest time that this computer once kept this program "
    "waiting; This program has all of them."
)

_THIS_COMPUTER = "this computer"
_ENCRYPTED = re.compile(r"TLSv(1\.\d)(?: \S+)?")
_ISSUER_UNKNOWN = (
    "unable to get local issuer certificate",
    "unable to get issuer certificate",
    "unable to verify the first certificate",
    "self-signed certificate",
    "self signed certificate",
)
"""OpenSSL's texts of its verify codes 2 and 18 to 21, of all versions."""
_CUT_OFF = {
    "connection reset": "The connection was reset",
    "forcibly closed": "The connection was reset",
    "connection abort": "The connection was reset",
    "broken pipe": "The connection was closed",
    "disconnected without": "The connection was closed without an answer",
}
"""What Linux, macOS, Windows and httpx say of one that broke, and how its problem is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One phase, in words."""

    step: str
    term: str
    """The field's own word."""
    means: str
    """What is done in it."""
    time: str
    waiting: str
    """How much of it was waiting for network and server; empty for none."""
    round_trips: str
    """How often it waited for the network; empty for never."""
    detail: str
    brief: str
    """The same without what only engineers ask for."""
    shares: str
    """How much of it was waiting, and how much this program's own work."""
    bar: Bar
    """One segment, at its place on the attempt's axis."""
    ended: str = ""
    """That it failed, refused some or was stopped; nothing where it came to a good end."""
    is_bad: bool = False
    """Whether what went wrong is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One number of the attempt with what it measures."""

    name: str
    value: str
    means: str


def step_rows(attempt: Attempt) -> tuple[StepRow, ...]:
    """Give one row a span, in time order; the envelope's says whom it refused.

    Where the mail went on for the others, that step came to a good end by itself. With an
    envelope for each recipient each tells of its own.
    """
    spans = attempt.trace.spans
    rows = tuple(map(_step, spans))
    if attempt.practice:
        rows = tuple(map(_without_port, rows, spans))
    refused, envelopes = refusal_lines(attempt), [s for s in spans if s.phase is Phase.ENVELOPE]
    if not refused or len(envelopes) != 1 or envelopes[0].failed:
        return rows
    at = spans.index(envelopes[0])
    ended, detail = refusal_count(attempt), "; ".join(refused)
    told = replace(rows[at], ended=ended, detail=detail, brief=detail, is_bad=True)
    return (*rows[:at], told, *rows[at + 1 :])


def _without_port(row: StepRow, span: Span) -> StepRow:
    """Name this computer in place of an address that stands for none: Answer has it, too."""
    if span.phase is not Phase.CONNECT or span.failed:
        return row
    return replace(row, detail=_THIS_COMPUTER, brief=_THIS_COMPUTER)


def stopped_at(trace: Trace) -> str:
    """Name the step that failed, with the field's own word; nothing where none did."""
    failed = [span.phase for span in trace.spans if span.failed]
    return f"{PHASE_WORDS[failed[-1]]} ({PHASE_TERMS[failed[-1]]})" if failed else ""


def steps_axis(*traces: Trace) -> Axis:
    """Give the axis of one attempt, or of several that are compared."""
    return axis_for(_step(span).bar for trace in traces for span in trace.spans)


def _step(span: Span) -> StepRow:
    return StepRow(
        step=PHASE_WORDS[span.phase],
        term=PHASE_TERMS[span.phase],
        means=PHASE_MEANS[span.phase],
        time=duration_text(span.end_ns - span.start_ns),
        waiting=duration_text(span.wire_ns) if span.wire_ns else "",
        round_trips=str(span.round_trips) if span.round_trips else "",
        detail=_detail(span),
        brief=_cut_off(span) or _brief(_detail(span)),
        shares=_shares(span),
        ended=f"{ended_words(span.is_stopped)} here" if span.failed else "",
        is_bad=span.failed and not span.is_stopped,
        bar=Bar(segments=(segment_of(span),)),
    )


def _detail(span: Span) -> str:
    """Give what happened; where others say it in words of their own, in plain ones before those."""
    is_of_issuer = span.failed and any(words in span.detail for words in _ISSUER_UNKNOWN)
    plain = "Its issuer is not known here" if is_of_issuer else _cut_off(span)
    return f"{plain} ({span.detail})" if plain else span.detail


def _cut_off(span: Span) -> str:
    # After a code they are the server's own words, and stay.
    said = span.detail.lower() if span.failed and not span.detail[:3].isdecimal() else ""
    return next((plain for words, plain in _CUT_OFF.items() if words in said), "")


def _brief(detail: str) -> str:
    """Name the kind of encryption without the cipher: `TLS 1.3`."""
    kind = _ENCRYPTED.fullmatch(detail)
    return f"TLS {kind[1]}" if kind else detail


def _shares(span: Span) -> str:
    own_ns = span.end_ns - span.start_ns - span.wire_ns
    waiting = f"{duration_text(span.wire_ns)} waiting for network and server"
    return f"{waiting}, {duration_text(own_ns)} this program"


def facts(attempt: Attempt) -> tuple[Fact, ...]:
    """Give the numbers of an attempt; one that is not known is left out."""
    trace = attempt.trace
    if not trace.is_measured:
        return ()
    quality = timing_quality(trace.clock is ClockSource.KERNEL, trace.lag_ns, trace.total_ns)
    found = [
        Fact(name="Total", value=duration_text(trace.total_ns), means=TOTAL_MEANS),
        Fact(name="Timing", value=quality, means=TIMING_MEANS),
        Fact(name="Waiting", value=duration_text(trace.wire_ns), means=WIRE_MEANS),
        Fact(name="This program", value=duration_text(trace.client_ns), means=CLIENT_MEANS),
    ]
    if trace.server_ns is not None:
        # What is left of the waiting without the way there: on a short way less than nothing.
        is_told = trace.server_ns > 0
        value = duration_text(trace.server_ns) if is_told else "too short to tell"
        # Beside a minute of waiting in vain it would look like the answer's.
        name = "Server until then" if unanswered_text(attempt) else "Server"
        found.append(Fact(name=name, value=value, means=SERVER_MEANS))
    if trace.rtt_ns is not None:
        means = "How long it takes to the server and back, once: the distance, not the work."
        found.append(Fact(name="One round trip", value=duration_text(trace.rtt_ns), means=means))
    found.append(
        Fact(
            name="Round trips",
            value=str(trace.round_trips),
            means=f"{ROUND_TRIPS_MEAN} Name look-up counted, closing not.",
        )
    )
    crossed = "All that crossed the connection, encryption included."
    found.append(Fact(name="Sent", value=size_text(trace.bytes_sent), means=crossed))
    found.append(Fact(name="Received", value=size_text(trace.bytes_received), means=crossed))
    return tuple(found)
