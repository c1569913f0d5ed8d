"""Take the drafts out of a damaged database: row by row, whatever can still be read.

A history can be done without; what somebody wrote cannot. SQLite reports damage where
it meets it, so each row is asked for by itself, and found from both ends of its table
and by its index.
"""

import json
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sgdesk.store.drafts import digest_of, keep_content

_WAYS_THROUGH = (
    "SELECT seq FROM drafts ORDER BY seq",
    "SELECT seq FROM drafts ORDER BY seq DESC",
    "SELECT seq FROM drafts INDEXED BY sqlite_autoindex_drafts_1 WHERE id > ''",
)


@dataclass(slots=True, kw_only=True)
class Salvage:
    """What came of it."""

    kept: int = 0
    """Drafts that are in the new history."""
    without_files: list[str] = field(default_factory=list)
    """Subjects of those of them that lost what was in a file."""
    may_lack: bool = False
    """There may have been more."""

    @property
    def words(self) -> str:
        """Say it to the user; nothing where there was no draft."""
        parts = []
        if self.kept:
            drafts = "1 draft was" if self.kept == 1 else f"{self.kept} drafts were"
            parts.append(f"{drafts} saved from it.")
        for subject in self.without_files:
            named = f"'{subject}'" if subject else "a draft without a subject"
            parts.append(f"A file in {named} could not be read and is empty now.")
        if self.may_lack:
            parts.append(
                "More drafts may be lost." if self.kept else "No draft could be read from it."
            )
        return " ".join(parts)


def salvage_drafts(damaged: sqlite3.Connection, into: sqlite3.Connection) -> Salvage:
    """Copy each draft that can be read; nobody has them open there.

    The caller holds a transaction on `into`. Raises `sqlite3.Error` for that one alone.
    """
    damaged.text_factory = _text
    done = Salvage()
    for seq in _find(damaged, done):
        try:
            row = damaged.execute(
                "SELECT id, saved_ms, tried, subject, people, form FROM drafts WHERE seq = ?",
                (seq,),
            ).fetchone()
            files_count = len(json.loads(row[5]).get("files", ()))
        except (sqlite3.Error, ValueError, TypeError, AttributeError):
            # Gone, or no longer what was written.
            done.may_lack = True
            continue
        files = _files(damaged, seq, files_count)
        (new,) = into.execute(
            "INSERT INTO drafts (id, session, saved_ms, tried, subject, people, form)"
            " VALUES (?, '', ?, ?, ?, ?, ?) RETURNING seq",
            row,
        ).fetchone()
        for place, read in enumerate(files):
            content = read or b""
            kept = keep_content(into, digest_of(content), content)
            into.execute("INSERT INTO draft_files VALUES (?, ?, ?)", (new, place, kept))
        done.kept += 1
        if None in files:
            done.without_files.append(str(row[3]))
    return done


def salvage_file(damaged: Path, into: sqlite3.Connection) -> Salvage:
    """Copy what can be read of a file that was set aside, and leave that as it is."""
    with closing(sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        into.execute("BEGIN IMMEDIATE")
        try:
            done = salvage_drafts(connection, into)
            # As after a deletion: that a number is missing says that results are.
            into.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('attempts', 1)")
        except BaseException:
            into.execute("ROLLBACK")
            raise
        into.execute("COMMIT")
    return done


def _find(damaged: sqlite3.Connection, done: Salvage) -> list[int]:
    found: set[int] = set()
    for way in _WAYS_THROUGH:
        try:
            for (seq,) in damaged.execute(way):
                found.add(int(seq))
        except sqlite3.OperationalError as error:
            # A history of before there were drafts has lost none.
            done.may_lack |= "no such table" not in str(error)
        except (sqlite3.Error, ValueError, TypeError):
            done.may_lack = True
    return sorted(found)


def _files(damaged: sqlite3.Connection, seq: int, count: int) -> list[bytes | None]:
    """Give the contents in the order of the form, `None` for one that cannot be read."""
    files: list[bytes | None] = [None] * count
    for place in range(count):
        with suppress(sqlite3.Error, TypeError):
            digest, content = damaged.execute(
                "SELECT digest, draft_contents.content FROM draft_files"
                " JOIN draft_contents ON draft_files.content = draft_contents.seq"
                " WHERE draft = ? AND place = ?",
                (seq, place),
            ).fetchone()
            if digest_of(content) == digest:
                files[place] = content
    return files


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
