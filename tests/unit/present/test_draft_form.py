"""Whom a draft is to go to, as lists of drafts show it."""

import pytest

from sgdesk.present.draft_form import draft_content, draft_form, people_text
from sgdesk.present.form import ComposeForm, FormFile


@pytest.mark.parametrize(
    ("form", "people"),
    [
        (ComposeForm(to=" "), ""),
        (ComposeForm(to="ada@example.com"), "ada@example.com"),
        (
            ComposeForm(to='"Lopez, Carla" <carla@example.org>, ben@example.net, ada@example.com'),
            "Lopez, Carla <carla@example.org> and 2 more",
        ),
        (
            ComposeForm(
                to="Lopez, Carla <carla@example.org>; ben@example.net", cc="a b@example.com"
            ),
            "Lopez, Carla <carla@example.org> and 2 more",
        ),
        (ComposeForm(to="emil at example net; ada@example.com"), "emil at example net and 1 more"),
        (ComposeForm(bcc="ada@example.com ben@example.net"), "ada@example.com and 1 more"),
        (
            ComposeForm(to=", ".join(f"P{at} <p{at}@example.com>" for at in range(2_000))),
            "P0 <p0@example.com> and 1,999 more",
        ),
    ],
)
def test_people_are_counted_as_their_fields_count_them(form: ComposeForm, people: str) -> None:
    assert people_text(form) == people


def test_a_form_comes_back_from_its_draft() -> None:
    form = ComposeForm(
        to="ada@example.com", files=(FormFile(filename="a", content=b"x", type="t"),)
    )

    assert draft_form(draft_content(form)) == form


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (ComposeForm(html="<h1>Autumn</h1><p>Hello &amp; welcome</p>"), "Autumn Hello & welcome"),
        (ComposeForm(text="Hello\n\nAda", text_is_own=True), "Hello Ada"),
        (ComposeForm(subject="Autumn", html="<p>Hello</p>"), ""),
        (ComposeForm(), ""),
    ],
)
def test_draft_without_a_subject_keeps_its_first_words_for_lists(
    form: ComposeForm, words: str
) -> None:
    assert draft_content(form).words == words
