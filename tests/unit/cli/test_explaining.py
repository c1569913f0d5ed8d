"""What asks for a test is refused where something is to be explained."""

import argparse
from io import StringIO

import pytest

from sgdesk.cli import diagnose, explaining
from sgdesk.cli.output import Console
from sgdesk.errors import InputError

_OF_TESTS = ("this test", "report", "another computer, where sgdesk is not")
_OF_BOTH = ("--json", "--events", "--max-seconds")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    diagnose.add_options(parser)
    return parser


def _options() -> list[argparse.Action]:
    groups = [group for group in _parser()._action_groups if group.title in _OF_TESTS]
    assert len(groups) == len(_OF_TESTS)
    every = [action for group in groups for action in group._group_actions]
    return [action for action in every if action.option_strings[0] not in _OF_BOTH]


@pytest.mark.parametrize("action", _options(), ids=lambda action: action.option_strings[0])
def test_option_of_a_test_is_not_dropped_in_silence(action: argparse.Action) -> None:
    option = action.option_strings[0]
    value = next(iter(action.choices or ("3",)))
    given = [option] if action.nargs in (0, "?") else [option, value]
    arguments = _parser().parse_args(["--explain", "-", *given])

    with pytest.raises(InputError, match=f"--explain and {option} do not go together"):
        explaining.run(arguments, Console(StringIO(), StringIO(), {}))
