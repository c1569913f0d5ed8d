"""Mail in files: back as it was, and what is lost on the way is named."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings

from sgdesk.errors import InputError
from sgdesk.message import Address, Message, Recipient, SendOptions
from sgdesk.message.saved import load_json, save_json
from sgdesk.present.compose import as_written, form_of
from sgdesk.present.form import ComposeForm, FormFile
from sgdesk.present.mail_files import _NAMES, differences, read_mail_file, write_mail_file
from tests.support.messages import messages

FORM = ComposeForm(
    sender="Grace <sender@example.com>",
    to="ada@example.com, grace@example.net",
    subject="Grüße",
    markdown="Hello **Ada**",
    html="<p>Hello <b>Ada</b></p>",
    text="Hello Ada",
    files=(FormFile(filename="notes.txt", content=b"notes", type="text/plain"),),
    categories=("news",),
)


def test_json_keeps_the_form_and_the_command_line_reads_the_message() -> None:
    saved = write_mail_file(FORM, "json")
    opened = read_mail_file("mail.json", saved.data)

    assert opened.form == FORM
    assert opened.left_out == ()
    assert load_json(saved.data) == as_written(FORM)
    assert saved.data.count(b"bm90ZXM=") == 1


def test_message_that_was_changed_in_the_file_is_what_opens() -> None:
    plain = json.loads(write_mail_file(FORM, "json").data)
    plain["message"]["subject"] = "Changed"

    assert read_mail_file("mail.json", json.dumps(plain).encode()).form.subject == "Changed"


def test_unfinished_mail_is_kept_as_json_and_refused_as_eml() -> None:
    unfinished = replace(FORM, to="ada@example.com, nobody", sender="")
    saved = write_mail_file(unfinished, "json")

    assert read_mail_file("mail.json", saved.data).form == unfinished
    assert "unfinished" in saved.note
    with pytest.raises(InputError, match=r"An \.eml file cannot hold this mail yet"):
        write_mail_file(unfinished, "eml")


@pytest.mark.parametrize("bcc", ["", "hidden@example.org"])
def test_eml_comes_back_with_bcc_files_and_copies(bcc: str) -> None:
    form = replace(FORM, bcc=bcc, each=not bcc)
    saved = write_mail_file(form, "eml")
    message = as_written(form)
    assert message is not None
    opened = read_mail_file("mail.eml", saved.data)

    assert saved.left_out == ()
    assert opened.form == form_of(message)
    assert ("X-SMTPAPI" in saved.note) is (not bcc)


@given(messages())
@settings(max_examples=60)
def test_every_part_of_a_message_that_a_form_does_not_show_is_named(message: Message) -> None:
    opened = read_mail_file("mail.json", save_json(message))
    shown = as_written(opened.form)

    assert shown is None or set(opened.left_out) == set(differences(message, shown))
    if shown is not None and not opened.left_out:
        assert shown.options == message.options
        assert [each.address for each in shown.to] == [each.address for each in message.to]


def test_template_and_time_of_a_v3_body_are_named() -> None:
    body = {
        "from": {"email": "a@example.com"},
        "personalizations": [
            {"to": [{"email": "b@example.com"}], "dynamic_template_data": {"name": "Ada"}}
        ],
        "template_id": "d-1",
        "send_at": 1_900_000_000,
    }
    opened = read_mail_file("body.json", json.dumps(body).encode())

    assert opened.form.to == "b@example.com"
    assert opened.left_out == ("personal fields", "the template", "the time to send at")


def test_html_is_read_in_the_charset_that_it_names() -> None:
    page = '<meta charset="iso-8859-1"><p>Grüße</p>'

    for data in (page.encode("iso-8859-1"), page.encode(), page.encode("utf-8-sig")):
        assert read_mail_file("page.HTML", data).form.html == page
        assert read_mail_file("page", data).form.html == page


def test_html_that_names_a_charset_which_decodes_nothing_is_read_all_the_same() -> None:
    for name in (b"undefined", b"rot13", b"no-such"):
        data = b"<meta charset=" + name + b">\xff ours"
        assert "ours" in read_mail_file("page.html", data).form.html


@pytest.mark.parametrize("data", [b"null", b"[]", b"5"])
def test_json_that_is_no_object_is_said_in_a_sentence(data: bytes) -> None:
    with pytest.raises(InputError, match="not a JSON object"):
        read_mail_file("mail.json", data)


@pytest.mark.parametrize("data", [b"{", b'{"schema": "sgdesk.draft/1"}', b"", b"\xff\x00rubbish"])
def test_what_is_no_mail_is_said_in_a_sentence(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_mail_file("mail", data)
    assert caught.value.happened.endswith(".")


def test_every_field_of_a_message_has_a_name_for_people() -> None:
    named = {field.name for kind in (Message, SendOptions) for field in fields(kind)}

    assert named - {"options"} == set(_NAMES)


def test_personal_fields_are_told_from_other_people() -> None:
    ada = Recipient(address=Address(email="ada@example.com"), substitutions=(("a", "b"),))
    message = Message(sender=Address(email="a@example.com"), to=(ada,))

    assert differences(message, replace(message, to=(Recipient(address=ada.address),))) == (
        "personal fields",
    )
    assert differences(message, replace(message, to=())) == ("To",)


def test_second_sender_of_a_mail_is_named_as_left_out() -> None:
    mail = b"From: a@example.com\nFrom: b@example.org\nTo: c@example.net\n\nHello\n"

    assert read_mail_file("two.eml", mail).left_out == ("the other sender b@example.org",)
