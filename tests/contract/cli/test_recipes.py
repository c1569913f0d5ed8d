"""Recipes run as they stand, and bring the same mail as a send."""

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.cli import environment, key_of, live_at, sgdesk
from tests.support.mails import Mail, from_v3, parsed, smtpapi
from tests.support.sandbox import Sandbox

SHELLS = [shell for shell in ("dash", "bash") if shutil.which(shell)]
VILLAIN = "it's `touch pwned` $(touch pwned) \"; touch pwned; \\n %DATE%"


def a_mail(folder: Path) -> tuple[str, ...]:
    """Give options for a mail full of what a shell or swaks would like to eat."""
    (folder / "a.bin").write_bytes(bytes(range(256)) * 1200)
    (folder / "t.txt").write_text(
        ".dot first\n..two dots\nFrom here\n%FROM_ADDRESS% \\n $HOME\nEND_OF_MAIL\n\nend ü\n",
        encoding="utf-8",
    )
    return (
        *("--from", "O'Hara <sender@example.com>", "--to", "ada@example.com"),
        *("--to", "second@example.com", "--subject", VILLAIN),
        *("--text-file", str(folder / "t.txt"), "--html", "<p>'ü' $PATH</p>\n"),
        *("--attach", str(folder / "a.bin"), "--custom-arg", "k=it's \\n 100%"),
    )


def run_recipe(text: str, shell: str, folder: Path, key: dict[str, str]) -> str:
    """Run a recipe and give what it printed."""
    script = folder / "recipe.sh"
    script.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [shell, str(script)],
        cwd=folder,
        env=environment(key),
        capture_output=True,
        check=False,
        timeout=30,
    )
    said = (done.stdout + done.stderr).decode(errors="replace")
    assert done.returncode == 0, said
    (value,) = key.values()
    for form in (value, base64.b64encode(f"\0apikey\0{value}".encode()).decode()):
        assert form not in said
    assert not (folder / "pwned").exists()
    return said


def recipe(sandbox: Sandbox, form: str, folder: Path, *words: str) -> str:
    ran = sgdesk("render", "--as", form, *live_at(sandbox.info), *words, *a_mail(folder))
    assert ran.code == 0, ran.err
    return ran.out


def captured(sandbox: Sandbox) -> bytes:
    (entry,) = sandbox.inbox()
    return sandbox.raw(entry["id"])


def sent(sandbox: Sandbox, path: str, folder: Path) -> bytes:
    """Send the same mail with sgdesk itself, and empty the mailbox again."""
    words = (*live_at(sandbox.info), "--via", path, *a_mail(folder), "--yes")
    ran = sgdesk("send", *words, env=key_of(sandbox.info))
    assert ran.code == 0, ran.err
    raw = captured(sandbox)
    sandbox.reset()
    return raw


@pytest.mark.parametrize("shell", SHELLS)
def test_the_curl_recipe_brings_the_same_request(
    sandbox: Sandbox, tmp_path: Path, shell: str
) -> None:
    expected = sent(sandbox, "webapi", tmp_path)
    text = recipe(sandbox, "curl", tmp_path)
    said = run_recipe(text, shell, tmp_path, key_of(sandbox.info))

    assert " 202 " in said.splitlines()[0]
    assert json.loads(captured(sandbox)) == json.loads(expected)
    # The shell and curl leave each byte of it as it stands there to be read.
    body = text.partition("<<'END_OF_BODY'\n")[2].removesuffix("END_OF_BODY\n")
    assert captured(sandbox) == body.encode()
    assert len(body.splitlines()) > 20


@pytest.mark.parametrize("form", ["curl", "swaks"])
def test_a_recipe_that_is_pasted_into_zsh_runs_as_it_stands(
    sandbox: Sandbox, tmp_path: Path, form: str
) -> None:
    path = "webapi" if form == "curl" else "smtp:587:starttls"
    expected = sent(sandbox, path, tmp_path)
    text = recipe(sandbox, form, tmp_path, "--via", path)
    # Where somebody types or pastes, zsh knows no comments.
    done = subprocess.run(
        ["zsh", "-f", "-i", "-s"],
        input=text.encode(),
        cwd=tmp_path,
        env=environment(key_of(sandbox.info)),
        capture_output=True,
        check=False,
        timeout=30,
    )

    assert b"zsh: " not in done.stderr
    assert not (tmp_path / "pwned").exists()
    if form == "curl":
        assert json.loads(captured(sandbox)) == json.loads(expected)
    else:
        assert parsed(captured(sandbox)) == parsed(expected)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("path", ["smtp:587:starttls", "smtp:465:tls"])
def test_the_swaks_recipe_brings_the_same_mail(
    sandbox: Sandbox, tmp_path: Path, shell: str, path: str
) -> None:
    expected = sent(sandbox, path, tmp_path)
    text = recipe(sandbox, "swaks", tmp_path, "--via", path)
    said = run_recipe(text, shell, tmp_path, key_of(sandbox.info))
    raw = captured(sandbox)

    assert "queued as" in said
    assert parsed(raw) == parsed(expected)
    assert smtpapi(raw) == smtpapi(expected)
    assert raw.count(b"\r\n") == raw.count(b"\n") == expected.count(b"\n")


def test_the_swaks_recipe_says_that_each_run_has_the_same_message_id(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    text = recipe(sandbox, "swaks", tmp_path, "--via", "smtp:587:starttls")
    for _ in range(2):
        run_recipe(text, SHELLS[0], tmp_path, key_of(sandbox.info))
    first, second = (sandbox.raw(mail["id"]) for mail in sandbox.inbox())

    assert text.count("Each run sends this same Message-ID and Date") == 1
    assert first == second


def test_the_swaks_recipe_runs_with_addresses_that_look_like_options(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    words = (*live_at(sandbox.info), "--via", "smtp:587", "--timeout", "5.5", "--text", "t")
    people = ("--from=-a@example.com", "--to=+b@example.com")
    ran = sgdesk("render", "--as", "swaks", *words, *people, "--subject", "s")
    run_recipe(ran.out, SHELLS[0], tmp_path, key_of(sandbox.info))

    (entry,) = sandbox.inbox()
    assert (entry["from"], entry["to"]) == ("-a@example.com", ["+b@example.com"])


def test_a_recipe_holds_no_key_but_names_its_variable(sandbox: Sandbox, tmp_path: Path) -> None:
    env = {"MY_KEY": sandbox.info.key}
    for form in ("curl", "swaks"):
        ran = sgdesk("render", "--as", form, "--key-env", "MY_KEY", *a_mail(tmp_path), env=env)

        assert sandbox.info.key not in ran.out + ran.err
        assert '"$MY_KEY"' in ran.out


@pytest.mark.parametrize("form", ["curl", "swaks"])
def test_a_variable_that_would_run_as_a_command_is_refused(form: str) -> None:
    ran = sgdesk("render", "--as", form, "--key-env", "X; touch pwned")

    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("form", ["curl", "swaks"])
def test_a_proxys_login_stays_out_of_a_recipe(form: str) -> None:
    ran = sgdesk("render", "--as", form, "--proxy", "http://ada:hush@proxy.example.com:3128")

    assert ran.code == 0
    assert "hush" not in ran.out + ran.err
    assert "proxy" in ran.err


def test_swaks_refuses_what_it_cannot_send() -> None:
    words = ("--from", "ü@example.com", "--to", "a@example.com", "--subject", "s", "--text", "t")
    ran = sgdesk("render", "--as", "swaks", *words)

    assert ran.code == 2
    assert "SMTPUTF8" in ran.err


def test_mime_is_what_is_sent(sandbox: Sandbox, tmp_path: Path) -> None:
    expected = parsed(sent(sandbox, "smtp:465:tls", tmp_path))
    ran = sgdesk("render", "--as", "mime", *live_at(sandbox.info), *a_mail(tmp_path))

    shown: Mail = parsed(ran.out.encode())
    assert shown == expected
    assert ran.err.splitlines()[-2:] == [
        "MAIL FROM:<sender@example.com>",
        "RCPT TO:<ada@example.com>",
    ]


def test_a_soft_line_break_is_explained_where_there_is_one() -> None:
    words = ("--from", "a@example.com", "--to", "b@example.com", "--subject", "s")
    soft = sgdesk("render", "--as", "mime", *words, "--text", "Hello")
    plain = sgdesk("render", "--as", "mime", *words, "--text", "Hello\n")

    assert soft.out.splitlines()[-1] == "Hello="
    assert "An = at the end of a line is no part of the text" in soft.err
    assert plain.out.splitlines()[-1] == "Hello"
    assert "is no part of the text" not in plain.err


def test_v3_is_what_is_sent(sandbox: Sandbox, tmp_path: Path) -> None:
    expected = sent(sandbox, "webapi", tmp_path)
    ran = sgdesk("render", "--as", "v3", *a_mail(tmp_path))

    assert ran.out.rstrip("\n") == expected.decode()
    assert from_v3(json.loads(ran.out)).subject == VILLAIN


def test_a_saved_message_comes_back_whole(tmp_path: Path) -> None:
    expected = sgdesk("render", "--as", "v3", *a_mail(tmp_path)).out
    saved = sgdesk("render", "--as", "saved", *a_mail(tmp_path))
    (tmp_path / "m.json").write_text(saved.out, encoding="utf-8")
    again = sgdesk("render", "--as", "v3", "--message", str(tmp_path / "m.json"))

    assert json.loads(saved.out)["schema"] == "sgdesk.message/1"
    assert again.out == expected


@pytest.mark.parametrize("via", ["webapi", "smtp:587"])
def test_a_message_that_is_not_ready_yet_can_be_saved(via: str) -> None:
    ran = sgdesk("render", "--as", "saved", "--via", via, "--from", "a@example.com", "--text", "t")

    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["schema"] == "sgdesk.message/1"


def test_losses_are_told_beside_the_form() -> None:
    words = ("--from", "a@example.com", "--to", "b@example.com", "--subject", "s", "--text", "t")
    ran = sgdesk("render", "--as", "mime", *words, "--category", "c", "--smtpapi", "off")

    assert ran.code == 0
    assert "X-SMTPAPI" in ran.err
    assert "X-SMTPAPI" not in ran.out


def test_xsmtpapi_is_the_header_or_nothing() -> None:
    words = ("--from", "a@example.com", "--to", "b@example.com", "--subject", "s", "--text", "t")
    header = sgdesk("render", "--as", "xsmtpapi", *words, "--category", "c")
    nothing = sgdesk("render", "--as", "xsmtpapi", *words)

    assert json.loads(header.out.partition(":")[2]) == {"category": ["c"]}
    assert nothing.out == ""
    assert "needs no X-SMTPAPI" in nothing.err


def test_a_form_of_another_path_is_a_sentence() -> None:
    ran = sgdesk("render", "--as", "swaks", "--via", "webapi")

    assert ran.code == 2
    assert ran.err.startswith("sgdesk: ")
