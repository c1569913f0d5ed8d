"""Fixes of images and sizes: what each leaves of the mail, and what it says of it."""

from dataclasses import replace

import pytest

from sgdesk.present.compose import compose
from sgdesk.present.form import ComposeForm
from sgdesk.present.things.mend import mend
from sgdesk.present.things.thing import (
    DeriveText,
    KeepOnly,
    RemoveRepeats,
    Replace,
    SendEach,
    TurnNames,
    UseWebApi,
    WriteDomain,
)
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


def test_each_change_is_made_where_it_belongs_and_nowhere_else() -> None:
    form = ComposeForm(
        to="Ada <ada@exmaple.com>",
        cc='"Doe, Jane" <jane@exmaple.com>',
        bcc="bob@exmaple.com",
        subject="aXb",
        markdown="cXd",
        html="<p>eXf</p>",
        text="gXh",
    )
    domain = {"wrong": "exmaple.com", "right": "example.com"}

    assert mend(form, WriteDomain(place="to", **domain)) == replace(
        form, to="Ada <ada@example.com>"
    )
    assert mend(form, WriteDomain(place="bcc", **domain)) == replace(form, bcc="bob@example.com")
    assert mend(form, TurnNames(place="cc")) == replace(form, cc="Jane Doe <jane@exmaple.com>")
    for place in ("subject", "markdown", "html", "text"):
        at = getattr(form, place).index("X")
        made = mend(form, Replace(place=place, start=at, length=1, new="--"))
        assert made == replace(form, **{place: getattr(form, place).replace("X", "--")})
    assert mend(form, KeepOnly(addresses=("a@example.com", "b@example.com"))) == replace(
        form, to="a@example.com, b@example.com", cc="", bcc=""
    )
    assert mend(form, SendEach()) == replace(form, each=True)
    derived = mend(replace(form, text_is_own=True), DeriveText())
    assert derived == replace(form, text="eXf\n", text_is_own=False)
    for left_to_others in (RemoveRepeats(), UseWebApi()):
        assert mend(form, left_to_others) == form
