"""Fillers go, and joiners stay in the words that need them."""

import pytest

from sgdesk.content.fillers import without_fillers
from sgdesk.content.mail import make_mail
from sgdesk.content.plain import html_to_markdown, html_to_text
from sgdesk.present.mail_html import preheader

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
HEART = "\u2764\ufe0f\u200d\U0001f525"
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"


@pytest.mark.parametrize("words", [FAMILY, HEART, PERSIAN, f"a {FAMILY}, b"])
def test_joiner_within_a_word_stays_from_paste_to_plain_text(words: str) -> None:
    html = f"<p>{words}</p>"

    assert html_to_markdown(html) == f"{words}\n"
    assert html_to_text(make_mail(words)) == f"{words}\n"
    assert preheader(html) == words


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Read me \u200c\u00a0\u034f\u200c \u200c", "Read me \u00a0 "),
        ("\u200dword\u200c", "word"),
        ("a\u200c\u200d b", "a b"),
        ("so\u00adft\u200b\u2060\ufeff", "soft"),
        ("\u200c" * 99, ""),
    ],
)
def test_what_joins_nothing_is_left_out(text: str, left: str) -> None:
    assert without_fillers(text) == left
