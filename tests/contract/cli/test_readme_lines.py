"""Every line of the README's command line, run as it stands."""

import shlex
from pathlib import Path

import pytest

from tests.support.cli import key_of, live_at, sgdesk
from tests.support.sandbox import Sandbox
from tests.unit.test_readme import COMMANDS

LINES = [line for line in COMMANDS if line.startswith("sgdesk ")]
MAIL = b"From: me@example.com\r\nTo: you@example.org\r\nSubject: Hi\r\n\r\nHello\r\n"


@pytest.mark.parametrize("line", [line for line in LINES if shlex.split(line)[1:2] != ["sandbox"]])
def test_line_of_the_readme_does_what_it_says(line: str, sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(MAIL)
    words = shlex.split(line, comments=True)[1:]
    if words[0] in ("send", "account", "diagnose") and "--sandbox" not in words:
        # Where the README would mail live, the same by way of the local SendGrid.
        words += live_at(sandbox.info)

    done = sgdesk(*words, env=key_of(sandbox.info), cwd=tmp_path)

    assert done.code == 0, done.err
    assert done.out or done.err.startswith("Nothing matches.")
