"""SMTP replies from bytes, whole, cut, long, false and hostile."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sgdesk.transport.replies import LINE_BYTES, REPLY_BYTES, Reply, ReplyParser


def parse(*segments: bytes) -> list[Reply]:
    parser = ReplyParser()
    return [reply for segment in segments for reply in parser.feed(segment)]


def test_one_line_gives_code_and_text() -> None:
    assert parse(b"250 Ok: queued as abc\r\n") == [Reply(250, "Ok: queued as abc")]


def test_several_lines_are_one_reply() -> None:
    assert parse(b"250-smtp.example.net\r\n250-PIPELINING\r\n250 SIZE 10\r\n") == [
        Reply(250, "smtp.example.net\nPIPELINING\nSIZE 10")
    ]


def test_several_replies_in_one_segment_keep_their_order() -> None:
    replies = parse(b"235 Welcome\r\n421 4.4.2 Bye\r\n")

    assert replies == [Reply(235, "Welcome"), Reply(421, "4.4.2 Bye")]


def test_a_code_without_text_is_a_reply() -> None:
    assert parse(b"250\r\n354 \n") == [Reply(250, ""), Reply(354, "")]


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"\r\n",
        b"25 Ok\r\n",
        b"2500 Ok\r\n",
        b"150 No such class\r\n",
        b"600 No such class\r\n",
        "２50 Ok\r\n".encode(),
        b" 250 Ok\r\n",
        b"250-one\r\n550 other\r\n",
        b"\x16\x03\x01\x02\x00\n",
    ],
)
def test_what_is_no_reply_is_unreadable_and_ends_the_reading(data: bytes) -> None:
    parser = ReplyParser()

    [reply] = parser.feed(data + b"250 Ok\r\n")

    assert reply.code is None
    assert parser.is_broken
    assert parser.feed(b"250 Ok\r\n") == []


def test_unreadable_reply_shows_its_words() -> None:
    [reply] = parse(b"250-one\r\n<html>\r\n")

    assert reply == Reply(None, "250-one\n<html>")


def test_a_line_without_end_is_bounded() -> None:
    parser = ReplyParser()

    replies = [r for _ in range(100) for r in parser.feed(b"2" * 1000)]

    assert [r.code for r in replies] == [None]
    assert len(replies[0].text) <= LINE_BYTES


def test_a_reply_without_end_is_bounded() -> None:
    parser = ReplyParser()
    line = b"250-" + b"x" * 996 + b"\r\n"

    replies = [r for _ in range(REPLY_BYTES // 100) for r in parser.feed(line)]

    assert [r.code for r in replies] == [None]
    assert len(replies[0].text) <= REPLY_BYTES


def test_end_of_stream_inside_a_reply_gives_its_beginning() -> None:
    parser = ReplyParser()
    parser.feed(b"250-first\r\n250 Ok: que")

    assert parser.feed_eof() == Reply(None, "250-first\n250 Ok: que")
    assert parser.feed_eof() is None


def test_end_of_stream_between_replies_gives_nothing() -> None:
    parser = ReplyParser()
    parser.feed(b"250 Ok\r\n")

    assert parser.is_between_replies
    assert parser.feed_eof() is None


def test_bytes_that_are_no_text_become_escapes() -> None:
    [reply] = parse(b"550 caf\xe9 \x1b[31m \xc3\xa9\r\n")

    assert reply.text == "caf\\xe9 \\x1b[31m é"


@pytest.mark.parametrize(
    ("code", "text", "enhanced"),
    [
        (550, "5.7.1 Not allowed", "5.7.1"),
        (250, "2.0.0", "2.0.0"),
        (550, "2.7.1 Disagrees", None),
        (550, "Mailbox 5.7.1 later", None),
        (550, "5.7 short", None),
        (None, "5.7.1 unreadable", None),
    ],
)
def test_enhanced_code_is_read_never_guessed(
    code: int | None, text: str, enhanced: str | None
) -> None:
    assert Reply(code, text).enhanced_code == enhanced


@pytest.mark.parametrize(
    ("code", "is_positive", "is_yes", "is_last"),
    [
        (None, False, False, True),
        (200, True, True, False),
        (250, True, True, False),
        (299, True, True, False),
        (300, False, False, False),
        (354, False, False, False),
        (421, False, False, True),
        (550, False, False, False),
        *((code, True, False, True) for code in (211, 214, 220, 221, 235)),
    ],
)
def test_what_a_code_says_to_a_step_of_a_mail(
    code: int | None, is_positive: bool, is_yes: bool, is_last: bool
) -> None:
    reply = Reply(code, "a\n  b")

    assert (reply.is_positive, reply.is_yes, reply.is_last) == (is_positive, is_yes, is_last)
    assert reply.line == ("a b" if code is None else f"{code} a b")
    assert Reply(code, "").line == ("" if code is None else str(code))


_LINES = st.one_of(
    st.sampled_from(
        [b"250 Ok\r\n", b"250-more\r\n", b"550 No\n", b"421\r\n", b"354 Go\r\n", b"junk\r\n"]
    ),
    st.binary(max_size=12),
    st.just(b"2" * (LINE_BYTES + 1)),
    st.just(b"250 " + b"x" * (LINE_BYTES - 5) + b"\r\n"),
)


@given(st.lists(_LINES, max_size=8).map(b"".join), st.data())
@example(b"250 a\r\n250 b\r\n", None)
def test_any_cut_gives_the_same_replies(stream: bytes, data: st.DataObject | None) -> None:
    cuts = (
        sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
        if data is not None
        else list(range(len(stream)))
    )
    edges = [0, *cuts, len(stream)]
    segments = [stream[a:b] for a, b in pairwise(edges)]

    assert parse(*segments) == parse(stream)
