"""From HTML to plain text and to Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.content.mail import make_mail
from sgdesk.content.plain import html_to_markdown, html_to_text

WRITTEN = """\
# Autumn news

Hello **Ada**, *this* is new:
a second line.

- one
- two

1. first
2. second

[Read on](https://example.org "button")

![A tree](cid:tree "300")

With a [link](https://example.net/a?b=1&c=2).
"""
TEXT = """\
Autumn news

Hello Ada, this is new:
a second line.

- one
- two

1. first
2. second

Read on [1]

A tree

With a link [2].

[1] https://example.org
[2] https://example.net/a?b=1&c=2
"""


def test_mail_reads_well_as_plain_text() -> None:
    assert html_to_text(make_mail(WRITTEN)) == TEXT


def test_mail_can_be_written_on_from_its_html() -> None:
    assert html_to_markdown(make_mail(WRITTEN)) == WRITTEN


def test_what_is_hidden_is_left_out_and_what_stands_behind_it_is_not() -> None:
    html = (
        "<head><title>T</title><style>p{}</style></head><body>"
        '<div style="display:none">Preheader<p>deep<br></div><p hidden>no</p>'
        '<span style="font-size:0px">x</span><img src=x width=1 alt=pixel>'
        "<script>if (a < b) {}</script><!-- no --><p>Shown</p>"
    )

    assert html_to_text(html) == "Shown\n"


def test_row_is_a_line_and_a_cell_with_paragraphs_is_not() -> None:
    rows = "<table><tr><th>Day<th>Place</tr><tr><td>Monday</td><td>Oslo</td></tr></table>"
    layout = "<table><tr><td><p>Left</p><p>more</p></td><td>Right</td></tr></table>"

    assert html_to_text(rows) == "Day | Place\nMonday | Oslo\n"
    assert html_to_text(layout) == "Left\n\nmore\n\nRight\n"


TABLE = """\
| Name | **Price** |
| --- | --- |
| Tea | 3 |
|  | [more](https://example.net) |
"""


def test_table_of_data_stays_one_in_what_is_written_and_comes_back_from_the_mail() -> None:
    pasted = (
        "<table border=0><col width=3>\n<tr><td>Name</td><td><b>Price</b></td></tr>"
        "<tr><td>Tea</td><td>3</td></tr>\n"
        "<tr><td></td><td><a href='https://example.net'>more</a></td></tr></table>"
    )

    assert html_to_markdown(pasted) == TABLE
    written = f"Hello\n\n{TABLE}\nSee you\n"
    assert html_to_markdown(make_mail(written)) == written


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>One</td><td>row</td></tr></table>",
        "<table><tr><td>One</td></tr><tr><td>column</td></tr></table>",
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
        "<table><tr><td><img src=x alt=a></td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        "<table><tr><td>a|b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>",
        "<table><tr><td><h1>a</h1></td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        f"<table role=presentation>{'<tr><td>a</td><td>b</td></tr>' * 2}</table>",
    ],
)
def test_table_for_layout_is_none_in_what_is_written(table: str) -> None:
    assert "---" not in html_to_markdown(table)


def test_table_that_never_ends_is_read_and_what_stands_between_its_rows_keeps_its_place() -> None:
    row = "<tr><td>a</td><td>b</td></tr>"
    made = "| a | b |\n| --- | --- |\n| a | b |"

    assert html_to_markdown(f"<table>{row}{row}") == f"{made}\n"
    assert html_to_markdown(f"<table>{row}{row}x</table>y") == f"{made}\nx\n\ny\n"


def test_link_whose_words_are_its_address_is_said_once() -> None:
    html = '<a href="https://example.org">https://example.org</a><br>'
    mail = '<a href="mailto:a@example.com">a@example.com</a>'

    assert html_to_text(html + mail) == "https://example.org\na@example.com\n"


def test_two_links_to_one_place_share_a_note() -> None:
    html = '<a href="https://example.org">a</a> <a href="https://example.org">b</a>'

    assert html_to_text(html) == "a [1] b [1]\n\n[1] https://example.org\n"


@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td>",
                "</td>",
                "</tr>",
                "<ul>",
                "<li>",
                "</ul>",
                "<a href=x>",
                "</a>",
                "<p style='display:none'>",
                "</p>",
                "<pre>",
                "</pre>",
                "word",
                "\n",
                "<b>",
                "&nbsp;",
            ]
        )
    ).map("".join)
)
def test_broken_html_never_fails(html: str) -> None:
    assert isinstance(html_to_text(html), str)
    assert isinstance(html_to_markdown(html), str)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br/>b", "a\nb\n"),
        ("a<br />b<br/>\n<br/>\nc", "a\nb\n\nc\n"),
        ("<p>a</p><hr/><p>b</p>", "a\n\n---\n\nb\n"),
        ("<table><tr><td/><td>a</td></tr></table>b", "a\n\nb\n"),
    ],
)
def test_element_that_ends_itself_is_one(html: str, text: str) -> None:
    assert html_to_text(html) == text
    assert html_to_markdown(html) == text


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<ul><li><p>a</p></li><li><p>b</p><ul><li>c</li></ul></li></ul>", "- a\n- b\n   - c\n"),
        ("<ul><li><p>a</p><p>b</p></li></ul>c", "- a\n\n   b\n\nc\n"),
        ('<ol start="3"><li>a<li>b</ol>', "3. a\n4. b\n"),
        ('<ol start="x"><li>a</ol>', "1. a\n"),
        ('<ol start="123456789"><li>a</ol>', "123456789. a\n"),
        ('<ol start="1234567890"><li>a</ol>', "1. a\n"),
        ("<ul><li></li></ul><p>a</p>", "a\n"),
    ],
)
def test_list_keeps_its_numbers_and_no_empty_lines_between_its_items(
    html: str, markdown: str
) -> None:
    assert html_to_markdown(html) == markdown
    assert html_to_markdown(make_mail(markdown)) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<blockquote><p>a</p><p>b</p></blockquote><p>c</p>", "> a\n>\n> b\n\nc\n"),
        ("<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n\n> b\n"),
        (
            "<blockquote><p>a<blockquote>b</blockquote><p>c</blockquote>",
            "> a\n>\n> > b\n>\n> c\n",
        ),
    ],
)
def test_quotation_of_several_paragraphs_stays_one(html: str, markdown: str) -> None:
    assert html_to_markdown(html) == html_to_text(html) == markdown
    assert html_to_markdown(make_mail(markdown)) == markdown


@pytest.mark.parametrize(
    ("link", "is_button"),
    [
        ('class="btn btn-primary"', True),
        ('class="mcnButton button_main"', True),
        ('style="display: inline-block; padding: 12px 24px"', True),
        ('style="background-color: rgb(0, 102, 204); padding-left: 8px"', True),
        ('style="background: #06c; padding: 0px"', False),
        ('style="background-color: rgba(0, 0, 0, 0); padding: 4px"', False),
        ('class="link" style="color: blue"', False),
    ],
)
def test_link_that_looks_like_a_button_is_one(link: str, is_button: bool) -> None:
    title = ' "button"' if is_button else ""
    assert html_to_markdown(f'<a href="u" {link}>Buy</a>') == f"[Buy](u{title})\n"
    picture = html_to_markdown(f'<a href="u" {link}><img src="a.png" alt="A"></a>')
    assert picture == "![A](a.png) [A](u)\n"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h1>Autumn<br>sale</h1><p>a<br>b</p>", "# Autumn sale\n\na\nb\n"),
        ("<h2>Autumn<br/> <b>sale</b></h2>a<br>b", "## Autumn **sale**\n\na\nb\n"),
        ("<h2>Autumn<p>a<br>b", "## Autumn\n\na\nb\n"),
    ],
)
def test_heading_of_two_lines_stays_one(html: str, markdown: str) -> None:
    assert html_to_markdown(html) == markdown
    assert html_to_text("<h1>Autumn<br>sale</h1>") == "Autumn\nsale\n"
