"""Lists that are pasted from Microsoft Word are lists."""

import pytest

from sgdesk.content.plain import html_to_markdown, html_to_text


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
