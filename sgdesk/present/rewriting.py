"""A mail that was sent comes back into the tab in which it was written."""

from collections.abc import Callable
from dataclasses import replace

from sgdesk.content.plain import html_to_markdown, html_to_text
from sgdesk.present.form import LONG_CHARACTERS, ComposeForm


def written_again(form: ComposeForm, make_html: Callable[[str], str]) -> ComposeForm:
    """Give the form with its writing where the HTML is exactly what that writing makes.

    HTML from elsewhere, or changed by hand, stays the mail. Runs in any thread.
    """
    if not form.html or len(form.html) > LONG_CHARACTERS:
        return form
    markdown = html_to_markdown(form.html).strip()
    if not markdown or make_html(markdown) != form.html:
        return form
    derived = form.text.strip() == html_to_text(form.html).strip()
    return replace(
        form,
        markdown=markdown,
        html_is_own=False,
        text="" if derived else form.text,
        text_is_own=not derived,
    )
