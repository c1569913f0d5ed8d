"""What a connect that was refused means, live and in practice."""

from dataclasses import replace

import pytest

from sgdesk.trace import Phase
from sgdesk.transport.circumstances import Circumstances
from sgdesk.transport.classify import classify_exception
from tests.unit.transport.test_classify import SUBMISSION, dial_error


@pytest.mark.parametrize(
    ("practice", "simulated", "title"),
    [
        (False, "", "Port 587 refuses the connection"),
        (True, "", "No practice inbox listens at port 587"),
        (True, "connection refused on 587", "Port 587 refuses the connection"),
    ],
)
def test_refused_connect_means_that_the_practice_inbox_ended_unless_it_simulates(
    practice: bool, simulated: str, title: str
) -> None:
    route = replace(SUBMISSION.route, practice=practice, simulated=simulated)
    verdict = classify_exception(
        dial_error(Phase.CONNECT, ConnectionRefusedError()),
        phase=Phase.CONNECT,
        committed=False,
        about=Circumstances(route=route),
    )

    assert verdict.problem is not None
    assert verdict.problem.title == title
