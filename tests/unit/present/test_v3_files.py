"""SendGrid's request bodies as files: what examples of it hold is shown, or named; saved, they come
back.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from sgdesk.errors import InputError
from sgdesk.message import Message
from sgdesk.message.v3_body import message_from_v3
from sgdesk.present.compose import as_written, form_of
from sgdesk.present.mail_files import OpenedMail, read_mail_file, write_mail_file
from sgdesk.render import render_v3
from tests.support.messages import messages
from tests.unit.present.test_mail_files import FORM

EXAMPLES = Path(__file__).parents[2] / "data" / "v3"
"""The bodies of SendGrid's reference and of its clients' examples."""


def opened(name: str) -> OpenedMail:
    """Open an example."""
    return read_mail_file(f"{name}.json", (EXAMPLES / f"{name}.json").read_bytes())


def changed(name: str, **changes: object) -> OpenedMail:
    """Open an example with other fields."""
    body = {**json.loads((EXAMPLES / f"{name}.json").read_bytes()), **changes}
    return read_mail_file("body.json", json.dumps(body).encode())


def test_first_example_of_the_clients_opens_whole() -> None:
    mail = opened("hello")

    assert mail.left_out == ()
    assert mail.form.subject == "Sending with SendGrid is Fun"
    assert mail.form.to == "test@example.com"
    assert mail.form.text == "and easy to do anywhere, even with Python"


def test_example_with_everything_opens_and_each_field_without_a_place_is_named_once() -> None:
    mail = opened("kitchen")

    assert mail.form.sender == "Sam Smith <sam.smith@example.com>"
    assert mail.form.to == "John Doe <john.doe@example.com>"
    assert mail.form.cc == "Jane Doe <jane.doe@example.com>"
    assert mail.form.bcc == "Sam Doe <sam.doe@example.com>"
    assert mail.form.subject == "Hello, World!"
    assert mail.form.categories == ("category1", "category2")
    assert ("X-Mailer", "MyApp") in mail.form.headers
    assert mail.left_out == (
        "files whose content cannot be read",
        "personal fields",
        "the template",
        "the time to send at",
        "the batch",
        "the unsubscribe group",
        "the unsubscribe groups to show",
        "the IP pool",
        "details of tracking",
        "a copy to a fixed address",
        "sending past the lists of who gets no mail",
        "a footer",
        "the spam check",
        "fields that are not known here",
        "pieces of text to put in for tags",
    )
    assert {"attachments.name", "mail_settings.footer", "sections"} <= set(mail.fields)
    assert "tracking_settings.ganalytics.utm_campaign" in mail.fields


def test_groups_of_recipients_open_as_mails_of_their_own_and_nobody_is_lost_or_shown() -> None:
    mail = opened("openapi")

    assert mail.form.each
    assert [each.split("<")[1] for each in mail.form.to.split(", ")] == [
        "john_doe@example.com>",
        "julia_doe@example.com>",
        "jane_doe@example.com>",
        "james_doe@example.com>",
        "janice_doe@example.com>",
        "jordan_doe@example.com>",
    ]
    assert (mail.form.cc, mail.form.bcc) == ("", "")
    assert mail.left_out[0] == ("which of the recipients see each other, so each gets a mail alone")
    assert "what is set apart for some of the recipients" in mail.left_out
    assert "personalizations.from" in mail.fields
    assert [file.filename for file in mail.form.files] == ["index.html"]


@pytest.mark.parametrize(
    ("changes", "left_out"),
    [
        ({"from": None}, None),
        ({"surprise": 1}, ("fields that are not known here",)),
        ({"headers": {"X-One": 1}}, None),
        ({"custom_args": {}}, ()),
        ({"subject": ""}, ()),
        (
            {
                "content": [
                    {"type": "text/html", "value": "<p>a</p>"},
                    {"type": "text/plain", "value": "a"},
                    {"type": "text/calendar", "value": "BEGIN:VCALENDAR"},
                ]
            },
            ("text that is neither plain nor HTML",),
        ),
        ({"personalizations": [{"to": []}]}, ()),
    ],
)
def test_body_that_is_wrong_or_unfinished_opens_where_it_can_be_shown(
    changes: dict[str, object], left_out: tuple[str, ...] | None
) -> None:
    if left_out is None:
        with pytest.raises(InputError):
            changed("hello", **changes)
    else:
        assert changed("hello", **changes).left_out == left_out


def test_personalization_may_spell_the_domain_of_its_own_from_in_another_way() -> None:
    own = {"to": [{"email": "to@example.com"}], "from": {"email": "own@XN--MNCHEN-3YA.example"}}
    mail = changed("hello", **{"from": {"email": "all@münchen.example"}, "personalizations": [own]})

    assert mail.left_out == ()
    assert mail.form.sender == "own@XN--MNCHEN-3YA.example"


def test_json_that_is_no_body_is_refused() -> None:
    with pytest.raises(InputError, match="There is no personalization"):
        read_mail_file("package.json", b'{"name": "x", "version": "1"}')


def test_saved_body_opens_as_the_same_mail_and_says_what_it_is() -> None:
    saved = write_mail_file(FORM, "v3")
    message = as_written(FORM)
    assert message is not None

    assert saved.left_out == ()
    assert "no key" in saved.note
    assert json.loads(saved.data) == json.loads(render_v3(message).body)
    assert "Grüße" in saved.data.decode()
    mail = read_mail_file("mail.json", saved.data)
    assert mail == OpenedMail(form=form_of(message))


@given(messages())
@settings(max_examples=60)
def test_any_mail_comes_back_from_its_body_but_for_what_is_named(message: Message) -> None:
    form = form_of(message)
    written = as_written(form)
    assert written is not None
    saved = write_mail_file(form, "v3")
    kept = message_from_v3(json.loads(saved.data))

    # The API takes no name with these, and wants domains in ASCII.
    if not saved.left_out:
        assert as_written(read_mail_file("mail.json", saved.data).form) == written
    assert kept.subject == written.subject
    assert kept.attachments == written.attachments


def test_mail_that_no_body_can_hold_is_refused_with_the_way_to_keep_it() -> None:
    with pytest.raises(InputError, match="A request body cannot hold this mail yet"):
        write_mail_file(replace(FORM, sender=""), "v3")
