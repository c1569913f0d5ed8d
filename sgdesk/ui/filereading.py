"""Read files that were chosen or dropped; runs in a worker thread."""

import errno
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sgdesk.present.form import FormFile

MOST_BYTES = 100_000_000
"""Over three times of what SendGrid takes, so that its own limit is still what is explained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFiles:
    """What came of a list of paths."""

    files: tuple[FormFile, ...]
    html: str
    """The text of the only file when that is HTML: it may become the mail itself."""
    failed: str
    """One line for each that could not be read."""


def read_files(paths: Sequence[str]) -> ReadFiles:
    """Read them all; one that cannot be read is named and leaves the others alone."""
    files: list[FormFile] = []
    failed: list[str] = []
    html = ""
    for path in map(Path, paths):
        try:
            content = _read(path)
        except OSError as error:
            failed.append(f"{path.name}: {error.strerror or error}")
            continue
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind == "text/html" and not html and len(paths) == 1:
            html = content.decode("utf-8", "replace")
        files.append(FormFile(filename=path.name, content=content, type=kind))
    return ReadFiles(files=tuple(files), html=html, failed="\n".join(failed))


def _read(path: Path) -> bytes:
    """Read one file; raises `OSError` for what is none, or far beyond what any mail may hold."""
    if not path.is_dir() and not path.is_file() and path.exists():
        raise OSError(errno.EINVAL, "This is no file that can be read to an end")
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise OSError(errno.EFBIG, f"Larger than {MOST_BYTES // 1_000_000} MB; no mail holds it")
    return content
