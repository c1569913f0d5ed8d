"""Pictures, links and buttons go as one object, and never by half."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.content.edit import Edit
from sgdesk.content.editing import change, without_beside
from sgdesk.content.objects import behind, shows

PICTURE = '![A warm winter sun](cid:banner "480")'
BUTTON = '[Book](https://example.org/book "button")'
LINK = "[our page](https://example.org)"


def done(text: str, edit: Edit | None) -> str | None:
    """Carry an edit out, with the cursor as a bar."""
    if edit is None:
        return None
    made = text[: edit.start] + edit.text + text[edit.end :]
    return f"{made[: edit.select_to]}|{made[edit.select_to :]}"


def backspace(shown: str) -> str | None:
    text, at = shown.replace("|", ""), shown.index("|")
    return done(text, without_beside(text, at, back=True))


def delete(shown: str) -> str | None:
    text, at = shown.replace("|", ""), shown.index("|")
    return done(text, without_beside(text, at, back=False))


@pytest.mark.parametrize("code", [PICTURE, BUTTON])
def test_a_picture_or_button_goes_as_a_whole_from_either_edge(code: str) -> None:
    assert backspace(f"a {code}| b") == "a | b"
    assert delete(f"a |{code} b") == "a | b"


def test_a_link_becomes_its_words_at_either_edge() -> None:
    assert backspace(f"a {LINK}| b") == "a our page| b"
    assert delete(f"a |{LINK} b") == "a |our page b"
    assert backspace(f"a {LINK} b".replace("our", "|our")) == "a |our page b"
    assert delete(f"a {LINK} b".replace("page", "page|")) == "a our page| b"


@pytest.mark.parametrize(
    "shown", [f"a {LINK} |b", f"a| {LINK} b", "[our pa|ge](https://example.org)", "![su|n](cid:a)"]
)
def test_words_are_edited_like_any_text(shown: str) -> None:
    at = shown.index("|")

    assert backspace(shown) == shown[: at - 1] + shown[at:]


def test_a_link_without_its_last_letter_is_gone() -> None:
    assert backspace("a [x|](https://example.org) b") == "a | b"
    assert backspace("a ![x|](cid:sun) b") == "a ![|](cid:sun) b"
    assert backspace("|a") is None


def test_two_objects_beside_each_other_go_one_by_one() -> None:
    assert backspace(f"{PICTURE}{BUTTON}|") == f"{PICTURE}|"
    assert backspace(f"{PICTURE}|{BUTTON}") == f"|{BUTTON}"


def test_a_selection_takes_no_half_of_an_object() -> None:
    text = f"one {PICTURE} two {LINK} three"
    start, end = text.index("warm"), text.index("page")

    assert done(text, change(text, start, end)) == "one |[page](https://example.org) three"
    assert done(text, change(text, start, end, "x")) == ("one x|[page](https://example.org) three")
    assert done(text, change(text, 0, len(text))) == "|"


def test_words_of_a_link_may_be_typed_over() -> None:
    start = LINK.index("our")
    end = start + len("our page")

    assert done(LINK, change(LINK, start, end, "x")) == "[x|](https://example.org)"
    assert done(LINK, change(LINK, start, end)) == "|"


def test_a_new_line_begins_behind_an_object() -> None:
    assert behind(PICTURE, 5) == len(PICTURE)
    assert behind(PICTURE, 0) == 0
    assert behind("plain", 3) == 3


@given(st.integers(0, 160), st.integers(0, 160))
def test_no_selection_leaves_code_in_pieces(one: int, other: int) -> None:
    text = f"Hello {LINK} and\n{PICTURE}\nthen {BUTTON}, bye"
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    edit = change(text, start, end)
    made = text[: edit.start] + edit.text + text[edit.end :]
    whole = re.sub(r'!?\[[^\[\]]*\]\([^\s()]*(?: "[^"]*")?\)', "", made)

    assert not set(whole) & set("[]()"), made


@pytest.mark.parametrize(
    ("html", "is_shown"),
    [
        ('<img src="cid:logo">', True),
        ("<td style='background: url(CID:logo)'>", True),
        ("<img src=cid:logo>", True),
        ('<img src="cid:logo-2">', False),
        ('<img src="cid:logo@example.com">', False),
        ("", False),
    ],
)
def test_html_shows_a_picture_and_not_one_whose_name_begins_like_its(
    html: str, is_shown: bool
) -> None:
    assert shows(html, "logo") is is_shown
    assert not shows(html, "")
