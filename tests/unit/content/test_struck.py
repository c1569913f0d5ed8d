"""A price that was is struck through wherever the mail goes: unstruck it would be an offer."""

import pytest

from sgdesk.content import editing
from sgdesk.content.emphasis import toggle
from sgdesk.content.mail import make_mail
from sgdesk.content.plain import html_to_markdown, html_to_text
from tests.support.letters import Seen, mailed

PRICE = "Was ~~49~~ now **29**"
EXCEL = (
    "<html><head><style>\n<!--table\n\t{mso-displayed-decimal-separator:'\\.';}\n.xl65\n\t"
    "{color:black;\n\ttext-decoration:line-through;}\n.xl66, td.xl67 {color:black}\n--></style>"
    "</head><body><table><tr><td class=xl65>49</td><td class=xl66>29</td></tr></table></body>"
)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<s>49</s> 29", "~~49~~ 29"),
        ("<del>49</del> 29", "~~49~~ 29"),
        ("<strike>49</strike>29", "~~49~~29"),
        ('<span style="text-decoration:line-through">49</span> 29', "~~49~~ 29"),
        ('<span style="a:b; text-decoration-line: underline LINE-THROUGH">49</span>', "~~49~~"),
        ('<span style="text-decoration:underline">49</span>', "49"),
        # What is within is struck as well, whatever it says.
        ('<s>4<span style="text-decoration:none">9</span></s> 29', "~~49~~ 29"),
        ('<div style="text-decoration:line-through"><div>4</div>9</div>29', "~~4~~\n~~9~~\n29"),
        ('<ul><li style="text-decoration:line-through">49</li><li>29</li></ul>', "- ~~49~~\n- 29"),
        ('<hr style="text-decoration:line-through">49', "---\n\n49"),
        ("<b>Was <s>49</s></b>", "**Was ~~49~~**"),
        ("<h1>Was <s>49</s></h1>", "# Was ~~49~~"),
        ("<s><p>a</p><p>b</p></s>c", "~~a~~\n\n~~b~~\n\nc"),
        # As Word and Google Docs copy it.
        ("<p class=MsoNormal>Was <s><span lang=EN-US>49</span></s><o:p></o:p></p>", "Was ~~49~~"),
        (
            '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:'
            '400;text-decoration:line-through;-webkit-text-decoration-skip:none">49</span><span '
            'style="font-weight:700;text-decoration:none"> 29</span></p></b>',
            "~~49~~ **29**",
        ),
        (EXCEL, "~~49~~ | 29"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td><s>1</s></td><td>2</td></tr></table>",
         "| a | b |\n| --- | --- |\n| ~~1~~ | 2 |"),
    ],
)  # fmt: skip
def test_what_is_struck_through_in_html_is_so_in_what_is_written(html: str, markdown: str) -> None:
    written = html_to_markdown(html)

    assert written == f"{markdown}\n"
    assert html_to_markdown(make_mail(written)) == written
    assert html_to_text(make_mail(written)) == html_to_text(html)


LINE, NONE = "{text-decoration:line-through}", "{text-decoration:none}"


@pytest.mark.parametrize(
    ("sheet", "is_struck"),
    [
        (f".a{LINE}", True),
        (f"@media print{{.a{LINE}}}", False),
        (f"@media print{{b{LINE}}} .a{LINE}", True),
        (f"@media screen, print{{.a{LINE}}}", True),
        (f"@media (max-width:480px){{.a{LINE}}}", False),
        (f"@supports (color:red){{@media all{{.a{LINE}}}}}", True),
        (f"@import url(x.css); .a{LINE}", True),
        (f"/* }} */ .a{LINE}", True),
        (f".a{LINE} .a{NONE}", False),
        (f".a{NONE} .a{LINE}", True),
        (f"p.a{LINE} .a{NONE}", True),
        (".a{text-decoration:line-through!important} #i.a" + NONE, True),
        (".a{text-decoration:line-through;text-decoration:none}", False),
        (f"div .a{LINE}", True),
        (f"div#o > P.a{LINE}", True),
        (f"div .o .a{LINE}", False),
        (f"section .a{LINE}", False),
        (f"p.a span{LINE}", True),
        (f"p.a p span{LINE}", False),
        (f"#i{LINE}", True),
        (f".a:hover{LINE} .a + .a{LINE}", False),
        (f"*{LINE}", True),
    ],
)
def test_rule_of_a_sheet_that_wins_says_whether_a_price_is_struck_through(
    sheet: str, *, is_struck: bool
) -> None:
    page = '<div id=o class=o><p class="z a" id=i><span>49</span></p></div>'
    written = html_to_markdown(f"<style>{sheet}</style>{page}")

    assert written == ("~~49~~\n" if is_struck else "49\n")


@pytest.mark.parametrize(
    "html",
    [
        f"<style>s{NONE}</style><s>49</s>",
        '<s style="text-decoration:none">49</s>',
        f'<style>.a{LINE}</style><p class=a style="text-decoration:none">49</p>',
        f"<style media=print>p{LINE}</style><p>49</p>",
        f"<head><style media=print>p{LINE}</style></head><p>49</p>",
        f"<style>.a span{LINE}</style><p class=a>4<p><span>9</span>",
    ],
)
def test_price_whose_line_is_taken_back_or_is_for_paper_is_not_struck_through(html: str) -> None:
    assert "~" not in html_to_markdown(html)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Was <s>49</s> now <b>29</b>", "Was ~~49~~ now 29"),
        ("<s> 49 </s>29", "~~49~~ 29"),
        ("<s>one<br>two</s>", "~~one~~\n~~two~~"),
        ("<ul><li><s>49</s></li></ul>", "- ~~49~~"),
        ("<s>4*9 \\ `</s>", "~~4*9 \\ `~~"),
        ('<a href="https://example.org"><s>49</s></a>', "~~49~~ [1]\n\n[1] https://example.org"),
        (
            '<a href="https://example.org"><s>https://example.org</s></a>',
            "~~https://example.org~~",
        ),
    ],
)
def test_plain_text_says_what_is_struck_through(html: str, text: str) -> None:
    assert html_to_text(html) == f"{text}\n"


def test_mail_is_struck_through_by_element_and_by_style() -> None:
    mail = make_mail(PRICE)

    assert '<s style="text-decoration: line-through;">49</s>' in mail
    assert [each for each in mailed(mail) if each.is_struck] == [
        Seen("4", is_struck=True),
        Seen("9", is_struck=True),
    ]
    assert html_to_text(mail) == "Was ~~49~~ now 29\n"


@pytest.mark.parametrize(
    "line", ["~5 ~ 6~", "a~~ b ~~c", "~~~a~~", "  ~~~ a~~ b", "> ~~~a~~", "- ~~~~a~~~~", "`~~a~~`"]
)
def test_other_tildes_are_themselves(line: str) -> None:
    mail = make_mail(line)

    assert "<s" not in mail.split("<body")[1]
    assert html_to_text(mail).count("~") == line.count("~")


def test_typed_and_pasted_tildes_strike_nothing_through() -> None:
    edit = editing.change("a b", 3, 3, "~~c~~")
    assert edit.text == r"\~\~c\~\~"
    assert html_to_markdown("<p>~<b>~</b>c~~</p>") == "\\~**\\~**c\\~\\~\n"
    assert html_to_text("<p>~~c~~</p>") == "~~c~~\n"


def test_struck_words_are_found_and_keep_their_strike_when_some_of_them_are_replaced() -> None:
    assert editing.found("4~~9~~ EUR", "49 EUR") == [(0, 10)]
    assert editing.replaced(PRICE, "49", "59") == ("Was ~~59~~ now **29**", 1)
    assert editing.piece(PRICE, 7, 8) == "~~9~~"
    assert editing.words(PRICE, 0, len(PRICE)) == "Was 49 now 29"


def test_strike_is_put_on_and_taken_off() -> None:
    edit = toggle("Was 49", 4, 6, "~~")
    made = "Was 49"[: edit.start] + edit.text
    assert made == "Was ~~49~~"
    back = toggle(made, edit.select_from, edit.select_to, "~~")
    assert made[: back.start] + back.text == "Was 49"


def test_button_among_struck_words_leaves_no_empty_strike() -> None:
    mail = make_mail('~~[a](https://example.org "button") b [c](https://example.org "button")~~')

    assert mail.count("<s ") == 3
    assert [each.letter for each in mailed(mail) if each.is_struck] == ["a", "b", "c"]
