"""Fixes of images and sizes: what each leaves of the mail, and what it says of it."""

from dataclasses import replace

import pytest

from sgdesk.present.compose import compose
from sgdesk.present.form import ComposeForm
from sgdesk.present.things.mend import mend
from sgdesk.route import WebApiPath
from tests.unit.present.things.test_rules import ONE, in_write, large, of_rule, written


def test_image_without_words_is_decoration_where_that_was_said() -> None:
    assert not of_rule(in_write("Hello\n\n![](cid:logo)"), ONE, "image_alt")
    form = written('<p><img src="a"> and <IMG width=5 src="b"></p>')
    (thing,) = of_rule(form, ONE, "image_alt")
    assert thing.fix is not None

    assert mend(form, thing.fix.change).html == (
        '<p><img alt="" src="a"> and <img alt="" width=5 src="b"></p>'
    )


@pytest.mark.parametrize(
    ("form", "left"),
    [
        (written('<p>a<img src="cid:sun" alt="">b</p>'), "<p>ab</p>"),
        (in_write('Hello\n\n![A sun](cid:sun "480")\n\nBye'), "Hello\n\n\n\nBye"),
    ],
)
def test_image_that_is_not_there_is_chosen_or_taken_out(form: ComposeForm, left: str) -> None:
    (thing,) = of_rule(form, ONE, "cid_dead")
    assert (thing.go.opens, thing.go.about) == ("picture", "sun")
    assert thing.fix is not None
    made = mend(form, thing.fix.change)

    assert left in (made.markdown, made.html)


def test_size_is_said_as_where_a_send_is_refused() -> None:
    form = written(files=(large(24),))
    (thing,) = of_rule(form, ONE, "size_large")
    composed = compose(replace(form, to="ada@example.com", text="Hello"), WebApiPath())
    (finding,) = (each for each in composed.errors if each.id == "message_too_large")

    assert "32 MB" in thing.words
    assert "32 MB" in finding.happened
