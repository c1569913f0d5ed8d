"""The HTML source: its text keeps its place beside the numbers, and ends with a whole line."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sgdesk.ui.compose.source import SourceEditor
from sgdesk.ui.theme import Look, Theme


def test_text_begins_beside_the_numbers_whenever_their_font_is_settled(
    qapp: QApplication, qtbot: QtBot
) -> None:
    editor = SourceEditor("html", "HTML source", "Write HTML here.", Theme(qapp, Look.LIGHT))
    qtbot.addWidget(editor)
    editor.show()
    font = editor.font()
    font.setPixelSize(font.pixelSize() + 8)

    editor.setFont(font)

    assert editor.viewport().x() == editor.gutter_width()


@pytest.mark.parametrize("has_bar", [False, True])
@pytest.mark.parametrize("height", range(200, 220, 3))
@pytest.mark.parametrize("line", [0, 30, 10_000])
def test_no_line_of_the_source_is_cut_in_half(
    qapp: QApplication, qtbot: QtBot, height: int, line: int, *, has_bar: bool
) -> None:
    editor = SourceEditor("html", "HTML source", "", Theme(qapp, Look.LIGHT))
    qtbot.addWidget(editor)
    words = "word " * 40 if has_bar else "word"
    editor.set_source("\n".join(f"<p>{words}</p>" for _ in range(60)))
    editor.resize(300, height)
    editor.show()
    editor.verticalScrollBar().setValue(line)
    qapp.processEvents()

    assert editor.horizontalScrollBar().isVisible() is has_bar
    block = editor.firstVisibleBlock()
    high = editor.blockBoundingRect(block).height()
    at = editor.blockBoundingGeometry(block).translated(editor.contentOffset()).top()
    over = (editor.viewport().height() - at) % high
    # Above the first line is a margin, and as much of the next one may be seen.
    assert min(over, high - over) <= editor.document().documentMargin()
