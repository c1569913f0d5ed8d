"""Edit as new: what was written in Write comes back there."""

import pytest

from sgdesk.content.mail import make_mail
from sgdesk.content.plain import html_to_text
from sgdesk.present.form import ComposeForm
from sgdesk.present.rewriting import written_again

WRITTEN = '# News\n\nHello **{{name}}**,\n\n- one\n- two\n\n[Read on](https://example.org "button")'


def sent(html: str, text: str) -> ComposeForm:
    """Give a form as the history gives it back."""
    return ComposeForm(html=html, html_is_own=True, text=text, text_is_own=True)


def test_mail_that_was_written_is_written_again_with_its_text_derived() -> None:
    html = make_mail(WRITTEN)
    form = written_again(sent(html, html_to_text(html)), make_mail)

    assert (form.markdown, form.html_is_own, form.text_is_own) == (WRITTEN, False, False)
    assert make_mail(form.markdown) == html


def test_text_of_ones_own_stays() -> None:
    form = written_again(sent(make_mail(WRITTEN), "Read this."), make_mail)

    assert (form.text, form.text_is_own, form.markdown) == ("Read this.", True, WRITTEN)


@pytest.mark.parametrize("html", ["", "<p>Hello</p>", make_mail(WRITTEN) + " "])
def test_other_html_stays_the_mail(html: str) -> None:
    form = sent(html, "Hello")

    assert written_again(form, make_mail) == form
