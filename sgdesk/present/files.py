"""Attached files in words."""

from collections.abc import Container
from pathlib import PurePath

from sgdesk.pieces import encoded_size
from sgdesk.present.form import FormFile
from sgdesk.sizes import size_text

HEADINGS = ("File", "Kind", "Size", "Place")

_KINDS = {
    "application/pdf": "PDF",
    "application/zip": "ZIP archive",
    "application/json": "JSON",
    "application/octet-stream": "Unknown kind",
    "application/msword": "Word document",
    "application/vnd.ms-excel": "Excel sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel sheet",
    "text/plain": "Text",
    "text/html": "HTML",
    "text/calendar": "Calendar entry",
    "message/rfc822": "Mail",
}
_FAMILIES = {"image": "image", "text": "text", "audio": "sound", "video": "video"}


def file_row(file: FormFile, *, is_shown: bool) -> tuple[str, str, str, str]:
    """Give name, kind, size and where people see it; `is_shown` in the text of the mail."""
    place = "Attached, not shown in the text" if file.content_id else "Attached"
    place = "In the mail" if is_shown else place
    return file_name(file), kind_words(file.type), size_text(len(file.content)), place


def file_name(file: FormFile) -> str:
    """Give the name that people see."""
    return PurePath(file.filename).name or "without a name"


def removed_words(name: str, *, from_text: bool) -> str:
    """Say what became of a file that was taken off."""
    where = "off this mail and out of its text" if from_text else "off this mail"
    return f"{name} was taken {where}."


def kind_words(media_type: str) -> str:
    """Say what a media type is: `image/png` is a PNG image."""
    known = _KINDS.get(media_type.lower())
    if known:
        return known
    family, _, name = media_type.partition("/")
    word = _FAMILIES.get(family)
    short = name.removeprefix("x-").partition("+")[0].upper()
    return f"{short} {word}" if word and short else media_type or "Unknown kind"


def total_words(files: tuple[FormFile, ...]) -> str:
    """Say how much all files are; base64 makes three bytes four."""
    total = sum(len(file.content) for file in files)
    mailed = sum(encoded_size(len(file.content)) for file in files)
    return f"{size_text(total)} in all, {size_text(mailed)} when mailed"


def reading_words(name: str, number: int, count: int) -> str:
    """Say which file is being read."""
    return f"Reading {name}…" if count == 1 else f"Reading file {number} of {count}: {name}…"


def alt_from(filename: str) -> str:
    """Propose what an image shows, from its name: `autumn_sale-2.png` is "autumn sale 2"."""
    stem = PurePath(filename).stem
    return " ".join(stem.replace("_", " ").replace("-", " ").split())


def new_content_id(filename: str, taken: Container[str]) -> str:
    """Give a Content-ID that a mail does not hold yet."""
    stem = "".join(each if each.isascii() and each.isalnum() else "-" for each in filename)
    stem = stem.rpartition("-")[0].strip("-").lower() or stem.strip("-").lower() or "image"
    stem = stem[:40]
    number = 1
    while (name := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return name
