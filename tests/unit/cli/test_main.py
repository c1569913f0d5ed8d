"""From a command line to a command."""

import argparse
from pathlib import Path
from typing import Any

import pytest

from sgdesk.cli.history import moment
from sgdesk.cli.main import make_parser, run
from sgdesk.clock import wall_utc
from sgdesk.errors import InputError


class Window:
    """Stands where the window would open, and keeps what it was asked."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.asked: list[dict[str, Any]] = []

    def __call__(self, **options: Any) -> int:
        self.asked.append(options)
        return self.code


@pytest.mark.parametrize("argv", [[], ["gui"]])
def test_no_command_opens_the_window_as_gui_does(argv: list[str]) -> None:
    window = Window()

    assert run(argv, open_window=window) == 0
    assert window.asked == [
        dict.fromkeys(("screenshot", "width", "height", "scale", "theme", "view", "file"))
    ]


def test_the_windows_exit_code_is_the_commands() -> None:
    assert run(["gui"], open_window=Window(3)) == 3


def test_gui_options_reach_the_window() -> None:
    window = Window()
    argv = [*("gui", "--screenshot", "a.png", "--size", "1280x800", "--scale", "2")]
    argv += ["--theme", "dark", "--view", "results"]

    assert run(argv, open_window=window) == 0
    assert window.asked == [
        {
            "screenshot": Path("a.png"),
            "width": 1280,
            "height": 800,
            "scale": 2.0,
            "theme": "dark",
            "view": "results",
            "file": None,
        }
    ]


def test_gui_gets_the_whole_path_of_a_mail_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mail.eml").touch()
    window = Window()

    assert run(["gui", "mail.eml"], open_window=window) == 0
    assert window.asked[0]["file"] == tmp_path / "mail.eml"
    assert run(["gui", "gone.eml"], open_window=window) == 2
    assert run(["gui", "mail.eml", "--screenshot", "a.png"], open_window=window) == 2
    assert len(window.asked) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["--size", "big"],
        ["--size", "30000x30000"],
        ["--size", "99999x600"],
        ["--size", "1280x900", "--scale", "8"],
        ["--scale", "0"],
        ["--scale", "x"],
        ["--theme", "pink"],
    ],
)
def test_window_options_that_cannot_be_used_open_nothing(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    window = Window()

    assert run(["gui", *words], open_window=window) == 2
    assert window.asked == []
    assert capsys.readouterr().err.startswith("sgdesk: ")


def test_ctrl_c_is_130_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(**options: Any) -> int:
        raise KeyboardInterrupt

    assert run([], open_window=interrupted) == 130
    assert capsys.readouterr().err == "Cancelled.\n"


def test_an_error_of_the_program_is_a_sentence_and_a_code_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(**_: Any) -> int:
        raise ZeroDivisionError("ada@example.com")

    assert run(["gui"], open_window=broken) == 70

    said = capsys.readouterr().err
    assert "ZeroDivisionError in test_main.py" in said
    assert "Traceback" not in said
    assert "ada@example.com" not in said, "an error's text may quote a message"


@pytest.mark.parametrize("words", [["--api-key", "KEY"], ["--via", "KEY"], ["KEY"]])
def test_a_key_among_the_arguments_is_not_repeated(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    key = "SG." + "a" * 22 + "." + "b" * 43

    assert run(["send", *(word.replace("KEY", key) for word in words)], open_window=Window()) == 2

    said = capsys.readouterr().err
    assert "••••" in said
    assert "aaaa" not in said


def test_every_command_says_what_it_does() -> None:
    parser = make_parser()
    (action,) = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]

    assert set(action.choices) == {
        *("send", "diagnose", "render", "sandbox", "history", "account", "config", "gui")
    }
    assert all(command.description for command in action.choices.values())


@pytest.mark.parametrize(("text", "seconds"), [("30m", 1800), ("12h", 43200), ("7d", 604800)])
def test_an_age_is_counted_back_from_now(text: str, seconds: int) -> None:
    assert abs((wall_utc() - moment(text)).total_seconds() - seconds) < 5


def test_a_date_is_this_computers_midnight() -> None:
    at = moment("2026-01-31")

    assert (at.hour, at.minute, at.tzinfo is not None) == (0, 0, True)


@pytest.mark.parametrize("text", ["", "tomorrow", "7w", "-7d"])
def test_what_is_no_time_is_a_sentence(text: str) -> None:
    with pytest.raises(InputError):
        moment(text)
