"""Lock an open file; the kernel gives the lock back when its holder dies, however it dies."""

import sys

if sys.platform == "win32":
    import msvcrt

    def try_lock(handle: int) -> bool:
        """Lock an open file for as long as it stays open; say whether that worked."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(handle: int) -> bool:
        """Lock an open file for as long as it stays open; say whether that worked.

        `flock` belongs to the open file, so two stores of one process keep
        apart as well, and no child inherits it (PEP 446).
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
