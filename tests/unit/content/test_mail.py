"""From what is written to the HTML of a mail."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.content.mail import make_mail
from sgdesk.content.plain import html_to_text
from sgdesk.content.template import TEXT_PX


def test_nothing_written_is_no_mail() -> None:
    assert make_mail(" \n") == ""


def test_rules_stand_in_their_places_and_only_screens_in_a_style_sheet() -> None:
    html = make_mail("# Hello\n\n- one\n\nA [link](https://example.org).")

    assert '<h1 style="margin: 0 0 16px' in html
    assert '<a href="https://example.org" style="color: #2b59c3' in html
    assert html.count("<style>") == 1
    assert "prefers-color-scheme: dark" in html
    assert "max-width: 600px" in html
    assert "url(" not in html
    assert "@import" not in html


def test_html_and_scripts_that_are_typed_are_words() -> None:
    html = make_mail("<script>x</script> <b>bold</b>\n\n[run](javascript:alert)")

    assert "<script" not in html
    assert "<b>" not in html
    assert 'href="javascript' not in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html


@pytest.mark.parametrize("field", ["{{first_name}}", "{{{html}}}", "<%asm_group_unsubscribe_url%>"])
def test_personal_field_is_kept_in_words_and_in_addresses(field: str) -> None:
    html = make_mail(f"Hello **{field}**, [here](https://example.org/?a={field}&b=1)")

    assert f"<strong>{field}</strong>" in html
    assert f'href="https://example.org/?a={field}&amp;b=1"' in html


def test_line_break_is_a_line_break() -> None:
    assert "one<br>" in make_mail("one\ntwo")


def test_table_ends_where_a_line_looks_like_none_of_it() -> None:
    html = make_mail("| a | b |\n| --- | --- |\n| c | d |\nSee you\nsoon | later")

    assert html.index("</table>") < html.index("See you<br>")
    assert "soon | later</p>" in html
    assert "a | b<br>" in make_mail("a | b\nc")


BUTTON = '[Shop](https://example.org "button")'


def parts(markdown: str) -> str:
    """Give what is in the card of a mail, with a word for each button."""
    plain = re.sub(r' style="[^"]*"', "", make_mail(markdown))
    inner = plain.split('<td class="card-cell">')[1]
    inner = re.sub(r'<table class="button".*?</table>', "BUTTON", inner, flags=re.DOTALL)
    return " ".join(re.sub(r"(?<=>)\s+|\s+(?=<)", "", inner.split("</td>")[0]).split())


def test_button_is_one_in_every_mail_program() -> None:
    html = make_mail(f'{BUTTON}\n[Or this](mailto:a@example.com "button")')

    assert html.count('<td class="button-cell"') == 2
    assert "mso-padding-alt: 12px 24px" in html
    assert 'title="' not in html


@pytest.mark.parametrize(
    ("written", "made"),
    [
        (f"{BUTTON}below", "BUTTON<p>below</p>"),
        (f"{BUTTON}\nbelow", "BUTTON<p>below</p>"),
        (f"above\n{BUTTON}", "<p>above</p>BUTTON"),
        (f"above\n{BUTTON}\n{BUTTON} below", "<p>above</p>BUTTON BUTTON<p>below</p>"),
        (f"See {BUTTON}.", "<p>See</p>BUTTON<p>.</p>"),
        (f"# See {BUTTON}", "<h1>See</h1><h1>BUTTON</h1>"),
        (f"- one {BUTTON} two", "<ul><li>one BUTTON two</li></ul>"),
        (f"**a {BUTTON} b**", "<p><strong>a</strong></p>BUTTON<p><strong>b</strong></p>"),
        (f"**{BUTTON}** b", "BUTTON<p>b</p>"),
        (f"![x](cid:x)\n{BUTTON}", '<p><img src="cid:x" alt="x"></p>BUTTON'),
    ],
)
def test_button_stays_one_whatever_stands_beside_it(written: str, made: str) -> None:
    assert parts(written) == made


def test_button_in_a_table_stays_in_its_cell() -> None:
    html = make_mail(f"| a | b |\n| --- | --- |\n| see {BUTTON} | d |")

    assert html.count("button-cell") == 1
    assert html.index("<td") < html.index("button-cell") < html.index(">d</td>")


def test_image_has_its_words_and_never_more_width_than_there_is_room() -> None:
    html = make_mail('![A "logo"](cid:logo "300") ![](cid:x "9000") ![z](cid:z "no number")')

    assert '<img src="cid:logo" alt="A &quot;logo&quot;" width="300"' in html
    assert f'<img src="cid:x" alt="" width="{TEXT_PX}"' in html
    assert '<img src="cid:z" alt="z" style=' in html


@given(st.text(max_size=200))
def test_anything_written_gives_the_same_mail_twice_and_text_that_can_be_read(text: str) -> None:
    html = make_mail(text)

    assert make_mail(text) == html
    html_to_text(html)


def test_half_a_character_does_not_stop_the_mail() -> None:
    assert "a?b" in make_mail("a\ud800b")


@pytest.mark.parametrize(
    ("written", "inside", "after"),
    [
        ("- one\n- two\nSee you soon!", "two", "See you soon!"),
        ("1. one\n2. two\nSee you soon!\nMia", "two", "See you soon!"),
        ("> said\nSee you soon!", "said", "See you soon!"),
    ],
)
def test_a_line_under_a_list_or_a_quotation_is_no_part_of_it(
    written: str, inside: str, after: str
) -> None:
    html = make_mail(written)
    end = max(html.find(tag) for tag in ("</ul>", "</ol>", "</blockquote>"))

    assert html.index(inside) < end < html.index(after)


def test_an_indented_line_stays_in_its_item_and_code_stays_as_it_is() -> None:
    html = make_mail("- one\n  more of one\n\n```\n- a\nb\n```")

    assert html.index("more of one") < html.index("</ul>")
    assert "- a\nb\n" in html


@pytest.mark.parametrize("under", ["--", "-- ", "---", "==="])
def test_dashes_under_a_line_make_no_heading_of_it(under: str) -> None:
    html = make_mail(f"See you soon!\n{under}\nMia")

    assert "<h" not in html.partition("<body")[2].replace("<hr", "")
    assert "See you soon!" in html
    assert "Mia" in html


def test_bold_around_a_button_is_for_its_words() -> None:
    html = make_mail('***[Book](https://example.org "button")***')

    assert "<em>Book</em>" in html
    assert "<strong><em>" in html
    assert 'href="https://example.org"' in html


def test_line_that_begins_with_four_spaces_is_no_code() -> None:
    assert "<pre" not in make_mail("one\n\n    *two*").partition("<body")[2]
