"""The command line with the key and servers of a local SendGrid that runs: practice."""

from pathlib import Path

from sgdesk.account.pasted import read_pasted_account
from sgdesk.present.account_form import AccountForm, connection_values
from sgdesk.present.programs import practice_environment
from sgdesk.profile import Config, save_config
from sgdesk.sandbox.process import SandboxProcess
from tests.support.cli import key_of, live_at, sgdesk
from tests.support.keys import KEY
from tests.support.sandbox import Sandbox

BOTH = ("--via", "webapi", "--via", "smtp:587")
MAIL = (
    *("--from", "news@example.com", "--to", "ada@example.com", "--to", "grace@example.net"),
    *("--subject", "Practice", "--text", "t"),
)


def test_send_to_a_running_local_sendgrid_is_practice_and_needs_no_yes(
    sandbox: Sandbox, sandbox_process: SandboxProcess
) -> None:
    there = live_at(sandbox_process.info)
    ran = sgdesk("send", *there, *BOTH, *MAIL, env=key_of(sandbox.info))
    told = sgdesk("send", *there, *BOTH, *MAIL, "--json", env=key_of(sandbox.info))

    assert ran.code == 0, ran.err
    assert ran.out.count("Captured") == 2
    assert "✓ Accepted" not in ran.out
    assert [each["practice"] for each in told.document()["attempts"]] == [True, True]
    assert len(sandbox.inbox()) == 2 * 2


def test_one_path_that_may_be_real_needs_a_yes(
    sandbox: Sandbox, sandbox_process: SandboxProcess
) -> None:
    there = live_at(sandbox_process.info)
    words = ("--smtp-host", "mail.example.com", *BOTH, *MAIL)
    ran = sgdesk("send", *there, *words, env=key_of(sandbox.info))

    assert ran.code == 2
    assert "Add --yes" in ran.err
    assert sandbox.inbox() == []


def test_check_says_that_a_practice_inbox_answers(
    sandbox: Sandbox, sandbox_process: SandboxProcess
) -> None:
    there = live_at(sandbox_process.info)
    ran = sgdesk("account", "check", *there, env=key_of(sandbox.info))
    live = sgdesk("account", "check", *live_at(sandbox.info), env=key_of(sandbox.info))

    assert ran.code == live.code == 0
    assert "A practice inbox answers" in ran.out
    assert "A practice inbox answers" not in live.out


def test_local_sendgrid_that_is_gone_is_one_sentence(sandbox: Sandbox) -> None:
    gone = str(sandbox.info.ca_file.with_name("gone") / "sgdesk-sandbox-gone" / "ca.pem")
    there = ("--ca-file", gone)
    for command in (("send", *BOTH, *MAIL), ("account", "check")):
        ran = sgdesk(*command, *live_at(sandbox.info), *there, env=key_of(sandbox.info))

        assert ran.code == 2
        assert "is gone, so nothing was sent" in ran.err
        assert "Traceback" not in ran.err


def test_port_at_which_no_local_sendgrid_listens_any_more_says_that_it_ended(
    sandbox_process: SandboxProcess,
) -> None:
    info = sandbox_process.info
    there = (*live_at(info), "--api-url", "https://127.0.0.1:9")
    ran = sgdesk("send", *there, "--via", "webapi", *MAIL, env=key_of(info))

    assert ran.code == 3
    assert "No practice inbox listens at port" in ran.out


def test_account_of_the_copied_lines_has_the_usual_ports(
    sandbox: Sandbox, sandbox_process: SandboxProcess, tmp_path: Path
) -> None:
    pasted = read_pasted_account(practice_environment(sandbox_process.info))
    assert pasted is not None
    values = connection_values(AccountForm(details=pasted.details))
    save_config(tmp_path, Config(profiles={"example.com": values}))
    ports = ("--via", "smtp:2525", "--via", "smtp:465", "--via", "smtp:25")
    own = {"SGDESK_CONFIG_DIR": str(tmp_path), "SGDESK_DATA_DIR": str(tmp_path / "data")}
    env = {**key_of(sandbox.info), **own}
    ran = sgdesk("send", "--profile", "example.com", *BOTH, *ports, *MAIL, env=env)

    assert ran.code == 0, ran.err
    assert ran.out.count("Captured") == 5

    sgdesk("send", "--sandbox", "--profile", "example.com", *MAIL, env=env)
    found = sgdesk("history", "list", "--account", "example.com", env=env)
    others = sgdesk("history", "list", "--account", "Practice", env=env)
    assert found.out.count("Captured") == 5
    assert others.out.count("Captured") == 1


def test_practice_key_without_its_servers_is_shown_to_nobody_and_one_sentence_says_so(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    own = {"SGDESK_CONFIG_DIR": str(tmp_path), "SGDESK_DATA_DIR": str(tmp_path)}
    half = ("--api-url", sandbox.info.api_url, "--ca-file", str(sandbox.info.ca_file))
    for words, host in (
        (("send", *MAIL, "--yes"), "api.sendgrid.com"),
        (("send", *MAIL, "--yes", "--via", "smtp:587"), "smtp.sendgrid.net"),
        (("send", *half, *BOTH, *MAIL, "--yes"), "smtp.sendgrid.net"),
        (("account", "check"), "api.sendgrid.com"),
        (("account", "add", "work", "--key-stdin"), "api.sendgrid.com"),
    ):
        ran = sgdesk(*words, env=own | key_of(sandbox.info), stdin=sandbox.info.key)

        assert ran.code == 2, ran.out
        assert f"A practice key is not shown to {host}." in ran.err
        assert "Traceback" not in ran.err
    assert sandbox.inbox() == []
    assert not (tmp_path / "config.toml").exists()


def test_live_key_is_not_shown_to_a_practice_inbox(
    sandbox: Sandbox, sandbox_process: SandboxProcess
) -> None:
    there = live_at(sandbox_process.info)
    for command in (("send", *BOTH, *MAIL), ("account", "check")):
        ran = sgdesk(*command, *there, env={"SENDGRID_API_KEY": KEY})

        assert ran.code == 2
        assert "This key is not shown to the practice inbox at 127.0.0.1" in ran.err
    assert sandbox.inbox() == []
