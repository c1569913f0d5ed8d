"""What a terminal, a pipe and an old code page are given."""

import io

import pytest

from sgdesk.cli.output import Console, Style, paragraph, printable, style_for
from sgdesk.errors import InputError
from tests.support.keys import KEY


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def a_stream(encoding: str = "utf-8", *, terminal: bool = False) -> io.TextIOWrapper:
    kind = Terminal if terminal else io.TextIOWrapper
    return kind(io.BytesIO(), encoding=encoding, newline="")


def written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode(stream.encoding)


def test_colour_goes_to_a_terminal_only() -> None:
    assert style_for(a_stream(terminal=True), {}).colour
    assert not style_for(a_stream(), {}).colour


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colour_can_be_refused(environ: dict[str, str]) -> None:
    assert not style_for(a_stream(terminal=True), environ).colour


def test_an_empty_no_color_refuses_nothing() -> None:
    assert style_for(a_stream(terminal=True), {"NO_COLOR": ""}).colour


def test_a_stream_without_unicode_gets_ascii() -> None:
    out = a_stream("ascii")
    console = Console(out, a_stream(), {})
    console.line("✓ Captured · 62 %…")

    assert written(out) == "+ Captured - 62 %...\n"


def test_what_ascii_has_no_word_for_does_not_end_the_command() -> None:
    out = a_stream("ascii")
    Console(out, a_stream(), {}).line("你好 \udc80")

    assert written(out) == "\\u4f60\\u597d \\udc80\n"


def test_json_stays_json_without_unicode() -> None:
    out = a_stream("ascii")
    Console(out, a_stream(), {}).document({"a": "✓"}, indent=None)

    assert written(out) == '{"a": "\\u2713"}\n'


def test_a_failure_says_what_why_and_what_to_do() -> None:
    err = a_stream()
    Console(a_stream(), err, {}).failure(InputError("It broke.", why="Because.", remedy="Mend it."))

    assert written(err) == "sgdesk: It broke.\n  Why: Because.\n  What to do: Mend it.\n"


def test_a_failure_repeats_no_key_in_any_of_its_words() -> None:
    err = a_stream()
    console = Console(a_stream(), err, {})
    console.failure(InputError(f"No {KEY}.", why=f"Not {KEY}.", remedy=f"Set {KEY}."))

    assert KEY[20:] not in written(err).replace("\n  ", "")


def test_a_failure_without_reason_says_no_more() -> None:
    err = a_stream()
    Console(a_stream(), err, {}).failure(InputError("It broke."))

    assert written(err) == "sgdesk: It broke.\n"


def test_progress_goes_to_terminals_only() -> None:
    pipe, terminal = a_stream(), a_stream(terminal=True)
    for err in (pipe, terminal):
        Console(a_stream(), err, {}).status("Connecting…")

    assert written(pipe) == ""
    assert "Connecting…" in written(terminal)


@pytest.mark.parametrize("villain", ["\x1b[2J", "\x9b2J", "\u202e", "\x07", "\rOK"])
def test_a_servers_words_cannot_steer_the_terminal(villain: str) -> None:
    shown = printable(f"550 {villain}no")

    assert villain not in shown
    assert shown.startswith("550 ")
    assert shown.endswith("no")


def test_paragraphs_stay_within_the_width() -> None:
    lines = paragraph("word " * 60, 40)

    assert all(len(line) <= 40 and line.startswith("  ") for line in lines)


def test_paint_leaves_plain_text_alone() -> None:
    assert Style(colour=False).paint("x", "31") == "x"
    assert Style(colour=True).paint("x", "31") == "\x1b[31mx\x1b[0m"
