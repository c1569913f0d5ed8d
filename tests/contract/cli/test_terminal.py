"""At a real terminal: colour, progress, and a key that is not echoed."""

import os
import pty
import subprocess
import sys

import pytest

from tests.support.cli import command, environment, key_of, live_at
from tests.support.sandbox import Sandbox

MAIL = ("--from", "sender@example.com", "--to", "to@example.com", "--subject", "s", "--text", "t")


def at_a_terminal(arguments: list[str], env: dict[str, str], typed: bytes = b"") -> tuple[int, str]:
    """Run a command with a terminal on all three streams; give code and all that it showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        arguments, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True
    )
    os.close(theirs)
    shown = b""
    try:
        while True:
            if typed and b"API key: " in shown:
                os.write(ours, typed)
                typed = b""
            shown += os.read(ours, 65536)
    except OSError:
        # Linux says EIO when the last holder of the other end has left.
        assert sys.platform == "linux"
    finally:
        os.close(ours)
    return process.wait(), shown.decode()


def test_a_terminal_gets_colour_and_no_color_takes_it_away(sandbox: Sandbox) -> None:
    env = environment({**key_of(sandbox.info), "TERM": "xterm-256color"})
    arguments = command("send", *live_at(sandbox.info), *MAIL, "--via", "webapi")
    code, shown = at_a_terminal(arguments, env)
    plain_code, plain = at_a_terminal(arguments, {**env, "NO_COLOR": "1"})

    assert (code, plain_code) == (0, 0)
    assert "\x1b[32m" in shown
    assert "█" in shown
    assert "\x1b[3" not in plain


@pytest.mark.measures
def test_a_slow_send_tells_its_step_and_a_quick_one_does_not(sandbox: Sandbox) -> None:
    env = environment({**key_of(sandbox.info), "TERM": "xterm"})
    arguments = command("send", *live_at(sandbox.info), *MAIL, "--via", "smtp:587")
    _, quick = at_a_terminal(arguments, env)
    sandbox.fault("reply", {"delay_ms": 900})
    _, slow = at_a_terminal(arguments, env)

    assert "Waiting for the answer…" not in quick
    assert "SMTP 587: Waiting for the answer…" in slow
    assert slow.rfind("\r\x1b[K") > slow.rfind("Waiting for the answer…")


def test_a_typed_key_is_not_shown(sandbox: Sandbox) -> None:
    arguments = command("send", *live_at(sandbox.info), *MAIL, "--via", "webapi", "--key-stdin")
    code, shown = at_a_terminal(arguments, environment(), typed=sandbox.info.key.encode() + b"\n")

    assert code == 0, shown
    assert "API key: " in shown
    assert sandbox.info.key not in shown
