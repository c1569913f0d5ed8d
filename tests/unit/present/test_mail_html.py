"""Copies of a mail for those who draw it."""

import pytest

from sgdesk.present.mail_html import (
    blocked_words,
    dark_words,
    fenced,
    has_dark_styles,
    in_scheme,
    missed_lines,
    missed_words,
    page_for_browser,
    preheader,
    text_as_html,
    with_images_anew,
    with_unsubscribe_place,
)
from tests.support.hostile_mail import hostile_mails

OWN_DARK = "<style>@media (prefers-color-scheme: dark) and (min-width:9px) {p{color:red}}</style>"
META_DARK = '<meta name="color-scheme" content="light dark"><p>x'


def test_fence_stands_after_the_doctype_and_before_everything_else() -> None:
    html = fenced('<!-- x --> <!DOCTYPE html PUBLIC "-//W3C//DTD"><html><img src=x>')

    assert html.startswith('<!-- x --> <!DOCTYPE html PUBLIC "-//W3C//DTD"><meta http-equiv=')
    assert fenced("<img>").startswith("<meta http-equiv=")


@pytest.mark.parametrize(
    ("html", "has"),
    [
        (OWN_DARK, True),
        (META_DARK, True),
        ("<style>:root{color-scheme:light dark}</style>", True),
        ("<style>:root{color-scheme:light only}</style>", False),
        ("<p>prefers-color-scheme: dark</p>", False),
        ("<p>dark</p>", False),
    ],
)
def test_dark_styles_are_seen_where_they_are(html: str, has: bool) -> None:
    assert has_dark_styles(html) is has
    assert ("own dark colours" in dark_words(html)) is has


@pytest.mark.parametrize("html", ["<p>x", f"{OWN_DARK}<p>x</p></body>"])
def test_place_of_the_unsubscribe_link_is_dark_where_the_mail_is(html: str) -> None:
    shown = with_unsubscribe_place(html)

    assert has_dark_styles(shown) is has_dark_styles(html)
    dark = in_scheme(shown, dark=True).rpartition("<style>")[2]
    assert ("(min-width:0) { .sgdesk-unsubscribe" in dark) is has_dark_styles(html)


def test_queries_are_answered_by_the_look_that_was_asked_for() -> None:
    assert "(min-width:0) and (min-width:9px)" in in_scheme(OWN_DARK, dark=True)
    assert "(max-width:0) and (min-width:9px)" in in_scheme(OWN_DARK, dark=False)
    assert 'content="dark"' in in_scheme(META_DARK, dark=True)
    assert 'content="light"' in in_scheme(META_DARK, dark=False)
    assert in_scheme("<p>color-scheme: light dark", dark=True) == "<p>color-scheme: dark"


def test_inbox_line_shows_first_words_and_no_fillers() -> None:
    html = (
        "<head><title>T</title><style>p{}</style></head>"
        '<div style="display:none">Read&nbsp;me &zwnj;&nbsp;&#847;</div><p>Hello</p>'
    )

    assert preheader(html) == "Read me Hello"


def test_first_words_have_no_space_before_the_full_stop_of_a_link() -> None:
    html = '<p>Hello, see <a href="x">us</a>.</p><p>W<b>or</b>d, <del>49</del>.</p>'

    assert preheader(html) == "Hello, see us. Word, 49."


def test_copy_for_a_browser_has_images_inside_and_nothing_that_moves() -> None:
    html = '<!doctype html><img src="cid:logo"><img src="cid:none"><LINK rel=preconnect href=x>'
    page = page_for_browser(html, {"logo": b"GIF89a"})

    assert "data:image/gif;base64,R0lGODlh" in page
    assert "cid:none" in page
    assert page.startswith('<!doctype html><meta charset="utf-8">')
    assert "preconnect" in page
    assert "<basefont rel=preconnect" in page
    for case in hostile_mails(1, "file:///x").values():
        after_fence = page_for_browser(case, {}).partition("base-uri 'none'\">")[2].lower()
        assert not [
            name for name in ("<meta", "<link", "<script", "<iframe") if name in after_fence
        ]


def test_blocked_files_are_counted_in_words() -> None:
    assert blocked_words(0, 0) == ""
    assert blocked_words(1, 0) == "1 remote image blocked."
    assert blocked_words(2, 1) == "2 remote images and 1 remote file blocked."


def test_plain_mail_keeps_its_signs() -> None:
    assert "a &lt;b&gt; &amp; c" in text_as_html("a <b> & c")
    assert text_as_html(" \n") == ""


@pytest.mark.parametrize(
    "piece", ["<!--a-->", "<!--", "<meta ", "(prefers-color-scheme:", "<!doctype ", "<svg "]
)
def test_no_mail_is_too_twisted_to_be_read(piece: str) -> None:
    # A pattern that tried every way to read this would not come back.
    html = piece * 50_000

    assert fenced(html).endswith(piece)
    assert in_scheme(html, dark=True).startswith(piece)
    assert len(preheader(html)) <= 140


def test_every_stretch_that_speaks_of_schemes_is_answered() -> None:
    far = "x" * 5_000
    html = f"{OWN_DARK}{far}ü{META_DARK}{far}{OWN_DARK}"

    assert in_scheme(html, dark=True).count("(min-width:0) and") == 2
    assert 'content="dark"' in in_scheme(html, dark=True)
    assert in_scheme(html, dark=True).count("x") == html.count("x")


def test_only_images_of_the_mail_get_an_address_of_their_own() -> None:
    html = '<img src="cid:a%40b"><td style="background:url(cid:logo)">cid:other <a href="cid:x">'

    assert with_images_anew(html, {"a@b", "logo"}, 7) == html.replace("%40b", "%40b?7").replace(
        "logo", "logo?7"
    )


def test_images_that_could_not_be_fetched_are_named_or_counted() -> None:
    one = {"https://example.com/a/red.png?x": "the server answered 404"}
    assert missed_words({}) == ""
    assert missed_words(one) == "red.png could not be fetched: the server answered 404."
    assert missed_words({**one, "https://example.com/": "x."}) == "2 images could not be fetched."
    same = dict.fromkeys(("https://example.com/a", "https://example.com/b"), "no network.")
    assert missed_words(same) == "2 images could not be fetched: no network."
    assert missed_lines(one) == "https://example.com/a/red.png?x: the server answered 404"
