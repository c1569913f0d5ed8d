"""What a command that failed says of variables that stood over its account."""

import argparse
from pathlib import Path

import pytest

from sgdesk.cli.main import make_parser
from sgdesk.cli.overruled import overruled_words

PROFILE = '[profiles.own]\nsmtp_host = "127.0.0.1"\nca_file = "/tmp/own.pem"\n'


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "config.toml").write_text(PROFILE, encoding="utf-8")
    return {"SGDESK_CONFIG_DIR": str(tmp_path), "SGDESK_DATA_DIR": str(tmp_path)}


def parsed(*words: str) -> argparse.Namespace:
    return make_parser().parse_args(["send", *words])


def test_variables_that_hold_another_value_are_named_with_what_to_do(
    environ: dict[str, str],
) -> None:
    environ |= {"SGDESK_SMTP_HOST": "localhost", "SGDESK_CA_FILE": "/tmp/other.pem"}
    words = overruled_words(parsed("--profile", "own"), environ)

    assert words == (
        "SGDESK_SMTP_HOST and SGDESK_CA_FILE, variables of this shell, took the place of what "
        "the account own holds. To use the account's own: unset SGDESK_SMTP_HOST SGDESK_CA_FILE"
    )


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"SGDESK_CA_FILE": "/tmp/own.pem"}, ("--profile", "own")),
        ({"SGDESK_API_URL": "https://127.0.0.1"}, ("--profile", "own")),
        ({"SGDESK_CA_FILE": "/tmp/other.pem"}, ()),
        ({"SGDESK_CA_FILE": "/tmp/other.pem"}, ("--profile", "own", "--sandbox")),
        ({"SGDESK_CA_FILE": "/tmp/other.pem"}, ("--profile", "own", "--ca-file", "/tmp/third.pem")),
        ({"SGDESK_CA_FILE": "/tmp/other.pem"}, ("--profile", "nobody")),
    ],
)
def test_what_changes_nothing_of_the_account_is_not_named(
    environ: dict[str, str], variables: dict[str, str], words: tuple[str, ...]
) -> None:
    assert overruled_words(parsed(*words), environ | variables) == ""
