"""Too few open files allowed: a sentence with what to do, whatever wanted the next one."""

import resource
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.cli import LIMIT_S, command, environment, key_of, live_at
from tests.support.sandbox import Sandbox

MAIL = ("--from", "sender@example.com", "--to", "to@example.com", "--subject", "s", "--text", "t")
FEW = (8, 10, 11, 13, 14, 15, 16, 17)
"""Each ends another part first: the history, the wire thread, a module, the connection."""


def with_few_files(words: Sequence[str], env: dict[str, str], limit: int) -> tuple[int, str]:
    """Run a command that may open few files; give code and all that it said."""

    def hold_back() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))

    done = subprocess.run(
        command(*words),
        capture_output=True,
        env=environment(env),
        timeout=LIMIT_S,
        check=False,
        preexec_fn=hold_back,
    )
    return done.returncode, " ".join((done.stdout + done.stderr).decode().split())


@pytest.mark.parametrize("limit", FEW)
@pytest.mark.parametrize("via", ["webapi", "smtp:587"])
def test_a_send_says_what_to_do(sandbox: Sandbox, tmp_path: Path, via: str, limit: int) -> None:
    env = {**key_of(sandbox.info), "SGDESK_DATA_DIR": str(tmp_path)}
    words = ("send", *live_at(sandbox.info), *MAIL, "--via", via, "--timeout", "5")
    code, said = with_few_files(words, env, limit)

    if code:
        assert code == 3, said
        assert "ulimit -n" in said
        assert "Errno" not in said
        assert sandbox.inbox() == []


@pytest.mark.parametrize(
    "words", [("send", "--sandbox"), ("history", "list"), ("sandbox", "--until-eof")]
)
@pytest.mark.parametrize("limit", [5, 6, 8, 11, 16])
def test_every_command_says_what_to_do(tmp_path: Path, words: tuple[str, ...], limit: int) -> None:
    code, said = with_few_files(words, {"SGDESK_DATA_DIR": str(tmp_path)}, limit)

    assert code in (0, 3), said
    assert code == 0 or "ulimit -n" in said
    assert "Error" not in said
