"""How a size is written."""

import pytest

from sgdesk.sizes import size_text
from tests.support.house import product_files


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_000, "1 kB"),
        (1_520, "1.5 kB"),
        (9_949, "9.9 kB"),
        (9_950, "10 kB"),
        (14_400, "14 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (1_449_000, "1.4 MB"),
        (30 * 2**20, "30 MB"),
        (30 * 2**20 + 2**19, "30.5 MB"),
    ],
)
def test_sizes(size_bytes: int, text: str) -> None:
    assert size_text(size_bytes) == text


def test_no_other_file_writes_a_size_of_its_own() -> None:
    units = ("} MB", "} kB", '" MB"', '" kB"')
    lines = (
        f"{path}: {line.strip()}"
        for path in product_files()
        if path.name != "sizes.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if any(unit in line for unit in units) and ".replace(" not in line
    )

    assert list(lines) == []
