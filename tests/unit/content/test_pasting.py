"""What is pasted among words keeps its looks, and so do the words."""

import pytest

from sgdesk.content.editing import change
from sgdesk.content.letters import read
from sgdesk.content.pasting import fitted

LIST = "- one\n- two"
NEWS = "## Sale\n\nall of it"
TABLE = "| a | b |\n| --- | --- |\n| 1 | 2 |"
BUTTON = '[Buy](u "button")'


@pytest.mark.parametrize(
    ("before", "copied", "after"),
    [
        ("Hello⟦⟧", LIST, "Hello\n\n- one\n- two"),
        ("Hello ⟦⟧Ada", LIST, "Hello \n\n- one\n- two\n\nAda"),
        ("Hello ⟦Ada⟧", LIST, "Hello \n\n- one\n- two"),
        ("x\n⟦⟧\ny", LIST, "x\n- one\n- two\ny"),
        ("- x⟦⟧", LIST, "- x\n- one\n- two"),
        ("- ⟦⟧", LIST, "- one\n- two"),
        ("1. ⟦⟧", "## Sale", "## Sale"),
        ("- ⟦⟧", "words", "- words"),
        ("# Big⟦⟧", NEWS, "# Big\n\n## Sale\n\nall of it"),
        ("Hello ⟦⟧Ada", NEWS, "Hello \n\n## Sale\n\nall of itAda"),
        ("Hello ⟦⟧ Ada", "## *Sale*", "Hello *Sale* Ada"),
        ("Hello ⟦⟧", "3. third", "Hello third"),
        ("⟦⟧Ada", "## Sale", "## Sale\n\nAda"),
        ("Hello⟦⟧", TABLE, f"Hello\n\n{TABLE}"),
        ("Hello⟦⟧", BUTTON, f"Hello\n\n{BUTTON}"),
        ("Hello ⟦⟧", "**a** b", "Hello **a** b"),
        ("⟦Hello\n\nAda⟧", LIST, "- one\n- two"),
    ],
)  # fmt: skip
def test_heading_and_list_get_lines_of_their_own(before: str, copied: str, after: str) -> None:
    head, _, rest = before.partition("⟦")
    chosen, _, tail = rest.partition("⟧")
    text, end = head + chosen + tail, len(head) + len(chosen)
    start, put = fitted(text, len(head), end, copied)
    edit = change(text, start, end, put, as_read=read)

    assert text[: edit.start] + edit.text + text[edit.end :] == after
