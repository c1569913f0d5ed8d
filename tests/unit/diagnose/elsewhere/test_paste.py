"""A paste is read whatever came between, or refused with what is missing."""

import textwrap
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.diagnose.elsewhere.paste import LONGEST_PASTE, read_paste
from sgdesk.diagnose.given_text import text_of
from sgdesk.errors import InputError
from tests.support.elsewhere import all_is_well, printed

LINES = tuple(all_is_well())
WHOLE = printed(LINES)


def mail_wrapped(text: str) -> str:
    """Wrap as mail programs do: between words, at 60 to 76 columns."""
    return "\n".join(textwrap.fill(line, 72, break_on_hyphens=False) for line in text.splitlines())


def terminal_wrapped(text: str) -> str:
    """Wrap as a terminal does: within words."""
    rows = (line[n : n + 80] for line in text.splitlines() for n in range(0, len(line), 80))
    return "\n".join(rows)


def indented(text: str) -> str:
    return textwrap.indent(text, "    ")


def quoted(text: str) -> str:
    return textwrap.indent(text, "> ")


def quoted_twice(text: str) -> str:
    return "\n".join(f">> {line}" for line in text.splitlines())


def quoted_and_wrapped(text: str) -> str:
    return quoted(mail_wrapped(text))


def by_windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def with_tabs(text: str) -> str:
    return text.replace(" ", "\t")


def with_prompts(text: str) -> str:
    return f"me@host:~$ sh -c '…'\nTesting, please wait.\n{text}me@host:~$ \n"


def in_powershell(text: str) -> str:
    return f"PS C:\\> & {{\n>> $n = 0\n>> }}\n{text}PS C:\\> "


def in_one_line(text: str) -> str:
    return text.replace("\n", " ")


def in_a_chat(text: str) -> str:
    return "\n".join(f"[10:32]\n{line}" for line in text.splitlines())


def with_hard_spaces(text: str) -> str:
    return text.replace(" ", "\u00a0")


def with_marks(text: str) -> str:
    return "\ufeff" + text.replace("sg00", "\u200bsg00")


def double_spaced(text: str) -> str:
    return text.replace("\n", "\n\n")


DAMAGES: tuple[Callable[[str], str], ...] = (
    str,
    mail_wrapped,
    terminal_wrapped,
    indented,
    quoted,
    quoted_twice,
    quoted_and_wrapped,
    by_windows,
    with_tabs,
    with_prompts,
    in_powershell,
    in_one_line,
    in_a_chat,
    with_hard_spaces,
    with_marks,
    double_spaced,
)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda each: each.__name__)
def test_what_programs_do_to_text_changes_nothing(damage: Callable[[str], str]) -> None:
    assert read_paste(damage(WHOLE)).lines == LINES


def test_an_end_that_was_cut_off_is_named() -> None:
    cut = "\n".join(WHOLE.splitlines()[:17])
    with pytest.raises(InputError, match="breaks off after the line sg017"):
        read_paste(cut)


def test_a_start_and_a_middle_that_were_cut_out_are_named() -> None:
    rows = WHOLE.splitlines()
    cut = "\n".join((*rows[3:6], *rows[10:11], *rows[12:]))
    with pytest.raises(InputError) as caught:
        read_paste(cut)
    assert "sg001 to sg003, sg007 to sg010, sg012" in caught.value.happened


@pytest.mark.parametrize("end", [0, 1, 2, 7, 30])
def test_a_line_that_was_cut_short_is_no_whole_test(end: int) -> None:
    rows = WHOLE.splitlines()
    rows[20] = rows[20][: end - 40]
    with pytest.raises(InputError, match="changed on the way"):
        read_paste("\n".join(rows))


def test_a_word_that_was_changed_is_told_by_its_length() -> None:
    with pytest.raises(InputError, match="characters were printed"):
        read_paste(WHOLE.replace("connect ok 20", "connect ok 2"))


def test_of_two_tests_the_last_whole_one_counts() -> None:
    other = (LINES[0].replace("03:04:05", "04:00:00"), *LINES[1:])
    assert read_paste(WHOLE + "$ again\n" + printed(other)).lines == other
    cut = "\n".join(printed(other).splitlines()[:9])
    found = read_paste(WHOLE + cut)
    assert (found.lines, found.tests) == (LINES, 2)


def test_one_number_with_two_texts_is_refused() -> None:
    rows = WHOLE.splitlines()
    with pytest.raises(InputError, match="sg005 is there twice"):
        read_paste("\n".join((*rows[:5], "sg005 test smtp mail.example.com:25 plain", *rows[5:])))


def test_lines_of_another_version_are_named_as_such() -> None:
    other = printed([LINES[0].replace("sgdesk-test 1", "sgdesk-test 2"), *LINES[1:]])
    with pytest.raises(InputError, match="another version"):
        read_paste(other)


@pytest.mark.parametrize("text", ["", "hello", "sgdesk", "sg01 x", "printf sg%03d"])
def test_what_is_no_test_is_said_so_and_how_to_get_one(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_paste(text)
    assert "Run the lines for another computer" in caught.value.remedy


def test_windows_powershell_writes_files_as_utf_16() -> None:
    assert read_paste(text_of(WHOLE.encode("utf-16"))).lines == LINES
    assert read_paste(text_of(b"\xef\xbb\xbf" + WHOLE.encode())).lines == LINES


@pytest.mark.parametrize(
    "text",
    [
        "sg001 " * 170_000,
        "sg999\n" * 160_000,
        "> " * 500_000,
        "\t" * 1_000_000 + "sg001",
        WHOLE * 200,
        "x" * 1_000_000,
        "sg001 " + "> " * 500_000,
    ],
    ids=range(7),
)
@pytest.mark.timeout(20)
def test_a_megabyte_of_anything_is_read_or_refused(text: str) -> None:
    try:
        read_paste(text)
    except InputError:
        return


def test_too_much_text_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(InputError, match="too much text"):
        read_paste("x" * (LONGEST_PASTE + 1))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_paste(text)
    except InputError:
        return


@given(st.integers(0, len(WHOLE) - 1), st.text(max_size=8), st.integers(0, 40))
def test_a_paste_that_is_accepted_holds_what_was_printed(at: int, put: str, cut: int) -> None:
    """Whatever was put in: the same lines, or none. One letter for another is not seen."""
    try:
        found = read_paste(WHOLE[:at] + put + WHOLE[at + cut :]).lines
    except InputError:
        return
    assert found == LINES or cut
