"""The HTML source: its text keeps its place beside the numbers of the lines."""

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
