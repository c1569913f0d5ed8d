"""Answers that come packed though nobody asked for it."""

import gzip
import zlib

import httpx
import pytest

from sgdesk.transport.packed import unpacked

WORDS = b'{"errors":[{"message":"no"}]}'


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(WORDS, mtime=0)),
        (" X-GZIP", gzip.compress(WORDS, mtime=0)),
        ("deflate", zlib.compress(WORDS)),
        ("gzip", gzip.compress(WORDS, mtime=0)[:-6]),
        ("gzip", WORDS),
        ("br", WORDS),
        ("", WORDS),
    ],
)
def test_words_are_read_whatever_they_came_in(encoding: str, body: bytes) -> None:
    headers = httpx.Headers({"Content-Encoding": encoding})

    assert unpacked(body, headers, most=1000) == WORDS


def test_answer_that_grows_without_end_is_cut() -> None:
    body = gzip.compress(bytes(50_000_000))

    assert len(unpacked(body, {"content-encoding": "gzip"}, most=1000)) == 1000
