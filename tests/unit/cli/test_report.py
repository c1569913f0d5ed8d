"""An attempt in 80 columns."""

import re
from dataclasses import replace

import pytest

from sgdesk.cli.output import Style
from sgdesk.cli.report import attempt_lines, round_lines
from sgdesk.delivery import (
    Attempt,
    AttemptId,
    Cancelled,
    Deferred,
    NotSent,
    Partial,
    RecipientResult,
    Rejected,
    ServerError,
    Unknown,
)
from sgdesk.present.since import Since
from sgdesk.route import WebApiPath
from sgdesk.trace import Phase, TlsFacts
from tests.support.attempts import MS, a_problem, a_trace, all_waiting, an_attempt

PLAIN = Style()
COLOUR = Style(colour=True)
FULL = a_trace(
    (Phase.RESOLVE, 123),
    (Phase.CONNECT, 238),
    (Phase.GREETING, 400),
    (Phase.STARTTLS, 300),
    (Phase.TLS, 380),
    (Phase.AUTH, 976),
    (Phase.ENVELOPE, 876),
    (Phase.UPLOAD, 200),
    (Phase.REPLY, 2800),
)
EVERY: list[Attempt] = [
    an_attempt(trace=FULL, reply="Ok: queued as " + "x" * 200),
    an_attempt(trace=FULL, practice=True),
    an_attempt(Rejected(), trace=FULL, code=550, reply="no " * 60, problem=a_problem("X")),
    an_attempt(Deferred(retry_after_s=30), code=451, reply="451 later"),
    an_attempt(NotSent(), code=None, trace=a_trace((Phase.CONNECT, 5), failed=Phase.CONNECT)),
    an_attempt(Unknown(after=Phase.REPLY), code=None),
    an_attempt(
        Partial(),
        recipients=(
            RecipientResult(address="a@example.com", accepted=True, code=250, reply="ok"),
            RecipientResult(address="b@example.com", accepted=False, code=550, reply="who?"),
        ),
    ),
]


@pytest.mark.parametrize("attempt", EVERY)
def test_no_line_is_wider_than_the_terminal(attempt: Attempt) -> None:
    lines = attempt_lines(attempt, PLAIN, attempt.trace.total_ns)

    assert [line for line in lines if len(line) > 80] == []


@pytest.mark.parametrize("attempt", EVERY)
def test_colour_adds_escape_codes_and_nothing_else_but_blocks(attempt: Attempt) -> None:
    coloured = attempt_lines(attempt, COLOUR, attempt.trace.total_ns)
    stripped = [re.sub(r"\x1b\[\d+m", "", line) for line in coloured]
    plain = attempt_lines(attempt, PLAIN, attempt.trace.total_ns)

    assert len(stripped) == len(plain)
    assert [len(line) for line in stripped] == [len(line) for line in plain]
    assert [line for at, line in enumerate(stripped) if at != 1] == [
        line for at, line in enumerate(plain) if at != 1
    ]


def test_the_first_word_is_how_it_ended() -> None:
    assert attempt_lines(an_attempt(practice=True), PLAIN, MS)[0].startswith("✓ Captured")
    assert attempt_lines(an_attempt(NotSent(), code=None), PLAIN, MS)[0].startswith("✕ Not sent")


def test_somebody_who_can_read_the_connection_is_warned_of_whatever_became_of_the_mail() -> None:
    tls = TlsFacts(
        version="TLSv1.3",
        cipher="X",
        issuer="CN=Proxy CA",
        subject="S",
        verified=True,
        private_issuer="ab" * 32,
    )
    lines = attempt_lines(an_attempt(trace=replace(FULL, tls=tls)), PLAIN, MS)

    assert "  Warning: Proxy CA can read this connection, your key too." in lines


def test_bars_of_one_round_share_an_axis() -> None:
    parts = (((Phase.CONNECT, 10), (Phase.REPLY, reply_ms)) for reply_ms in (40, 90))
    short, long = (all_waiting(a_trace(*each)) for each in parts)
    fast, slow = an_attempt(path=WebApiPath(), trace=short), an_attempt(trace=long)
    lines = round_lines([fast, slow], PLAIN)
    bars = [line.strip() for line in lines if re.fullmatch(r"  C+A+", line)]

    assert [len(bar) for bar in bars] == [38, 76]
    assert bars[0].count("C") == bars[1].count("C")
    said = "Web API took 50 ms less, this once. At Answer, "
    assert said in " ".join(" ".join(lines).split())


def test_each_attempt_names_the_id_by_which_the_history_has_it() -> None:
    attempts = [replace(an_attempt(), id=AttemptId(f"{n}0abcdef12345")) for n in (1, 2)]
    lines = round_lines(attempts, PLAIN)

    assert "  Result: 10abcdef (sgdesk history show 10abcdef)" in lines
    assert "  Result: 20abcdef (sgdesk history show 20abcdef)" in lines


def test_one_attempt_is_not_compared() -> None:
    assert "this once" not in "\n".join(round_lines([an_attempt()], PLAIN))


def test_a_failure_says_where_why_and_what_to_do() -> None:
    trace = a_trace((Phase.CONNECT, 5), (Phase.AUTH, 5), failed=Phase.AUTH)
    attempt = an_attempt(
        Rejected(), code=535, reply="535 bad key", trace=trace, problem=a_problem("D-KEY-6")
    )
    text = "\n".join(attempt_lines(attempt, PLAIN, trace.total_ns))

    assert "Stopped at: Sign-in (AUTH)" in text
    assert "Title. Explanation." in text
    assert "What to do: Remedy." in text
    assert "Server: 535 bad key" in text


def test_the_field_and_the_page_of_an_error_stand_below_the_servers_words() -> None:
    said = ServerError(message="No.", field="from\x1b[1m", help="https://example.com/from")
    attempt = replace(an_attempt(Rejected(), code=400, reply="No."), errors=(said,))
    lines = attempt_lines(attempt, PLAIN, MS)

    assert lines[-4] == "  Server: 400 No."
    assert lines[-3].startswith("  Field: from")
    assert "\x1b" not in lines[-3]
    assert lines[-2] == "  Help: https://example.com/from"


def test_a_failure_gives_the_page_that_says_so() -> None:
    problem = replace(a_problem("D-ACC-1"), source="RFC 5321 section 4.2")
    text = "\n".join(attempt_lines(an_attempt(Rejected(), problem=problem), PLAIN, MS))

    assert "The page that says so: https://www.rfc-editor.org/rfc/rfc5321#section-4.2" in (
        " ".join(text.split())
    )


def test_an_address_of_the_web_is_not_cut_where_the_line_ends() -> None:
    page = f"https://example.com/{'long/' * 20}"
    said = ServerError(message="No.", help=page)
    attempt = replace(an_attempt(Rejected(), code=400, reply="No."), errors=(said,))

    assert attempt_lines(attempt, PLAIN, MS)[-3:-1] == ["  Help:", f"  {page}"]


def test_a_partly_accepted_mail_names_who_was_refused() -> None:
    text = "\n".join(attempt_lines(EVERY[-1], PLAIN, MS))

    assert "1 of 2 people refused" in text
    assert "b@example.com: 550 who?" in text
    assert "a@example.com" not in text


def test_a_reply_to_the_whole_mail_is_said_once() -> None:
    refused = RecipientResult(address="a@example.com", accepted=False, code=550, reply="go away")
    attempt = an_attempt(Rejected(), code=550, reply="go away", recipients=(refused,))

    assert "\n".join(attempt_lines(attempt, PLAIN, MS)).count("go away") == 1


def test_a_wait_is_told_in_whole_seconds_and_never_too_short() -> None:
    attempt = an_attempt(Deferred(retry_after_s=10.2), code=429)

    assert "  Try again in 11 s." in attempt_lines(attempt, PLAIN, MS)


def test_an_unknown_outcome_warns_of_sending_twice() -> None:
    text = " ".join(attempt_lines(an_attempt(Unknown(after=Phase.REPLY), code=None), PLAIN, MS))

    assert "may deliver it twice" in " ".join(text.split())


def test_a_servers_escape_codes_do_not_get_through() -> None:
    text = "\n".join(attempt_lines(an_attempt(Rejected(), reply="\x1b[31mred"), PLAIN, MS))

    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        (an_attempt(Rejected(), code=550), "Exit code 1: refused, deferred, or accepted in part."),
        (an_attempt(Deferred(), code=451), "Exit code 1: refused, deferred, or accepted in part."),
        (an_attempt(NotSent(), code=None), "Exit code 3: nothing was sent"),
        (an_attempt(Unknown(after=Phase.REPLY), code=None), "Exit code 4: unknown"),
        (an_attempt(Rejected(), code=401, path=WebApiPath()), "Exit code 5: the way works"),
        (an_attempt(Cancelled(), code=None), "Exit code 130: cancelled."),
    ],
)
def test_each_failure_ends_with_its_exit_code_and_what_that_means(
    attempt: Attempt, said: str
) -> None:
    assert f"  {said}" in "\n".join(attempt_lines(attempt, PLAIN, MS))


def test_what_went_well_or_was_decided_names_no_exit_code() -> None:
    lost = an_attempt(Unknown(after=Phase.REPLY), code=None)

    for lines in (attempt_lines(an_attempt(), PLAIN, MS), attempt_lines(lost, PLAIN, MS, "sent")):
        assert "Exit code" not in "\n".join(lines)


def test_bar_of_a_silent_server_blames_no_sign_in() -> None:
    trace = a_trace((Phase.CONNECT, 10), (Phase.GREETING, 90), failed=Phase.GREETING)
    lines = attempt_lines(an_attempt(NotSent(), code=None, trace=trace), PLAIN, 100 * MS)

    assert re.fullmatch(r"  C+G+", lines[1])
    assert lines[2] == "  Connect 10 ms · Greeting 90 ms"


def test_way_that_failed_keeps_its_advice_though_the_mail_went_another_one() -> None:
    problem = replace(a_problem("D-TCP-1"), remedy="Try another port.")
    since = Since(words="Sent since, 14:00 by Web API: Accepted.", is_settled=True)
    failed = an_attempt(NotSent(), code=None, problem=problem)
    said = "\n".join(attempt_lines(failed, PLAIN, MS, since=since))
    assert "  What to do: For the next mail: try another port." in said
