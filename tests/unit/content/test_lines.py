"""Where a line of the writing ends, in the editor and in the mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.content.lines import next_line, signs_as_text
from sgdesk.content.mail import make_mail
from tests.support.letters import mailed
from tests.unit.content.test_marks import read, show


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("one⟦⟧", "one\n⟦⟧"),
        ("- one⟦⟧", "- one\n- ⟦⟧"),
        ("  3. one⟦⟧", "  3. one\n  4. ⟦⟧"),
        ("- one\n- ⟦⟧", "- one\n\n⟦⟧"),
        ("- one\n   - ⟦⟧\ntwo", "- one\n\n⟦⟧\ntwo"),
        ("one\n\n- ⟦⟧", "one\n\n⟦⟧"),
        ("- ⟦⟧", "⟦⟧"),
        ("- o⟦⟧ne", "- o\n- ⟦⟧ne"),
        ("- **one⟦⟧**", "- **one**\n- ⟦⟧"),
    ],
)
def test_return_goes_on_with_a_list_until_an_empty_item(before: str, after: str) -> None:
    text, at, _ = read(before)

    assert show(text, next_line(text, at)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("now **bold⟦⟧**", "now **bold**\n⟦⟧"),
        ("***both⟦⟧***", "***both***\n⟦⟧"),
        ("now **bo⟦⟧ld** on", "now **bo**\n**⟦⟧ld** on"),
        ("**one ⟦⟧two**", "**one**\n**⟦⟧two**"),
        ("**a *b c⟦⟧* d**", "**a *b c***\n**⟦⟧d**"),
        ("now **⟦⟧bold**", "now \n**⟦⟧bold**"),
        ("5 * 3⟦⟧ * 2", "5 * 3\n⟦⟧ * 2"),
    ],
)
def test_bold_and_italic_end_with_the_line(before: str, after: str) -> None:
    text, at, _ = read(before)

    assert show(text, next_line(text, at)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[Go](u "button")⟦⟧', '[Go](u "button")\n\n⟦⟧'),
        ('[Go](u "button") ⟦⟧', '[Go](u "button") \n\n⟦⟧'),
        ('[Go](u "button")⟦⟧ on', '[Go](u "button")\n\n⟦⟧ on'),
        ('one⟦⟧[Go](u "button")', 'one\n\n⟦⟧[Go](u "button")'),
        ('**one [Go](u "button")⟦⟧**', '**one [Go](u "button")**\n\n⟦⟧'),
        ('one\n⟦⟧[Go](u "button")', 'one\n\n⟦⟧[Go](u "button")'),
        ('- [Go](u "button")⟦⟧', '- [Go](u "button")\n- ⟦⟧'),
        ("[Go](u)⟦⟧", "[Go](u)\n⟦⟧"),
    ],
)
def test_beside_a_button_return_begins_a_paragraph(before: str, after: str) -> None:
    text, at, _ = read(before)

    assert show(text, next_line(text, at)) == after


@given(text=st.text(st.sampled_from("ab *\n-"), max_size=30), at=st.integers(0, 30))
def test_return_loses_no_letter_and_adds_a_line_or_ends_a_list(text: str, at: int) -> None:
    at = min(at, len(text))
    edit = next_line(text, at)
    made = text[: edit.start] + edit.text + text[edit.end :]

    assert [c for c in made if c in "ab"] == [c for c in text if c in "ab"]
    assert made.count("\n") in (text.count("\n"), text.count("\n") + 1)


@pytest.mark.parametrize(
    ("written", "text", "seen"),
    [
        ("___", r"\___", "___"),
        ("* * *", r"\* * *", "***"),
        ("#", r"\#", "#"),
        (" # one", r" \# one", "#one"),
        ("# one #", r"# one \#", "one#"),
        ("# #", r"# \#", "#"),
        ("~~~", r"\~\~\~", "~~~"),
        ("> # one", r"> \# one", "#one"),
        ("- > ~~~", r"- > \~\~\~", "~~~"),
        ("- ---", r"- \---", "---"),
        ("# one", "# one", "one"),
        ("---", "---", ""),
        ("```\n# one #\n```", "```\n# one #\n```", "#one#"),
    ],
)
def test_signs_that_write_shows_are_signs_in_the_mail(written: str, text: str, seen: str) -> None:
    assert signs_as_text(written) == text
    assert "".join(each.letter for each in mailed(make_mail(written))) == seen


@pytest.mark.parametrize(
    "written",
    [
        "snake_case_name _x_",
        "    four spaces",
        "[a]: https://example.org",
        "a <b@example.org> &amp;",
    ],
)
def test_what_any_markdown_would_leave_out_is_in_the_mail(written: str) -> None:
    shown = "".join(each.letter for each in mailed(make_mail(written)))

    assert shown == written.replace(" ", "")


def test_open_mark_leaves_the_next_line_of_the_mail_plain() -> None:
    html = make_mail("**open\nand on** to the end")

    assert "<strong>" not in html
    assert "**open" in html
