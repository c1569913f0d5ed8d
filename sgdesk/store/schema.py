"""The tables, and how an older database becomes a newer one.

`attempts` is narrow, so that lists, filters and counts read little; what only
one row's reader wants stands apart in `details`. A message is kept once however
often it is sent.
"""

import sqlite3
from collections.abc import Iterator

from sgdesk.errors import StoreError
from sgdesk.profile import HISTORY_FILE

_VERSION_1 = """
CREATE TABLE attempts (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    delivery_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    session TEXT NOT NULL,      -- the process that made it, see presence.py
    created_ms INTEGER NOT NULL,    -- since 1970, UTC
    path TEXT NOT NULL,
    host TEXT NOT NULL,
    port INTEGER NOT NULL,
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL,   -- at most 20 addresses, one a line
    recipient_count INTEGER NOT NULL,
    subject TEXT NOT NULL,
    practice INTEGER NOT NULL,
    message INTEGER REFERENCES messages(seq),   -- null: not kept
    marked INTEGER NOT NULL DEFAULT 0,  -- 1 before the body's last piece
    outcome TEXT,               -- null while it runs
    decided TEXT                -- what the user said of an unknown: sent, not_sent
);
CREATE INDEX attempts_running ON attempts(session) WHERE outcome IS NULL;
CREATE INDEX attempts_unknown ON attempts(seq) WHERE outcome = 'unknown' AND decided IS NULL;
CREATE INDEX attempts_created ON attempts(created_ms);
CREATE INDEX attempts_message ON attempts(message) WHERE message IS NOT NULL;
CREATE TABLE details (
    seq INTEGER PRIMARY KEY REFERENCES attempts(seq) ON DELETE CASCADE,
    attempt TEXT NOT NULL,      -- codec JSON without the transcript
    transcript TEXT NOT NULL
);
CREATE TABLE words (
    seq INTEGER PRIMARY KEY REFERENCES attempts(seq) ON DELETE CASCADE,
    folded TEXT NOT NULL        -- what the search looks through, case-folded
);
CREATE TABLE messages (
    seq INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    json TEXT NOT NULL          -- codec JSON; attachments' content stands in files
);
CREATE TABLE files (
    message INTEGER NOT NULL REFERENCES messages(seq) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    content BLOB,               -- null: too large to keep
    PRIMARY KEY (message, place)
) WITHOUT ROWID;
"""

# Who sent it, and the result as lists show it: one word more than the outcome has,
# so that a list can ask for practice or for checked mail by itself.
_VERSION_2 = """
ALTER TABLE attempts ADD COLUMN account TEXT NOT NULL DEFAULT '';
ALTER TABLE attempts ADD COLUMN result TEXT;
UPDATE attempts SET account = 'Practice' WHERE practice = 1;
CREATE INDEX attempts_account ON attempts(account);
UPDATE attempts SET result = CASE
    WHEN outcome != 'accepted' THEN outcome
    WHEN seq IN (SELECT seq FROM details WHERE attempt LIKE '%"checked_only":true%') THEN 'valid'
    WHEN practice = 1 THEN 'captured'
    ELSE 'accepted' END
    WHERE outcome IS NOT NULL;
"""

# Mail that is being written.
_VERSION_3 = """
CREATE TABLE drafts (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    session TEXT NOT NULL,      -- the process that has it open; of one that died: nobody
    saved_ms INTEGER NOT NULL,
    tried INTEGER NOT NULL DEFAULT 0,   -- when practice got it as it stands; 0: not so
    subject TEXT NOT NULL,
    people TEXT NOT NULL,
    form TEXT NOT NULL          -- JSON; files' content stands in draft_contents
);
CREATE TABLE draft_contents (
    seq INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    content BLOB NOT NULL
);
CREATE TABLE draft_files (
    draft INTEGER NOT NULL REFERENCES drafts(seq) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    content INTEGER NOT NULL REFERENCES draft_contents(seq),
    PRIMARY KEY (draft, place)
) WITHOUT ROWID;
CREATE INDEX draft_files_content ON draft_files(content);
"""

# They added words by which a search finds a result, as the eighth does; the ninth an index that
# the tenth needs no more.
_VERSION_4 = _VERSION_5 = _VERSION_7 = _VERSION_9 = ""

# The connection that an attempt took: a command made of it later must lead to the same server.
_VERSION_6 = """
ALTER TABLE attempts ADD COLUMN way TEXT NOT NULL DEFAULT '';   -- see way.py; '': not known
"""

# A search finds a result by all that its row and its sentences say. To add that to many takes
# seconds, so it is done once the history is open: see older_results.py.
_VERSION_8 = """
CREATE TABLE words_due (below INTEGER NOT NULL);  -- one row: results before this one lack some
INSERT INTO words_due SELECT ifnull(max(seq), 0) + 1 FROM attempts;
"""

# A draft without a subject is known by what is written in it. The sends of one mail are found by
# what is written in it, to whomever they went: of older ones it is found out with their words.
_VERSION_10 = """
ALTER TABLE drafts ADD COLUMN words TEXT NOT NULL DEFAULT '';   -- the first of a nameless one
ALTER TABLE attempts ADD COLUMN content BLOB;   -- see messages.py; null: not known
UPDATE words_due SET below = (SELECT ifnull(max(seq), 0) + 1 FROM attempts);
CREATE INDEX attempts_content ON attempts(content, practice) WHERE content IS NOT NULL;
CREATE INDEX attempts_went ON attempts(content, practice)
    WHERE outcome IN ('accepted', 'partial', 'unknown');
CREATE INDEX attempts_untold ON attempts(subject, sender) WHERE content IS NULL;
DROP INDEX IF EXISTS attempts_taken;
"""

# Of a mail into which something is filled for each it is known what each of them reads, so that
# its sends to some of them are found. What is written in a mail is told by whole files now, and
# the words that say why it failed no more say what comes of sending it again: both are found out
# anew. Of a mail whose large files were not kept the first cannot be, so its older sends stay in
# doubt: better than to tell it by its text alone, and call a mail with another file the same.
_VERSION_11 = """
CREATE TABLE fills (
    message INTEGER NOT NULL REFERENCES messages(seq) ON DELETE CASCADE,
    person TEXT NOT NULL,       -- see domain.email_key
    content BLOB NOT NULL,      -- as attempts.content of the same mail to that one alone
    PRIMARY KEY (message, person)
) WITHOUT ROWID;
CREATE INDEX fills_content ON fills(content);
UPDATE attempts SET content = NULL;
UPDATE words_due SET below = (SELECT ifnull(max(seq), 0) + 1 FROM attempts);
"""

MIGRATIONS: tuple[str, ...] = (
    _VERSION_1,
    _VERSION_2,
    _VERSION_3,
    _VERSION_4,
    _VERSION_5,
    _VERSION_6,
    _VERSION_7,
    _VERSION_8,
    _VERSION_9,
    _VERSION_10,
    _VERSION_11,
)
"""The script that leads from version n to n + 1; a published one is never changed."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database to the newest version, whole or not at all.

    Raises `StoreError` for a database that a newer sgdesk has written, or another program.
    """
    # Locked before the version is read: two processes may start at once.
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        connection.execute("ROLLBACK")
        raise StoreError(
            "The history was written by a newer sgdesk.",
            why=f"It has form {version}; this one knows {len(MIGRATIONS)}.",
            remedy="Install the newer version, or set SGDESK_DATA_DIR to another folder.",
        )
    try:
        for script in MIGRATIONS[version:]:
            for statement in _statements(script):
                connection.execute(statement)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        # Not for lack of room or a lock: its tables are not what that version had.
        connection.execute("ROLLBACK")
        raise StoreError(
            f"The file {HISTORY_FILE} is no history of sgdesk.",
            why=f"It has form {version}, but not the tables of that form: {error}.",
            remedy="Move it away, or set SGDESK_DATA_DIR to another folder.",
        ) from error
    connection.execute(f"PRAGMA user_version={len(MIGRATIONS)}")
    connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """Cut a script up; `executescript` would commit the transaction it runs in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
