"""What the tools Link, Button and Image make of the words that are marked."""

import pytest

from sgdesk.content import editing
from sgdesk.content.linking import (
    button_over,
    chosen_words,
    goes_on,
    image_moved,
    image_over,
    link_over,
)
from sgdesk.content.mail import make_mail

PAGE = "https://example.org"


def marked(shown: str) -> tuple[str, int, int]:
    """Give text and selection of what stands between the brackets."""
    before, _, rest = shown.partition("⟦")
    inside, _, after = rest.partition("⟧")
    return before + inside + after, len(before), len(before) + len(inside)


def linked(shown: str, *, kind: str = "link", words: str | None = None) -> tuple[str, str]:
    """Give the words that a tool proposes, and what it makes of the text."""
    text, *selection = marked(shown)
    start, end = chosen_words(text, *selection)
    proposed = editing.words(text, start, end)
    put = button_over if kind == "button" else link_over
    edit = put(text, start, end, proposed if words is None else words, PAGE)
    made = text[: edit.start] + edit.text + text[edit.end :]
    assert 0 <= edit.select_from <= edit.select_to <= len(made)
    return proposed, made


@pytest.mark.parametrize(
    ("before", "words", "after"),
    [
        ("⟦## One **two** three\n⟧four", "One two three", f"## [One **two** three]({PAGE})\nfour"),
        ("⟦1. step one\n⟧2. step two", "step one", f"1. [step one]({PAGE})\n2. step two"),
        ("⟦> - said\n⟧", "said", f"> - [said]({PAGE})\n"),
        ("**⟦One⟧** two", "One", f"**[One]({PAGE})** two"),
        ("**one ⟦two⟧ three**", "two", f"**one [two]({PAGE}) three**"),
        ("**on⟦e two** thr⟧ee", "e two thr", f"**on**[**e two** thr]({PAGE})ee"),
        ("one⟦ two ⟧three", "two", f"one [two]({PAGE}) three"),
        ("⟦one\ntwo⟧ three", "one", f"[one]({PAGE})\ntwo three"),
        ("one⟦\n\n- two\n⟧three", "two", f"one\n\n- [two]({PAGE})\nthree"),
        ("⟦see [our *p⟧age*](https://a.example)", "see our page", f"[see our *page*]({PAGE})"),
        ("⟦see ![sun](cid:a) now⟧", "see", f"[see]({PAGE}) ![sun](cid:a) now"),
        ("⟦![sun](cid:a) now⟧", "now", f"![sun](cid:a) [now]({PAGE})"),
    ],
)
def test_link_takes_the_words_and_leaves_all_else(before: str, words: str, after: str) -> None:
    assert linked(before) == (words, after)


def test_other_words_take_the_place_of_those_that_were_marked() -> None:
    assert linked("⟦- **one**\n⟧- two", words="first")[1] == f"- [first]({PAGE})\n- two"
    assert linked("**on⟦e two** thr⟧ee", words="x")[1] == f"**on**[x]({PAGE})ee"


@pytest.mark.parametrize(
    ("before", "words", "after"),
    [
        ("⟦## One **two** three\n⟧four", "One two three", '## [One two three](P "button")\nfour'),
        ("⟦1. one\n⟧2. two", "one", '1. [one](P "button")\n2. two'),
        ("## One ⟦two⟧ three\nfour", "two", '## One two three\n\n[two](P "button")\n\nfour'),
        ("one **tw⟦o** three⟧", "o three", 'one **tw**\n\n[o three](P "button")\n\n'),
        ("Hello ⟦there\n⟧four", "there", 'Hello\n\n[there](P "button")\n\nfour'),
    ],
)
def test_button_takes_the_words_and_leaves_all_else(before: str, words: str, after: str) -> None:
    proposed, made = linked(before, kind="button")

    assert (proposed, made.replace(" \n", "\n")) == (words, after.replace("P", PAGE))
    assert 'class="button"' in make_mail(made)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# ⟦⟧Head\ntext", "I\n\n# ⟦⟧Head\ntext"),
        ("⟦⟧## Head", "I\n\n⟦⟧## Head"),
        ("one\n# ⟦⟧Head", "one\n\nI\n\n# ⟦⟧Head"),
        ("# ⟦He⟧ad\ntext", "I\n\n# ⟦He⟧ad\ntext"),
        ("# He⟦⟧ad\n\ntext", "# Head\n\nI\n\n⟦⟧text"),
        ("# Head⟦⟧", "# Head\n\nI\n\n⟦⟧"),
        ("# ⟦Head⟧\ntext", "I\n\n⟦⟧text"),
        ("⟦# Head\ntext⟧", "I\n\n⟦⟧"),
        ("some **bo⟦⟧ld** text", "some **bo**\n\nI\n\n⟦⟧**ld** text"),
        (f"see [our⟦⟧ page]({PAGE})", f"see [our page]({PAGE})\n\nI\n\n⟦⟧"),
        ("- ⟦⟧one\n- two", "- I ⟦⟧one\n- two"),
        ("- one⟦⟧ and\n- two", "- one I⟦⟧ and\n- two"),
        ("1. **on⟦⟧e**\n2. two", "1. **on** I ⟦⟧**e**\n2. two"),
        ("- ⟦⟧", "- I⟦⟧"),
        (f"- see [our⟦⟧ page]({PAGE})", f"- see [our page]({PAGE}) I⟦⟧"),
        ("> said⟦⟧", "> said I⟦⟧"),
    ],
)
def test_image_leaves_each_line_what_it_is(before: str, after: str) -> None:
    text, start, end = marked(before)
    edit = image_over(text, start, end, "sun", "cid:a", 0)
    made = text[: edit.start] + edit.text + text[edit.end :]
    first, last = edit.select_from, edit.select_to

    seen_as = f"{made[:first]}⟦{made[first:last]}⟧{made[last:]}"
    assert seen_as.replace("![sun](cid:a)", "I") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("⟦![a](b)⟧\n\none|", "one\n\n⟦![a](b)⟧\n\n"),
        ("|one\n\n⟦![a](b)⟧", "⟦![a](b)⟧\n\none\n\n"),
        ("|# one\n⟦![a](b)⟧\ntwo", "⟦![a](b)⟧\n\n# one\ntwo"),
        ("# one|\n\ntwo\n⟦![a](b)⟧", "# one\n\n⟦![a](b)⟧\n\ntwo\n"),
        ('⟦![a\\*](b "9")⟧\n\n> one|', '> one ⟦![a\\*](b "9")⟧'),
        ("⟦![a](b)⟧\n\n![a](b)\n\none|", "![a](b)\n\none\n\n⟦![a](b)⟧\n\n"),
        ("⟦![a](b)⟧\n\none\n|- two", "one\n\n⟦![a](b)⟧\n\n- two"),
        ("⟦![a](b)⟧\n\none\n\n|1. two", "one\n\n⟦![a](b)⟧\n\n1. two"),
        ("|> one\n\n⟦![a](b)⟧", "⟦![a](b)⟧\n\n> one\n\n"),
        ("- one|\n- two\n\n⟦![a](b)⟧", "- one ⟦![a](b)⟧\n- two\n\n"),
        ("⟦![a](b)⟧\n\n> one\n|\ntwo", "> one\n\n⟦![a](b)⟧\n\ntwo"),
    ],
)
def test_image_moves_with_its_empty_line_and_stays_selected(before: str, after: str) -> None:
    text, start, end = marked(before.replace("|", ""))
    edit = image_moved(text, start, end, before.replace("⟦", "").replace("⟧", "").index("|"))

    assert edit is not None
    made = text[: edit.start] + edit.text + text[edit.end :]
    low, high = edit.select_from, edit.select_to
    assert f"{made[:low]}⟦{made[low:high]}⟧{made[high:]}" == after


@pytest.mark.parametrize("last", ["> one", "- one", "1. one", "# one", "one"])
def test_image_that_is_moved_below_all_is_a_paragraph_of_its_own(last: str) -> None:
    text = f"![a](b)\n\n{last}"
    edit = image_moved(text, 0, len("![a](b)"), len(text), is_below_all=True)

    assert edit is not None
    made = text[: edit.start] + edit.text + text[edit.end :]
    assert made == f"{last}\n\n![a](b)\n\n"


@pytest.mark.parametrize(
    ("above", "line", "is_same"),
    [
        ("- one", "- two", True),
        ("1. one", "2. two", True),
        ("> one", "> two", True),
        ("1. one", "   - two", True),
        ("one", "- two", False),
        ("", "- two", False),
        ("> one", "- two", False),
        ("- one", "two", False),
        ("- one", "", False),
    ],
)
def test_line_goes_on_with_the_list_or_quotation_above_it(
    above: str, line: str, *, is_same: bool
) -> None:
    assert goes_on(above, line) is is_same


@pytest.mark.parametrize("shown", ["a ⟦![a](b)⟧", "⟦![a](b)⟧ a", "⟦[a](b)⟧", "⟦![a](b)⟧![c](d)"])
def test_image_among_words_is_no_paragraph_to_move(shown: str) -> None:
    assert image_moved(*marked(shown), 0) is None
