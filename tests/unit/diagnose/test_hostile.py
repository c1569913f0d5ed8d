"""Whatever a server says, a run comes to an end with words that can be shown."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sgdesk.diagnose.observation import HttpAnswered, Probe, Replied, Result
from sgdesk.diagnose.verdict import diagnose
from sgdesk.present.diagnosis import diagnosis_json, matrix
from tests.support.networks import SILENT, at, network
from tests.support.seen import API, Stop, mail, replaced, walked

WORDS = st.text(max_size=80)
LINES = st.lists(WORDS, max_size=5).map(tuple)
MAIL_STEPS = (Probe.GREETING, Probe.EHLO, Probe.STARTTLS, Probe.EHLO_TLS)
STOPS = st.sampled_from(
    [at(probe, result) for probe in MAIL_STEPS for result in (Result.REFUSED, Result.CHANGED)]
)


@given(lines=LINES, code=st.none() | st.integers(100, 999), raw=st.binary(max_size=99), stop=STOPS)
def test_a_mail_server_may_say_anything(
    lines: tuple[str, ...], code: int | None, raw: bytes, stop: Stop
) -> None:
    seen = Replied(first_bytes=raw, code=code, lines=lines)
    way = walked(mail(587), stop=stop)
    for probe in MAIL_STEPS:
        way = replaced(way, probe, seen)
    found = diagnose((API, mail(587)), [*walked(API), *way])

    assert found.verdict.headline
    assert diagnosis_json(found)
    assert matrix(found)


@given(
    status=st.integers(100, 999),
    place=WORDS | st.just("http://[bad"),
    result=st.sampled_from(Result),
)
def test_a_web_server_may_say_anything(status: int, place: str, result: Result) -> None:
    seen = HttpAnswered(status=status, headers=(("location", place), ("via", place)))
    stop = replace(at(Probe.SCOPES, result), seen=seen)
    found = diagnose((API,), network(random.Random(1), {587: SILENT}, stop))

    assert found.verdict.headline
    assert diagnosis_json(found)
