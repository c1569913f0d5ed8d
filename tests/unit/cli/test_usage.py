"""Help that fits a terminal, and words for a wrong use that name the option and the way out."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from sgdesk.cli.main import COMMANDS, make_parser, run
from sgdesk.present.log_filter import NOT_THE_MAIL


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Give a parser and those of all commands and actions below it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


def test_every_help_fits_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    texts = [parser.format_help() for parser in parsers(make_parser())]

    assert len(texts) > len(COMMANDS)
    assert [line for text in texts for line in text.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["--text", "-x"], "join the two: --text=-x."),
        (["--subject", "-5%"], "join the two: --subject=-5%."),
        (["--subject", "-a'b"], """--subject='-a'"'"'b'."""),
        (["--text", "-" + "x" * 500], f"--text='-{'x' * 39}…'"),
    ],
)
def test_a_value_that_begins_with_a_dash_is_shown_how_to_be_given(
    capsys: pytest.CaptureFixture[str], words: list[str], hint: str
) -> None:
    code = run(["send", *words], open_window=lambda **_: 70)
    said = "".join(line.strip() + " " for line in capsys.readouterr().err.splitlines())

    assert code == 2
    assert hint in said
    assert "x" * 100 not in said


@pytest.mark.parametrize(
    ("words", "happened", "remedy"),
    [
        ("send --jsn", "sgdesk send knows no --jsn.", "sgdesk send --help"),
        ("config set", "sgdesk config knows no set.", "sgdesk config --help"),
        ("send --via", "--via needs a value.", "sgdesk send --help"),
        ("send --repeat x", "--repeat 'x' is no whole number.", "sgdesk send --help"),
        ("gui --scale x", "--scale 'x' is no number.", "sgdesk gui --help"),
        ("gui --theme x", "--theme 'x' is none of 'light', 'dark'.", "sgdesk gui --help"),
        ("render", "--as is missing.", "sgdesk render --help"),
        ("send --each --together", "--together does not go with --each.", "sgdesk send --help"),
        ("history show", "ID is missing.", "sgdesk history show --help"),
        ("sendd", "COMMAND 'sendd' is none of 'send'", "sgdesk --help"),
    ],
)
def test_wrong_use_names_the_option_and_the_way_out(
    capsys: pytest.CaptureFixture[str], words: str, happened: str, remedy: str
) -> None:
    code = run(words.split(), open_window=lambda **_: 70)
    said = capsys.readouterr().err

    assert code == 2
    assert said.startswith(f"sgdesk: {happened}")
    assert said.endswith(f"What to do: See: {remedy}\n")


def test_history_without_an_action_lists(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATA", "CONFIG"):
        monkeypatch.setenv(f"SGDESK_{name}_DIR", str(tmp_path))
    code = run(["history"], open_window=lambda **_: 70)

    assert (code, capsys.readouterr().err) == (0, "No mail sent yet.\n")


def test_words_after_list_lead_to_the_search(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATA", "CONFIG"):
        monkeypatch.setenv(f"SGDESK_{name}_DIR", str(tmp_path))
    code = run(["history", "list", "lena", "fischer"], open_window=lambda **_: 70)

    assert code == 2
    assert "sgdesk history list --search 'lena fischer'" in capsys.readouterr().err


def test_search_in_vain_says_that_the_mail_itself_was_not_searched(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATA", "CONFIG"):
        monkeypatch.setenv(f"SGDESK_{name}_DIR", str(tmp_path))
    run(["history", "list", "--search", "contract"], open_window=lambda **_: 70)

    assert capsys.readouterr().err == f"Nothing matches. {NOT_THE_MAIL}\n"
