"""What a final answer is, and what comes before it."""

import httpcore
import pytest

from sgdesk.transport.final_answer import HEAD_BYTES, INTERIM_AT_MOST, FinalAnswer

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
HINTS = b"HTTP/1.1 103\nLink: </a>\r\n\n"
FINAL = b"HTTP/1.1 413 Too Large\r\n\r\n"


@pytest.mark.parametrize("before", [b"", CONTINUE, HINTS, CONTINUE + HINTS * 3])
@pytest.mark.parametrize("step", [1, 2, 7, 1000])
def test_however_it_is_cut_the_final_answer_is_given_alone_and_whole(
    before: bytes, step: int
) -> None:
    answer = FinalAnswer()
    given = b""
    said = before + FINAL + CONTINUE
    for start in range(0, len(said), step):
        answer.feed(said[start : start + step])
        given += answer.take()

    assert given == FINAL + CONTINUE
    assert answer.has_begun


@pytest.mark.parametrize("part", [b"H", b"HTTP/1.1 ", CONTINUE[:-2], CONTINUE, CONTINUE + b"HTT"])
def test_a_part_that_may_be_interim_is_no_answer_yet(part: bytes) -> None:
    answer = FinalAnswer()
    answer.feed(part)

    assert not answer.has_begun
    assert answer.take() == b""


@pytest.mark.parametrize(
    "said", [b"HTTP/1.1 101 Switching Protocols\r\n\r\n", b"HTTP/1.1 1000 A\r\n"]
)
def test_what_is_not_interim_is_the_answer(said: bytes) -> None:
    answer = FinalAnswer()
    answer.feed(said)

    assert answer.take() == said


@pytest.mark.parametrize("said", [b"<", b"\n", b"HTML", b"220 mail.example.com\r\n"])
@pytest.mark.parametrize("before", [b"", CONTINUE])
def test_what_is_no_http_is_refused_at_once(said: bytes, before: bytes) -> None:
    with pytest.raises(httpcore.RemoteProtocolError):
        FinalAnswer().feed(before + said)


def test_interim_answers_without_end_are_refused() -> None:
    answer = FinalAnswer()
    answer.feed(CONTINUE * INTERIM_AT_MOST)

    with pytest.raises(httpcore.RemoteProtocolError):
        answer.feed(CONTINUE)


def test_an_interim_answer_without_end_is_refused() -> None:
    with pytest.raises(httpcore.RemoteProtocolError):
        FinalAnswer().feed(CONTINUE[:-2] + b"X: y\r\n" * HEAD_BYTES)
