"""Each view, state and error, in both schemes, at both sizes, at 100 and at 200 %."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sgdesk.ui.widgets.copied import SAID, Copied
from sgdesk.ui.widgets.surface import button, restyle, row
from sgdesk.ui.widgets.texttable import TextModel, TextTable
from tests.gui.gallery.ink import LEAST, text_contrast
from tests.gui.gallery.pauses import said_still, settle
from tests.support.colour import told_by_colour_alone
from tests.support.qt import aio, turns
from tests.support.reach import faults_of_the_way, same_letters, unspoken
from tests.support.structure import columns_out_of_sight, cut_off, headings_cut_off, over_each_other


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
    said = [show.communicate()[1] for show in shows]

    assert [show.returncode for show in shows] == [0, 0], "\n".join(said)


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


@aio()
async def test_what_is_said_for_a_while_stands_in_all_pictures_of_its_scene_and_no_other(
    qapp: QApplication,
) -> None:
    window = QWidget()
    copied, typed = Copied(), QTimer(window, singleShot=True, interval=300)
    copied.setParent(window)
    copied.take("words")
    typed.start()
    await settle(window)
    assert not typed.isActive()
    async with said_still(window):
        assert copied.text() == SAID
        assert not any(timer.isActive() for timer in window.findChildren(QTimer))

    assert copied.text() == ""


@pytest.mark.parametrize(("ink", "is_faint"), [("#777777", True), ("#707070", False)])
def test_contrast_is_that_of_the_painted_text(ink: str, is_faint: bool) -> None:
    picture = QImage(120, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("#fafafa"))
    painter = QPainter(picture)
    painter.fillRect(20, 10, 4, 20, QColor(ink))
    painter.end()

    assert (text_contrast(picture, picture.rect()) < LEAST) is is_faint


@pytest.fixture
def form(qapp: QApplication) -> Iterator[QWidget]:
    """Give a form with nothing wrong: words, a field, and two buttons side by side."""
    window = QWidget()
    window.setWindowTitle("Form")
    layout = QVBoxLayout(window)
    words = QLabel("&Words that need their room")
    field = QLineEdit()
    field.setObjectName("field")
    field.setAccessibleName("Words")
    field.setToolTip("What people read")
    words.setBuddy(field)
    buttons = row(
        button("Back", name="back", why="Change nothing"),
        button("Go on", name="go-on", why="Do it"),
    )
    layout.addWidget(words)
    layout.addWidget(field)
    layout.addLayout(buttons)
    window.show()
    window.activateWindow()
    qapp.processEvents()
    yield window
    window.close()


def child(form: QWidget, name: str) -> QWidget:
    """Give a part of the form."""
    found = form.findChild(QWidget, name)
    assert found is not None
    return found


async def faults(form: QWidget) -> list[str]:
    """Give all that the checks of a scene say."""
    return [
        *cut_off(form),
        *columns_out_of_sight(form),
        *headings_cut_off(form),
        *over_each_other(form),
        *unspoken(form),
        *same_letters(form),
        *told_by_colour_alone(form),
        *await faults_of_the_way(form),
    ]


def narrow_label(form: QWidget) -> None:
    form.findChildren(QLabel)[0].setFixedWidth(40)


def flat_field(form: QWidget) -> None:
    child(form, "field").setFixedHeight(9)


def one_over_the_other(form: QWidget) -> None:
    child(form, "go-on").move(child(form, "back").pos())


def no_name(form: QWidget) -> None:
    child(form, "field").setAccessibleName("")
    form.findChildren(QLabel)[0].setBuddy(child(form, "back"))


def no_description(form: QWidget) -> None:
    child(form, "field").setToolTip("")


def backwards(form: QWidget) -> None:
    QWidget.setTabOrder(child(form, "go-on"), child(form, "back"))
    QWidget.setTabOrder(child(form, "back"), child(form, "field"))


def left_out(form: QWidget) -> None:
    child(form, "back").setFocusPolicy(Qt.FocusPolicy.ClickFocus)


def trap(form: QWidget) -> None:
    editor = QPlainTextEdit("Tab is written here")
    editor.setObjectName("editor")
    editor.setAccessibleName("Editor")
    editor.setToolTip("Nobody leaves it")
    layout = form.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addWidget(editor)


def same_letter(form: QWidget) -> None:
    go_on = form.findChild(QPushButton, "go-on")
    assert go_on is not None
    go_on.setText("Go on &with it")


def red_frame(form: QWidget) -> None:
    restyle(child(form, "field"), "bad", True)


def green_dot(form: QWidget) -> None:
    words = form.findChildren(QLabel)[0]
    words.setProperty("role", "good")
    words.setText("●")


def amber_words(form: QWidget) -> None:
    restyle(child(form, "go-on"), "tone", "warn")


def coloured_strip(form: QWidget) -> None:
    strip = QFrame(form)
    strip.setObjectName("strip")
    strip.setProperty("notice", "bad")
    strip.show()


def wide_column(form: QWidget) -> None:
    model = TextModel(("Step", "What happened"), form)
    table = TextTable("steps", "Steps", model, stretch=1)
    table.setToolTip("Each step")
    table.setColumnWidth(0, 900)
    layout = form.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addWidget(table)


def narrow_column(form: QWidget) -> None:
    wide_column(form)
    (table,) = form.findChildren(TextTable)
    table.setColumnWidth(0, 20)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (narrow_label, "px wide, has 40"),
        (flat_field, "px high, has 9"),
        (wide_column, "steps: 'What happened' ends"),
        (narrow_column, "steps: 'Step' needs"),
        (one_over_the_other, "back over go-on"),
        (no_name, "field has no name"),
        (no_description, "field has no description"),
        (backwards, "Tab goes back from go-on to back"),
        (left_out, "Tab leaves out back"),
        (trap, "Tab does not leave editor"),
        (same_letter, "w"),
        (red_frame, "field has a red frame"),
        (green_dot, "is good without a word"),
        (amber_words, "go-on has a colour without picture"),
        (coloured_strip, "strip is a coloured strip"),
    ],
)
@aio()
async def test_check_of_a_scene_finds_what_is_wrong_and_nothing_in_a_sound_one(
    form: QWidget, spoil: Callable[[QWidget], None], words: str
) -> None:
    assert not await faults(form)

    spoil(form)
    if spoil is not one_over_the_other:
        await turns()
    assert any(words in fault for fault in await faults(form))
