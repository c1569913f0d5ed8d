"""What the buttons above the writing do to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.content.edit import Edit
from sgdesk.content.emphasis import toggle
from sgdesk.content.letters import JOINER
from sgdesk.content.lines import next_line
from sgdesk.content.mail import make_mail
from sgdesk.content.marks import (
    LineKind,
    formats_at,
    link_at,
    put_button,
    put_image,
    put_link,
    toggle_lines,
    web_address,
)

words = st.text(st.sampled_from("ab *\n-#1.[]()é😀"), max_size=40)


def show(text: str, edit: Edit) -> str:
    """Carry an edit out, with the selection in brackets."""
    made = text[: edit.start] + edit.text + text[edit.end :]
    start, end = edit.select_from, edit.select_to
    return f"{made[:start]}⟦{made[start:end]}⟧{made[end:]}"


def read(shown: str) -> tuple[str, int, int]:
    """Give text and selection of what `show` writes."""
    before, _, rest = shown.partition("⟦")
    inside, _, after = rest.partition("⟧")
    return before + inside + after, len(before), len(before) + len(inside)


@pytest.mark.parametrize(
    ("before", "mark", "after"),
    [
        ("Hello ⟦Ada⟧!", "**", "Hello **⟦Ada⟧**!"),
        ("Hello **⟦Ada⟧**!", "**", "Hello ⟦Ada⟧!"),
        ("Hello ⟦**Ada**⟧!", "**", "Hello ⟦Ada⟧!"),
        ("Hello **⟦Ada⟧**!", "*", "Hello ***⟦Ada⟧***!"),
        ("Hello ***⟦Ada⟧***!", "**", "Hello *⟦Ada⟧*!"),
        ("Hello A⟦⟧da!", "**", "Hello **⟦Ada⟧**!"),
        ("Hello ⟦ Ada ⟧!", "*", "Hello  *⟦Ada⟧* !"),
        ("Hello ⟦⟧ you", "**", "Hello ⟦⟧ you"),
        ("⟦- one\n- two⟧", "**", "- **⟦one**\n- **two⟧**"),
        ("⟦- **one**\n- two⟧", "**", "- **⟦one**\n- **two⟧**"),
        ("⟦- **one**\n- **two**⟧", "**", "- ⟦one\n- two⟧"),
        ("a ⟦ ⟧ b", "**", "a ⟦ ⟧ b"),
    ],
)
def test_bold_and_italic_are_put_on_and_taken_off(before: str, mark: str, after: str) -> None:
    text, start, end = read(before)

    assert show(text, toggle(text, start, end, mark)) == after


@pytest.mark.parametrize(
    ("before", "kind", "after"),
    [
        ("on⟦⟧e", "bullets", "- one⟦⟧"),
        ("⟦one\n\ntwo⟧", "bullets", "⟦- one\n\n- two⟧"),
        ("⟦- one\n- two⟧", "numbers", "⟦1. one\n2. two⟧"),
        ("⟦1. one\n2. two⟧", "numbers", "⟦one\ntwo⟧"),
        ("# o⟦⟧ne", "bullets", "- one⟦⟧"),
        ("o⟦⟧ne", "heading", "# one⟦⟧"),
        ("# o⟦⟧ne", "heading", "## one⟦⟧"),
        ("## o⟦⟧ne", "heading", "one⟦⟧"),
        ("⟦⟧", "bullets", "- ⟦⟧"),
    ],
)
def test_lines_become_lists_and_headings_and_plain_again(
    before: str, kind: LineKind, after: str
) -> None:
    text, start, end = read(before)

    assert show(text, toggle_lines(text, start, end, kind)) == after


def test_link_is_written_found_and_changed() -> None:
    text = "See here now"
    edit = put_link(4, 8, "the [new] page", "https://example.org/a (b)")
    made = text[: edit.start] + edit.text + text[edit.end :]
    assert made == "See [the (new) page](<https://example.org/a(b)>) now"
    link = link_at(made, 10, 10)
    assert link is not None
    assert (link.words, link.address) == ("the (new) page", "https://example.org/a(b)")
    assert link_at(made, 1, 1) is None
    assert link_at(made, 1, 12) is None


@pytest.mark.parametrize(
    "around", [("", ""), ("a", ""), ("a\n", "b"), ("a\n\n", "\n\nb"), ("a ", "\nb")]
)
def test_button_and_image_stand_in_a_paragraph_of_their_own(around: tuple[str, str]) -> None:
    text = "".join(around)
    at = len(around[0])
    button = put_button(text, at, at, "Read on", "https://example.org")
    image = put_image(text, at, at, "A tree", "cid:tree", 300)

    for edit, wanted in ((button, "button-cell"), (image, 'width="300"')):
        made = text[: edit.start] + edit.text + text[edit.end :]
        html = make_mail(made)
        assert wanted in html
        assert "\n\n\n" not in made
        assert 0 <= edit.select_from == edit.select_to <= len(made)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("example.org", "https://example.org"),
        (" a@example.org ", "mailto:a@example.org"),
        ("https://example.org", "https://example.org"),
        ("{{link}}", "{{link}}"),
        ("<%asm_group_unsubscribe_raw_url%>", "<%asm_group_unsubscribe_raw_url%>"),
        ("tel:+4712345678", "tel:+4712345678"),
        ("", ""),
    ],
)
def test_address_is_what_was_meant(typed: str, meant: str) -> None:
    assert web_address(typed) == meant


@given(text=words, at=st.tuples(st.integers(0, 40), st.integers(0, 40)), tool=st.integers(0, 5))
def test_no_button_loses_a_word_or_leaves_the_text(
    text: str, at: tuple[int, int], tool: int
) -> None:
    start, end = sorted(min(each, len(text)) for each in at)
    edit = (
        lambda: toggle(text, start, end, "**"),
        lambda: toggle(text, start, end, "*"),
        lambda: toggle_lines(text, start, end, "bullets"),
        lambda: toggle_lines(text, start, end, "numbers"),
        lambda: toggle_lines(text, start, end, "heading"),
        lambda: next_line(text, end),
    )[tool]()
    made = text[: edit.start] + edit.text + text[edit.end :]

    assert [c for c in made if c in "abé😀"] == [c for c in text if c in "abé😀"]
    assert 0 <= edit.select_from <= edit.select_to <= len(made)


@pytest.mark.parametrize(
    ("shown", "formats"),
    [
        ("**one t⟦⟧wo** three", {"bold"}),
        ("**one two** th⟦⟧ree", set()),
        ("**one *t⟦⟧wo* three**", {"bold", "italic"}),
        ("***⟦both⟧***", {"bold", "italic"}),
        ("**one** ⟦⟧two", set()),
        ("⟦⟧**one**", {"bold"}),
        ("2 * 3 ⟦⟧* 4", set()),
        ("## He⟦⟧ad", {"heading"}),
        ("- one\n⟦- two\n- three⟧", {"bullets"}),
        ("⟦- one\n2. two⟧", set()),
        ("1. *o⟦⟧ne*", {"numbers", "italic"}),
        ("[wo⟦⟧rds](https://example.org)", {"link"}),
        ('[wo⟦⟧rds](https://example.org "button")', {"button"}),
        ("![wo⟦⟧rds](cid:a)", set()),
    ],
)
def test_formats_at_the_cursor_are_those_that_the_mail_has(shown: str, formats: set[str]) -> None:
    assert formats_at(*read(shown)) == formats


@pytest.mark.parametrize(
    ("before", "mark", "after"),
    [
        ("plain ⟦and **bold** words⟧", "**", "plain **⟦and bold words⟧**"),
        ("plain **bo⟦ld** wo⟧rds", "**", "plain **bo⟦ld wo⟧**rds"),
        ("⟦**one** two **three**⟧", "**", "**⟦one two three⟧**"),
        ("**one** ⟦two⟧", "**", "**one ⟦two⟧**"),
        ("**one**⟦ two⟧", "**", "**one ⟦two⟧**"),
        ("⟦a *b* c⟧", "**", "**⟦a *b* c⟧**"),
        ("⟦a *b* and *c*⟧", "*", "*⟦a b and c⟧*"),
        ("⟦a *b⟧ c* d", "**", "**⟦a *b⟧*** *c* d"),
        ("⟦a [b⟧ c](https://example.org) d", "**", "**⟦a** [**b⟧** c](https://example.org) d"),
        ("⟦# He⟧ad", "**", "# **⟦He⟧**ad"),
        ("⟦one **two**\n\n- three⟧", "**", "**⟦one two**\n\n- **three⟧**"),
        ("**one ⟦two⟧** three", "**", "**one** ⟦two⟧ three"),
        ("**one ⟦two⟧ three**", "**", "**one** ⟦two⟧ **three**"),
        ("**on⟦e tw⟧o**", "**", "**on**⟦e tw⟧**o**"),
        (
            "**one *t⟦w⟧o* three**",
            "**",
            f"**one *t***{JOINER}*⟦w⟧{JOINER}**o*** **three**",
        ),
        ("***⟦bo⟧th***", "*", "**⟦bo⟧*th***"),
    ],
)
def test_part_of_the_words_is_made_bold_or_plain_by_itself(
    before: str, mark: str, after: str
) -> None:
    assert show(read(before)[0], toggle(*read(before), mark)) == after


LINE = "one two three four"
clicks = st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(["**", "*"]))


@given(row=st.lists(clicks, max_size=6))
def test_no_row_of_clicks_on_words_leaves_an_asterisk_in_the_mail(
    row: list[tuple[int, int, str]],
) -> None:
    text, each = LINE, LINE.split()
    for one, other, mark in row:
        start = text.index(each[min(one, other)])
        end = text.index(each[max(one, other)]) + len(each[max(one, other)])
        edit = toggle(text, start, end, mark)
        made = text[: edit.start] + edit.text + text[edit.end :]

        assert made.replace("*", "").replace(JOINER, "") == LINE
        name = "bold" if mark == "**" else "italic"
        was, now = formats_at(text, start, end), formats_at(made, edit.select_from, edit.select_to)
        assert (name in was) != (name in now)
        text = made
    assert "*" not in make_mail(text)
