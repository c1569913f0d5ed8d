"""Attached files in words."""

from dataclasses import replace

import pytest

from sgdesk.present.files import alt_from, file_row, kind_words, new_content_id, total_words
from sgdesk.present.form import FormFile


@pytest.mark.parametrize(
    ("media_type", "words"),
    [
        ("image/png", "PNG image"),
        ("image/svg+xml", "SVG image"),
        ("application/pdf", "PDF"),
        ("text/x-python", "PYTHON text"),
        ("application/x-strange", "application/x-strange"),
        ("", "Unknown kind"),
    ],
)
def test_media_type_is_said_in_words(media_type: str, words: str) -> None:
    assert kind_words(media_type) == words


def test_row_says_name_kind_size_and_place() -> None:
    file = FormFile(filename="a/logo.png", content=b"x" * 1_500, type="image/png", content_id="l")

    assert file_row(file, is_shown=True) == ("logo.png", "PNG image", "1.5 kB", "In the mail")
    assert file_row(file, is_shown=False)[3] == "Attached, not shown in the text"
    assert file_row(replace(file, content_id=""), is_shown=False)[3] == "Attached"
    assert total_words((file, file)) == "3 kB in all, 4 kB when mailed"


def test_content_id_is_plain_and_new() -> None:
    assert new_content_id("Größe 1; (2).png", set()) == "gr--e-1---2"
    assert new_content_id("logo.png", {"logo", "logo-2"}) == "logo-3"
    assert new_content_id("...", set()) == "image"
    assert alt_from("autumn_sale-2.png") == "autumn sale 2"
