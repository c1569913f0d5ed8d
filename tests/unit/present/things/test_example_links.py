"""Links to sites that are nobody's, in live mail and in practice."""

from sgdesk.present.form import ComposeForm
from sgdesk.present.things.table import look
from sgdesk.present.things.thing import Around


def test_example_link_is_what_practice_is_written_with() -> None:
    html = '<a href="https://www.example.com/a">A</a> <a href="#">B</a>'
    form = ComposeForm(html=html, html_is_own=True)
    live = [thing.words for thing in look(form, Around(people=1)) if thing.rule == "link_broken"]
    practice = [
        thing.words
        for thing in look(form, Around(people=1, is_practice=True))
        if thing.rule == "link_broken"
    ]
    assert len(live) == 2
    assert practice == live[1:]
