"""What was not timed has no figures: never a zero that looks measured."""

from sgdesk.delivery import Unknown
from sgdesk.present.log import log_row
from sgdesk.present.steps import facts
from sgdesk.trace import Phase, Trace
from tests.support.attempts import a_trace, an_attempt


def test_attempt_that_was_found_again_after_a_crash_shows_no_times() -> None:
    timed = an_attempt()
    outcome = Unknown(after=Phase.REPLY)
    lost = an_attempt(outcome, trace=Trace(started_at=a_trace().started_at), code=None)

    assert log_row(lost).total == ""
    assert facts(lost) == ()
    assert log_row(timed).total
    assert facts(timed)
