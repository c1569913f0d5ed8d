"""Where the cursor comes to rest beside marks that are not seen."""

import pytest

from sgdesk.content.looks import hidden
from sgdesk.content.resting import past, rest


@pytest.mark.parametrize(
    ("line", "at", "forward", "to"),
    [
        ("a **b** c", 3, True, 2),
        ("a **b** c", 4, False, 2),
        ("a **b** c", 7, True, 5),
        ("# Head", 0, False, 2),
        (r"# **\\a**", 0, False, 4),
        ("a [b](x) c", 4, True, 8),
        ("a [b](x) c", 3, False, 2),
        ("[a](x)[b](y)", 6, False, 6),
        ("a `**b**` c", 4, False, 4),
        (r"a\*b", 2, True, 1),
    ],
)
def test_cursor_comes_to_rest_outside_of_marks(line: str, at: int, forward: bool, to: int) -> None:
    assert rest(line, at, forward=forward) == to


def test_marks_are_passed_as_if_they_were_not_there() -> None:
    assert past("a **b** c", 2, back=False) == 4
    assert past("a **b** c", 7, back=True) == 5
    assert past("[a](x)[b](y)", 2, back=False) == 7
    assert past("plain", 2, back=True) == 2


def test_marks_that_mark_nothing_are_seen() -> None:
    assert hidden("2 ** 3 ** 4") == ()
    assert hidden("**Ada **") == ()
    assert hidden(r"5\*3") == ((1, 2),)
