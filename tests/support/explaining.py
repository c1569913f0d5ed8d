"""Errors and settings of other programs, as people paste them, with a key put in."""

import base64
import tomllib
from pathlib import Path
from typing import NamedTuple

from tests.support.keys import KEY

PASSED = Path(__file__).resolve().parents[1] / "data" / "explain"
PASSWORD = "Tr0ub4dor-and-3"
SECRETS = (
    KEY,
    PASSWORD,
    base64.b64encode(KEY.encode()).decode(),
    base64.b64encode(f"\0apikey\0{KEY}".encode()).decode(),
)
_FILLED = {
    "{{KEY}}": KEY,
    "{{PASSWORD}}": PASSWORD,
    "{{SECRET_B64}}": SECRETS[2],
    "{{PLAIN_B64}}": SECRETS[3],
}


class Pasted(NamedTuple):
    """One text with what must be found first in it."""

    name: str
    text: str
    first: str
    certainty: str


def texts(kind: str) -> list[Pasted]:
    """Give the texts of a kind that has expectations: `errors` or `wrong`."""
    expected = tomllib.loads((PASSED / f"{kind}.toml").read_text(encoding="utf-8"))
    files = {file.stem: file for file in (PASSED / kind).glob("*.txt")}
    assert files.keys() == expected.keys()
    return [
        Pasted(name, filled(files[name]), row["first"], row["certainty"])
        for name, row in expected.items()
    ]


def right_texts() -> list[Pasted]:
    """Give the settings that have no fault."""
    files = sorted((PASSED / "right").glob("*.txt"))
    return [Pasted(file.stem, filled(file), "", "") for file in files]


def filled(file: Path) -> str:
    """Give a text with the secrets in their places."""
    text = file.read_text(encoding="utf-8")
    for name, value in _FILLED.items():
        text = text.replace(name, value)
    return text
