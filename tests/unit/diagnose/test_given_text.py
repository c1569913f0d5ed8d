"""A text is read in the coding of whoever wrote it, and cut off nowhere unseen."""

from io import BytesIO

import pytest

from sgdesk.diagnose.given_text import read_given


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("character", ["a", "\u00e9", "\u20ac", "\U0001f4e7"])
def test_text_up_to_the_limit_is_read_whole_and_a_longer_one_is_longer(
    character: str, coding: str
) -> None:
    longest = 10

    assert read_given(_file(character * longest, coding), longest) == character * longest
    assert len(read_given(_file(character * 50, coding), longest)) > longest


def _file(text: str, coding: str) -> BytesIO:
    return BytesIO(text.encode(coding))
