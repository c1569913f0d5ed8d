"""Leave the files of this program alone where a command is told to write to one of them."""

from collections.abc import Mapping
from pathlib import Path

from sgdesk.errors import InputError
from sgdesk.profile import CONFIG_FILE, HISTORY_FILE, config_dir, data_dir

_COMPANIONS = ("", "-wal", "-shm")
"""The log and index that SQLite keeps beside the database come and go."""
_DAMAGED = f"{HISTORY_FILE}.*"


def spare_own_files(target: Path, environ: Mapping[str, str]) -> None:
    """Raise `InputError` when `target` is the history or the settings file, by whatever name."""
    kept = data_dir(environ)
    own = [config_dir(environ) / CONFIG_FILE, *kept.glob(_DAMAGED)]
    own += [kept / (HISTORY_FILE + companion) for companion in _COMPANIONS]
    if any(_is_same(file, target) for file in own):
        raise InputError(
            "That would overwrite a file of this program's own.",
            why=f"{target} holds the settings or the history.",
            remedy="Name another file; nothing was written.",
        )


def _is_same(one: Path, other: Path) -> bool:
    """Say whether two names are one file, be it one that is only to come."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()
