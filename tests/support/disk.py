"""A small disk of its own, which can be filled; needs root, as the lab does."""

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Put a disk of 2 MB in the place of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill_up(folder: Path) -> Path:
    """Take all the room that is left; give the file that takes it."""
    filling = folder / "filling"
    with contextlib.suppress(OSError), filling.open("wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass
    return filling


def make_room(folder: Path) -> None:
    """Take back what `fill_up` did."""
    (folder / "filling").unlink()


def remount(folder: Path, how: str) -> None:
    """Let the disk be written (`rw`), or read alone (`ro`)."""
    subprocess.run(["mount", "-o", f"remount,{how}", folder], check=True)
