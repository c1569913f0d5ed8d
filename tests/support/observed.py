"""Hypothesis strategies for all that a run can have seen."""

from hypothesis import strategies as st

from sgdesk.diagnose.observation import (
    KEPT_HEADERS,
    Connected,
    Encrypted,
    HttpAnswered,
    Keyed,
    LookedUp,
    Observation,
    Probe,
    Replied,
    Result,
    Role,
    Seen,
    Target,
)
from sgdesk.diagnose.report import Report
from sgdesk.route import Tls
from sgdesk.trace import Certificate, TlsFacts
from tests.support.nouns import anything, moments, ports, problems

_times = st.floats(min_value=0, max_value=1e6)
_families = st.sampled_from(("ipv4", "ipv6"))
_addresses = st.ip_addresses().map(str)
_hosts = st.sampled_from(("api.sendgrid.com", "smtp.sendgrid.net", "mail.example.com", "10.1.2.3"))
_words = anything | st.sampled_from(
    ("STARTTLS", "SG ESMTP ready", "*" * 12, "XXXXXXXA", "http://[", "answered 407 No")
)
_lines = st.lists(_words.filter(lambda text: "\n" not in text), max_size=4).map(tuple)


def targets() -> st.SearchStrategy[Target]:
    """Draw a way."""
    return st.builds(
        Target,
        role=st.sampled_from(Role),
        host=_hosts,
        port=ports,
        tls=st.sampled_from(Tls),
        means_sendgrid=st.booleans(),
        signs_in=st.booleans(),
    )


def _facts() -> st.SearchStrategy[TlsFacts]:
    shown = st.builds(
        Certificate,
        subject=anything,
        issuer=anything,
        names=st.lists(anything, max_size=3).map(tuple),
        valid_from=moments,
        valid_until=moments,
        sha256=st.binary(min_size=32, max_size=32).map(bytes.hex),
    )
    return st.builds(
        TlsFacts,
        version=anything,
        cipher=anything,
        issuer=st.none() | anything,
        subject=st.none() | anything,
        verified=st.booleans(),
        chain=st.lists(shown, max_size=2).map(tuple),
        private_issuer=st.just("") | st.binary(min_size=32, max_size=32).map(bytes.hex),
    )


KINDS: dict[type[Seen], st.SearchStrategy[Seen]] = {
    LookedUp: st.builds(
        LookedUp,
        family=_families,
        addresses=st.lists(_addresses, max_size=3).map(tuple),
        error=_words,
        is_elsewhere=st.booleans(),
    ),
    Connected: st.builds(
        Connected,
        address=_addresses,
        family=_families,
        error=_words,
        rtt_ms=st.none() | _times,
        tries=st.integers(1, 4),
        proxied=st.booleans(),
    ),
    Replied: st.builds(
        Replied,
        first_bytes=st.binary(max_size=60),
        code=st.none() | st.integers(200, 599),
        lines=_lines,
        error=_words,
    ),
    Encrypted: st.builds(
        Encrypted,
        facts=st.none() | _facts(),
        verify_code=st.none() | st.sampled_from((9, 10, 18, 19, 20, 21, 62, 64, 7)),
        error=_words,
    ),
    HttpAnswered: st.builds(
        HttpAnswered,
        status=st.none() | st.integers(100, 599),
        headers=st.lists(st.tuples(st.sampled_from(sorted(KEPT_HEADERS)), _words), max_size=3).map(
            tuple
        ),
        first_bytes=st.binary(max_size=60),
        error=_words,
        skew_s=st.none() | st.floats(-1e6, 1e6),
    ),
    Keyed: st.builds(
        Keyed,
        code=st.none() | st.integers(200, 599),
        reply=_words,
        problem=st.none() | problems(),
        region=st.sampled_from(("", "eu", "global")),
        may_send=st.none() | st.booleans(),
        verified_senders=st.none() | st.integers(0, 9),
        sends_left=st.none() | st.integers(0, 9999),
        next_reset=_words,
    ),
}


def observations(seen: st.SearchStrategy[Seen] | None = None) -> st.SearchStrategy[Observation]:
    """Draw one, whose parts need not fit each other."""
    return st.builds(
        Observation,
        id=anything,
        probe=st.sampled_from(Probe),
        target=targets(),
        result=st.sampled_from(Result),
        ms=st.none() | _times,
        seen=st.one_of(*KINDS.values()) if seen is None else seen,
        where=st.sampled_from(("", "ipv4", "ipv6", "192.0.2.1", "2001:db8::7")),
        is_cut=st.booleans(),
    )


def reports() -> st.SearchStrategy[Report]:
    """Draw a report."""
    seen = st.lists(observations(), max_size=6, unique_by=lambda each: each.id).map(tuple)
    return st.builds(
        Report,
        made_at=moments,
        version=anything,
        system=anything,
        ticket=anything,
        practice=st.booleans(),
        max_seconds=st.floats(1, 300),
        targets=st.lists(targets(), max_size=3).map(tuple),
        observations=seen,
    )
