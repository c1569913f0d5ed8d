"""What holds for every test of the window: drawn off screen, state of its own."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The program sets it when the browser engine is wanted. Here the application's loop ends many
# times, and without it from the beginning the engine then crashes the process.
QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
pytest_plugins = ["tests.support.qt", "tests.support.lent"]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a history and settings of its own."""
    monkeypatch.setenv("SGDESK_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("SGDESK_DATA_DIR", str(tmp_path / "data"))
