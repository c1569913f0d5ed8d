"""Write a file that its owner alone can read; whole or not at all, where its folder allows it."""

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

_STREAM = re.compile(r"/dev/std(?:out|err)|/(?:dev|proc/self)/fd/(\d+)")


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing; it takes the place of an old one when the block has ended.

    The old one stays when the block fails, so that a full disk loses nothing. Where the
    folder lets nobody make a file, the text goes into the old one, which a kill at that
    moment can leave in part; somebody else's is left alone. A pipe or a device is
    written to as it stands, a pipe only while somebody reads it. Raises `OSError`.
    """
    if (stream := _STREAM.fullmatch(str(path))) is not None:
        # One of our own: written where it stands, be it a file; a new one would leave it behind.
        number = int(stream[1] or ("stdout", "stderr").index(path.name) + 1)
        with os.fdopen(os.dup(number), "wb") as file:
            yield file
        return
    # Asked by its own name: what `/dev/fd/63` leads to has none.
    if path.exists() and not path.is_file():
        with open(path, "wb", opener=_at_once if path.is_fifo() else None) as file:
            yield file
        return
    target = path.resolve()
    # mkstemp creates the file with mode 0600.
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    except PermissionError:
        if not os.access(target, os.W_OK):
            raise
        with _written_over(target) as file:
            yield file
        return
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def private_copy(source: Path, target: Path) -> Path:
    """Copy a file and give the copy; give the file itself where none can be written."""
    try:
        with private_file(target) as file:
            file.write(source.read_bytes())
    except OSError:
        return source
    return target


def _at_once(path: str, flags: int) -> int:
    """Open a named pipe that somebody reads; for a reader it would be waited without an end."""
    try:
        handle = os.open(path, flags | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(errno.ENXIO, "nobody reads this pipe", path) from error
        raise
    os.set_blocking(handle, True)
    return handle


@contextmanager
def _written_over(target: Path) -> Iterator[BinaryIO]:
    """Write into a file as it stands, where its folder lets nobody make another beside it.

    What was there comes back when the writing fails, as far as it can be written.
    """
    made = BytesIO()
    yield made
    with target.open("r+b") as file:
        # Refused where the file is somebody else's, who could go on reading it.
        target.chmod(0o600)
        before = file.read()
        try:
            _fill(file, made.getvalue())
        except BaseException:
            with contextlib.suppress(OSError):
                _fill(file, before)
            raise


def _fill(file: BinaryIO, content: bytes) -> None:
    file.seek(0)
    file.write(content)
    file.truncate()
    file.flush()
