"""Read and write what checks found out about the accounts."""

import json
from collections.abc import Mapping
from pathlib import Path

from sgdesk import codec
from sgdesk.account.account import Known
from sgdesk.errors import InputError
from sgdesk.privatefile import private_file

KNOWN_FILE = "accounts.json"


def load_known(folder: Path) -> dict[str, Known]:
    """Give what is known by account; nothing when the file is missing or damaged.

    It holds nothing that a check would not find again, so damage is no error.
    """
    try:
        plain = json.loads((folder / KNOWN_FILE).read_text(encoding="utf-8"))
        return {str(name): codec.from_plain(known, Known) for name, known in plain.items()}
    except (OSError, ValueError, AttributeError, InputError):
        return {}


def save_known(folder: Path, known: Mapping[str, Known]) -> None:
    """Write what is known, readable by its owner alone; raises `OSError`."""
    text = json.dumps({name: codec.to_plain(each) for name, each in known.items()}, indent=1)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with private_file(folder / KNOWN_FILE) as file:
        file.write(text.encode())
