"""Read files that were chosen or dropped; runs in a worker thread."""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sgdesk.present.form import FormFile


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
            content = path.read_bytes()
        except OSError as error:
            failed.append(f"{path.name}: {error.strerror or error}")
            continue
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind == "text/html" and not html and len(paths) == 1:
            html = content.decode("utf-8", "replace")
        files.append(FormFile(filename=path.name, content=content, type=kind))
    return ReadFiles(files=tuple(files), html=html, failed="\n".join(failed))
