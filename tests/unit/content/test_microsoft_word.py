"""Lists that are pasted from Microsoft Word are lists, and count as they did there."""

from collections.abc import Iterable, Sequence

import pytest

from sgdesk.content.plain import html_to_markdown, html_to_text

ROMAN = ("i.", "ii.", "iii.", "iv.", "v.", "vi.", "vii.", "viii.", "ix.", "x.")


def item(text: str, bullet: str, level: int = 1, *, is_comment: bool = False) -> str:
    """Give an item as Word copies it."""
    begins, ends = ("<!--[if !supportLists]-->", "<!--[endif]-->")
    if not is_comment:
        begins, ends = ("<![if !supportLists]>", "<![endif]>")
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level{level} "
        f"lfo1'>{begins}<span lang=EN-US style='font-family:Symbol;mso-bidi-font-family:Symbol'>"
        f"<span style='mso-list:Ignore'>{bullet}<span style='font:7.0pt \"Times New Roman\"'>"
        f"&nbsp;&nbsp;&nbsp; </span></span></span>{ends}<span>{text}<o:p></o:p></span></p>\n"
    )


def numbers(*bullets: str) -> list[str]:
    """Give the numbers of a list of the bullets."""
    written = html_to_markdown("".join(item("x", bullet) for bullet in bullets))
    return [line.removesuffix(" x") for line in written.splitlines()]


@pytest.mark.parametrize(
    ("html", "written"),
    [
        (item("one", "·") + item("two", "·"), "- one\n- two\n"),
        (item("one", "·") + item("a", "o", 2) + item("two", "·"), "- one\n   - a\n- two\n"),
        (item("one", "3.") + item("two", "4)"), "3. one\n4. two\n"),
        (item("one", "1.") + item("a", "a.", 2), "1. one\n   1. a\n"),
        (item("one", "·", is_comment=True) + "<p>Bye</p>", "- one\n\nBye\n"),
        ("<p>Hello</p>" + item("one", "·") + "<p>x</p>" + item("a", "1."),
         "Hello\n\n- one\n\nx\n\n1. a\n"),
        (item("one", "·") + item("a", "1.").replace("l0", "l1"), "- one\n\n1. a\n"),
        ("<table><tr><td>" + item("one", "·") + "</td></tr></table>", "- one\n"),
        ("<p style='mso-list:l0 level1 lfo1'>no bullet</p>", "no bullet\n"),
        ("<p><span style='mso-list:Ignore'>·</span>x</p>", "·x\n"),
    ],
)  # fmt: skip
def test_each_paragraph_with_a_bullet_is_an_item(html: str, written: str) -> None:
    assert html_to_markdown(html) == written
    assert html_to_text(html) == written


@pytest.mark.parametrize(
    ("bullets", "counted"),
    [
        (ROMAN, range(1, 11)),
        ([bullet.upper() for bullet in ROMAN], range(1, 11)),
        (("(i)", "(ii)", "(iii)"), (1, 2, 3)),
        (("i.",), (1,)),
        (("v.", "vi."), (5, 6)),
        (("xxxix.", "xl.", "xli."), (39, 40, 41)),
        (("xcix.", "c.", "ci."), (99, 100, 101)),
        ([f"{letter}." for letter in "abcdefghijklmnopqrstuvwxyz"], range(1, 27)),
        (("C)", "D)"), (3, 4)),
        (("h.", "i.", "j."), (8, 9, 10)),
        # Pieces of lists: what the first one counts, the second one tells.
        (("i.", "j.", "k."), (9, 10, 11)),
        (("(I)", "(J)"), (9, 10)),
        (("v.", "w."), (22, 23)),
        (("c.", "ci."), (100, 101)),
        (("c.", "d."), (3, 4)),
        (("x.", "xi."), (10, 11)),
        (("i.", "i."), (1, 1)),
        (("i.", "ii.", "iii.", "j."), (1, 2, 3, 10)),
        # Begins anew, without another list: eight of the one kind is not followed by nine of
        # the other.
        ((*ROMAN[:8], "i.", "ii."), (*range(1, 9), 1, 2)),
    ],
)
def test_roman_numerals_are_told_from_letters(
    bullets: Sequence[str], counted: Iterable[int]
) -> None:
    assert numbers(*bullets) == [f"{count}." for count in counted]


@pytest.mark.parametrize(
    ("form", "bullet", "number"),
    [
        ("alpha-lower", "i.", "9."),
        ("roman-lower", "i.", "1."),
        ("ALPHA-UPPER", "V)", "22."),
        ("roman-upper", "C.", "100."),
        ("alpha-lower", "1.", "1."),
    ],
)
def test_style_sheet_says_how_a_list_counts(form: str, bullet: str, number: str) -> None:
    head = (
        "<head><style><!--\n@list l0\n\t{mso-list-id:1;}\n@list l0:level1\n\t{mso-level-number-"
        f'format:{form};\n\tmso-level-text:"%1\\)";}}\n-->\n</style></head>'
    )
    html = head + item("x", bullet) + "<p>between</p>"

    assert html_to_markdown(html) == f"{number} x\n\nbetween\n"
    assert html_to_text(html) == f"{number} x\n\nbetween\n"


def test_each_list_and_level_has_a_first_item_of_its_own() -> None:
    html = item("a", "i.") + item("b", "i.", 2) + item("c", "ii.", 2) + item("d", "j.")
    html += item("e", "i.").replace("l0", "l1") + item("f", "j.").replace("l0", "l1")

    assert html_to_markdown(html) == ("9. a\n   1. b\n   2. c\n10. d\n\n9. e\n10. f\n")


def test_what_is_no_number_is_a_bullet() -> None:
    assert numbers("iiii.", "vx.", "aa.", "mail.") == ["-"] * 4


def test_a_list_below_the_next_item_begins_anew() -> None:
    html = item("one", "1.") + "".join(item("x", f"{letter}.", 2) for letter in "abcdefgh")
    html += item("two", "2.") + item("y", "i.", 2) + item("z", "ii.", 2)

    assert html_to_markdown(html).endswith("2. two\n   1. y\n   2. z\n")


def test_a_list_goes_on_behind_what_is_below_an_item() -> None:
    html = item("h", "h.") + item("x", "i.", 2) + item("y", "ii.", 2) + item("i", "i.")

    assert html_to_markdown(html) == "8. h\n   1. x\n   2. y\n9. i\n"
