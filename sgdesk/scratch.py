"""A folder for as long as a process needs it, and the end of those whose process was killed."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from sgdesk.clock import wall_utc
from sgdesk.errors import MORE_FILES, StartError, out_of_files
from sgdesk.filelock import try_lock

OWNER = "owner"
"""A file that the living process holds locked."""
YOUNG_S = 60.0


class ScratchFolder:
    """A temporary folder whose name begins with `prefix`, gone when it is closed.

    Making one removes those of the same prefix and user that a kill left behind.
    """

    def __init__(self, prefix: str) -> None:
        with temporary_files():
            _clear_left_overs(prefix)
            self._directory = tempfile.TemporaryDirectory(prefix=prefix)
            self.path = Path(self._directory.name)
            # The lock ends with the process, however that ends.
            self._owner = (self.path / OWNER).open("wb")
        try_lock(self._owner.fileno())

    def close(self) -> None:
        """Remove the folder."""
        self._owner.close()
        self._directory.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def temporary_files() -> Iterator[None]:
    """Say it in words, as a `StartError`, where the system lets none be written."""
    try:
        yield
    except OSError as error:
        if (stopped := out_of_files(error)) is not None:
            raise stopped from error
        # Python's own search for a folder does not tell these causes apart.
        raise StartError(
            "No temporary file can be written.",
            why=f"{error.strerror or error}.",
            remedy="Free some space, or set TMPDIR to a folder that can be written. " + MORE_FILES,
        ) from error


def _clear_left_overs(prefix: str) -> None:
    # Younger ones may belong to one that is about to lock its own.
    oldest = wall_utc().timestamp() - YOUNG_S
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        with suppress(OSError):
            found = folder.lstat()
            is_ours = sys.platform == "win32" or found.st_uid == os.getuid()
            if stat.S_ISDIR(found.st_mode) and is_ours and found.st_mtime < oldest:
                _remove_if_dead(folder)


def _remove_if_dead(folder: Path) -> None:
    with (folder / OWNER).open("r+b") as owner:
        is_dead = try_lock(owner.fileno())
    if is_dead:
        shutil.rmtree(folder, ignore_errors=True)
