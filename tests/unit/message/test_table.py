"""Recipients from tables."""

import json

import pytest

from sgdesk.message import Address, MessageError
from sgdesk.message.table import recipients_from_csv


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_row_is_read_whatever_wrote_it(delimiter: str, encoding: str, line_end: str) -> None:
    lines = ["Email|Name|-city-", "j@example.com|Jürgen|Köln", ""]
    text = line_end.join(lines).replace("|", delimiter)
    (recipient,) = recipients_from_csv(text.encode(encoding))

    assert recipient.address == Address(email="j@example.com", name="Jürgen")
    assert recipient.substitutions == (("{{Name}}", "Jürgen"), ("-city-", "Köln"))


def test_dynamic_fields_become_template_data() -> None:
    data = b"email,first\na@example.com,Ada\nb@example.com,\n"
    first, second = recipients_from_csv(data, dynamic=True)

    assert json.loads(first.template_data_json) == {"first": "Ada"}
    assert json.loads(second.template_data_json) == {"first": ""}
    assert first.substitutions == ()


def test_cells_may_hold_separators_and_line_breaks_in_quotes() -> None:
    data = b'email,note\na@example.com,"one, two\nthree"\n'
    (recipient,) = recipients_from_csv(data)
    assert recipient.substitutions == (("{{note}}", "one, two\nthree"),)


@pytest.mark.parametrize(
    ("data", "places", "words"),
    [
        (b"", ["line 1"], "No column is called email"),
        (b"name\nx\n", ["line 1"], "No column is called email"),
        (b"email,email\n", ["line 1"], "two have the same"),
        (b"email,\n", ["line 1"], "no name"),
        (b"email\n", ["line 1"], "No row"),
        (b"email\nnobody\na@example.com\n\n@\n", ["line 2", "line 5"], "not an address"),
        (b"email,a\nx@example.com\n", ["line 2"], "1 cells where 2"),
        (b'email,a\n"x@example.com,b\n', ["line 2"], "is not closed"),
        (b'email,a\nx@example.com,b\ny@example.com,"c\nz\n', ["line 3"], "is not closed"),
        (b"email,a\nx@example.com," + b"b" * 200_000, ["line 2"], "131,072 characters"),
        (b'email,"a\nx@example.com,b\n', ["line 1"], "is not closed"),
        (b'email,a\nx@example.com,"b" c\n', ["line 2"], "behind the quotation mark"),
        (b'email,a\nx@example.com,"b\nc"\nnobody,d\n', ["line 4"], "not an address"),
    ],
)
def test_broken_table_names_its_lines(data: bytes, places: list[str], words: str) -> None:
    with pytest.raises(MessageError) as caught:
        recipients_from_csv(data)
    assert [finding.place for finding in caught.value.findings] == places
    assert words in caught.value.happened


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unicode_text_of_a_spreadsheet_is_read(encoding: str) -> None:
    (row,) = recipients_from_csv("\ufeffemail\tfirst\r\na@example.com\tZoë\r\n".encode(encoding))

    assert row.substitutions == (("{{first}}", "Zoë"),)
