"""Hypothesis strategies for every frozen noun besides the message."""

from datetime import UTC

from hypothesis import strategies as st

from sgdesk.delivery import (
    Accepted,
    Attempt,
    AttemptId,
    Cancelled,
    Deferred,
    Delivery,
    DeliveryId,
    NotSent,
    Outcome,
    Partial,
    Problem,
    RecipientResult,
    Rejected,
    Unknown,
)
from sgdesk.route import Endpoint, Family, Override, Path, Route, SmtpPath, Tls, WebApiPath
from sgdesk.trace import ClockSource, Phase, RttSource, Span, TlsFacts, Trace
from tests.support.messages import messages

anything = st.text(max_size=30)
"""Any characters at all, lone surrogates aside: a server may say what it likes."""
counts = st.integers(min_value=0, max_value=2**53)
ports = st.integers(min_value=1, max_value=65535)
seconds = st.floats(min_value=0, max_value=1e9, allow_nan=False)
moments = st.datetimes(timezones=st.just(UTC))
phases = st.sampled_from(Phase)


def paths() -> st.SearchStrategy[Path]:
    """Draw a path."""
    return st.one_of(
        st.builds(WebApiPath), st.builds(SmtpPath, port=ports, tls=st.sampled_from(Tls))
    )


def endpoints() -> st.SearchStrategy[Endpoint]:
    """Draw a host and port."""
    return st.builds(Endpoint, host=anything, port=ports)


def routes() -> st.SearchStrategy[Route]:
    """Draw a route."""
    overrides = st.builds(Override, target=endpoints(), address=endpoints())
    return st.builds(
        Route,
        path=paths(),
        api_url=anything,
        smtp_host=anything,
        overrides=st.lists(overrides, max_size=3).map(tuple),
        proxy=st.none() | anything,
        ca_file=st.none() | anything,
        family=st.sampled_from(Family),
        pipelining=st.booleans(),
        authenticate=st.booleans(),
        username=anything,
        allow_plaintext_auth=st.booleans(),
        smtpapi=st.booleans(),
        connect_timeout=seconds,
        total_timeout=seconds,
        practice=st.booleans(),
    )


def outcomes() -> st.SearchStrategy[Outcome]:
    """Draw each kind of outcome."""
    return st.one_of(
        st.builds(Accepted, checked_only=st.booleans()),
        st.builds(Partial),
        st.builds(Rejected),
        st.builds(Deferred, retry_after_s=st.none() | seconds),
        st.builds(NotSent),
        st.builds(Unknown, after=phases),
        st.builds(Cancelled),
    )


def spans() -> st.SearchStrategy[Span]:
    """Draw a span."""
    return st.builds(
        Span,
        phase=phases,
        start_ns=counts,
        end_ns=counts,
        round_trips=counts,
        wire_ns=counts,
        failed=st.booleans(),
        detail=anything,
    )


def traces() -> st.SearchStrategy[Trace]:
    """Draw a trace; its figures need not fit each other."""
    facts = st.builds(
        TlsFacts,
        version=anything,
        cipher=anything,
        issuer=st.none() | anything,
        subject=st.none() | anything,
        verified=st.booleans(),
    )
    return st.builds(
        Trace,
        started_at=moments,
        spans=st.lists(spans(), max_size=4).map(tuple),
        total_ns=counts,
        wire_ns=counts,
        lag_ns=counts,
        clock=st.sampled_from(ClockSource),
        warm=st.booleans(),
        pipelined=st.booleans(),
        overlapped=st.booleans(),
        round_trips=counts,
        rtt_ns=st.none() | counts,
        rtt_source=st.none() | st.sampled_from(RttSource),
        server_ns=st.none() | st.integers(min_value=-(2**40), max_value=2**40),
        bytes_sent=counts,
        bytes_received=counts,
        tls=st.none() | facts,
        peer=st.none() | anything,
    )


def problems() -> st.SearchStrategy[Problem]:
    """Draw a problem."""
    return st.builds(
        Problem,
        id=anything,
        title=anything,
        explanation=anything,
        remedy=anything,
        source=anything,
    )


def attempts() -> st.SearchStrategy[Attempt]:
    """Draw an attempt."""
    results = st.builds(
        RecipientResult,
        address=anything,
        accepted=st.none() | st.booleans(),
        code=st.none() | counts,
        reply=anything,
    )
    return st.builds(
        Attempt,
        id=anything.map(AttemptId),
        delivery_id=anything.map(DeliveryId),
        path=paths(),
        host=anything,
        port=ports,
        outcome=outcomes(),
        trace=traces(),
        code=st.none() | counts,
        enhanced_code=st.none() | anything,
        reply=anything,
        message_id=st.none() | anything,
        recipients=st.lists(results, max_size=3).map(tuple),
        problem=st.none() | problems(),
        transcript=anything,
        practice=st.booleans(),
    )


def deliveries() -> st.SearchStrategy[Delivery]:
    """Draw a delivery."""
    return st.builds(
        Delivery,
        id=anything.map(DeliveryId),
        message=messages(),
        route=routes(),
        created_at=moments,
        group_id=anything,
    )
