"""What may follow an attempt."""

from typing import get_args

import pytest

from sgdesk.delivery import (
    Accepted,
    Cancelled,
    Deferred,
    NotSent,
    Outcome,
    Partial,
    Rejected,
    Unknown,
)
from sgdesk.engine.retry import AskUser, Retry, RetryPolicy, Stop, decide
from sgdesk.trace import Phase
from tests.support.attempts import an_attempt

THRICE = RetryPolicy(attempts=3, first_pause_s=2.0, longest_pause_s=300.0)

ROWS: tuple[tuple[Outcome, Retry | Stop | AskUser], ...] = (
    (Accepted(), Stop()),
    (Partial(), Stop()),
    (Rejected(), Stop()),
    (Cancelled(), Stop()),
    (NotSent(), Retry(after_s=2.0)),
    (Deferred(), Retry(after_s=2.0)),
    (Deferred(retry_after_s=60.0), Retry(after_s=60.0)),
    (Deferred(retry_after_s=0.5), Retry(after_s=2.0)),
    (Unknown(after=Phase.UPLOAD), AskUser()),
)


@pytest.mark.parametrize(("outcome", "following"), ROWS, ids=str)
def test_outcome_decides(outcome: Outcome, following: object) -> None:
    assert decide(an_attempt(outcome), 1, THRICE) == following


def test_every_outcome_has_a_row() -> None:
    assert {type(outcome) for outcome, _ in ROWS} == set(get_args(Outcome))


@pytest.mark.parametrize("outcome", [NotSent(), Deferred(retry_after_s=1.0)])
def test_default_policy_never_tries_again(outcome: Outcome) -> None:
    assert decide(an_attempt(outcome), 1, RetryPolicy()) == Stop()


def test_pause_doubles_up_to_its_limit_and_tries_end() -> None:
    policy = RetryPolicy(attempts=1000, first_pause_s=2.0, longest_pause_s=10.0)

    assert [policy.next(n) for n in (1, 2, 3, 4, 999)] == [
        Retry(after_s=pause) for pause in (2.0, 4.0, 8.0, 10.0, 10.0)
    ]
    assert policy.next(1000) == Stop()
