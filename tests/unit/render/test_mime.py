"""MIME bytes, read back by the standard library."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given

from sgdesk.message import Address, Attachment, Copies, Message, MessageError, Recipient, sample
from sgdesk.message.checks import check
from sgdesk.render import losses, render_mime, render_v3
from sgdesk.render.mime import Stamp
from tests.support.mails import from_v3, parsed, smtpapi, written
from tests.support.messages import hostile_messages, messages

STAMP = Stamp(date=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), token="0123abcd")
ADA = Address(email="ada@example.com", name="Ada")
BOB = Address(email="bob@example.com")


def a_message(**changes: object) -> Message:
    """Build a small plain message."""
    message = Message(sender=BOB, to=(Recipient(address=ADA),), subject="Hi", text="Hello\n")
    return replace(message, **changes)  # type: ignore[arg-type] # the tests name real fields


def one(message: Message, **how: bool) -> bytes:
    """Render to exactly one mail."""
    (mail,) = render_mime(message, smtpapi=how.pop("smtpapi", True), stamp=STAMP, **how)
    return mail.data


@given(messages())
def test_each_mail_reads_back_as_it_was_written(message: Message) -> None:
    for copy, mail in enumerate(render_mime(message, smtpapi=False)):
        assert parsed(mail.data) == written(message, copy)


@given(messages())
def test_eight_bit_reads_back_the_same(message: Message) -> None:
    for copy, mail in enumerate(render_mime(message, smtpapi=False, eight_bit=True)):
        assert parsed(mail.data) == written(message, copy)
        assert mail.needs_8bitmime == (not mail.body.isascii())


@given(messages())
def test_every_mail_keeps_the_wire_rules(message: Message) -> None:
    for mail in render_mime(message, smtpapi=True):
        data = mail.data
        assert data.isascii()
        assert data.endswith(b"\r\n")
        assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
        assert all(len(line) <= 998 for line in data.split(b"\r\n"))
        assert max(map(len, mail.body.split(b"\r\n"))) <= 78
        assert not mail.needs_smtputf8
        head = re.sub(rb"\r\n(?=[ \t])", b"", mail.head)
        names = [line.partition(b":")[0].lower() for line in head.split(b"\r\n") if line]
        assert len(names) == len(set(names))
        assert b"bcc" not in names


@given(messages())
def test_x_smtpapi_says_what_the_web_api_is_told(message: Message) -> None:
    (mail,) = render_mime(message, smtpapi=True)
    said, body = smtpapi(mail.data), json.loads(render_v3(message).body)

    assert said.get("category", []) == body.get("categories", [])
    assert said.get("unique_args", {}) == body.get("custom_args", {})
    assert said.get("send_at") == body.get("send_at")
    assert said.get("ip_pool") == body.get("ip_pool_name")
    assert said.get("batch_id") == body.get("batch_id")
    asm = body.get("asm", {})
    assert said.get("asm_group_id") == asm.get("group_id")
    assert said.get("asm_groups_to_display") == asm.get("groups_to_display")
    v3_names = {
        "clicktrack": "click_tracking",
        "opentrack": "open_tracking",
        "subscriptiontrack": "subscription_tracking",
        "ganalytics": "ganalytics",
    }
    switched = {
        v3_names[name]: bool(entry["settings"]["enable"])
        for name, entry in said.get("filters", {}).items()
    }
    assert switched == {
        name: entry["enable"] for name, entry in body.get("tracking_settings", {}).items()
    }


@given(messages())
def test_both_renderings_are_one_mail_but_for_declared_losses(message: Message) -> None:
    rendered = render_v3(message)
    mails = render_mime(message, smtpapi=False)
    declared = {loss.place: loss for loss in losses(message, "webapi")}

    for copy, mail in enumerate(mails):
        by_smtp, by_api = parsed(mail.data), from_v3(rendered.value, copy)
        if not declared:
            assert by_smtp == by_api
        assert replace(by_smtp, to=(), cc=()) == replace(by_api, to=(), cc=())
        for place, smtp_boxes, api_boxes in (
            ("to", by_smtp.to, by_api.to),
            ("cc", by_smtp.cc, by_api.cc),
        ):
            for index, (left, right) in enumerate(zip(smtp_boxes, api_boxes, strict=True)):
                number = copy if place == "to" and message.copies is Copies.EACH else index
                assert left == right or f"{place}.{number}" in declared


@given(messages())
def test_private_copies_have_one_rcpt_with_the_header_and_one_mail_each_without(
    message: Message,
) -> None:
    message = replace(message, copies=Copies.EACH, cc=(), bcc=())
    (with_header,) = render_mime(message, smtpapi=True)
    without = render_mime(message, smtpapi=False)

    assert len(with_header.recipients) == 1
    assert len(without) == len(message.to)
    assert all(len(mail.recipients) == 1 for mail in without)
    assert len({mail.message_id for mail in without}) == len(without)
    said = smtpapi(with_header.data)
    if len(message.to) > 1:
        assert len(said["to"]) == len(message.to)
    for values in said.get("sub", {}).values():
        assert len(values) == len(said["to"])


@given(hostile_messages())
@example(Message(sender=BOB, to=(Recipient(address=ADA),), subject="a\r\nBcc: evil@example.com"))
@example(
    Message(sender=BOB, to=(Recipient(address=ADA),), headers=(("X\r\nBcc", "e@example.com"),))
)
@example(Message(sender=Address(email="a@example.com>\r\nRCPT TO:<e@example.com")))
@example(Message(sender=BOB, to=(Recipient(address=ADA),), headers=(("Bcc", "e@example.com"),)))
def test_no_field_can_start_a_header(message: Message) -> None:
    known = {name.lower() for name, _ in message.headers}
    known |= {"from", "to", "cc", "reply-to", "subject", "date", "message-id", "mime-version"}
    known |= {"content-type", "content-transfer-encoding", "content-disposition", "content-id"}
    known |= {"x-smtpapi"}
    try:
        mails = render_mime(message, smtpapi=True)
    except MessageError:
        return
    for mail in mails:
        head = re.sub(rb"\r\n(?=[ \t])", b"", mail.head.removesuffix(b"\r\n\r\n"))
        names = [line.partition(b":")[0].decode().lower() for line in head.split(b"\r\n")]
        assert set(names) <= known
        assert "bcc" not in names
        assert not any(set(each) & set("\r\n<> ") for each in (mail.sender, *mail.recipients))


@given(hostile_messages())
def test_whatever_the_check_lets_pass_renders_on_both_paths(message: Message) -> None:
    for kind in ("webapi", "smtp"):
        if any(finding.is_error for finding in check(message, kind)):
            continue
        if kind == "webapi":
            json.loads(render_v3(message).body)
        else:
            assert render_mime(message, smtpapi=True)


@pytest.mark.parametrize(
    "email",
    [
        "a@example.com> BODY=8BITMIME",
        "a@example.com,evil@example.com",
        "a b@example.com",
        "<a@example.com",
        "a@example.com;",
        'a"b@example.com',
        "a@b@example.com",
        "nobody",
        "",
    ],
)
def test_address_that_could_end_a_command_or_a_list_is_refused_on_both_paths(email: str) -> None:
    odd = Address(email=email)
    for message in (a_message(sender=odd), a_message(cc=(odd,)), a_message(reply_to=(odd,))):
        with pytest.raises(MessageError):
            render_mime(message, smtpapi=True)
        with pytest.raises(MessageError):
            render_v3(message)


def test_the_tree_is_mixed_related_alternative() -> None:
    image = Attachment(filename="l.png", content=b"1", type="image/png", content_id="logo")
    file = Attachment(filename="r.pdf", content=b"2", type="application/pdf")
    data = one(a_message(html='<img src="cid:logo">', attachments=(image, file)))

    kinds = re.findall(rb"^Content-Type: ([a-z]+/[a-z]+)", data, re.MULTILINE)
    assert kinds == [
        *(b"multipart/mixed", b"multipart/related", b"multipart/alternative"),
        *(b"text/plain", b"text/html", b"image/png", b"application/pdf"),
    ]


def test_a_plain_mail_is_as_plain_as_can_be() -> None:
    assert one(a_message()).decode() == (
        "From: bob@example.com\r\n"
        "Subject: Hi\r\n"
        "Date: Fri, 02 Jan 2026 03:04:05 +0000\r\n"
        "MIME-Version: 1.0\r\n"
        "To: Ada <ada@example.com>\r\n"
        "Message-ID: <0123abcd.0@example.com>\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 7bit\r\n"
        "\r\n"
        "Hello\r\n"
    )


def test_bcc_is_in_the_envelope_and_nowhere_else() -> None:
    hidden = Address(email="hidden@example.com")
    (mail,) = render_mime(a_message(bcc=(hidden,)), smtpapi=True)

    assert mail.recipients == ("ada@example.com", "hidden@example.com")
    assert b"hidden" not in mail.data


def test_own_date_and_message_id_replace_ours() -> None:
    own = (("Date", "Thu, 01 Jan 2026 00:00:00 +0000"), ("message-id", "<mine@example.com>"))
    data = one(a_message(headers=own))

    assert data.lower().count(b"\r\nmessage-id: <mine@example.com>") == 1
    assert data.count(b"\r\nDate: Thu, 01 Jan 2026") == 1
    assert len(re.findall(rb"(?im)^(?:date|message-id):", data)) == 2


def test_an_empty_date_or_message_id_of_ones_own_is_none() -> None:
    data = one(a_message(headers=(("Date", ""), ("Message-ID", " "), ("date", ""))))

    assert data.count(b"\r\nDate: Fri, 02 Jan 2026") == 1
    assert data.count(b"\r\nMessage-ID: <0123abcd.0@example.com>") == 1
    assert len(re.findall(rb"(?im)^(?:date|message-id):", data)) == 2


def test_a_unicode_local_part_asks_for_smtputf8() -> None:
    zoe = Recipient(address=Address(email="zoë@münchen.example"))
    (mail,) = render_mime(a_message(to=(zoe,)), smtpapi=True, smtputf8=True)

    assert mail.needs_smtputf8
    assert mail.recipients == ("zoë@xn--mnchen-3ya.example",)
    assert "To: zoë@münchen.example\r\n".encode() in mail.head


def test_a_unicode_domain_alone_goes_as_ascii() -> None:
    zoe = Recipient(address=Address(email="zoe@münchen.example"))
    (mail,) = render_mime(a_message(to=(zoe,)), smtpapi=True, smtputf8=True)

    assert not mail.needs_smtputf8
    assert mail.recipients == ("zoe@xn--mnchen-3ya.example",)


def test_a_mail_attached_to_a_mail_survives() -> None:
    inner = Attachment(filename="in.eml", content=b"Subject: x\n\nbare\n", type="message/rfc822")
    message = a_message(attachments=(inner,))
    (file,) = parsed(one(message)).files

    assert file[1] == "application/octet-stream"
    assert file[4] == inner.content
    assert [loss.id for loss in losses(message, "smtp")] == ["attachment_type"]


@pytest.mark.parametrize("ending", ["", "\n", "\n\n", "\r\n", " ", "."])
def test_a_lone_text_keeps_its_end(ending: str) -> None:
    data = one(a_message(text="é" + ending))
    assert parsed(data).text == "é" + ending.replace("\r\n", "\n")
    assert parsed(one(a_message(text="e" + ending))).text == "e" + ending.replace("\r\n", "\n")


def test_each_rendering_draws_its_own_id() -> None:
    first, second = (render_mime(sample(), smtpapi=True)[0].message_id for _ in range(2))
    assert first != second


def test_copies_share_one_body() -> None:
    message = a_message(to=(Recipient(address=ADA), Recipient(address=BOB)), copies=Copies.EACH)
    first, second = render_mime(message, smtpapi=False)

    assert first.body is second.body
