"""Notice that the history's file was deleted while it is open, and put it back at the end.

Where files can be deleted under who has them open, SQLite goes on writing to one that
nobody will find. So what needs a record is refused from then on, and what stands in the
file is written anew as the store closes.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from sgdesk.errors import StoreError
from sgdesk.profile import HISTORY_FILE
from sgdesk.store.database import make_folder
from sgdesk.store.presence import one_at_a_time


class HistoryFile:
    """The file that was opened under `data_dir`; used in the writing thread alone."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._path = data_dir / HISTORY_FILE
        self._opened = _identity(self._path)
        self._is_missed = False

    def check(self) -> None:
        """Raise `StoreError` when another file stands there now, or none."""
        now = _identity(self._path)
        if now == self._opened:
            return
        if now is not None:
            raise StoreError(
                "The history was replaced by another while sgdesk ran.",
                why=f"{self._path} is not the file that was opened.",
                remedy="Start sgdesk again; it goes on with the new one.",
            )
        self._is_missed = True
        raise StoreError(
            "The history was deleted while sgdesk ran.",
            why=f"{self._path} is gone.",
            remedy="Start sgdesk again; as it ends, it puts back what stood there.",
        )

    def put_back(self, connection: sqlite3.Connection) -> None:
        """Write what was missed anew, unless another history stands there by now.

        One that nobody missed stays deleted: that may be what its owner wants.
        """
        if not self._is_missed or _identity(self._path) is not None:
            return
        # Told already; at the end nobody is left who could do something about it.
        with suppress(OSError, sqlite3.Error, StoreError):
            make_folder(self._data_dir)
            with one_at_a_time(self._data_dir):
                os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
                try:
                    connection.execute("VACUUM INTO ?", (str(self._path),))
                except sqlite3.Error:
                    self._path.unlink()
                    raise


def _identity(path: Path) -> tuple[int, int] | None:
    """Tell the file from every other, as SQLite does; `None`: there is none."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino
