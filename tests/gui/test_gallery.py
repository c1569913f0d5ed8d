"""Each view, state and error, in both schemes, at both sizes, at 100 and at 200 %."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from tests.gui.gallery.ink import LEAST, text_contrast


@pytest.mark.timeout(900)
def test_nothing_is_cut_off_doubled_or_faint_in_any_scene(tmp_path: Path) -> None:
    # A process each: Qt reads the scale once. Side by side, since there are two cores at least.
    scales = ("1", "2")
    shows = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.gui.gallery", tmp_path / s, "--scale", s, "--check"],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"},
            stderr=subprocess.PIPE,
            text=True,
        )
        for s in scales
    ]
    found = {scale: show.communicate()[1] for scale, show in zip(scales, shows, strict=True)}

    assert [show.returncode for show in shows] == [0, 0], found


def test_gallery_writes_each_scheme_and_size_of_a_scene(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.gui.gallery", tmp_path, "--only", "write-empty"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
    )

    assert {picture.name for picture in tmp_path.iterdir()} == {
        f"write-empty-{look}-{size}.png"
        for look in ("light", "dark")
        for size in ("1280x800", "900x600")
    }


@pytest.mark.parametrize(("ink", "is_faint"), [("#777777", True), ("#707070", False)])
def test_contrast_is_that_of_the_painted_text(ink: str, is_faint: bool) -> None:
    picture = QImage(120, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("#fafafa"))
    painter = QPainter(picture)
    painter.fillRect(20, 10, 4, 20, QColor(ink))
    painter.end()

    assert (text_contrast(picture, picture.rect()) < LEAST) is is_faint
