"""Keys that were pasted into a mail are found wherever they stand."""

from dataclasses import replace

import pytest

from sgdesk.message import Attachment, Message, SendOptions
from sgdesk.message.keys import keys_of
from tests.support.engine import a_message

KEY = "SG." + "k" * 22 + "." + "s" * 43
MAIL = a_message()


@pytest.mark.parametrize(
    "message",
    [
        replace(MAIL, subject=f"my key {KEY}."),
        replace(MAIL, text=f"{KEY} and {KEY}"),
        replace(MAIL, html=f"<b>{KEY}</b>"),
        replace(MAIL, headers=(("X-Note", KEY),)),
        replace(MAIL, custom_args=(("note", KEY),)),
        replace(MAIL, categories=(KEY,)),
        replace(MAIL, options=SendOptions(template_data_json=f'{{"key":"{KEY}"}}')),
        replace(MAIL, to=(replace(MAIL.to[0], substitutions=(("-key-", KEY),)),)),
        replace(MAIL, to=(replace(MAIL.to[0], template_data_json=f'["{KEY}"]'),)),
        replace(
            MAIL,
            attachments=(Attachment(filename="x", content=b"\xff" + f" {KEY}\n".encode()),),
        ),
    ],
    ids=[
        *("subject", "text", "html", "header", "custom-arg", "category"),
        *("data", "substitution", "own-data", "file"),
    ],
)
def test_a_key_is_found_wherever_it_stands(message: Message) -> None:
    assert keys_of(message) == (KEY,)


def test_a_mail_without_one_has_none() -> None:
    assert keys_of(replace(MAIL, text="SG. is a key's beginning")) == ()
