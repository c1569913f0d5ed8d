"""What is simulated: in words, and as faults that the local SendGrid takes."""

import itertools
from dataclasses import replace

import pytest

from sgdesk.present.simulation import (
    FITTING_STEPS,
    FITTING_WHERE,
    Certificate,
    Kind,
    Simulation,
    Step,
    Where,
)
from sgdesk.route import WebApiPath
from sgdesk.sandbox.fault_reader import read_fault
from tests.support.attempts import SMTP_587

WHOM = "grace@example.com"


def every_simulation() -> list[Simulation]:
    """Give each that can be put together."""
    return [
        replace(
            Simulation.of(kind), where=where, step=step, certificate=certificate, recipient=WHOM
        )
        for kind in Kind
        for where, step, certificate in itertools.product(
            FITTING_WHERE.get(kind, tuple(Where)),
            FITTING_STEPS.get(kind, (Step.ANSWER,)),
            Certificate if kind is Kind.CERTIFICATE else (Certificate.HOST,),
        )
    ]


def test_distance_says_that_it_is_there_and_back_and_spares_the_connect() -> None:
    note = Simulation.of(Kind.DISTANCE).note

    assert note == "Added to every exchange, there and back, but not to connecting."


@pytest.mark.parametrize(
    ("where", "limit"),
    [
        (Where.STARTTLS, "60 s"),
        (Where.TLS, "10 s"),
        (Where.WEB_API, "10 s"),
        (Where.SMTP, "10 s on 465, 60 s elsewhere"),
        (Where.EVERYWHERE, "10 s on the Web API and 465, 60 s elsewhere"),
    ],
)
def test_silence_says_that_the_connection_opens_and_when_the_window_gives_up(
    where: Where, limit: str
) -> None:
    silence = replace(Simulation.of(Kind.SILENCE), where=where)

    assert silence.wait_note(10.0, 60.0) == (
        "The server takes the connection, then says nothing. "
        f"The window gives up after its limit, {limit}, see Settings."
    )
    assert "10 s, see Settings" in silence.wait_note(10.0, 10.0)
    for step, met in ((Step.SIGN_IN, "gets the key"), (Step.ANSWER, "result is Unknown")):
        later = replace(silence, step=step).wait_note(10.0, 60.0)
        assert met in later
        assert "its limit, 60 s, see Settings." in later
    assert Simulation.of(Kind.REFUSE).wait_note(10.0, 60.0) == ""


def test_blocked_port_begins_at_the_mail_ports_and_says_when_the_window_gives_up() -> None:
    blocked = Simulation.of(Kind.BLOCKED)

    assert blocked.words == "no connection on every SMTP port"
    assert not blocked.is_in_the_way(WebApiPath(), "")
    assert blocked.wait_note(10.0, 60.0) == (
        "Nothing comes back. The window gives up after 10 s, see Settings."
    )
    assert blocked.faults == ({"at": "connect", "action": "drop", "when": {"path": "smtp"}},)


@pytest.mark.parametrize("simulation", every_simulation(), ids=lambda simulation: simulation.words)
def test_each_makes_faults_that_the_local_sendgrid_understands(simulation: Simulation) -> None:
    assert not simulation.problem
    assert simulation.faults
    for number, fault in enumerate(simulation.faults):
        read_fault(fault, number)


def test_words_differ_wherever_faults_do() -> None:
    words = [simulation.words for simulation in every_simulation()]

    assert len(words) == len(set(words))
    assert "no answer on 587, 2525 and 25" in words
    assert all("  " not in text for text in words)


@pytest.mark.parametrize(
    "simulation",
    [
        *(Simulation(distance=text) for text in ("", "0", "-1", "1.5", "5001", "²")),
        *(
            Simulation(kind=Kind.REPLY, where=where, reply=text)
            for where in (Where.WEB_API, Where.STARTTLS)
            for text in ("", "hello", "99 x", "4510 x", "650 x")
        ),
        *(
            Simulation(kind=Kind.REPLY, where=Where.WEB_API, reply=text)
            for text in ("550 x", "100")
        ),
        Simulation(kind=Kind.REPLY, where=Where.TLS, reply="499 x"),
        *(
            Simulation(kind=Kind.RECIPIENT, where=Where.SMTP, reply="550 no", recipient=text)
            for text in ("", "grace", "a@b c@d")
        ),
        Simulation(kind=Kind.RECIPIENT, where=Where.SMTP, reply="250 yes", recipient=WHOM),
    ],
)
def test_what_makes_no_sense_is_said(simulation: Simulation) -> None:
    assert simulation.problem


def test_reply_is_a_line_for_smtp() -> None:
    (fault,) = Simulation(
        kind=Kind.REPLY, where=Where.STARTTLS, reply=" 550 no\r\nsuch user "
    ).faults

    assert fault["action"] == {"reply": "550 no such user\r\n"}


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("403  not\ntoday", {"status": 403, "body": {"errors": [{"message": "not today"}]}}),
        ("451", {"status": 451}),
        # A 204 has no body at all.
        ("204 nothing", {"status": 204}),
    ],
)
def test_reply_of_the_web_api_carries_the_words_as_sendgrid_does(
    typed: str, answer: dict[str, object]
) -> None:
    (fault,) = Simulation(kind=Kind.REPLY, where=Where.WEB_API, reply=typed).faults

    assert fault["action"] == {"reply": answer}


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_begins_with_what_it_offers(kind: Kind) -> None:
    first = Simulation.of(kind)

    assert not replace(first, recipient=WHOM).problem
    assert first.where in FITTING_WHERE.get(kind, tuple(Where))
    assert first.step in FITTING_STEPS.get(kind, tuple(Step))


@pytest.mark.parametrize(
    ("where", "web_api", "on_587"),
    [
        (Where.EVERYWHERE, True, True),
        (Where.WEB_API, True, False),
        (Where.SMTP, False, True),
        (Where.STARTTLS, False, True),
        (Where.TLS, False, False),
    ],
)
def test_simulation_is_in_the_way_of_those_sends_alone_that_take_its_path(
    where: Where, web_api: bool, on_587: bool
) -> None:
    refused = Simulation(kind=Kind.REFUSE, where=where)

    assert refused.is_in_the_way(WebApiPath(), "") is web_api
    assert refused.is_in_the_way(SMTP_587, "") is on_587


def test_distance_is_in_the_way_of_a_mail_alone_that_met_it() -> None:
    far = Simulation(distance="4000")

    assert not far.is_in_the_way(SMTP_587, "key refused on 587")
    assert far.is_in_the_way(SMTP_587, far.words)
