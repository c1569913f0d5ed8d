"""Editing beside marks that are not seen: no mark is left by half, and no letter changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.content.edit import Edit
from sgdesk.content.editing import change, found, piece, replaced, without_beside, words
from sgdesk.content.letters import PLAIN, Worn, read, typed
from tests.support.letters import worn

segments = st.lists(
    st.tuples(
        st.sampled_from(("ab", "c", "de fg", r"\*")), st.sampled_from(("", "*", "**", "***"))
    ),
    min_size=1,
    max_size=5,
)


def done(text: str, edit: Edit) -> str:
    """Carry an edit out, with the cursor as a bar."""
    made = text[: edit.start] + edit.text + text[edit.end :]
    return f"{made[: edit.select_to]}|{made[edit.select_to :]}"


def marked(shown: str) -> tuple[str, int, int]:
    """Give text and selection of what shows it in double brackets."""
    before, _, rest = shown.partition("⟦")
    inside, _, after = rest.partition("⟧")
    return before + inside + after, len(before), len(before) + len(inside)


@given(segments, st.text(st.sampled_from("q *_"), max_size=3), st.booleans(), st.data())
def test_letters_that_stay_look_as_before(
    parts: list[tuple[str, str]], put: str, is_bold: bool, data: st.DataObject
) -> None:
    line = " ".join(f"{mark}{word}{mark}" for word, mark in parts)
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    look: Worn = frozenset({"**"}) if is_bold else PLAIN
    edit = change(line, start, end, put, worn=look)
    made = line[: edit.start] + edit.text + line[edit.end :]

    places = [each.at for each in read(line) if not each.is_space]
    low, high = (sum(place < at for place in places) for at in (start, end))
    solid = put.replace(" ", "")
    new = [(each, "**" if is_bold else "") for each in solid]
    assert worn(made) == [*worn(line)[:low], *new, *worn(line)[max(low, high) :]]
    behind = len(worn(made[: edit.select_to])) if not edit.select_to else None
    assert behind in (0, None)


@pytest.mark.parametrize(
    ("before", "put", "after"),
    [
        ("**Ad⟦a** x⟧yz", "", "**Ad|**yz"),
        ("**Ad⟦a** x⟧yz", "q", "**Ad**q|yz"),
        ("⟦x **A⟧da**", "", "|**da**"),
        ("⟦x **A⟧da**", "q", "q|**da**"),
        ("**Ad⟦a** x **A⟧da**", "", "**Ad|da**"),
        ("**Ad ⟦a** x⟧yz", "", "**Ad** |yz"),
        ("**⟦Ada** x⟧yz", "", "|yz"),
        ("**⟦A⟧** b", "", "| b"),
        ("one⟦\n⟧# Two", "", "one|Two"),
        ("⟦one\n⟧# Two", "", "|# Two"),
        ("one⟦⟧ **two**", "*", r"one\*| **two**"),
        ("**a⟦⟧b**", "x\ny", "**a**x\ny|**b**"),
        ("[our⟦⟧ page](x)", "a\nb", "[our page](x)a\nb|"),
        ("[our⟦⟧ page](x)", "]", r"[our\]| page](x)"),
        ("[our⟦⟧ page](x) on", "a\nb", "[our page](x)a\nb| on"),
        ("[a⟦b⟧](x)", "", "[a|](x)"),
        ("[ ](x)⟦y⟧z", "", "[ ](x)|z"),
        ("x⟦y![a⟧bc](cid:x)", "", "x|"),
        ("![a](cid:x)⟦y⟧z", "", "![a](cid:x)|z"),
        ("one⟦\n⟧two", "", "one|two"),
        ("x\nab⟦c⟧de", "", "x\nab|de"),
    ],
)
def test_marks_and_links_stay_in_pairs(before: str, put: str, after: str) -> None:
    text, start, end = marked(before)

    assert done(text, change(text, start, end, put)) == after


@pytest.mark.parametrize(
    ("before", "put", "start", "end", "text"),
    [
        ("ab *cd* e⟦⟧fgh\nij", "x", 9, 9, "x"),
        ("ab *cd* e⟦fg⟧h", "", 9, 11, ""),
        ("x\n*a⟦b⟧c*", "*", 4, 5, r"*\**"),
        ("aa⟦a⟧aa", "aa", 2, 3, "aa"),
    ],
)
def test_an_edit_touches_nothing_that_stays(
    before: str, put: str, start: int, end: int, text: str
) -> None:
    edit = change(*marked(before), put)

    assert (edit.start, edit.end, edit.text) == (start, end, text)


def test_what_is_pasted_keeps_its_marks_and_takes_none() -> None:
    edit = change("**ab**", 3, 3, "x *y* z", as_read=read)

    assert done("**ab**", edit) == "**a**x *y* z|**b**"


def test_half_of_what_is_bold_is_copied_bold_and_seen_without_marks() -> None:
    assert piece("a **Ada L** b", 4, 7) == "**Ada**"
    assert piece("a **Ada**\n*b* c", 4, 12) == "**Ada**\n*b*"
    assert words("a **Ada**\n*b* c", 4, 12) == "Ada\nb"
    assert piece("[our page](x)", 4, 8) == "[ pag](x)"
    assert words(r"5\*3", 0, 4) == "5*3"
    assert piece("ab\ncd\nef", 1, 7) == "b\ncd\ne"


def test_words_are_found_and_replaced_as_they_are_seen() -> None:
    line = r"**Ada** Lovelace, [ada](x*y) \* *a*da"
    assert [line[low:high] for low, high in found(line, "ada")] == ["Ada", "ada", "a*da"]
    assert found(line, "x*") == []
    assert found("ada Ada", "ada") == [(0, 3), (4, 7)]
    assert found("**Ada**", "Bob") == []
    assert found("[a](x)b", "ab") == [(1, 7)]
    assert [line[low:high] for low, high in found(line, "*")] == [r"\*"]

    assert replaced(line, "Bob", "x") == (line, 0)
    assert replaced(line, "ada", "Bo*") == (
        r"**Bo\*** Lovelace, [Bo\*](x*y) \* *Bo\**",
        3,
    )


@given(segments, st.sampled_from(("qq", "q", "q. e", "q*", "*")))
def test_words_replaced_wear_what_those_before_did_and_all_others_are_as_they_were(
    parts: list[tuple[str, str]], put: str
) -> None:
    line = " ".join(f"{mark}{word}{mark}" for word, mark in parts) + " [ab](x) ab"
    letters = [each for each in read(line) if each.seen]
    text = "".join(each.seen for each in letters)
    looks = [(each.seen, each.worn) for each in letters]
    for match in reversed(list(re.finditer("ab", text))):
        start, end = match.span()
        looks[start:end] = [(each, looks[start][1]) for each in put]
    made, count = replaced(line, "ab", put)

    assert count == text.count("ab")
    assert worn(made) == [(each, "".join(sorted(look))) for each, look in looks if each != " "]


@pytest.mark.parametrize(
    ("line", "put", "after"),
    [
        ("*a*b **a**", "qq", "*qq* **a**"),
        (r"a\b ab", "qq", r"a\b qq"),
        ("c [ab](x) c", "", "c  c"),
        ("c [ab d](x) ![ab](cid:y)", "q*", r"c [q\* d](x) ![q\*](cid:y)"),
    ],
)
def test_words_half_bold_or_alone_in_a_link_are_replaced_whole(
    line: str, put: str, after: str
) -> None:
    assert replaced(line, "ab", put)[0] == after


def test_many_words_of_one_long_line_are_replaced_link_by_link() -> None:
    line = "**ab** [ab ab](x) *c* " * 300
    made, count = replaced(line, "ab", "a*b")

    assert count == 900
    assert made == (r"**a\*b** [a\*b a\*b](x) *c* " * 300)


def test_a_link_that_is_none_any_more_leaves_its_words_as_they_are() -> None:
    line = "a [our **page**](x)**b**"
    edit = without_beside(line, line.index("**b"), back=True)
    assert edit is not None

    assert done(line, edit) == "a our **page|b**"


def test_letters_typed_are_themselves() -> None:
    assert "".join(each.raw for each in typed("*a_`\\")) == r"\*a_\`\\"


@pytest.mark.parametrize(
    ("before", "back", "after"),
    [
        ("one **two** three|", True, "one **two** |"),
        ("one **two**| three", True, "one | three"),
        ("one **tw|o** three", True, "one |**o** three"),
        ("one  |", True, "|"),
        ("one, two|", True, "one, |"),
        ("one **tw|o** three", False, "one **tw|**three"),
        ("|one **two**", False, "|**two**"),
        ("one| **two** x", False, "one|**two** x"),
        ("a |b, c", False, "a |, c"),
    ],
)
def test_a_word_goes_at_once_with_what_dresses_it(before: str, back: bool, after: str) -> None:
    line, at = before.replace("|", ""), before.index("|")
    edit = without_beside(line, at, back=back, is_word=True)

    assert edit is not None
    assert done(line, edit) == after


@pytest.mark.parametrize(("line", "at", "back"), [("one", 0, True), ("one", 3, False)])
def test_there_is_no_word_beyond_the_line(line: str, at: int, back: bool) -> None:
    assert without_beside(line, at, back=back, is_word=True) is None
