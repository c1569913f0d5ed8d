"""The dialogue says which reply refuses what, and why it ended without an answer."""

from dataclasses import replace

import pytest

from sgdesk.delivery import Attempt, Partial, Rejected, Unknown
from sgdesk.present.dialogue import MARK, dialogue_text
from sgdesk.route import WebApiPath
from sgdesk.trace import SILENT, STOPPED, Phase, Trace
from tests.support.attempts import a_trace, an_attempt

OPENING = "S: 220 ready\nC: EHLO [127.0.0.1]\nS: 250-smtp.example.net\nS: 250 PIPELINING\n"
ENVELOPE = (
    "C: MAIL FROM:<me@example.com>\nC: RCPT TO:<ada@example.com>\nC: RCPT TO:<bob@example.net>\n"
    "C: DATA\nS: 250 Ok\nS: 250 Ok\nS: 550 5.1.1 User unknown\nS: 354 Continue\n"
)
BODY = "C: Subject: 550 reasons\nC: \nC: Hello\nC: .\n"


def remarks(attempt: Attempt) -> list[str]:
    """Give what the dialogue says beyond the transcript."""
    text = dialogue_text(attempt)
    assert [line for line in text.splitlines() if line in attempt.transcript] == (
        attempt.transcript.splitlines()
    )
    return [line for line in text.splitlines() if line not in attempt.transcript]


def test_reply_in_a_group_is_told_with_what_it_answers() -> None:
    said = OPENING + ENVELOPE + BODY + "S: 250 Ok: queued as x\n"
    attempt = replace(an_attempt(Partial()), transcript=said)

    assert remarks(attempt) == [f"*: {MARK} Refused: RCPT TO:<bob@example.net>"]
    lines = dialogue_text(attempt).splitlines()
    assert lines[lines.index(f"*: {MARK} Refused: RCPT TO:<bob@example.net>") - 1] == (
        "S: 550 5.1.1 User unknown"
    )


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ("S: 554 no\n", "Refused: the connection"),
        (OPENING + "C: AUTH PLAIN ••••\nS: 535-not\nS: 535 you\n", "Refused: AUTH PLAIN ••••"),
        (OPENING + ENVELOPE.replace("550", "250") + BODY + "S: 451 wait\n", "Put off: the mail"),
        (
            OPENING + ENVELOPE.replace("550", "250") + "C: Hello\nS: 552 too large\n",
            "Refused: the mail",
        ),
    ],
)
def test_every_reply_that_refuses_has_its_remark(said: str, remark: str) -> None:
    attempt = replace(an_attempt(Rejected()), transcript=said)

    assert remarks(attempt) == [f"*: {MARK} {remark}"]


def test_open_connection_begins_with_the_mail() -> None:
    warm = an_attempt(Partial(), trace=a_trace(warm=True))

    assert remarks(replace(warm, transcript=ENVELOPE)) == [
        f"*: {MARK} Refused: RCPT TO:<bob@example.net>"
    ]


def test_nobody_is_named_where_lines_were_left_out_between() -> None:
    said = OPENING + ENVELOPE.replace("C: RCPT TO:<ada@example.com>", "C: … 9,000 bytes …")

    assert remarks(replace(an_attempt(Partial()), transcript=said)) == [f"*: {MARK} Refused"]


def test_request_that_is_refused_is_told_at_its_status() -> None:
    said = 'C: POST /v3/mail/send HTTP/1.1\nC: \nC: {"a": 550}\nS: HTTP/1.1 403 Forbidden\nS: \n'
    attempt = an_attempt(Rejected(), path=WebApiPath(), code=403)

    assert remarks(replace(attempt, transcript=said)) == [f"*: {MARK} Refused: the request"]
    fine = replace(attempt, transcript=said.replace("403 Forbidden", "202 Accepted"))
    assert remarks(fine) == []


@pytest.mark.parametrize(
    ("detail", "end"),
    [
        (SILENT, f"*: {MARK} No answer for 1 min, at the step Answer"),
        (STOPPED, "*: Stopped after 1 min, at the step Answer"),
        ("Connection refused", f"*: {MARK} Connection refused, at the step Answer"),
    ],
)
def test_dialogue_without_an_answer_says_why_it_ends(detail: str, end: str) -> None:
    said = OPENING + ENVELOPE.replace("550", "250") + BODY
    attempt = an_attempt(Unknown(after=Phase.UPLOAD), code=None, trace=ended_with(detail))

    assert remarks(replace(attempt, transcript=said)) == [end]


def ended_with(detail: str) -> Trace:
    """Give a trace whose answer took a minute and never came."""
    trace = a_trace((Phase.UPLOAD, 1), (Phase.REPLY, 60_000), failed=Phase.REPLY)
    last = replace(trace.spans[-1], detail=detail)
    return replace(trace, spans=(*trace.spans[:-1], last))


def test_nothing_is_added_where_nothing_was_kept() -> None:
    attempt = an_attempt(Unknown(after=Phase.UPLOAD), code=None, trace=ended_with(SILENT))

    assert dialogue_text(attempt) == ""
