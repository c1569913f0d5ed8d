"""Help that fits a terminal, and words for a wrong use that name the option and the way out."""

import argparse
from collections.abc import Iterator

import pytest

from sgdesk.cli.main import COMMANDS, make_parser, run


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
