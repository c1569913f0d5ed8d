"""Recipients from a CSV file: one row a person, one column a personal field.

The first row names the columns: `email`, optionally `name`, and any others.
A column called by one plain word becomes the tag `{{word}}`, so that one HTML
serves substitutions and dynamic templates alike; any other name is the tag itself.
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Sequence

from sgdesk.message.address import email_problem
from sgdesk.message.findings import Finding, MessageError, error
from sgdesk.message.model import Address, Recipient

_WORD = re.compile(r"\w+")
_REMEDY = "Correct the line; the first one names the columns, one of them email."


def recipients_from_csv(data: bytes, *, dynamic: bool = False) -> tuple[Recipient, ...]:
    """Read UTF-8, UTF-16 with its BOM, or Windows-1252, parted by comma, semicolon or tab.

    `dynamic` puts the fields into template data in place of substitutions.
    Raises `MessageError`; each place is `line N`, counted as an editor does.
    """
    text = text_of(data)
    header_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    findings: list[Finding] = []
    recipients: list[Recipient] = []
    before = 0
    try:
        columns = [column.strip() for column in next(reader, [])]
        places = _places(columns)
        before = reader.line_num
        for row in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in row):
                continue
            if problem := _row_problem(row, columns, places[0]):
                findings.append(_bad(line, problem))
            else:
                recipients.append(_recipient(row, columns, places, dynamic))
    except csv.Error as exc:
        findings.append(_unreadable(str(exc), before + 1, reader.line_num))
    if not recipients and not findings:
        findings.append(_bad(1, "No row follows the column names."))
    if findings:
        raise MessageError(findings)
    return tuple(recipients)


def text_of(data: bytes) -> str:
    """Read UTF-8, UTF-16 with its BOM, or else Windows-1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # What Excel writes when told "Unicode text".
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What spreadsheet programs on Windows write when told "CSV".
        return data.decode("cp1252", errors="replace")


def _bad(line: int, happened: str, remedy: str = _REMEDY) -> Finding:
    return error(
        "table",
        f"line {line}",
        f"Line {line}: {happened}",
        remedy=remedy,
    )


def _unreadable(said: str, first: int, last: int) -> Finding:
    """Say what keeps a row from being read, at the line where it began or where it stopped.

    Its cell may run over many lines.
    """
    if "end of data" in said or "field limit" in said:
        happened = (
            "A cell begins here that has no end, or more than 131,072 characters: most likely a "
            'quotation mark (") is not closed.'
        )
        return _bad(first, happened, remedy='Close it, or write "" for one that belongs to a text.')
    if "expected after" in said:
        return _bad(
            last,
            'Text stands behind the quotation mark (") that closes a cell.',
            remedy='Write "" for one that belongs to the text.',
        )
    return _bad(last, f"It cannot be read ({said}).")


def _places(columns: Sequence[str]) -> tuple[int, int | None]:
    """Give the positions of the e-mail and the name column."""
    lower = [column.lower() for column in columns]
    if "email" not in lower:
        raise MessageError([_bad(1, "No column is called email.")])
    if "" in lower or len(set(lower)) < len(lower):
        raise MessageError([_bad(1, "A column has no name, or two have the same.")])
    return lower.index("email"), lower.index("name") if "name" in lower else None


def _row_problem(row: Sequence[str], columns: Sequence[str], email_at: int) -> str:
    if len(row) != len(columns):
        return f"It has {len(row)} cells where {len(columns)} columns are named."
    email = row[email_at].strip()
    problem = email_problem(email)
    return f"{email!r} is not an address. {problem}" if problem else ""


def _recipient(
    row: Sequence[str], columns: Sequence[str], places: tuple[int, int | None], dynamic: bool
) -> Recipient:
    email_at, name_at = places
    name = row[name_at].strip() if name_at is not None else ""
    address = Address(email=row[email_at].strip(), name=name)
    fields = [(columns[at], cell) for at, cell in enumerate(row) if at not in places]
    if name_at is not None and fields:
        # The name is personal too, and a text that greets by name should find it.
        fields.insert(0, (columns[name_at], name))
    if dynamic:
        data = json.dumps(dict(fields), ensure_ascii=False) if fields else ""
        return Recipient(address=address, template_data_json=data)
    tags = tuple((f"{{{{{key}}}}}" if _WORD.fullmatch(key) else key, cell) for key, cell in fields)
    return Recipient(address=address, substitutions=tags)
