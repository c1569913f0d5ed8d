"""`sgdesk gui --screenshot`, as the set-up command calls it where there is no display."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from sgdesk.errors import InputError
from sgdesk.ui.main import run
from sgdesk.ui.options import GuiOptions

SIZE = (1280, 800)


def test_picture_of_the_window_is_painted_without_a_display(tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    environ = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}

    done = subprocess.run(
        [sys.executable, "-m", "sgdesk", "gui", "--screenshot", picture],
        env=environ | {"DISPLAY": "", "QTWEBENGINE_DISABLE_SANDBOX": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert QImage(str(picture)).size().toTuple() == SIZE
    # The engine's own words for a profile that goes before its pages.
    assert "Expect troubles" not in done.stderr


def test_size_below_the_windows_least_is_refused_with_a_sentence(tmp_path: Path) -> None:
    picture = tmp_path / "window.png"

    with pytest.raises(InputError, match="719x520"):
        run(GuiOptions(screenshot=picture, width=719, height=520))

    assert not picture.exists()
