"""Each rule finds the mail that has it, and leaves the near miss alone."""

from dataclasses import dataclass, replace

import pytest

from sgdesk.content.mail import make_mail
from sgdesk.present.form import ComposeForm, FormFile, FormTracking
from sgdesk.present.things.mend import mend
from sgdesk.present.things.table import MOST_THINGS, RULES, look, summary
from sgdesk.present.things.thing import Around, Thing

MEGABYTE = 2**20
KEY = f"SG.{'a' * 22}.{'b' * 43}"
LOGO = FormFile(filename="logo.png", content=b"x", type="image/png", content_id="logo")
PLAIN_LOGO = FormFile(filename="logo.png", content=b"x", type="image/png")


ONE = Around(people=1)


def written(html: str = "<p>Hello</p>", **fields: object) -> ComposeForm:
    """Give a sound mail with one thing changed."""
    sound: dict[str, object] = {
        "sender": "news@example.org",
        "subject": "Autumn news",
        "html": html,
        "text": "Hello",
    }
    return ComposeForm(**{**sound, **fields})  # type: ignore[arg-type]  # fields of the form


def in_write(markdown: str) -> ComposeForm:
    """Give a sound mail written in Write."""
    return written(make_mail(markdown), markdown=markdown)


def large(megabytes: int) -> FormFile:
    """Give a file of a size."""
    return FormFile(filename="film.mp4", content=b"x" * megabytes * MEGABYTE, type="video/mp4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A mail with the thing and one that nearly has it."""

    rule: str
    bad: ComposeForm
    near: ComposeForm
    around: Around = ONE
    near_around: Around = ONE


CASES = (
    Case(
        rule="secret",
        bad=written(f"<p>{KEY}</p>"),
        near=written("<p>SG.short.key and Authorization: none</p>"),
    ),
    Case(
        rule="all_see_each_other",
        bad=written(each=False),
        near=written(each=True),
        around=Around(people=3, to=3, seen=3),
        near_around=Around(people=3, to=3, seen=3),
    ),
    Case(rule="subject_empty", bad=written(subject=" "), near=written(subject="x")),
    Case(
        rule="html_source",
        bad=in_write('Hi\n\n<table width="600"><tr><td>Spring</td></tr></table>\n\nAda'),
        near=in_write("a < b > c, <https://example.org>, <p> and `<b>x</b>`"),
    ),
    Case(
        rule="lost_by_path",
        bad=written(categories=("order",), custom_args=(("order_id", "4711"),)),
        near=written(categories=("order",), custom_args=(("order_id", "4711"),)),
        around=Around(people=1, by_smtp=True, smtpapi=False),
        near_around=Around(people=1, by_smtp=True, smtpapi=True),
    ),
    Case(
        rule="merge_mark",
        bad=written("<p>Hello {{first_name}}</p>"),
        near=written("<p>{ {x} } {{{unsubscribe}}} <%asm_group_unsubscribe_raw_url%> 100%</p>"),
    ),
    Case(
        rule="code_broken",
        bad=in_write('Hello\n\n![A winter sun](cid:banner "480"\n\nBye'),
        near=in_write('Hello\n\n![A winter sun](cid:banner "480")\n\n`](cid:banner` is code'),
    ),
    Case(rule="filler", bad=written("<p>Lorem ipsum dolor</p>"), near=written("<p>Loremipsum</p>")),
    Case(
        rule="repeats",
        bad=written(),
        near=written(),
        around=Around(people=2, repeats="ada@example.com is in To and in Cc."),
    ),
    Case(
        rule="domain_mistyped",
        bad=written(cc="Ada <ada@gmial.com>, ben@GMIAL.com, cleo@example.com"),
        near=written(to="ada@mail.com, ben@ymail.com, cleo@email.com, dan@gmail.com, e@yahoo.de"),
    ),
    Case(
        rule="link_broken",
        bad=written('<a href="www.acme.org/autumn">x</a>'),
        near=written('<a href="https://www.acme.org/autumn">x</a><!-- <a href="x y"> -->'),
    ),
    Case(
        rule="cid_dead",
        bad=written('<img alt="x" src="cid:logo">', files=(PLAIN_LOGO,)),
        near=written('<img alt="x" src="cid:logo">', files=(LOGO,)),
    ),
    Case(
        rule="image_elsewhere",
        bad=written('<img alt="x" src="file:///C:/x.png">'),
        near=written('<img alt="x" src="https://acme.org/file:/x.png">'),
    ),
    Case(
        rule="attachment_forgotten",
        bad=written("<p>Please find attached the plan.</p>"),
        near=written("<p>Please find attached the plan.</p>", files=(PLAIN_LOGO,)),
    ),
    Case(
        rule="unsubscribe_missing",
        bad=written(),
        near=written(tracking=FormTracking(subscription=True)),
        around=Around(people=2),
        near_around=Around(people=2),
    ),
    Case(
        rule="text_missing",
        bad=written(text=" \n", text_is_own=True),
        near=written(html="", text="Hello"),
    ),
    Case(
        rule="image_alt",
        bad=written('<img src="https://acme.org/a.png">'),
        near=written('<IMG alt="" src="https://acme.org/a.png"><img width=1 src=x>'),
    ),
    Case(
        rule="inline_unused",
        bad=written(files=(LOGO,)),
        near=written("<table background='cid:logo'>", files=(LOGO,)),
    ),
    Case(rule="size_large", bad=written(files=(large(8),)), near=written(files=(large(7),))),
    Case(
        rule="html_clipped",
        bad=written("<p>" + "x" * 102 * 1024 + "</p>"),
        near=written("x" * 102 * 1024),
    ),
    Case(
        rule="subject_shouts",
        bad=written(subject="AUTUMN SALE NOW"),
        near=written(subject="NASA AND ESA go"),
    ),
    Case(rule="subject_long", bad=written(subject="x" * 91), near=written(subject="x" * 90)),
    Case(
        rule="reply_to_elsewhere",
        bad=written(reply_to="me@mail.example.net"),
        near=written(reply_to="me@mail.example.org"),
    ),
    Case(
        rule="name_comma",
        bad=written(to='"Lopez, Carla" <carla@example.org>, ben@example.net'),
        near=written(to='"Lopez, Carla" <carla@example.org>, ben@example.net'),
        near_around=Around(people=1, by_smtp=True),
    ),
)


def of_rule(form: ComposeForm, around: Around, rule: str) -> list[Thing]:
    """Give what one rule finds."""
    return [thing for thing in look(form, around) if thing.rule == rule]


def test_every_rule_has_a_case() -> None:
    assert [rule.id for rule in RULES] == [case.rule for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_rule_finds_its_mail_and_leaves_the_near_miss(case: Case) -> None:
    assert len(of_rule(case.bad, case.around, case.rule)) == 1
    assert not of_rule(case.near, case.near_around, case.rule)


def test_what_a_path_loses_is_what_the_mail_holds_and_the_web_api_loses_none_of_it() -> None:
    relay = Around(people=1, by_smtp=True, smtpapi=False)
    one = written(custom_args=(("order_id", "4711"),))
    three = written(
        categories=("order",),
        custom_args=(("order_id", "4711"),),
        tracking=FormTracking(opens=True),
    )

    assert not of_rule(written(), relay, "lost_by_path")
    assert not of_rule(three, replace(relay, by_smtp=False), "lost_by_path")
    (thing,) = of_rule(one, relay, "lost_by_path")
    assert thing.words == "Own data does not go along by SMTP to this server."
    (thing,) = of_rule(three, relay, "lost_by_path")
    assert thing.words == "Tags, own data and tracking do not go along by SMTP to this server."
    assert (thing.place, thing.fix and thing.fix.text) == ("categories", "Use the Web API")


def test_field_that_nothing_fills_says_what_to_do_instead() -> None:
    (thing,) = of_rule(written("<p>Hello {{name}}</p>"), Around(), "merge_mark")

    assert "{{name}}" in thing.words
    assert "Write what belongs there, or take it out." in thing.why


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_each_thing_has_a_button_that_says_what_it_leads_to(case: Case) -> None:
    (thing,) = of_rule(case.bad, case.around, case.rule)
    only_shown = {"html_clipped"}

    assert (
        thing.fix is not None
        or thing.go.text != "Show"
        or case.rule in only_shown | {"all_see_each_other"}
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_fix_of_a_rule_leaves_nothing_of_it(case: Case) -> None:
    (thing,) = of_rule(case.bad, case.around, case.rule)
    if thing.fix is None or case.rule in ("repeats", "lost_by_path"):
        return

    assert not of_rule(mend(case.bad, thing.fix.change), case.around, case.rule)


@pytest.mark.parametrize(
    ("href", "mended"),
    [
        ("www.acme.org/a", "https://www.acme.org/a"),
        ("//acme.org", "https://acme.org"),
        ("htps://acme.org/a", "https://acme.org/a"),
        ("http//acme.org", "http://acme.org"),
        ("https;//acme.org", "https://acme.org"),
        ("https://https://acme.org", "https://acme.org"),
        ("https://acme.org/a b", "https://acme.org/a%20b"),
        ("ada@acme.org", "mailto:ada@acme.org"),
    ],
)
def test_link_whose_meaning_is_sure_is_mended(href: str, mended: str) -> None:
    form = written(f'<p><A title="x" HREF="{href}">x</A></p>')
    (thing,) = of_rule(form, Around(), "link_broken")
    assert thing.fix is not None

    assert mend(form, thing.fix.change).html == f'<p><A title="x" HREF="{mended}">x</A></p>'


@pytest.mark.parametrize(
    "secret",
    [
        KEY,
        "AKIAABCDEFGHIJKLMNOP",
        f"sk_live_{'a' * 24}",
        f"ghp_{'a' * 36}",
        f"xoxb-{'1' * 12}",
        f"AIza{'a' * 35}",
        f"SK{'0' * 32}",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
        "Authorization: Bearer abcdefgh",
    ],
)
def test_secret_is_found_named_never_repeated_and_removed(secret: str) -> None:
    form = written(f"<p>before {secret} after</p>")
    (thing,) = of_rule(form, Around(), "secret")

    assert secret not in f"{thing.words}{thing.why}{thing.fix}"
    assert thing.fix is not None
    assert mend(form, thing.fix.change).html == "<p>before  after</p>"


def test_image_that_the_text_shows_no_more_is_offered_to_be_left_out() -> None:
    deleted = replace(in_write("Hello"), files=(LOGO,))
    own = written(files=(LOGO,), html_is_own=True)
    for form in (deleted, own):
        (thing,) = of_rule(form, Around(), "inline_unused")
        assert thing.words == "logo.png is not in the text, but still goes along as a file."
        assert thing.fix is not None
        assert (thing.fix.text, mend(form, thing.fix.change).files) == ("Leave it out", ())
        assert thing.go.text == "Put it in…"


def test_file_for_the_text_that_is_no_image_is_offered_to_be_attached() -> None:
    report = replace(LOGO, filename="report.pdf", type="application/pdf")
    form = written(files=(report,), html_is_own=True)
    (thing,) = of_rule(form, Around(), "inline_unused")
    assert thing.fix is not None
    assert mend(form, thing.fix.change).files == (replace(report, content_id=""),)


@pytest.mark.parametrize(
    ("image", "name"),
    [("![A hill](cid:hill)", "'A hill'"), ("![](cid:hill)", "cid:hill")],
)
def test_image_without_its_file_is_named_by_what_it_shows(image: str, name: str) -> None:
    (thing,) = of_rule(in_write(image), Around(), "cid_dead")

    assert thing.words == f"The file of the image {name} is missing."


def test_place_of_a_mail_from_the_write_tab_is_in_what_was_typed() -> None:
    markdown = "Hello {{name}}, see [this](www.acme.org/a)."
    html = '<p>Hello {{name}}, see <a href="www.acme.org/a">this</a>.</p>'
    form = written(html, markdown=markdown)
    mark, link = look(form, Around())

    assert (mark.place, mark.start) == ("markdown", markdown.index("{{"))
    assert (link.place, link.start) == ("markdown", markdown.index("www"))
    assert link.fix is not None
    assert "(https://www.acme.org/a)" in mend(form, link.fix.change).markdown


def test_blank_mail_has_nothing_and_a_page_of_broken_links_stops_at_the_limit() -> None:
    assert look(ComposeForm(sender="a@example.org"), Around()) == ()
    many = written("".join(f'<a href="page{n}.html">x</a>' for n in range(200)))
    things = look(many, Around())

    assert len(things) == MOST_THINGS
    assert summary(things, has_body=True) == "50 or more things to look at"
    assert summary(things[:1], has_body=True) == "1 thing to look at"


def test_hostile_html_is_looked_through_in_one_pass() -> None:
    """Patterns that go back over what they read would not come to an end here."""
    hostile = (
        "<style <script <a " + "x=\"'" * 50_000 + "<img " * 20_000 + "<!--" * 5_000 + "{{" * 20_000
    )

    assert look(written(hostile), Around(people=2))


@pytest.mark.parametrize(
    ("left", "kind"),
    [
        ('![A sun](cid:banner "480"', "picture"),
        ('![A sun(cid:banner "480")', "picture"),
        ('A sun](cid:banner "480")', "picture"),
        ('![A sun]cid:banner "480")', "picture"),
        ("[our page](https://acme.org", "link"),
        ("our page](https://acme.org)", "link"),
        ("[our page](", "link"),
    ],
)
def test_what_is_left_of_code_is_found_where_it_stands(left: str, kind: str) -> None:
    form = in_write(f"Hello [our page](https://acme.org)\n\nSee {left}\n\nBye")
    (thing,) = of_rule(form, Around(), "code_broken")
    assert thing.start is not None

    assert thing.words.startswith(f"This looks like broken {kind} code: ")
    assert form.markdown[thing.start : thing.start + thing.length] in left


@pytest.mark.parametrize(
    "fine",
    ["[x](https://acme.org/(b)) y", "[a [b]](https://acme.org)", "(https://acme.org)", "a[0](b)"],
)
def test_links_that_mail_shows_as_links_are_no_broken_code(fine: str) -> None:
    assert not of_rule(in_write(fine), Around(), "code_broken")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"to": "ada@example.com, ben@example.net"}, None),
        ({"to": '"Ada L." <ada@example.com>, "Ben" <ben@example.net>'}, None),
        (
            {"cc": '"Lopez, Carla" <c@example.org>'},
            "The comma is left out of the name Lopez, Carla.",
        ),
        (
            {"to": '"A; B" <a@example.org>, "C, D" <c@example.org>'},
            "The semicolon is left out of the name A; B and of 1 more.",
        ),
    ],
)
def test_names_that_the_web_api_changes_are_told(fields: dict[str, str], words: str | None) -> None:
    found = of_rule(written(**fields), ONE, "name_comma")

    assert [thing.words for thing in found] == ([words] if words else [])


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ("![A hill](file:///C:/hill.png)", "The image 'A hill' is a file on this computer."),
        ("![](<C:\\a\\hill.png>)", "An image is a file on this computer."),
        ("![A hill](data:image/png;base64,AAAA)", "The image 'A hill' is written into the HTML."),
    ],
)
def test_image_that_others_cannot_see_is_told_and_taken_out(image: str, words: str) -> None:
    form = in_write(f"Hi {image}.")
    (thing,) = of_rule(form, Around(), "image_elsewhere")

    assert thing.words == words
    assert thing.fix is not None
    assert mend(form, thing.fix.change).markdown == "Hi ."
