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
        replace(MAIL, subject=" News "),
        replace(MAIL, text="Hello \t\r\n"),
        replace(MAIL, to=(Recipient(address=ADA, substitutions=(("-sum-", "10"),)),)),
    ],
)
def test_same_mail_to_others_has_the_same_content(other: Message) -> None:
    assert content_of(other) == content_of(MAIL)


@pytest.mark.parametrize(
    "other",
    [
        replace(MAIL, sender=ADA),
        replace(MAIL, text="Hello -sum-"),
        replace(MAIL, text="Hel\nlo"),
        replace(MAIL, text=" Hello"),
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


def filled(
    *fields: tuple[str, str], subject: str = "News", text: str = "Hello", html: str = ""
) -> Message:
    """Make a mail in which something may be filled in for one."""
    return replace(
        MAIL,
        to=(Recipient(address=ADA, substitutions=fields),),
        subject=subject,
        text=text,
        html=html,
    )


TEMPLATE = SendOptions(template_id="d-1", template_data_json='{"a": {"b": 1, "c": 2}}')
OTHER = replace(FILE, filename="b.txt", content=b"b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (replace(MAIL, text="a\nb"), replace(MAIL, text="a \r\nb")),
        (replace(MAIL, html="<p>\na</p>"), replace(MAIL, html="<p>\r\na</p>\r\n")),
        (replace(MAIL, attachments=(FILE, OTHER)), replace(MAIL, attachments=(OTHER, FILE))),
        (
            replace(MAIL, options=TEMPLATE),
            replace(MAIL, options=replace(TEMPLATE, template_data_json='{"a":{"c":2, "b":1}}')),
        ),
        (
            replace(MAIL, to=(Recipient(address=ADA, template_data_json='{"a":1,"b":2}'),)),
            replace(MAIL, to=(Recipient(address=ADA, template_data_json='{"b": 2, "a": 1}'),)),
        ),
        (
            filled(("-a-", "1"), ("-b-", "2"), ("-c-", "3"), text="-a--b-"),
            filled(("-b-", "2"), ("-a-", "1"), text="-a--b-"),
        ),
    ],
)
def test_what_reads_the_same_has_the_same_content(one: Message, other: Message) -> None:
    assert content_of(one) == content_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (filled(("-a-", "1"), subject="-a-"), filled(("-a-", "2"), subject="-a-")),
        (filled(("-a-", "1"), html="-a-"), filled(("-a-", "2"), html="-a-")),
        # What is filled in may have fields of its own.
        (
            filled(("-a-", "-b-"), ("-b-", "1"), text="-a-"),
            filled(("-a-", "-b-"), ("-b-", "2"), text="-a-"),
        ),
        # Which a template has is known to SendGrid alone.
        (
            replace(filled(("-a-", "1")), options=SendOptions(template_id="t")),
            replace(filled(("-a-", "2")), options=SendOptions(template_id="t")),
        ),
        (replace(MAIL, options=TEMPLATE), replace(MAIL, options=SendOptions(template_id="d-1"))),
    ],
)
def test_what_reads_differently_differs_in_content(one: Message, other: Message) -> None:
    assert content_of(one) != content_of(other)


def test_content_keeps_no_file() -> None:
    (kept,) = content_of(MAIL).attachments

    assert kept.content == FILE.digest
    assert len(kept.content) < 100


def test_what_is_filled_in_for_each_tells_mails_apart() -> None:
    january, february = (filled(("-sum-", amount), text="-sum-") for amount in ("10", "99"))

    assert content_of(january) != content_of(february)
    assert content_of(january) == content_of(replace(january, copies=Copies.EACH))
