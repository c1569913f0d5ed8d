"""A refusal of some recipients is told wherever one looks for what the server said."""

from dataclasses import replace

from sgdesk.delivery import Attempt, Partial, RecipientResult, Rejected, Unknown
from sgdesk.present.answer import ANSWER, REFUSED, answer_facts, bad_facts
from sgdesk.present.log import log_row
from sgdesk.present.problem_words import details_lines
from sgdesk.present.refusals import refusal_lines
from sgdesk.present.steps import facts, step_rows
from sgdesk.present.summary import summary_text
from sgdesk.trace import Phase
from tests.support.attempts import a_trace, an_attempt
from tests.unit.present.test_dialogue import ended_with

ADA = RecipientResult(address="ada@example.com", accepted=True, code=250, reply="Ok")
BOB = RecipientResult(
    address="bob@example.net", accepted=False, code=550, reply="5.1.1 User unknown"
)
EVE = RecipientResult(address="eve@example.net", accepted=False, code=451, reply="4.7.1 Later")
STEPS = ((Phase.ENVELOPE, 1), (Phase.UPLOAD, 1), (Phase.REPLY, 1))
SAID = "550 5.1.1 User unknown (bob@example.net)"


def partly(*recipients: RecipientResult) -> Attempt:
    """Give an attempt that some got."""
    return an_attempt(
        Partial(), trace=a_trace(*STEPS), reply="Ok: queued as x", recipients=recipients
    )


def answers(attempt: Attempt) -> list[tuple[str, str]]:
    """Give what the Answer tab says came back."""
    told = [(name, value) for name, value, _ in answer_facts(attempt)]
    return [each for each in told if each[0] in (ANSWER, REFUSED)]


def test_some_that_were_refused_show_in_steps_code_and_answer() -> None:
    attempt = partly(ADA, BOB)
    envelope, upload, _ = step_rows(attempt)

    assert (envelope.ended, envelope.detail, envelope.is_bad) == ("1 of 2 refused", SAID, True)
    assert not upload.is_bad
    assert (log_row(attempt).code, log_row(attempt).is_no) == ("550", True)
    assert answers(attempt) == [(REFUSED, SAID), (ANSWER, "250 Ok: queued as x")]
    assert bad_facts(attempt) == {REFUSED}
    assert details_lines(attempt) == (SAID, "250 Ok: queued as x")
    assert "Answer: 550 5.1.1 User unknown (person 2 (…@example.net)); 250 Ok" in summary_text(
        attempt, 2
    )


def test_some_that_were_put_off_are_not_called_refused() -> None:
    assert step_rows(partly(ADA, EVE))[0].ended == "1 of 2 put off"
    assert log_row(partly(ADA, EVE, BOB)).code == "550"


def test_one_reply_to_many_is_told_once() -> None:
    many = [replace(BOB, address=f"bob{number}@example.net") for number in range(3)]
    others = [replace(EVE, reply=f"4.7.{number} Later") for number in range(4)]

    assert refusal_lines(partly(ADA, *many)) == (
        "550 5.1.1 User unknown (bob0@example.net and 2 more)",
    )
    assert refusal_lines(partly(ADA, *others))[3:] == ("and 1 more, see Recipients",)


def test_mail_that_is_refused_as_a_whole_says_so_once() -> None:
    refused = an_attempt(Rejected(), code=550, reply=BOB.reply, recipients=(BOB,))

    assert answers(refused) == [(ANSWER, "550 5.1.1 User unknown")]
    assert bad_facts(refused) == {REFUSED, ANSWER}


def test_step_that_failed_keeps_its_own_words() -> None:
    trace = a_trace(*STEPS, failed=Phase.ENVELOPE)

    assert step_rows(replace(partly(ADA, BOB), trace=trace))[0].ended == "failed here"


def test_answer_that_never_came_is_told_as_none() -> None:
    trace = ended_with("no answer in time")
    attempt = an_attempt(Unknown(after=Phase.UPLOAD), code=None, trace=trace)

    assert answers(attempt) == [(ANSWER, "None: no answer for 1 min, at the step Answer")]
    assert "), no answer for 1 min\n" in summary_text(attempt, 1)
    assert bad_facts(attempt) == {REFUSED, ANSWER}


def test_time_of_the_server_is_not_told_as_if_it_had_answered() -> None:
    trace = replace(ended_with("no answer in time"), server_ns=1_700_000)
    attempt = an_attempt(Unknown(after=Phase.UPLOAD), code=None, trace=trace)

    told = [(fact.name, fact.value) for fact in facts(attempt) if "Server" in fact.name]
    assert told == [("Server until then", "1.7 ms")]
