"""Mails in files."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sgdesk.message import Address, Attachment, Copies, Message, MessageError, sample
from sgdesk.message.checks import check
from sgdesk.message.eml import load_eml, other_senders
from sgdesk.render import render_mime
from tests.support.messages import messages
from tests.unit.message.test_saved import as_v3

MAIL = """\
Received: from a.example.com by b.example.com; Thu, 1 Jan 2026 00:00:00 +0000
DKIM-Signature: v=1; a=rsa-sha256
From: =?iso-8859-1?q?J=FCrgen?= <juergen@example.com>
To: "Doe, Jane" <jane@example.com>, undisclosed:;
Cc: bob@example.com
Reply-To: answers@example.com
Subject: =?utf-8?b?R3LDvMOfZQ==?=
 and more
Date: Thu, 1 Jan 2026 00:00:00 +0000
Message-ID: <1@example.com>
X-Kept: =?utf-8?q?=C3=A9?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Gr=FC=DFe
--b
Content-Type: application/pdf

PDF
--b--
"""


@given(messages())
def test_rendered_mail_comes_back_as_the_message_it_was(message: Message) -> None:
    # Where nobody is shown an address, a file cannot know it.
    assume(not message.bcc)
    (mail,) = render_mime(message, smtpapi=True)
    expected = replace(wire(message), options=message.options)
    tagged = any(each.substitutions for each in message.to)
    if len(message.to) == 1 and tagged:
        expected = replace(expected, copies=Copies.EACH)
    assert without_tags(load_eml(mail.data)) == without_tags(expected)


def wire(message: Message) -> Message:
    """Give the message with wire addresses and its own names."""
    api = as_v3(message)
    return replace(
        api,
        to=tuple(
            replace(each, address=replace(each.address, name=own.address.name))
            for each, own in zip(api.to, message.to, strict=True)
        ),
        cc=tuple(
            replace(each, name=own.name) for each, own in zip(api.cc, message.cc, strict=True)
        ),
    )


def without_tags(message: Message) -> Message:
    """Take out tags that stand for themselves: a recipient without the tag gets such a one."""
    return replace(
        message,
        attachments=tuple(sorted(message.attachments, key=repr)),
        to=tuple(
            replace(
                each, substitutions=tuple(sorted(p for p in each.substitutions if p[0] != p[1]))
            )
            for each in message.to
        ),
    )


def test_foreign_mail_is_read_and_what_servers_wrote_is_left_behind() -> None:
    message = load_eml(MAIL.encode())

    assert message == Message(
        sender=Address(email="juergen@example.com", name="Jürgen"),
        to=(message.to[0],),
        cc=(Address(email="bob@example.com"),),
        reply_to=(Address(email="answers@example.com"),),
        subject="Grüße and more",
        text="Grüße",
        attachments=(
            Attachment(filename="attachment-1.pdf", content=b"PDF", type="application/pdf"),
        ),
        headers=(("X-Kept", "é"),),
    )
    assert message.to[0].address == Address(email="jane@example.com", name="Doe, Jane")


@pytest.mark.parametrize("data", [b"", b"\n\nbody only", b"To: a@example.com\n\nx", b"From: x\n\n"])
def test_file_that_is_no_mail_is_refused(data: bytes) -> None:
    with pytest.raises(MessageError):
        load_eml(data)


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Disposition: attachment; filename*",
        b'Content-Type: ""; e*',
        b"Content-Type: " + b"(" * 20_000,
        b"To: " + b"(" * 20_000,
        b"Content-Type: message/rfc822\n\n" * 600,
    ],
)
def test_header_that_breaks_the_parser_is_refused(header: bytes) -> None:
    with pytest.raises(MessageError) as refused:
        load_eml(b"From: a@example.com\n" + header + b"\n\nx")

    # Python 3.11.2 still makes something of the many brackets, which then is no address.
    (found,) = {finding.id for finding in refused.value.findings}
    assert found == "mail_unreadable" or (found == "address_invalid" and b"To: " in header)


def test_charset_that_nobody_can_name_is_read_as_utf8() -> None:
    mail = 'From: a@example.com\nContent-Type: text/plain; charset="a\\\0b"\n\né'.encode()

    assert load_eml(mail).text == "é"


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
@pytest.mark.parametrize("kind", ["", "Content-Type: text/plain; charset=us-ascii\n"])
def test_text_whose_charset_nobody_names_is_read_all_the_same(charset: str, kind: str) -> None:
    mail = f"From: Jörg <a@example.com>\nSubject: Größe in €\n{kind}\nSüß".encode(charset)
    message = load_eml(mail)

    assert message.sender.name == "Jörg"
    assert message.subject == "Größe in €"
    assert message.text == "Süß"


def test_mark_that_windows_editors_put_before_a_mail_is_no_header() -> None:
    mail = b"\xef\xbb\xbfFrom: a@example.com, b@example.com\r\nSubject: Hi\r\n\r\nText"

    assert load_eml(mail).subject == "Hi"
    assert other_senders(mail) == ("b@example.com",)


@given(st.binary(max_size=300))
def test_any_bytes_after_a_sender_are_read_or_refused(data: bytes) -> None:
    try:
        message = load_eml(b"From: a@example.com\r\n" + data)
    except MessageError:
        return

    assert message.sender.email.startswith("a@example.com")


@pytest.mark.parametrize("name", ["Subject", "X-Kept"])
def test_line_break_hidden_in_an_encoded_word_does_not_pass(name: str) -> None:
    hidden = f"From: a@example.com\nTo: b@example.com\n{name}: =?utf-8?q?a=0D=0ABcc:_e?=\n\nx"
    message = load_eml(hidden.encode())

    assert "line_break" in {each.id for each in check(message, "smtp")}
    with pytest.raises(MessageError):
        render_mime(message, smtpapi=True)


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        ("{", "smtpapi_json"),
        ("[]", "wrong_type"),
        ('{"section": {}}', "not_held"),
        ('{"filters": {"footer": {"settings": {"enable": 1}}}}', "not_held"),
        ('{"filters": {"opentrack": {"settings": {"replace": "%open%"}}}}', "not_held"),
        ('{"filters": {"footnote": {"settings": {"enable": 1}}}}', "unknown_field"),
        ('{"to": ["a@example.com"], "sub": {"-a-": []}}', "sub_length"),
        ('{"wrong": 1}', "unknown_field"),
        ('{"to": ["nobody"]}', "address_invalid"),
        ('{"send_at": 999999999999999999}', "send_at_limit"),
    ],
)
def test_x_smtpapi_that_a_message_cannot_hold_is_refused(header: str, rule: str) -> None:
    mail = f"From: a@example.com\nTo: b@example.com\nX-SMTPAPI: {header}\n\nx"
    with pytest.raises(MessageError) as caught:
        load_eml(mail.encode())
    assert rule in {each.id for each in caught.value.findings}


def test_category_may_be_one_string() -> None:
    mail = b'From: a@example.com\nX-SMTPAPI: {"category": "one"}\n\nx'
    assert load_eml(mail).categories == ("one",)


def test_sample_survives_a_file() -> None:
    assert load_eml(render_mime(sample(), smtpapi=True)[0].data) == sample()


@pytest.mark.parametrize(
    "lines",
    [
        b"From: a@example.com\r\nFrom: Bea <b@example.org>\r\n",
        b"From: a@example.com, Bea <b@example.org>\n",
    ],
)
def test_senders_beyond_the_first_are_named(lines: bytes) -> None:
    mail = lines + b"To: c@example.net\n\nFrom: d@example.com\n"

    assert load_eml(mail).sender.email == "a@example.com"
    assert other_senders(mail) == ("Bea <b@example.org>",)
    assert other_senders(MAIL.encode()) == ()


@pytest.mark.parametrize("stray", ["X-é: b", "X y: c", "no header", "X\x01: d"])
def test_line_that_ends_the_headers_too_early_is_named(stray: str) -> None:
    with pytest.raises(MessageError, match="which is none") as refused:
        load_eml(f"From: a@example.com\r\n{stray}\r\nSubject: s\r\n\r\nText".encode())

    assert repr(stray) in str(refused.value)
