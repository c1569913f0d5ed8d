"""Recipients from a CSV file: one personalization a row."""

import csv
import io
import json

from sgdesk.errors import InputError
from sgdesk.message import Address, Recipient, parse_address
from sgdesk.message.findings import MessageError

_ADDRESS_COLUMNS = ("email", "address", "to")


def read_recipients(text: str, where: str, *, is_dynamic: bool) -> tuple[Recipient, ...]:
    """Read rows of `email`, optional `name`, and any further columns.

    The further columns are the recipient's own: dynamic template data when
    `is_dynamic`, else substitutions whose tag is the column's heading.
    Raises `InputError` naming the row.
    """
    rows = csv.DictReader(io.StringIO(text), strict=True)
    headings = [heading.strip() for heading in rows.fieldnames or ()]
    rows.fieldnames = headings
    column = next((name for name in headings if name.lower() in _ADDRESS_COLUMNS), None)
    if column is None:
        raise InputError(
            "The recipients have no column of addresses.",
            why=f"The first row of {where} names the columns: {', '.join(headings) or 'none'}.",
            remedy="Name one of them email.",
        )
    try:
        return tuple(
            _recipient(row, column, f"{where}, line {rows.line_num}", is_dynamic) for row in rows
        )
    except csv.Error as error:
        raise InputError(
            "The recipients cannot be read.", why=f"{where}, line {rows.line_num}: {error}."
        ) from error


def _recipient(row: dict[str, str | None], column: str, where: str, is_dynamic: bool) -> Recipient:
    own = {
        name: value or ""
        for name, value in row.items()
        if name and name != column and name.lower() != "name"
    }
    name = next((value or "" for key, value in row.items() if key and key.lower() == "name"), "")
    address = _address(row[column] or "", where)
    if name:
        address = Address(email=address.email, name=name.strip())
    if is_dynamic:
        return Recipient(
            address=address,
            template_data_json=json.dumps(own, ensure_ascii=False) if own else "",
        )
    return Recipient(address=address, substitutions=tuple(own.items()))


def _address(text: str, where: str) -> Address:
    try:
        return parse_address(text)
    except MessageError as error:
        raise InputError(f"{where}: {error.happened}", remedy=error.remedy) from error
