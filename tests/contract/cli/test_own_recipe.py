"""The command of `sgdesk` itself runs as it stands, and the local SendGrid gets the same mail."""

import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sgdesk.present.recipes import ASKS_FOR_YES
from tests.contract.cli.test_recipes import SHELLS, VILLAIN, a_mail
from tests.support.cli import environment, key_of, live_at, sgdesk
from tests.support.sandbox import Sandbox


def everything(folder: Path) -> tuple[str, ...]:
    """Give options for a mail that has all that a mail can have."""
    (folder / "data.csv").write_text("email,name,town\nthird@example.com,Third,Ulm\n")
    (folder / "p.png").write_bytes(b"\x89PNG")
    return (
        *a_mail(folder),
        *("--recipients", str(folder / "data.csv"), "--inline", f"pic={folder / 'p.png'}"),
        *("--header", "X-Own: it's \\n", "--category", "news", "--reply-to", "r@example.com"),
        *("--asm-group", "7", "--ip-pool", "pool", "--tracking", "opens=on,clicks=off"),
    )


def run(text: str, shell: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a recipe where sgdesk is on the path, and give how it ended."""
    program = folder / "bin" / "sgdesk"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -m sgdesk "$@"\n')
    program.chmod(0o755)
    script = folder / "recipe.sh"
    script.write_text(text, encoding="utf-8")
    env = environment(variables)
    return subprocess.run(
        [shell, str(script)],
        cwd=folder,
        env={**env, "PATH": f"{program.parent}:{env['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=40,
    )


def captured(sandbox: Sandbox) -> tuple[dict[str, Any], list[Any]]:
    """Give the envelope, X-SMTPAPI and v3 body of the only mail, and what each person gets."""
    mail = sandbox.only_mail()
    sandbox.reset()
    return {key: mail[key] for key in ("path", "envelope", "x_smtpapi", "v3")}, mail["copies"]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("path", ["webapi", "smtp:587:starttls", "smtp:465:tls"])
def test_the_copied_line_brings_the_same_mail(
    sandbox: Sandbox, tmp_path: Path, shell: str, path: str
) -> None:
    words = (*live_at(sandbox.info), "--via", path, *everything(tmp_path))
    sent = sgdesk("send", *words, "--yes", env=key_of(sandbox.info))
    assert sent.code == 0, sent.err
    expected = captured(sandbox)
    made = sgdesk("render", "--as", "sgdesk", *words, env=key_of(sandbox.info))
    # To the program it is live mail to several, and it says what that takes.
    agreed = made.out.replace("sgdesk send \\\n", "sgdesk send --yes \\\n", 1)
    ended = run(agreed, shell, tmp_path, **key_of(sandbox.info))

    assert ended.returncode == 0, ended.stderr
    assert captured(sandbox) == expected
    assert not (tmp_path / "pwned").exists()
    assert sandbox.info.key not in made.out + made.err + ended.stdout + ended.stderr


def test_it_leads_where_it_says_whatever_the_variables_of_the_shell_say(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    words = ("--from", "a@example.com", "--to", "b@example.com", "--subject", "s", "--text", "t")
    line = sgdesk("render", "--as", "sgdesk", *live_at(sandbox.info), *words, "--key-env", "MY_KEY")
    others = {
        "SGDESK_API_URL": "https://127.0.0.1:1",
        "SGDESK_PATH": "smtp:25:plain",
        "SGDESK_TIMEOUT": "0.1",
        "SGDESK_KEY_ENV": "NONE",
    }
    ended = run(line.out, SHELLS[0], tmp_path, MY_KEY=sandbox.info.key, **others)

    assert ended.returncode == 0, ended.stderr
    assert len(sandbox.inbox()) == 1


def test_live_mail_to_several_asks_first_and_says_so(tmp_path: Path) -> None:
    made = sgdesk("render", "--as", "sgdesk", *a_mail(tmp_path))
    ended = run(made.out, SHELLS[0], tmp_path, SENDGRID_API_KEY="SG." + "x" * 22 + "." + "y" * 43)

    assert f"\n{ASKS_FOR_YES}\n" in made.out
    assert ASKS_FOR_YES in " ".join(made.err.split())
    assert ended.returncode == 2
    assert "Add --yes to send it" in " ".join(ended.stderr.split())


def test_the_account_and_all_of_its_connection_stand_in_the_line(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    folder = {"SGDESK_CONFIG_DIR": str(tmp_path)}
    words = ("--username", "me", "--no-pipelining", "--allow-plaintext-auth", "-4")
    kept = '[profiles."my work"]\nsmtp_host = "mail.example.com"\n'
    (tmp_path / "config.toml").write_text(kept)
    made = sgdesk(
        *("render", "--as", "sgdesk", "--profile", "my work", "--via", "smtp:2526:plain"),
        *(*words, "--from", "a@example.com", "--to", "b@example.com", "--subject", VILLAIN),
        *("--text", "t"),
        env=folder,
    )
    assert made.code == 0, made.err
    line = " ".join(made.out.split("sgdesk send", 1)[1].partition("3<<")[0].split())

    assert line == (
        "\\ --profile 'my work' \\ --via smtp:2526:plain \\ --smtp-host mail.example.com "
        "--username me --allow-plaintext-auth --no-pipelining --smtpapi off \\ "
        "--connect-timeout 10 --timeout 60 -4 \\ --message /dev/fd/3"
    )
