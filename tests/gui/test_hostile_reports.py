"""What is opened as a report may be anything: the window says what it is, and lives on."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.networks import all_mail_refused
from tests.support.qt import aio, make_life, running
from tests.support.report_files import report_of
from tests.support.window import texts


def bomb(path: Path) -> None:
    """Pack a gigabyte of blanks into a megabyte."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file,
        file.open("report.json", "w", force_zip64=True) as member,
    ):
        for _ in range(1 << 10):
            member.write(b" " * (1 << 20))


def traversal(path: Path) -> None:
    """Name a file outside."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("../../../escaped.txt", "x")
        file.writestr("/escaped.txt", "x")


def newer(path: Path) -> None:
    """Write what a later version may."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("report.json", '{"schema": "sgdesk.report/9", "made_at": "later"}')


def another_program(path: Path) -> None:
    """Write a report of somebody else's."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("report.json", '{"schema": "other.report/1"}')


def truncated(path: Path) -> None:
    """Cut a report off on its way."""
    whole = report_of(all_mail_refused, path.parent).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def huge(path: Path) -> None:
    """Make a file of a gigabyte that takes no room."""
    with path.open("wb") as file:
        file.truncate(1 << 30)


def deep(path: Path) -> None:
    """Nest more than any reader's stack holds."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("report.json", "[" * 2_000_000)


def closed(path: Path) -> None:
    """Let nobody read it, and let it be none for who may all the same."""
    path.write_bytes(b"")
    path.chmod(0)


CASES: dict[Callable[[Path], None], str] = {
    bomb: "Unpacked it has more than",
    traversal: "It holds no report.json",
    newer: "made by another version of sgdesk",
    another_program: "report.json is something else",
    truncated: "was cut off on its way",
    huge: "a report is small",
    deep: "is no JSON",
    closed: "It is no zip file" if os.name == "nt" or os.geteuid() == 0 else "Permission denied",
}


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
@aio(60)
async def test_file_that_is_no_report_is_named_and_the_next_one_opens(
    qapp: QApplication, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    path = folder / "hostile.zip"
    make(path)
    good = report_of(all_mail_refused, tmp_path)
    async with running(make_life(qapp, tmp_path)) as life:
        life.diagnose.show("opened")
        part = life.rooms.diagnose.opened
        life.diagnose.opened.open_file(str(path))
        await life.tasks.wait_for("report-open")

        assert CASES[make] in texts(life, part)
        assert part.first.isVisible()
        life.diagnose.opened.open_file(str(good))
        await life.tasks.wait_for("report-open")
        assert part.has_report
        assert CASES[make] not in texts(life, part)
    assert not list_of_escaped(tmp_path)


def list_of_escaped(folder: Path) -> list[Path]:
    """Give what was unpacked."""
    return list(folder.rglob("escaped*"))
