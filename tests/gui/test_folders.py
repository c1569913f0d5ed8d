"""Dialogs for files begin where the user's files are, then where the last ones were."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from sgdesk.ui.life import Life
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
