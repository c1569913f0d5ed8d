"""What a setting's row says beside and below its field."""

import pytest

from sgdesk.present.settings import PAGES, SettingRow, page_rows
from sgdesk.settings import resolve

ROWS = [row for group in PAGES for row in page_rows(group, resolve())]


@pytest.mark.parametrize("row", [row for row in ROWS if row.unit], ids=lambda row: row.key)
def test_unit_beside_a_field_is_not_said_again_below_it(row: SettingRow) -> None:
    assert row.unit not in row.help.lower()
