"""The help of `sgdesk sandbox` names all that a fault may hold."""

import pytest

from sgdesk.cli.main import make_parser
from sgdesk.cli.sandbox import FAULTS
from sgdesk.sandbox.fault_reader import WHEN_MEMBERS, WORDS
from sgdesk.sandbox.faults import Point


def test_every_point_action_and_condition_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        make_parser().parse_args(["sandbox", "--help"])

    shown = capsys.readouterr().out
    assert FAULTS in shown
    for name in (*Point, *WORDS, *WHEN_MEMBERS, "delay_ms", "distance_ms", "raw", "reply"):
        assert name in FAULTS, name
