"""Dialogs for files begin where the user's files are, then where the last ones were."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from sgdesk.ui.life import Life
from tests.support.live import open_sheet, press_in
from tests.support.qt import aio, make_life, running


def dialog(life: Life) -> QFileDialog:
    """Give the dialog that is open."""
    (found,) = [each for each in life.window.findChildren(QFileDialog) if each.isVisible()]
    return found


@aio()
async def test_pictures_and_files_are_looked_for_where_the_last_ones_were(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / "Pictures").mkdir(parents=True)
    logos = tmp_path / "logos"
    logos.mkdir()
    (logos / "list.txt").write_text("x")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    async with running(make_life(qapp, tmp_path)) as life:
        life.compose.body.choose_image()
        assert dialog(life).directory().absolutePath() == str(home / "Pictures")
        dialog(life).reject()
        life.compose.body.choose_files()
        # There is no folder for documents here.
        assert dialog(life).directory().absolutePath() == str(home)
        dialog(life).filesSelected.emit([str(logos / "list.txt")])
        dialog(life).reject()
        await life.tasks.wait_for("attach")

    async with running(make_life(qapp, tmp_path)) as life:
        life.compose.body.choose_files()
        assert dialog(life).directory().absolutePath() == str(logos)
        dialog(life).reject()


async def openings(life: Life) -> list[tuple[str, str, Callable[[], object]]]:
    """Give what opens each dialog for one file, with the kind of files and the name offered."""
    sheet = await open_sheet(life)
    sheet.show_details(shown=True)
    setting = life.rooms.settings.editor("ca_file")
    # No two of a kind follow each other: Qt begins where its last dialog was.
    return [
        ("certificates", "", partial(press_in, sheet, "choose-ca-file")),
        ("mail", "", life.files.choose_to_open),
        ("certificates", "", life.remedies.certificates.ask),
        ("mail", "mail", life.files.choose_to_save),
        ("certificates", "", partial(setting.file_wanted.emit, "ca_file")),
        ("mail", "Autumn.eml", partial(life.practice.saving.ask, "id", 0, "Autumn")),
        ("results", "sgdesk-results-", partial(life.exporting.ask, "csv")),
    ]


@aio()
async def test_every_dialog_begins_at_the_users_files_and_then_at_the_last_of_its_kind(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    for name in ("home", "mail", "results", "certificates"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    last: dict[str, str] = {}
    async with running(make_life(qapp, tmp_path)) as life:
        ways = await openings(life)
        for kind, name, ask in ways * 2:
            ask()
            shown = dialog(life)

            assert shown.directory().absolutePath() == last.get(kind, str(home))
            assert Path([*shown.selectedFiles(), ""][0]).name.startswith(name)
            # As when one was chosen, but nobody reads or writes it.
            last[kind] = str(tmp_path / kind)
            shown.filesSelected.emit([f"{last[kind]}/file"])
            shown.reject()
