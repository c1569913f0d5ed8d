"""Who has the window open: the lock of one window, free of Qt and light, for it comes before the
first paint.

The first start holds a lock on a file beside the window's state, which the kernel gives
back however that process dies.
"""

import os
import zlib
from collections.abc import Mapping
from pathlib import Path

from sgdesk.filelock import try_lock

_DATA_VARIABLES = ("SGDESK_DATA_DIR", "XDG_DATA_HOME")


class Spot:
    """The place that only one window has: these settings with this history."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        """`folder` is where the window's state stands."""
        data = "\n".join(
            str(Path(environ[name]).absolute()) if environ.get(name) else ""
            for name in _DATA_VARIABLES
        )
        name = f"window-{zlib.crc32(data.encode('utf-8', 'surrogateescape')):08x}"
        self.lock_path = folder / f"{name}.lock"
        self.address_path = folder / f"{name}.at"
        self._handle: int | None = None

    def take(self) -> bool:
        """Become the one that is open; `False` where another is.

        Raises `OSError` where the folder takes no files.
        """
        self.lock_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.lock_path, os.O_RDWR | os.O_CREAT, 0o600)
        if not try_lock(handle):
            os.close(handle)
            return False
        self._handle = handle
        return True

    def leave(self) -> None:
        """Let another become it; safe to call twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
