"""A report of real broken servers: written, searched for what was planted, opened again."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sgdesk.diagnose.report_file import read_report
from sgdesk.present.report import HOLDS_NO
from tests.support import planted
from tests.support.cli import live_at, sgdesk
from tests.support.sandbox import Sandbox

ENV = {"USER": planted.USER, "LOGNAME": planted.USER, "SENDGRID_API_KEY": planted.KEY}
SHORT_KEY = "hush-me"
"""Of no form that anybody could know."""
WAYS = ("--via", "webapi", "--via", "smtp:587", "--via", "smtp:465", "--max-seconds", "2")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name a file that is to come."""
    return tmp_path / "report.zip"


def test_a_report_opens_with_the_output_of_its_run(sandbox: Sandbox, file: Path) -> None:
    sandbox.fault("greeting", "silence", path="smtp")
    live = (*live_at(sandbox.info), *WAYS)

    made = sgdesk("diagnose", *live, "--report", str(file), "--ticket", "#123")
    opened = sgdesk("diagnose", "--open", str(file))

    assert (made.code, opened.code, opened.err) == (0, 0, "")
    assert HOLDS_NO.split()[0] in made.err
    recorded, rest = _without_heads(opened.out)
    assert rest == _without_heads(made.out)[1]
    assert "Recorded on" in recorded
    assert "ticket #123" in " ".join(recorded.split())
    with zipfile.ZipFile(file) as packed:
        assert sorted(packed.namelist()) == ["report.json", "summary.txt"]
        assert "take connections and stay silent" in packed.read("summary.txt").decode()


def _without_heads(out: str) -> tuple[str, str]:
    """Part the lines above the table from the rest, without the advice on a key."""
    heads, _, rest = out.partition("\n\n")
    verdict, _, heads = heads.partition("\n")
    lines = rest.splitlines()
    kept = [line for line in lines if "sgdesk account check" not in line and "no key" not in line]
    return heads, "\n".join((verdict, *kept))


def test_the_document_of_a_report_is_that_of_its_run(sandbox: Sandbox, file: Path) -> None:
    live = (*live_at(sandbox.info), *WAYS)
    made = sgdesk("diagnose", *live, "--json", "--report", str(file)).document()
    opened = sgdesk("diagnose", "--json", "--open", str(file)).document()

    recorded = opened.pop("recorded")
    assert opened == made
    assert set(recorded) == {"at", "version", "system", "ticket"}


def forms() -> Iterator[tuple[str, str]]:
    """Give what servers here can say; what this computer is called they cannot know."""
    for name, text in planted.forms().items():
        yield name, text.replace(planted.COMPUTER, "desk")


@pytest.mark.parametrize(("name", "text"), [pytest.param(*f, id=f[0]) for f in forms()])
def test_nothing_is_left_of_what_a_server_says(
    sandbox: Sandbox, file: Path, name: str, text: str
) -> None:
    line = re.sub(r"5[35][05]([- ])", r"220\1", text)
    sandbox.fault("greeting", {"reply": f"220-{line}\r\n220 done\r\n"}, listener="starttls")
    header = "" if "\r\n" in text else text
    page = {"status": 200, "headers": {"server": header}, "body": text}
    sandbox.fault("reply", {"reply": page}, path="webapi")

    ran = sgdesk("diagnose", *live_at(sandbox.info), *WAYS, "--report", str(file), env=ENV)

    assert ran.code == 0, ran.err
    assert not planted.traces(file.read_bytes()), name
    assert read_report(file).observations


def test_what_is_known_here_is_hidden_in_whatever_form(sandbox: Sandbox, file: Path) -> None:
    said = f"{SHORT_KEY} {SHORT_KEY.encode().hex()}"
    sandbox.fault("greeting", {"reply": f"220 {said}\r\n"}, listener="starttls")
    env = {"SENDGRID_API_KEY": SHORT_KEY}

    ran = sgdesk("diagnose", *live_at(sandbox.info), *WAYS, "--report", str(file), env=env)

    assert ran.code == 0, ran.err
    with zipfile.ZipFile(file) as packed:
        for name in packed.namelist():
            assert SHORT_KEY.encode() not in packed.read(name)
            assert SHORT_KEY.encode().hex().encode() not in packed.read(name)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_a_proxys_login_is_in_no_report(sandbox: Sandbox, file: Path, scheme: str) -> None:
    proxy = f"{scheme}://{planted.USER}:{planted.PASSWORD}@127.0.0.1:1"
    ran = sgdesk(
        "diagnose", *live_at(sandbox.info), *WAYS, "--proxy", proxy, "--report", str(file), env=ENV
    )

    assert ran.code == 6
    assert not planted.traces(file.read_bytes())


def test_a_file_that_is_there_is_left_without_force(file: Path) -> None:
    file.write_bytes(b"mine")
    refused = sgdesk("diagnose", "--sandbox", "--report", str(file))

    assert refused.code == 2
    assert "--force" in refused.err
    assert file.read_bytes() == b"mine"

    forced = sgdesk("diagnose", "--sandbox", "--report", str(file), "--force")
    assert forced.code == 0, forced.err
    assert read_report(file).practice


def test_a_folder_that_is_not_there_is_told_before_the_test(tmp_path: Path) -> None:
    ran = sgdesk("diagnose", "--sandbox", "--report", str(tmp_path / "none" / "report.zip"))

    assert (ran.code, ran.out) == (2, "")
    assert "There is no folder" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("--ticket", "1"),
        ("--force",),
        ("--report", "r.zip", "--ticket", "zoe@example.com"),
        ("--open", "r.zip", "--sandbox"),
        ("--open", "r.zip", "--report", "s.zip"),
        ("--open", "none.zip"),
    ],
)
def test_what_does_not_go_together_is_said(words: tuple[str, ...], tmp_path: Path) -> None:
    ran = sgdesk("diagnose", *words, cwd=tmp_path)

    assert (ran.code, ran.out) == (2, "")
    assert "What to do" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_strangers_file_is_told_in_one_sentence(file: Path) -> None:
    file.write_bytes(json.dumps({"schema": "sgdesk.report/1"}).encode())
    ran = sgdesk("diagnose", "--open", str(file))

    assert ran.code == 2
    assert "This is no report of sgdesk." in ran.err
    assert "Traceback" not in ran.err
