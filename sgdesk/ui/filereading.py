"""Read files that were chosen or dropped; runs in a worker thread."""

import errno
import mimetypes
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sgdesk.errors import in_sentences
from sgdesk.message.lines import file_name_words, without_halves
from sgdesk.present.form import FormFile
from sgdesk.sizes import MEGABYTE, size_text

MOST_BYTES = 100 * MEGABYTE
"""Over three times of what SendGrid takes, so that its own limit is still what is explained."""
PIECE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFiles:
    """What came of a list of paths."""

    files: tuple[FormFile, ...]
    html: str
    """The text of the only file when that is HTML: it may become the mail itself."""
    failed: str
    """One line for each that could not be read."""


class Reading:
    """How far a reading is, for another thread to look at, and a way to stop it."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.number = 0
        self.name = ""
        self.done_bytes = 0
        self.total_bytes = 0
        """Of the file that is being read."""
        self.stop = threading.Event()


def read_files(paths: Sequence[str], reading: Reading | None = None) -> ReadFiles:
    """Read them all; one that cannot be read is named and leaves the others alone.

    Stopped, it gives nothing: half of what was chosen is not what was chosen.
    """
    reading = reading or Reading(len(paths))
    files: list[FormFile] = []
    failed: list[str] = []
    html = ""
    for number, path in enumerate(map(Path, paths), 1):
        name = without_halves(path.name)
        reading.number, reading.name = number, name
        try:
            content = _read(path, reading)
        except OSError as error:
            failed.append(f"{name}: {error.strerror or error}")
            continue
        if reading.stop.is_set():
            return ReadFiles(files=(), html="", failed="")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind == "text/html" and not html and len(paths) == 1:
            html = content.decode("utf-8", "replace")
        files.append(FormFile(filename=path.name, content=content, type=kind))
    return ReadFiles(files=tuple(files), html=html, failed="\n".join(failed))


def _read(path: Path, reading: Reading) -> bytes:
    """Read one file; raises `OSError` for what is none, or far beyond what any mail may hold."""
    # Qt puts a sign of its own for what it cannot read, and then the file is not found.
    is_misread = "\ufffd" in path.name and not path.exists()
    if is_misread or path.name != without_halves(path.name):
        raise OSError(errno.EILSEQ, in_sentences(*file_name_words(path.name)[1:]))
    if not path.is_dir() and not path.is_file() and path.exists():
        raise OSError(errno.EINVAL, "This is no file that can be read to an end")
    pieces: list[bytes] = []
    reading.done_bytes = 0
    with path.open("rb") as file:
        reading.total_bytes = path.stat().st_size
        while not reading.stop.is_set() and (piece := file.read(PIECE_BYTES)):
            pieces.append(piece)
            reading.done_bytes += len(piece)
            if reading.done_bytes > MOST_BYTES:
                limit = size_text(MOST_BYTES)
                raise OSError(errno.EFBIG, f"Larger than {limit}; no mail holds it")
    return b"".join(pieces)
