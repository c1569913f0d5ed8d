"""Open the database file: folder and file modes, pragmas, migrations, a damaged file set aside."""

import errno
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sgdesk.clock import wall_utc
from sgdesk.errors import StoreError
from sgdesk.profile import HISTORY_FILE
from sgdesk.scratch import ScratchFolder
from sgdesk.store.salvage import Salvage, salvage_file
from sgdesk.store.schema import MIGRATIONS, migrate
from sgdesk.store.worker import PATIENT_S, READER_S

CANNOT_WRITE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT})
"""What the system says where somebody may read and not write, or where there is no room."""
SUSPECT = "history.suspect"
"""Left behind when SQLite reported damage at work: the next start looks closely."""
SCRATCH = "sgdesk-history-"
MOST_COPIES = 5
LOG_HEAD_BYTES = 32
"""With two numbers that change whenever the log begins anew."""
_COMPANIONS = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A database that is ready."""

    connection: sqlite3.Connection
    set_aside: Path | None = None
    """Where a damaged one went, when there was one."""
    salvage: Salvage = field(default_factory=Salvage)
    """What of it is in the new one."""


def is_for_lack_of_room_or_right(error: OSError | sqlite3.OperationalError) -> bool:
    """Say whether a history that cannot be opened for writing may still be read."""
    if isinstance(error, OSError):
        return error.errno in CANNOT_WRITE
    # A full disk is an I/O error where the log's index is to grow.
    kinds = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)
    return error.sqlite_errorcode & 0xFF in kinds


def make_folder(data_dir: Path) -> None:
    """Make the folder, closed to other users."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    data_dir.chmod(0o700)


def open_database(
    data_dir: Path, *, is_in_use: bool = False, patience_s: float = PATIENT_S
) -> Opened:
    """Open or make the history under `data_dir`, and bring it to the newest form.

    A file that SQLite cannot read is renamed to `history.db.damaged-DATE` and a
    new one is begun, with the drafts that can still be read; not while another
    process has it open (`is_in_use`), which would go on writing drafts into what was
    set aside. Another program that has it locked is waited for. The caller holds
    `presence.one_at_a_time`.
    Raises `StoreError`, `OSError` and `sqlite3.Error`.
    """
    path, suspect = data_dir / HISTORY_FILE, data_dir / SUSPECT
    try:
        connection = _open(path, thorough=suspect.exists(), patience_s=patience_s)
        suspect.unlink(missing_ok=True)
        return Opened(connection=connection)
    except sqlite3.OperationalError:
        # Locked, no space, no permission: nothing is wrong with the file itself.
        raise
    except sqlite3.DatabaseError as error:
        if is_in_use:
            note_damage(data_dir)
            raise StoreError(
                "The history is damaged, and another sgdesk has it open.",
                why="It can only be set aside when nobody writes to it.",
                remedy="Close the other one, then start again; drafts are saved from it.",
            ) from error
        aside = _set_aside(path)
        suspect.unlink(missing_ok=True)
    try:
        connection = _open(path, thorough=False, patience_s=patience_s)
        try:
            salvage = salvage_file(aside, connection)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        # No room for a new one, or for what can still be read: the next start tries again.
        _put_back(aside, path)
        raise
    return Opened(connection=connection, set_aside=aside, salvage=salvage)


def open_for_reading(data_dir: Path, patience_s: float = PATIENT_S) -> sqlite3.Connection:
    """Open a second connection that cannot write."""
    return connect((data_dir / HISTORY_FILE).absolute().as_uri() + "?mode=ro", patience_s)


def open_beside_a_lock(data_dir: Path) -> sqlite3.Connection | None:
    """Read a history that another program lets nobody write to; `None` where it is of old form.

    Raises `sqlite3.OperationalError` where it lets nobody read either.
    """
    connection = open_for_reading(data_dir, READER_S)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    except BaseException:
        connection.close()
        raise
    if version == len(MIGRATIONS):
        return connection
    connection.close()
    return None


def open_a_copy(data_dir: Path) -> sqlite3.Connection:
    """Read a history whose folder cannot be written into memory, as it stands.

    SQLite itself cannot read what still stands in the log without writing beside it.
    """
    copy = connect(":memory:")
    with ScratchFolder(SCRATCH) as scratch:
        _copy_files(data_dir, scratch.path)
        with closing(connect(str(scratch.path / HISTORY_FILE))) as connection:
            connection.backup(copy)
    migrate(copy)
    return copy


def _copy_files(data_dir: Path, folder: Path) -> None:
    """Copy the database and its log so that they belong together."""
    try:
        for _ in range(MOST_COPIES):
            before = _state(data_dir)
            for companion in ("", "-wal"):
                part = folder / (HISTORY_FILE + companion)
                part.unlink(missing_ok=True)
                with suppress(FileNotFoundError):
                    shutil.copyfile(data_dir / part.name, part)
            if _state(data_dir) == before:
                return
    except PermissionError as error:
        raise StoreError(
            "The history cannot be read.",
            why=f"{error.filename}: {error.strerror}.",
            remedy="Let this user read there, or set SGDESK_DATA_DIR to another folder.",
        ) from error
    raise StoreError(
        "The history cannot be read.",
        why="Another sgdesk writes to it without a pause.",
        remedy="Try again in a moment.",
    )


def _state(data_dir: Path) -> tuple[object, ...]:
    """Give what differs when the log was moved into the database in between.

    What is only added to the log does not matter: half a record at its end is not read.
    Source: https://sqlite.org/fileformat2.html, "WAL File Format".
    """
    size = changed_ns = 0
    head = b""
    with suppress(FileNotFoundError):
        found = (data_dir / HISTORY_FILE).stat()
        size, changed_ns = found.st_size, found.st_mtime_ns
    with suppress(FileNotFoundError), (data_dir / f"{HISTORY_FILE}-wal").open("rb") as log:
        head = log.read(LOG_HEAD_BYTES)
    return size, changed_ns, head


def open_in_memory() -> sqlite3.Connection:
    """Make a history that ends with its connection."""
    connection = connect(":memory:")
    migrate(connection)
    return connection


def connect(name: str, patience_s: float = PATIENT_S) -> sqlite3.Connection:
    """Connect in autocommit mode, so that every transaction is written out in the code."""
    connection = sqlite3.connect(
        name,
        timeout=patience_s,
        isolation_level=None,
        uri=name.startswith("file:"),
        check_same_thread=False,
    )
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def note_damage(data_dir: Path) -> None:
    """Have the next start examine the whole file."""
    (data_dir / SUSPECT).touch(mode=0o600)


def _open(path: Path, *, thorough: bool, patience_s: float) -> sqlite3.Connection:
    # SQLite gives its -wal and -shm files the mode of the database itself.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
    connection = connect(str(path), patience_s)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        # A killed process loses nothing with NORMAL; a power cut may lose the last commits.
        connection.execute("PRAGMA synchronous=NORMAL")
        # The worker moves the log itself, when nothing waits for it.
        connection.execute("PRAGMA wal_autocheckpoint=0")
        migrate(connection)
        _examine(connection, thorough=thorough)
    except BaseException:
        connection.close()
        raise
    return connection


def _examine(connection: sqlite3.Connection, *, thorough: bool) -> None:
    """Raise `sqlite3.DatabaseError` for damage: the ends of each table, or all of it on suspicion.

    Reading all of a large history at each start would cost seconds.
    """
    if thorough:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
    for table in ("attempts", "details", "words", "messages", "drafts"):
        for order in ("ASC", "DESC"):
            connection.execute(
                f"SELECT * FROM {table} ORDER BY seq {order} LIMIT 1"  # noqa: S608  names of ours, values bound
            ).fetchone()


def _set_aside(path: Path) -> Path:
    stamp = wall_utc().strftime("%Y-%m-%d-%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    if not path.is_file():
        raise StoreError("The history is no file.", why=str(path))
    for companion in _COMPANIONS:
        part = path.with_name(path.name + companion)
        if part.exists():
            part.replace(aside.with_name(aside.name + companion))
    return aside


def _put_back(aside: Path, path: Path) -> None:
    for companion in _COMPANIONS:
        path.with_name(path.name + companion).unlink(missing_ok=True)
        part = aside.with_name(aside.name + companion)
        if part.exists():
            part.replace(path.with_name(path.name + companion))
    note_damage(path.parent)
