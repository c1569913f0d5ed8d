"""What servers hear, and the words in it that ask for a mail or show a key."""

import asyncio
import re
from collections.abc import Callable, Iterable
from typing import Any

OF_A_MAIL = re.compile(
    rb"^(?:MAIL FROM|RCPT TO|DATA\r|BDAT|POST [^\r\n]*mail/send)", re.IGNORECASE | re.MULTILINE
)
OF_A_KEY = re.compile(rb"^(?:AUTH |authorization:)", re.IGNORECASE | re.MULTILINE)


def listen(reader: asyncio.StreamReader, hear: Callable[[bytes], object]) -> None:
    """Let `hear` have all that comes; what is encrypted, once the reader has it in plain text."""
    feed = reader.feed_data

    def fed(data: Any) -> None:
        hear(data)
        feed(data)

    reader.feed_data = fed  # type: ignore[method-assign]


def told(words: re.Pattern[bytes], heard: Iterable[bytes | bytearray]) -> list[str]:
    """Give each of these words that was heard; an item is a connection's."""
    return [found.decode() for each in heard for found in words.findall(bytes(each))]
