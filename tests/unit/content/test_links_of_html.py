"""A link of HTML may go around anything; in what is written each line of it is one."""

import pytest

from sgdesk.content.mail import make_mail
from sgdesk.content.plain import html_to_markdown, html_to_text

PICTURE = '<img src="a.png" alt="A">'


@pytest.mark.parametrize(
    ("html", "markdown", "text"),
    [
        (
            '<a href="u"><h3>Title</h3><p>Text</p></a>',
            "### [Title](u)\n\n[Text](u)",
            "Title\n\nText [1]",
        ),
        ('<a href="u">one<br>two</a> x', "[one](u)\n[two](u) x", "one\ntwo [1] x"),
        (f'<a href="u">{PICTURE}</a>', "![A](a.png) [A](u)", "A [1]"),
        (f'<a href="u">{PICTURE}<p>B</p></a>', "![A](a.png)\n\n[B](u)", "A\n\nB [1]"),
        (f'<a href="u" class="btn">{PICTURE} Go</a>', "![A](a.png) [Go](u)", "A Go [1]"),
        (
            '<ul><li><a href="u">one</a><li><b><a href="u">two</a></b></ul>',
            "- [one](u)\n- **[two](u)**",
            "- one [1]\n- two [1]",
        ),
        (
            '<table><tr><td><a href="u">one</td><td>two</td></tr></table>',
            "[one](u) | two",
            "one [1] | two",
        ),
        (
            '<a href="u"><table><tr><td>one</td></tr></table></a>two',
            "[one](u)\n\ntwo",
            "one [1]\n\ntwo",
        ),
        ('<a href="u">a ] b</a>', "[a \\] b](u)", "a ] b [1]"),
        ('<a name="x"><h1>Hi</h1></a>', "# Hi", "Hi"),
        ('<a href="u">one', "[one](u)", "one"),
    ],
)
def test_link_goes_where_it_went_and_shows_no_code(html: str, markdown: str, text: str) -> None:
    notes = "\n\n[1] u\n" if "[1]" in text else "\n"
    assert html_to_markdown(html) == f"{markdown}\n"
    assert html_to_text(html) == f"{text}{notes}"
    assert "](" not in html_to_text(make_mail(markdown))


def test_link_that_another_one_follows_inside_ends_there() -> None:
    html = '<a href="u">one <a href="v">two</a> three'

    assert html_to_markdown(html) == "[one](u) [two](v) three\n"


def test_picture_that_nothing_is_said_of_is_followed_by_where_it_leads() -> None:
    html = '<a href="https://example.com/shop"><img src="a.png" alt=""></a>'

    assert html_to_markdown(html) == "![](a.png) [example.com](https://example.com/shop)\n"
    odd = '<a href="https://[x"><img src="a.png" alt=""></a>'
    assert "a.png" in html_to_markdown(odd)
