"""A canary key leaves no trace: not in output, files, arguments, or children's environments."""

import base64
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support.cli import LIMIT_S, command, environment, key_of, live_at, sgdesk
from tests.support.sandbox import Sandbox

KEY_ID = "CanaryCanaryCanary+_22"[:22].replace("+", "-")
SECRET_PART = "hush-hush-the-canary-must-not-be-heard-4321"
CANARY = f"SG.{KEY_ID}.{SECRET_PART}"
MAIL = ("--from", "sender@example.com", "--to", "to@example.com", "--subject", "s", "--text", "t")
EVERY_PATH = ("--via", "webapi", "--via", "smtp:587", "--via", "smtp:465", "--yes")


def forms(key: str = CANARY) -> Iterator[bytes]:
    """Give every form in which the secret part of a key could leak."""
    for text in (key, key.rpartition(".")[2], f"\0apikey\0{key}", f"Bearer {key}"):
        raw = text.encode()
        yield raw
        yield quote(text, safe="").encode()
        yield raw.hex().encode()
        # Whatever comes before shifts base64 by 0, 1 or 2 characters.
        for shift in range(3):
            encoded = base64.b64encode(b"x" * shift + raw)
            yield encoded[4:-4] if shift else encoded[:-4]


def check_silent(content: bytes, where: str, key: str = CANARY) -> None:
    for form in forms(key):
        assert form not in content, where


def check_folder(folder: Path, key: str = CANARY) -> int:
    """Search every file; give how many there were."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in files:
        check_silent(path.read_bytes(), str(path), key)
    return len(files)


@pytest.mark.parametrize("words", [(), ("--json",), ("--events",), ("--transcript", "-")])
def test_no_output_and_no_file_holds_the_key(
    sandbox: Sandbox, tmp_path: Path, words: tuple[str, ...]
) -> None:
    env = {
        "CANARY": CANARY,
        "SGDESK_DATA_DIR": str(tmp_path / "data"),
        "SGDESK_CONFIG_DIR": str(tmp_path / "config"),
        "TMPDIR": str(tmp_path),
    }
    arguments = (*live_at(sandbox.info), *EVERY_PATH, *MAIL, "--key-env", "CANARY", *words)
    ran = sgdesk("send", *arguments, env=env, cwd=tmp_path)

    assert ran.code == 5, ran.err
    check_silent((ran.out + ran.err).encode(), "output")
    assert check_folder(tmp_path) > 0
    shown = sgdesk("history", "list", "--json", env=env)
    check_silent(shown.out.encode(), "history")
    for attempt in shown.attempts():
        told = sgdesk("history", "show", str(attempt["id"]), env=env)
        check_silent(told.out.encode(), "history show")
        assert "C:" in told.out


@pytest.mark.parametrize("words", [(), ("--json",), ("--events",), ("--transcript", "-")])
def test_a_key_in_the_mail_itself_is_warned_of_and_kept_nowhere(
    sandbox: Sandbox, tmp_path: Path, words: tuple[str, ...]
) -> None:
    data = {**key_of(sandbox.info), "SGDESK_DATA_DIR": str(tmp_path / "data")}
    # A file goes as base64, and letters outside ASCII take the text there, too.
    (tmp_path / "key.env").write_text(f"KEY={CANARY}\n")
    mail = (
        *("--from", "sender@example.com", "--to", "to@example.com", "--subject", f"é {CANARY}"),
        *("--text", f"éé {CANARY}", "--html", f"<p>{CANARY}</p>"),
        *("--attach", str(tmp_path / "key.env"), "--custom-arg", f"k={CANARY}"),
    )
    ran = sgdesk("send", *live_at(sandbox.info), *EVERY_PATH, *mail, *words, env=data)

    assert ran.code == 0, ran.err
    assert len(sandbox.inbox()) == 3
    check_silent((ran.out + ran.err).encode(), "output")
    # base64 and quoted-printable break lines anywhere, and each has its sign in a transcript.
    check_silent(re.sub(r"=?\n(?:C: )?", "", ran.err).encode(), "transcript")
    assert check_folder(tmp_path / "data") > 0
    for place in ("the subject", "the plain text", "the HTML", "the file key.env"):
        assert f"A SendGrid key stands in {place}." in ran.err
    if words in (("--json",), ("--events",)):
        document = json.loads(ran.out if words == ("--json",) else ran.out.splitlines()[-1])
        assert {warning["id"] for warning in document["warnings"]} >= {"secret"}


def test_the_transcript_file_holds_the_dialogue_without_the_key(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    target = tmp_path / "t.txt"
    arguments = (*live_at(sandbox.info), *EVERY_PATH, *MAIL, "--transcript", str(target))
    sgdesk("send", *arguments, "--key-stdin", stdin=CANARY + "\n")
    content = target.read_bytes()

    check_silent(content, "transcript")
    assert target.stat().st_mode & 0o777 == 0o600
    assert content.count(b"# ") >= 3
    assert b"AUTH" in content
    assert b"POST /v3/mail/send" in content


def test_a_key_the_server_repeats_is_not_repeated_by_us(sandbox: Sandbox) -> None:
    sandbox.fault("auth", {"reply": f"535 {CANARY} is bad\r\n"})
    body = json.dumps({"errors": [{"message": f"key {CANARY} is bad", "field": None}]})
    sandbox.fault("request", {"reply": {"status": 401, "headers": {}, "body": body}})
    arguments = (*live_at(sandbox.info), *EVERY_PATH, *MAIL, "--transcript", "-")
    for form in ((), ("--json",)):
        ran = sgdesk("send", *arguments, *form, env={"SENDGRID_API_KEY": CANARY})

        assert ran.code == 5
        check_silent((ran.out + ran.err).encode(), "output")


def test_account_check_and_config_do_not_tell(sandbox: Sandbox) -> None:
    login = f"http://ada:{SECRET_PART}@127.0.0.1:1"
    env = {"SENDGRID_API_KEY": CANARY, "SGDESK_PROXY": login, "SGDESK_API_URL": login}
    words = [word for word in live_at(sandbox.info) if word not in ("--smtpapi", "on")]
    for command_words in (
        ("account", "check", *words),
        ("account", "check", *words, "--json"),
        ("config",),
        ("config", "--json"),
    ):
        ran = sgdesk(*command_words, env=env)

        check_silent((ran.out + ran.err).encode(), " ".join(command_words[:2]))


@pytest.mark.parametrize("words", [("send", *MAIL), ("render", "--as", "curl"), ("config",)])
def test_a_key_in_place_of_its_variable_is_refused_and_not_repeated(words: tuple[str, ...]) -> None:
    ran = sgdesk(*words, env={"SGDESK_KEY_ENV": CANARY})

    assert ran.code == 2
    check_silent((ran.out + ran.err).encode(), "output")


def test_neither_arguments_nor_a_childs_environment_hold_the_key() -> None:
    """Look into /proc while a send with a sandbox of its own is on its way."""
    process = subprocess.Popen(
        command("send", "--sandbox", "--via", "smtp:587", "--events", "--key-env", "CANARY"),
        stdout=subprocess.PIPE,
        env=environment({"CANARY": CANARY, "LC_COPY": CANARY}),
        text=True,
    )
    seen = 0
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        check_silent(Path(f"/proc/{process.pid}/cmdline").read_bytes(), "argv")
        for child in _children(process.pid):
            seen += 1
            for name in ("cmdline", "environ"):
                check_silent(Path(f"/proc/{child}/{name}").read_bytes(), name)
        process.stdout.read()
        assert process.wait(LIMIT_S) == 0
    assert seen == 1


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    return [
        int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()
    ]


def test_the_search_itself_would_find_it() -> None:
    for leak in (
        CANARY.encode(),
        base64.b64encode(f"\0apikey\0{CANARY}".encode()),
        base64.b64encode(f"x{CANARY}".encode()),
        quote(f"Bearer {CANARY}", safe="").encode(),
    ):
        with pytest.raises(AssertionError):
            check_silent(b"before " + leak + b" after", "here")
