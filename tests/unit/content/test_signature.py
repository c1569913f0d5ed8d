"""A signature in the writing."""

import pytest

from sgdesk.content.signature import above_signature, has_signature, put_signature

SIGNATURE = "Kind regards\nBea"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (f"\n\n{SIGNATURE}", 0),
        (f"Hello\n\n{SIGNATURE}\n", 5),
        (f"Hello\n\n\n{SIGNATURE}", 6),
        (SIGNATURE, 0),
        ("Hello", None),
        (f"{SIGNATURE}\n\nPS", None),
    ],
)
def test_writing_goes_on_above_the_signature(text: str, at: int | None) -> None:
    assert above_signature(text, f"{SIGNATURE}\n") == at
    assert above_signature(text, "") is None


def test_signature_is_put_under_what_is_written_and_the_cursor_stays() -> None:
    edit = put_signature("Hello\n\n\n", SIGNATURE, 2)
    whole = "Hello\n\n\n"[: edit.start] + edit.text
    assert whole == f"Hello\n\n{SIGNATURE}"
    assert (edit.select_from, edit.select_to) == (2, 2)
    assert has_signature(whole, SIGNATURE)
    assert not has_signature("Hello", SIGNATURE)
    assert has_signature("Hello", "")
