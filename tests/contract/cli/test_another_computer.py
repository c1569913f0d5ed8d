"""`sgdesk diagnose --for-another` and `--from-another`: lines out, output in."""

import json
from pathlib import Path

import pytest

from tests.support.cli import sgdesk
from tests.support.elsewhere import all_is_well, printed, stopped

FOR, FROM = "--for-another", "--from-another"


@pytest.mark.parametrize("shell", ["sh", "powershell", "macos"])
def test_lines_are_all_that_standard_output_has(shell: str) -> None:
    ran = sgdesk("diagnose", FOR, shell)
    assert ran.code == 0
    assert ran.out.startswith("& {" if shell == "powershell" else "sh -c '")
    assert "smtp smtp.sendgrid.net 2525 starttls" in ran.out
    assert "Nothing else is in it" in " ".join(ran.err.split())
    assert max(map(len, ran.err.splitlines())) <= 80


def test_servers_are_those_of_the_settings() -> None:
    eu = sgdesk("diagnose", FOR, "sh", "--region", "eu").out
    assert "api.eu.sendgrid.com 443 tls" in eu
    assert "smtp.eu.sendgrid.net 587 starttls" in eu
    own = ("--smtp-host", "mail.example.com", "--via", "smtp:2526:tls")
    assert "smtp mail.example.com 2526 tls" in sgdesk("diagnose", FOR, "sh", *own).out


def test_servers_of_others_go_along_where_they_are_asked_for() -> None:
    assert "control smtp.gmail.com 587 plain" in sgdesk("diagnose", FOR, "sh", "--also-others").out
    assert "gmail" not in sgdesk("diagnose", FOR, "sh").out


def test_output_is_judged_as_a_test_of_this_computer(tmp_path: Path) -> None:
    file = tmp_path / "output.txt"
    file.write_text(printed(stopped(587, "connect no 4003 timeout")), encoding="utf-8")
    ran = sgdesk("diagnose", FROM, str(file))
    assert ran.code == 0
    said = " ".join(ran.out.split())
    assert said.startswith("Port 587 does not answer; port 2525 works. Use 2525.")
    assert "Tested on another computer (Linux), at 2026-01-02 03:04:05 UTC by its clock" in said
    assert max(map(len, ran.out.splitlines())) <= 80


def test_the_document_is_that_of_a_test_and_says_where_it_was_made() -> None:
    lines = all_is_well()
    for port in (587, 2525, 465, 25):
        lines = stopped(port, "connect no 2 10061", lines=lines)
    ran = sgdesk("diagnose", FROM, "-", "--json", stdin=printed(lines))
    document = ran.document()
    assert document["schema"] == "sgdesk.diagnose/1"
    assert document["verdict"]["use"] == "webapi"
    assert document["findings"][0]["id"] == "D-TCP-2"
    assert document["from_another"] == {"at": "2026-01-02T03:04:05Z", "shell": "sh", "tests": 1}


def test_no_way_out_there_is_exit_code_6() -> None:
    lines = all_is_well()
    for port in (587, 2525, 465, 25):
        lines = stopped(port, "connect no 4000 timeout", lines=lines)
    lines = [line for line in lines if not line.startswith("api.sendgrid.com:443")]
    lines.append("api.sendgrid.com:443 3.64.111.9 connect no 4000 timeout")
    assert sgdesk("diagnose", FROM, "-", stdin=printed(lines)).code == 6


@pytest.mark.parametrize("rows", [0, 5])
def test_what_cannot_be_read_says_why_and_ends_with_2(rows: int) -> None:
    cut = "\n".join(printed(all_is_well()).splitlines()[:rows])
    ran = sgdesk("diagnose", FROM, "-", "--json", stdin=cut)
    assert ran.code == 2
    told = json.loads(ran.out)["error"]
    assert told["happened"]
    assert told["remedy"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    ran = sgdesk("diagnose", FROM, str(tmp_path / "none.txt"))
    assert ran.code == 2
    assert "none.txt cannot be read." in " ".join(ran.err.split())


@pytest.mark.parametrize(
    "options",
    [
        (FOR, "sh", "--sandbox"),
        (FOR, "sh", "--json"),
        (FOR, "sh", "--events"),
        (FOR, "sh", FROM, "-"),
        (FROM, "-", "--events"),
        (FROM, "-", "--watch"),
        (FROM, "-", "--report", "file.zip"),
        (FROM, "-", "--open", "file.zip"),
        (FOR, "sh", "--replay", "file.zip"),
        (FOR, "sh", "--with-key"),
        (FOR, "sh", "--mtu"),
        (FROM, "-", "--sandbox"),
        (FROM, "-", "--via", "webapi"),
        (FROM, "-", "--also-others"),
    ],
    ids=" ".join,
)
def test_options_that_have_no_meaning_together_are_refused(options: tuple[str, ...]) -> None:
    ran = sgdesk("diagnose", *options)
    assert ran.code == 2
    assert "do not go together." in " ".join(ran.err.split())
