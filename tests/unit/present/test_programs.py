"""What one's own programs are told of the practice inbox."""

from sgdesk.present.programs import practice_environment
from sgdesk.sandbox.process import SandboxInfo
from tests.unit.account.test_pasted import LINE


def test_no_comment_of_the_variables_holds_a_quote_that_a_shell_would_wait_for() -> None:
    lines = practice_environment(SandboxInfo.from_line(LINE)).splitlines()
    comments = "".join(line for line in lines if line.startswith("#"))

    assert comments
    assert not set(comments) & set("'\"`")
