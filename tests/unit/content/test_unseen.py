"""Editing beside marks that are not seen: no mark is left by half, and no letter changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.content.looks import Kind, hidden, looks
from sgdesk.content.unseen import piece, rest, take_out

segments = st.lists(
    st.tuples(st.sampled_from(("ab", "c", "de fg")), st.sampled_from(("", "*", "**", "***"))),
    min_size=1,
    max_size=5,
)


def seen(line: str) -> list[tuple[str, frozenset[Kind]]]:
    """Give the letters that are seen, and which of them are bold or italic."""
    made: list[tuple[str, frozenset[Kind]]] = []
    kinds = {
        at: piece.kinds
        for piece in looks(line)
        for at in range(piece.start, piece.start + piece.length)
    }
    for at, letter in enumerate(line):
        worn = kinds.get(at, frozenset())
        if Kind.MARK not in worn:
            made.append((letter, worn & {Kind.BOLD, Kind.ITALIC}))
    return made


def without(text: str, start: int, end: int, typed: str = "") -> tuple[str, int]:
    """Carry it out, as the editor does where nothing special is needed."""
    edit = take_out(text, start, end, typed)
    if edit is None:
        return text[:start] + typed + text[end:], start + len(typed)
    return text[: edit.start] + edit.text + text[edit.end :], edit.select_from


@given(segments, st.data())
def test_what_is_left_looks_as_before(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    line = " ".join(f"{mark}{word}{mark}" for word, mark in parts)
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    if any(low < at < high for low, high in hidden(line) for at in (start, end)):
        return
    made, _ = without(line, start, end)
    letters = seen(line)
    places = [at for at in range(len(line)) if not any(a <= at < b for a, b in hidden(line))]
    kept = [letters[n] for n, at in enumerate(places) if not start <= at < end]

    assert [each for each in seen(made) if each[0] != " "] == [e for e in kept if e[0] != " "]
    assert "".join(letter for letter, _ in seen(made)) == "".join(letter for letter, _ in kept)


@pytest.mark.parametrize(
    ("before", "typed", "after"),
    [
        ("**Ad[a** x]yz", "", "**Ad|**yz"),
        ("**Ad[a** x]yz", "q", "**Adq|**yz"),
        ("[x **A]da**", "", "|**da**"),
        ("[x **A]da**", "q", "q|**da**"),
        ("**Ad[a** x **A]da**", "q", "**Adq|da**"),
        ("**Ad [a** x]yz", "", "**Ad** |yz"),
        ("**[Ada** x]yz", "", "|yz"),
        ("**[A]** b", "", "| b"),
        ("one[\n]# Two", "", "one|Two"),
        ("[one\n]# Two", "", "|# Two"),
    ],
)
def test_marks_stay_in_pairs(before: str, typed: str, after: str) -> None:
    start, end = before.index("["), before.index("]") - 1
    made, at = without(before.replace("[", "").replace("]", ""), start, end, typed)

    assert f"{made[:at]}|{made[at:]}" == after


def test_half_of_what_is_bold_is_copied_bold() -> None:
    assert piece("a **Ada L** b", 4, 7) == "**Ada**"
    assert piece("a **Ada**\n*b* c", 4, 12) == "**Ada**\n*b*"


@pytest.mark.parametrize(
    ("line", "at", "forward", "to"),
    [
        ("a **b** c", 3, True, 2),
        ("a **b** c", 4, False, 2),
        ("a **b** c", 7, True, 5),
        ("# Head", 0, False, 2),
        ("a [b](x) c", 4, True, 8),
        ("a [b](x) c", 3, False, 2),
        ("a `**b**` c", 4, False, 4),
    ],
)
def test_cursor_comes_to_rest_outside_of_marks(line: str, at: int, forward: bool, to: int) -> None:
    assert rest(line, at, forward=forward) == to


def test_format_that_was_just_switched_on_is_hidden_too() -> None:
    assert hidden("a **** b", 4) == ((2, 4), (4, 6))
    assert hidden("a **** b") == ()
    assert hidden("**Ada **") == ((0, 2), (6, 8))
    assert hidden("2 ** 3 ** 4") == ()
