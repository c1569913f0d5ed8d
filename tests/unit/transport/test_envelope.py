"""Commands, dots and line ends, as they go out."""

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sgdesk.render import RenderedMime
from sgdesk.transport.envelope import FINAL_DOT, Envelope, Offer, pieces, stuffed
from sgdesk.wire.stream import PIECE_BYTES

PLAIN = RenderedMime(
    sender="a@example.com",
    recipients=("b@example.net", "c@example.net"),
    needs_smtputf8=False,
    needs_8bitmime=False,
    message_id="<1@example.com>",
    head=b"Subject: x\r\n\r\n",
    body=b"text\r\n",
)
EVERYTHING = Offer(pipelining=True, eight_bit=True, smtputf8=True, size=True, size_limit=10)


def test_an_envelope_is_one_group_with_data_last() -> None:
    assert Envelope.of(PLAIN, Offer()).group == (
        b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\n"
        b"RCPT TO:<c@example.net>\r\nDATA\r\n"
    )


def test_the_size_is_announced_where_it_is_understood() -> None:
    assert Envelope.of(PLAIN, EVERYTHING).mail == b"MAIL FROM:<a@example.com> SIZE=20\r\n"


@pytest.mark.parametrize(
    ("eight_bit", "offered", "said"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_8bitmime_is_said_when_needed_and_offered(
    eight_bit: bool, offered: bool, said: bool
) -> None:
    mail = replace(PLAIN, needs_8bitmime=eight_bit)

    assert (b"BODY=8BITMIME" in Envelope.of(mail, Offer(eight_bit=offered)).mail) == said


def test_utf8_addresses_ask_for_smtputf8() -> None:
    mail = replace(PLAIN, sender="zoë@example.com", needs_smtputf8=True)

    assert (
        Envelope.of(mail, EVERYTHING).mail
        == "MAIL FROM:<zoë@example.com> SIZE=20 SMTPUTF8\r\n".encode()
    )


@pytest.mark.parametrize(
    "address", ["a@b>\r\nRSET", "a@b\nDATA", "a b@example.com", "a@b> SIZE=0", "<a@b", "a\0@b"]
)
def test_an_address_cannot_break_out_of_its_command(address: str) -> None:
    with pytest.raises(ValueError, match="no envelope address"):
        Envelope.of(replace(PLAIN, recipients=(address,)), Offer())


def test_an_address_outside_ascii_needs_smtputf8() -> None:
    with pytest.raises(UnicodeEncodeError):
        Envelope.of(replace(PLAIN, sender="zoë@example.com"), EVERYTHING)


@pytest.mark.parametrize(
    ("size", "limit"),
    [("31457280", 31457280), ("0", None), ("", None), ("x", None), ("-1", None), ("9" * 30, None)],
)
def test_the_size_limit_is_read_from_the_offer(size: str, limit: int | None) -> None:
    offer = Offer.from_extensions({"size": size, "pipelining": ""}, ["plain"])

    assert offer.size
    assert offer.size_limit == limit
    assert offer.pipelining
    assert not offer.smtputf8
    assert offer.mechanisms == {"PLAIN"}


@given(st.lists(st.sampled_from([b".", b"a", b"\r\n", b"\r", b"\n", b"\xff", b"\0"])).map(b"".join))
@example(b".")
@example(b".\r\n.")
@example(b"\n.\n")
@example(b"\r.\r")
def test_stuffing_is_undone_by_the_receiver_and_never_ends_early(text: bytes) -> None:
    wire = stuffed(text)

    assert b"\r\n.\r\n" not in b"\r\n" + wire
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", wire)
    lines = wire.split(b"\r\n")
    received = b"\r\n".join(line.removeprefix(b".") for line in lines)
    clean = re.sub(rb"\r\n|\r|\n", b"\r\n", text)
    assert received == (clean if clean.endswith(b"\r\n") or not clean else clean + b"\r\n")


@given(st.integers(0, 3 * PIECE_BYTES), st.sampled_from([0, 1, 100, PIECE_BYTES, PIECE_BYTES + 7]))
@example(PIECE_BYTES, 0)
@example(PIECE_BYTES - 100, 100)
def test_pieces_are_small_whole_and_end_with_the_dot(body_size: int, head_size: int) -> None:
    head, body = b"h" * head_size, b"b" * body_size

    cut = pieces(head, body)

    assert b"".join(cut) == head + body + FINAL_DOT
    assert bytes(cut[-1]).endswith(FINAL_DOT)
    assert all(len(piece) <= max(PIECE_BYTES, head_size) + len(FINAL_DOT) for piece in cut)
    assert all(len(piece) > 0 for piece in cut)
