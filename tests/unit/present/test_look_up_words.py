"""What a look-up came to, in words before the resolver's own."""

from sgdesk.present.diagnosis import detail
from tests.support.seen import API, walked
from tests.unit.diagnose.test_others import NOT_FOUND, UNANSWERED


def test_look_up_that_failed_is_said_in_words_and_the_resolvers_name_in_brackets() -> None:
    (missing,) = walked(API, stop=NOT_FOUND)
    (silent,) = walked(API, stop=UNANSWERED)

    assert detail(missing) == "not found (EAI_NONAME)"
    assert detail(silent).startswith("no answer within ")
