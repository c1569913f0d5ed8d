"""Be an ordinary user in a test, whoever runs it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def somebody() -> Iterator[Path]:
    """Give a folder of that user's own, and have no rights beyond its owner's."""
    nobody = 65534
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, nobody, nobody)
            os.seteuid(nobody)
        try:
            yield folder
        finally:
            folder.chmod(0o700)
            if os.getuid() == 0:
                os.seteuid(0)
