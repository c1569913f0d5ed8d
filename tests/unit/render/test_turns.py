"""A body of many megabytes is made in steps, between which other threads get their turn.

The interpreter changes threads between calls, never within one of the C library.
"""

import sys
from collections import Counter
from dataclasses import replace
from types import FrameType
from typing import Any

from sgdesk.message import Message, sample
from sgdesk.message.model import Attachment
from sgdesk.render import render_v3

FILE_BYTES = 6_000_000
MOST_AT_ONCE_BYTES = 256 * 1024
LARGE = replace(
    sample(),
    attachments=(Attachment(filename="b", content=bytes(range(200)) * (FILE_BYTES // 200)),),
)


def calls_within(message: Message) -> Counter[str]:
    """Render, and count the calls by the module and name of what was called."""
    calls: Counter[str] = Counter()

    def note(frame: FrameType, event: str, called: Any) -> None:
        if event == "c_call":
            calls[f"{called.__module__}.{called.__name__}"] += 1
        elif event == "call":
            calls[f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name}"] += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        render_v3(message)
    finally:
        sys.setprofile(before)
    return calls


def test_a_file_is_encoded_in_steps() -> None:
    steps = calls_within(LARGE)["binascii.b2a_base64"]

    assert steps >= FILE_BYTES / MOST_AT_ONCE_BYTES


def test_the_body_is_written_by_the_library_that_holds_threads_up_least() -> None:
    calls = calls_within(LARGE)

    assert [name for name in calls if name.startswith("json.")] == []
    assert calls["orjson.dumps"] == 1
