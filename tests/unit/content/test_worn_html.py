"""What is bold or italic in HTML, however that says it, is so in what is written."""

import pytest

from sgdesk.content.plain import html_to_markdown
from sgdesk.content.worn_html import MOST_OPEN

DOCS = (
    '<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:400">'
    'Dear all, </span><span style="font-weight:700">only today</span><span>: </span><span style='
    '"font-style:italic;font-weight:400">all</span></p><h1><span style="font-weight:400">'
    "Sale</span></h1></b>"
)


def test_mail_from_google_docs_is_bold_where_it_was() -> None:
    assert html_to_markdown(DOCS) == "Dear all, **only today**: *all*\n\n# Sale\n"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<span style="font-weight: bold">a</span> b', "**a** b"),
        ('<span style="color:red; FONT-WEIGHT: 600; x:y">a</span> b', "**a** b"),
        ('<p style="font-weight:bold">a</p><p>b', "**a**\n\nb"),
        ('<b>a <span style="font-weight:400">b</span> c</b>', "**a** b **c**"),
        ('<em style="font-style:normal">a</em> b', "a b"),
        ('<span style="font-weight:inherit">a</span><b> b</b>', "a **b**"),
        ('<span style="font-weight:99999999999">a</span>', "**a**"),
        ('<h1 style="font-weight:700">a</h1>', "# a"),
        ("<b>a<p>b</p></b>c", "**a**\n\n**b**\n\nc"),
        ("</b><span>a</span></i>", "a"),
        ("<b><strong>a</strong>b</b>", "**ab**"),
    ],
)
def test_words_wear_what_their_element_or_its_style_says(html: str, markdown: str) -> None:
    assert html_to_markdown(html) == f"{markdown}\n"


def test_elements_that_never_end_are_followed_no_deeper_than_any_mail_goes() -> None:
    html = "<span>" * (MOST_OPEN + 1) + '<span style="font-weight:bold">a'

    assert html_to_markdown(html) == "a\n"
