"""What is written in Hebrew or Arabic runs from right to left in the mail, as it does in Write."""

import re

import pytest

from sgdesk.content.mail import make_mail
from sgdesk.content.plain import html_to_markdown

HELLO = "\u05e9\u05dc\u05d5\u05dd"
THANKS = "\u0634\u0643\u0631\u0627"


def ways(markdown: str) -> list[str]:
    """Give each element of the mail that says which way it runs."""
    return [" ".join(each) for each in re.findall(r'<(\w+)[^>]* dir="(\w+)"', make_mail(markdown))]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (f"{HELLO}, Ada\n{THANKS}", ["p rtl"]),
        (f"12. **{THANKS}**", ["ol rtl"]),
        (f"# 3 {HELLO}\n\nAda", ["h1 rtl", "p ltr"]),
        (f"- {HELLO}\n- Ada", ["ul rtl"]),
        (f"> {HELLO}\n\n12", ["blockquote rtl", "p rtl"]),
        (f"{{{{name}}}} {HELLO}", ["p rtl"]),
        (f"| {HELLO} | 1 |\n| --- | --- |\n| 2 | Ada |", ["table rtl", "th rtl", "td ltr"]),
        (f"Ada {HELLO}", []),
        ("R\u00e9sum\u00e9", []),
    ],
)
def test_each_part_runs_as_its_first_letter_tells(written: str, said: list[str]) -> None:
    assert ways(written) == said


def test_what_runs_from_right_to_left_stands_at_the_right() -> None:
    mail = make_mail(f"{HELLO}\n\n- {HELLO}\n\n> {HELLO}")

    assert re.search(r'<p dir="rtl" style="[^"]*text-align: right', mail)
    assert re.search(r'<ul dir="rtl" style="[^"]*padding: 0 24px 0 0', mail)
    assert re.search(r'<blockquote dir="rtl" style="[^"]*border-left: 0', mail)


def test_page_that_runs_from_right_to_left_does_so_when_it_is_pasted() -> None:
    written = html_to_markdown(f"<div dir=rtl><h1>{HELLO}</h1><p>{THANKS}</p></div>")

    assert ways(written) == ["h1 rtl", "p rtl"]
