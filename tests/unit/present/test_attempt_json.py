"""The attempt of the `--json` documents."""

import itertools
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sgdesk.delivery import Accepted, Deferred, RecipientResult, Rejected, ServerError, Unknown
from sgdesk.present.attempt_json import attempt_json
from sgdesk.trace import ClockSource, Phase, RttSource, TlsFacts
from tests.support.attempts import a_problem, a_trace, an_attempt

CONTRACT = {
    *("path", "host", "port", "peer", "outcome", "code", "enhanced_code", "reply", "message_id"),
    *("started_at", "total_ms", "wire_ms", "client_ms", "lag_ms", "clock", "warm", "pipelined"),
    *("round_trips", "rtt_ms", "rtt_source", "server_ms", "bytes_sent", "bytes_received", "tls"),
    *("phases", "recipients", "problem", "overlapped"),
}


def test_every_field_of_the_contract_is_there() -> None:
    document = attempt_json(an_attempt())

    assert set(document) >= CONTRACT
    assert json.loads(json.dumps(document)) == document


def test_errors_of_an_api_answer_carry_their_field_and_their_page() -> None:
    said = (
        ServerError(message="One.", field="from", help="https://example.com/from"),
        ServerError(message="Two."),
    )

    assert attempt_json(an_attempt())["errors"] == []
    assert attempt_json(replace(an_attempt(Rejected()), errors=said))["errors"] == [
        {"message": "One.", "field": "from", "help": "https://example.com/from"},
        {"message": "Two.", "field": None, "help": None},
    ]


def test_a_problem_carries_the_address_of_its_page_where_there_is_one() -> None:
    for source, page in (
        ("RFC 5321 section 4.2", "https://www.rfc-editor.org/rfc/rfc5321#section-4.2"),
        ("The user", None),
    ):
        problem = replace(a_problem("X"), source=source)
        document = attempt_json(an_attempt(Rejected(), problem=problem))["problem"]

        assert document is not None
        assert (document["source"], document["source_url"]) == (source, page)


def test_what_is_not_known_is_null() -> None:
    document = attempt_json(an_attempt(code=None))

    assert document["code"] is None
    assert document["rtt_ms"] is None
    assert document["rtt_source"] is None
    assert document["server_ms"] is None
    assert document["tls"] is None
    assert document["peer"] is None
    assert document["problem"] is None


def test_a_full_attempt_reads_as_the_contract_says() -> None:
    trace = replace(
        a_trace((Phase.CONNECT, 3.1), (Phase.REPLY, 10)),
        rtt_ns=38_200_400,
        rtt_source=RttSource.TCP_INFO,
        server_ns=30_100_000,
        wire_ns=12_600_000,
        clock=ClockSource.KERNEL,
        tls=TlsFacts(version="TLSv1.3", cipher="X", issuer=None, subject="S", verified=True),
        peer="203.0.113.7:587",
    )
    to = RecipientResult(address="a@example.com", accepted=True, code=250, reply="Ok")
    document = attempt_json(an_attempt(trace=trace, recipients=(to,), problem=a_problem("D-DNS-1")))

    assert document["path"] == "smtp:587:starttls"
    assert document["started_at"] == "2026-01-01T12:30:05.000000Z"
    assert (document["total_ms"], document["wire_ms"], document["client_ms"]) == (13.1, 12.6, 0.5)
    assert (document["rtt_ms"], document["rtt_source"]) == (38.2, "tcp_info")
    assert document["clock"] == "kernel"
    assert document["phases"][0] == {
        "name": "connect",
        "start_ms": 0.0,
        "ms": 3.1,
        "round_trips": 1,
        "wire_ms": 0.0,
        "failed": False,
        "detail": "",
    }
    assert document["recipients"] == [
        {"address": "a@example.com", "accepted": True, "code": 250, "reply": "Ok"}
    ]
    assert document["problem"] is not None
    assert document["problem"]["id"] == "D-DNS-1"


def test_what_an_outcome_carries_is_told() -> None:
    assert attempt_json(an_attempt(Accepted(checked_only=True)))["checked_only"]
    assert attempt_json(an_attempt(Deferred(retry_after_s=30)))["retry_after_s"] == 30
    assert attempt_json(an_attempt(Unknown(after=Phase.REPLY)))["unknown_after"] == "reply"


@given(st.lists(st.floats(0, 5000), min_size=1, max_size=12))
def test_rounded_phases_still_tile(durations: list[float]) -> None:
    document = attempt_json(an_attempt(trace=a_trace(*((Phase.REPLY, ms) for ms in durations))))
    phases = document["phases"]

    assert phases[0]["start_ms"] == 0
    for one, two in itertools.pairwise(phases):
        assert round(one["start_ms"] + one["ms"], 3) == two["start_ms"]
    assert round(phases[-1]["start_ms"] + phases[-1]["ms"], 3) == document["total_ms"]
