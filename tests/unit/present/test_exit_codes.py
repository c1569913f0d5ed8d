"""Exit codes: of one attempt, and of several."""

from dataclasses import replace

import pytest

from sgdesk.delivery import (
    Accepted,
    Attempt,
    Cancelled,
    Deferred,
    NotSent,
    Partial,
    Rejected,
    Unknown,
)
from sgdesk.errors import InputError, KeyStoreError, SandboxError, SecretError, StoreError
from sgdesk.present.attempt_exit import exit_code_of, is_permission
from sgdesk.present.exit_codes import ExitCode, exit_code_of_error, worst
from sgdesk.route import WebApiPath
from sgdesk.trace import Phase
from tests.support.attempts import a_problem, a_trace, an_attempt

AT_AUTH = a_trace((Phase.CONNECT, 1), (Phase.AUTH, 1), failed=Phase.AUTH)
AT_MAIL = a_trace((Phase.CONNECT, 1), (Phase.ENVELOPE, 1), failed=Phase.ENVELOPE)
API = WebApiPath()

OF_ONE: list[tuple[Attempt, int]] = [
    (an_attempt(Accepted()), 0),
    (an_attempt(Accepted(checked_only=True), path=API, code=200), 0),
    (an_attempt(Partial()), 1),
    (an_attempt(Rejected(), code=550, trace=AT_MAIL), 1),
    (an_attempt(Rejected(), path=API, code=400), 1),
    (an_attempt(Rejected(), path=API, code=413), 1),
    (an_attempt(Deferred(), path=API, code=429), 1),
    (an_attempt(Deferred(), code=451, trace=AT_MAIL), 1),
    (an_attempt(NotSent(), code=None), 3),
    (an_attempt(NotSent(), code=421), 3),
    (an_attempt(NotSent(), code=None, trace=AT_AUTH), 3),
    (an_attempt(NotSent(), code=334, trace=AT_AUTH), 3),
    (an_attempt(Unknown(after=Phase.REPLY), code=None), 4),
    (an_attempt(Rejected(), code=535, trace=AT_AUTH), 5),
    (an_attempt(Deferred(), code=451, trace=AT_AUTH), 5),
    (an_attempt(NotSent(), code=535, trace=AT_AUTH), 5),
    (an_attempt(Rejected(), path=API, code=401), 5),
    (an_attempt(Rejected(), path=API, code=403), 5),
    (an_attempt(Rejected(), code=550, problem=a_problem("D-ACC-1")), 5),
    (an_attempt(Rejected(), code=550, trace=AT_MAIL, problem=a_problem("D-KEY-11")), 5),
    (an_attempt(Rejected(), code=550, problem=a_problem("D-ACC-10")), 1),
    (an_attempt(Cancelled(), code=None), 130),
]


@pytest.mark.parametrize(("attempt", "code"), OF_ONE)
def test_code_of_one_attempt(attempt: Attempt, code: int) -> None:
    assert exit_code_of(attempt) == code


def test_a_403_by_smtp_is_no_permission_problem() -> None:
    assert not is_permission(replace(an_attempt(Rejected(), code=403), path=an_attempt().path))


WORST = [130, 2, 4, 5, 3, 1, 0]


@pytest.mark.parametrize(
    ("better", "worse"),
    [(better, worse) for at, worse in enumerate(WORST) for better in WORST[at:]],
)
def test_the_worst_of_two_wins_in_either_order(better: int, worse: int) -> None:
    codes = [ExitCode(better), ExitCode(worse)]

    assert worst(codes) == worse
    assert worst(reversed(codes)) == worse


def test_nothing_at_all_is_no_failure() -> None:
    assert worst([]) == 0


def test_errors_before_any_attempt() -> None:
    assert exit_code_of_error(InputError("x")) == 2
    assert exit_code_of_error(SecretError("x")) == 2
    assert exit_code_of_error(KeyStoreError("x")) == 2
    assert exit_code_of_error(StoreError("x")) == 3
    assert exit_code_of_error(SandboxError("x")) == 3
