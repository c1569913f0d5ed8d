"""Make a history as an older version of the program left it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sgdesk.profile import HISTORY_FILE

_UNDO = (
    (11, "DROP TABLE fills;"),
    (
        10,
        "ALTER TABLE drafts DROP COLUMN words; DROP INDEX attempts_content;"
        "DROP INDEX attempts_went; DROP INDEX attempts_untold;"
        "ALTER TABLE attempts DROP COLUMN content;"
        "CREATE INDEX attempts_taken ON attempts(message, practice)"
        " WHERE result IN ('accepted', 'captured');",
    ),
    (9, "DROP INDEX attempts_taken;"),
    (8, "DROP TABLE words_due;"),
    (6, "ALTER TABLE attempts DROP COLUMN way;"),
    (3, "DROP TABLE draft_files; DROP TABLE draft_contents; DROP TABLE drafts;"),
    (
        2,
        "DROP INDEX attempts_account; ALTER TABLE attempts DROP COLUMN account;"
        "ALTER TABLE attempts DROP COLUMN result;",
    ),
)
"""Which form brought what, the newest first."""


def make_older(folder: Path, form: int, script: str = "") -> None:
    """Take a closed history back to an older form, and run a script on it."""
    undone = "".join(undo for brought_by, undo in _UNDO if brought_by > form)
    with closing(sqlite3.connect(folder / HISTORY_FILE)) as connection:
        connection.executescript(f"{undone}{script}PRAGMA user_version={form};")
