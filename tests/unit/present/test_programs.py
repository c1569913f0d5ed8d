"""What one's own programs are told of the practice inbox."""

from sgdesk.present.programs import practice_environment
from sgdesk.sandbox.process import SandboxInfo
from tests.unit.account.test_pasted import LINE


def test_what_is_said_of_the_variables_is_no_comment_which_a_shell_may_take_for_a_command() -> None:
    first, said, rest = practice_environment(SandboxInfo.from_line(LINE)).partition("\nNOTE\n")

    assert said
    assert first.startswith(": <<'NOTE'\n")
    assert all(line.startswith("export ") for line in rest.splitlines())
