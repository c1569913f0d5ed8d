"""Whether two mails are the same mail, whoever gets them."""

from dataclasses import replace

import pytest

from sgdesk.message import Address, Attachment, Copies, Message, Recipient, SendOptions
from sgdesk.message.content import content_of

ADA, BOB = Address(email="ada@example.com"), Address(email="bob@example.com")
FILE = Attachment(filename="a.txt", content=b"a" * 9000)
MAIL = Message(
    sender=Address(email="me@example.com"),
    to=(Recipient(address=ADA),),
    subject="News",
    text="Hello",
    attachments=(FILE,),
)


@pytest.mark.parametrize(
    "other",
    [
        replace(MAIL, to=(Recipient(address=BOB),)),
        replace(MAIL, cc=(BOB,), bcc=(BOB,)),
        replace(MAIL, copies=Copies.EACH),
        replace(MAIL, sender=Address(email="ME@example.com", name="Me")),
        replace(MAIL, text="Hello\n"),
        replace(MAIL, headers=(("X-A", "1"),), categories=("x",), custom_args=(("a", "b"),)),
        replace(MAIL, options=SendOptions(batch_id="b", ip_pool="p", asm_group_id=1)),
        replace(MAIL, attachments=(replace(FILE, type="text/plain"),)),
    ],
)
def test_same_mail_to_others_has_the_same_content(other: Message) -> None:
    assert content_of(other) == content_of(MAIL)


@pytest.mark.parametrize(
    "other",
    [
        replace(MAIL, sender=ADA),
        replace(MAIL, to=(Recipient(address=ADA, substitutions=(("-sum-", "10"),)),)),
        replace(MAIL, to=(Recipient(address=ADA, template_data_json='{"sum": 10}'),)),
        replace(MAIL, subject="Other"),
        replace(MAIL, text="Other"),
        replace(MAIL, attachments=()),
        replace(MAIL, attachments=(replace(FILE, filename="b.txt"),)),
        replace(MAIL, attachments=(replace(FILE, content=b"b" + FILE.content[1:]),)),
        replace(MAIL, attachments=(replace(FILE, content=FILE.content[1:]),)),
        replace(MAIL, attachments=(replace(FILE, content=b"a" * 4500 + b"b" + b"a" * 4499),)),
    ],
)
def test_what_says_something_else_is_another_mail(other: Message) -> None:
    assert content_of(other) != content_of(MAIL)


def test_content_keeps_no_file() -> None:
    (kept,) = content_of(MAIL).attachments

    assert kept.content == FILE.digest
    assert len(kept.content) < 100


def test_what_is_filled_in_for_each_tells_mails_apart() -> None:
    january, february = (
        replace(MAIL, to=(Recipient(address=ADA, substitutions=(("-sum-", amount),)),))
        for amount in ("10", "99")
    )

    assert content_of(january) != content_of(february)
    assert content_of(january) == content_of(replace(january, copies=Copies.EACH))
