"""Each view, state and error, in both schemes, at both sizes, at 100 and at 200 %."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from tests.gui.gallery.ink import LEAST, text_contrast


@pytest.mark.timeout(400)
@pytest.mark.parametrize("scale", ["1", "2"])
def test_nothing_is_cut_off_doubled_or_faint_in_any_scene(tmp_path: Path, scale: str) -> None:
    # A process each: Qt reads the scale once. The pictures are drawn off the screen.
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.gallery", tmp_path, "--scale", scale, "--check"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("*.png"))) >= 4


@pytest.mark.parametrize(("ink", "is_faint"), [("#777777", True), ("#707070", False)])
def test_contrast_is_that_of_the_painted_text(ink: str, is_faint: bool) -> None:
    picture = QImage(120, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("#fafafa"))
    painter = QPainter(picture)
    painter.fillRect(20, 10, 4, 20, QColor(ink))
    painter.end()

    assert (text_contrast(picture, picture.rect()) < LEAST) is is_faint
