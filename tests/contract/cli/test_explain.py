"""`sgdesk diagnose --explain` and `--settings`: words, document, exit codes, and what stays."""

from pathlib import Path

import pytest

from tests.support.cli import sgdesk
from tests.support.explaining import SECRETS, Pasted, right_texts, texts

ERRORS = {pasted.name: pasted for pasted in texts("errors")}
WRONG = {pasted.name: pasted for pasted in texts("wrong")}
RIGHT = {pasted.name: pasted for pasted in right_texts()}


def test_error_of_a_file_is_explained(tmp_path: Path) -> None:
    ran = sgdesk("diagnose", "--explain", str(_file(tmp_path, ERRORS["postfix-bad-login"])))

    lines = ran.out.splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert lines[0] == "SendGrid refuses this user name or key."
    assert lines[1] == "Read on this computer alone; none of it was kept or sent."
    assert "✕ SendGrid refuses this user name or key (certain)" in lines
    assert any(line.startswith("  How to tell: ") for line in lines)
    assert any(line.startswith("  What to do: ") for line in lines)
    assert sum(line.startswith("    Line 3: ") for line in lines) == 1


def test_document_has_every_field() -> None:
    ran = sgdesk("diagnose", "--explain", "-", "--json", stdin=ERRORS["go-timeout"].text)

    document = ran.document()
    assert ran.code == 0
    assert set(document) == {"schema", "kind", "headline", "findings", "facts"}
    assert (document["schema"], document["kind"]) == ("sgdesk.explain/1", "error")
    (finding,) = document["findings"]
    assert set(finding) == {
        *("id", "title", "severity", "certainty", "explanation", "how_to_tell", "remedy"),
        *("evidence", "source"),
    }
    assert finding["evidence"] == [{"line": 1, "text": "dial tcp 192.0.2.10:25: i/o timeout"}]


def test_settings_that_cannot_work_end_with_six(tmp_path: Path) -> None:
    ran = sgdesk("diagnose", "--settings", str(_file(tmp_path, WRONG["phpmailer-tls-465"])))

    assert ran.code == 6
    assert "  port        465 (line 6)" in ran.out.splitlines()
    assert ran.out.splitlines()[-1] == "    Line 6: $mail->Port = 465;"


@pytest.mark.parametrize("name", ["django", "postfix-with-map", "curl-api"])
def test_right_settings_end_with_zero(name: str) -> None:
    ran = sgdesk("diagnose", "--settings", "-", stdin=RIGHT[name].text)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Nothing is wrong with these settings, as far as they tell.")


def test_warning_alone_is_no_failure() -> None:
    ran = sgdesk("diagnose", "--settings", "-", "--json", stdin=WRONG["from-gmail"].text)

    assert [each["severity"] for each in ran.document()["findings"]] == ["warning"]
    assert ran.code == 0


def test_text_that_tells_nothing_ends_with_two() -> None:
    ran = sgdesk("diagnose", "--explain", "-", stdin="Good morning")

    assert (ran.code, ran.out) == (2, "")
    assert "What to do: Give more of it" in ran.err


def test_file_that_is_not_there_ends_with_two(tmp_path: Path) -> None:
    ran = sgdesk("diagnose", "--settings", str(tmp_path / "none"))

    assert ran.code == 2
    assert "A file cannot be read." in ran.err


def test_both_options_do_not_go_together() -> None:
    assert sgdesk("diagnose", "--settings", "-", "--explain", "-").code == 2


@pytest.mark.parametrize(
    "option",
    [
        ("--sandbox",),
        ("--via", "webapi"),
        ("--also-others",),
        ("--mtu",),
        ("--address", "reader@example.com"),
        ("--for-another", "sh"),
        ("--from-another", "printed.txt"),
        ("--report", "report.zip"),
        ("--ticket", "1234"),
        ("--force",),
        ("--open", "report.zip"),
        ("--replay", "report.zip"),
        ("--watch",),
        ("--with-key",),
        ("--key-stdin",),
    ],
    ids=lambda option: option[0],
)
def test_a_test_is_not_asked_for_at_once(option: tuple[str, ...]) -> None:
    ran = sgdesk("diagnose", "--explain", "-", *option, stdin="curl: (67) Login denied")

    assert ran.code == 2
    assert f"--explain and {option[0]} do not go together." in ran.err


def test_output_of_a_test_elsewhere_is_named_as_that() -> None:
    ran = sgdesk("diagnose", "--explain", "-", stdin="sg001 sgdesk-test 1 sh\nsg002 end 1 lines")

    assert ran.code == 2
    assert "sgdesk diagnose --from-another FILE" in ran.err


def test_file_as_windows_writes_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "error.txt"
    file.write_text("curl: (67) Login denied\r\n", encoding="utf-16")

    assert sgdesk("diagnose", "--explain", str(file), "--json").document()["kind"] == "error"


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["words", "json"])
@pytest.mark.parametrize("name", ["nodemailer-password", "postfix-tls-none", "symfony-smtps-587"])
def test_nothing_of_it_is_kept_or_shown(name: str, form: tuple[str, ...], tmp_path: Path) -> None:
    folders = {"SGDESK_DATA_DIR": str(tmp_path), "SGDESK_CONFIG_DIR": str(tmp_path)}

    ran = sgdesk("diagnose", "--settings", "-", *form, env=folders, stdin=WRONG[name].text)

    assert [secret for secret in SECRETS if secret in ran.out + ran.err] == []
    assert list(tmp_path.iterdir()) == []


def _file(folder: Path, pasted: Pasted) -> Path:
    file = folder / f"{pasted.name}.txt"
    file.write_text(pasted.text, encoding="utf-8")
    return file
