"""What is pasted from a page leaves no signs in the mail that the page did not show."""

from random import Random

import pytest

from sgdesk.content.mail import make_mail
from sgdesk.content.plain import html_to_markdown, html_to_text
from tests.support.letters import mailed

WORDS = (
    *("one", "\u20ac49", "a*b", "~x~", "`c`", "\u05e9\u05dc\u05d5\u05dd", "x_y_", "[z]", "!", "#t"),
    *("{{n}}", "\\", "&amp;", "\U0001f468\u200d\U0001f469", "a ~~ b", "***", "~~~"),
)
FORMATS = ("strong", "em", "s", 'a href="https://example.org"')
PAGES = 150


def inline(draw: Random, depth: int = 0, *, is_linked: bool = False) -> str:
    """Give words of a page with formats around some of them."""
    made = ""
    for _ in range(draw.randint(1, 3)):
        if depth > 3 or draw.random() < 0.55:
            made += draw.choice((*WORDS, "a", "b")) + draw.choice(("", " ", "\n"))
            continue
        tag = draw.choice(FORMATS[: 3 if is_linked else 4])
        name = tag.split()[0]
        within = inline(draw, depth + 1, is_linked=is_linked or name == "a")
        made += f"<{tag}>{within}</{name}>"
    return made


def page(draw: Random) -> str:
    """Give a page of paragraphs, headings and lists."""
    made = ""
    for _ in range(draw.randint(1, 3)):
        tag = draw.choice(("p", "p", "h2", "ul", "blockquote"))
        within = inline(draw)
        made += f"<{tag}>{f'<li>{within}</li>' if tag == 'ul' else within}</{tag}>"
    return made


@pytest.mark.parametrize("seed", range(4))
def test_mail_has_the_letters_and_looks_of_the_page(seed: int) -> None:
    draw = Random(seed)
    for _ in range(PAGES):
        html = page(draw)
        written = html_to_markdown(html)

        assert mailed(make_mail(written)) == mailed(html), (html, written)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<ul><li><h3>A</h3><p>x</p></li></ul>", "- **A**\n\n   x"),
        ("<ul><li><p>y</p><h3>B</h3>z</li></ul>", "- y\n\n   **B**\n\n   z"),
        ("<blockquote><h2>Was <s>49</s></h2>x</blockquote>", "> **Was ~~49~~**\n>\n> x"),
        ("<ul><li>a<hr>b</li></ul>", "- a\n\n   b"),
        ("<blockquote>a<hr>b</blockquote>", "> a\n>\n> b"),
        ("</h1><h1>A</h1></h1><p>b</p>", "# A\n\nb"),
        ("<hr><h1>A</h1>", "---\n\n# A"),
    ],
)
def test_heading_and_rule_leave_no_signs_where_write_has_none(html: str, markdown: str) -> None:
    assert html_to_markdown(html) == f"{markdown}\n"


def test_heading_is_struck_through_from_its_number_on() -> None:
    assert html_to_markdown("<h2><s>1. Boots</s></h2>") == "## ~~1. Boots~~\n"


@pytest.mark.parametrize("before", ["Look!", "<s>Look!</s>", "<b>Look!</b>"])
def test_link_behind_an_exclamation_mark_is_a_link(before: str) -> None:
    mail = make_mail(html_to_markdown(f'<p>{before}<a href="https://example.org">here</a></p>'))

    assert "<img" not in mail
    assert html_to_text(mail).replace("~", "") == "Look!here [1]\n\n[1] https://example.org\n"


@pytest.mark.parametrize(
    "words",
    ["- - -", "---", "a<br>---", "<b>---</b>", "[a](https://example.org)", "![a](b)",
     "[x [a](b)](c)", "[a]<span>(b)</span>", "\\[a](b)"],
)  # fmt: skip
def test_what_a_page_says_with_the_signs_of_a_rule_or_a_link_is_words(words: str) -> None:
    html = f"<p>{words}</p>"
    mail = make_mail(html_to_markdown(html))

    assert html_to_text(mail) == html_to_text(html)
    assert not any(tag in mail for tag in ("<hr", "<a ", "<img"))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<ol><li value=7>a</li><li>b</li></ol>", "7. a\n8. b"),
        ("<ol start=0><li>a</li><li value=9>b</li></ol>", "0. a\n9. b"),
        ("<ol><li value=x>a</li></ol>", "1. a"),
        ("<select><option>Oslo<option>Rome</select>", "Oslo\nRome"),
    ],
)
def test_items_keep_their_numbers_and_choices_their_lines(html: str, markdown: str) -> None:
    assert html_to_markdown(html) == f"{markdown}\n"


def test_lines_of_code_stay_indented_in_the_mail() -> None:
    code = "<pre>if x:\n    a  b\n\tc</pre>"

    assert html_to_text(code) == "if x:\n    a  b\n\tc\n"
    written = html_to_markdown(code)
    assert written == "if x:\n\xa0\xa0\xa0\xa0a  b\n\xa0\xa0\xa0\xa0c\n"
    assert "&nbsp;&nbsp;&nbsp;&nbsp;c" in make_mail(written)
    first = make_mail(html_to_markdown("<pre>    a\nb</pre>"))
    assert ">&nbsp;&nbsp;&nbsp;&nbsp;a<br>" in first
    assert 'class="button"' in make_mail('\xa0[Buy](https://example.org "button")')
