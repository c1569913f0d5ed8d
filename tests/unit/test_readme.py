"""The README's commands are commands that exist."""

import json
import re
import shlex

import pytest

from sgdesk.cli.main import make_parser
from sgdesk.present.exit_codes import ExitCode
from sgdesk.sandbox.fault_book import FaultBook
from sgdesk.trace import Phase
from tests.support.house import CHECKOUT

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.parametrize("line", [each for each in COMMANDS if each.startswith("sgdesk ")])
def test_command_of_the_readme_is_understood(line: str) -> None:
    arguments = make_parser().parse_args(shlex.split(line, comments=True)[1:])

    assert callable(arguments.run)


def test_every_fault_of_the_readme_says_where_it_strikes() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", README, flags=re.DOTALL)
    book = FaultBook()
    faults = [book.add(json.loads(line)) for line in block.splitlines()]

    assert [fault.posted["when"]["path"] for fault in faults] == ["smtp", "webapi"]


@pytest.mark.parametrize("line", [each for each in COMMANDS if each.startswith("./")])
def test_script_of_the_readme_is_there_and_may_run(line: str) -> None:
    script = CHECKOUT / shlex.split(line, comments=True)[0]

    assert script.stat().st_mode & 0o111


def test_readme_shows_both_kinds_of_commands() -> None:
    assert len([line for line in COMMANDS if line.startswith("sgdesk ")]) == 10
    assert {"./packaging/run", "./packaging/test"} <= {line.split()[0] for line in COMMANDS if line}


def test_readme_names_every_phase_and_exit_code() -> None:
    phases = re.search(r"same ones for both paths: `([a-z ]+)`", README)
    codes = re.search(r"^Exit codes: (.*)$", README, flags=re.MULTILINE)

    assert phases is not None
    assert codes is not None
    assert phases[1].split() == [phase.value for phase in Phase]
    assert [int(code) for code in re.findall(r"(?:^|· )(\d+)", codes[1])] == list(ExitCode)
