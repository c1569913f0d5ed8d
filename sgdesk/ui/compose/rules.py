"""Lines of dashes in the writing, drawn as the rule that the mail gets."""

from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QPlainTextEdit

from sgdesk.content.looks import is_rule


def paint_rules(editor: QPlainTextEdit, colour: QColor) -> None:
    """Draw them over the lines in sight; where one is written in, its dashes are seen instead."""
    written_in = editor.textCursor().blockNumber() if editor.hasFocus() else -1
    margin, width = editor.document().documentMargin(), editor.viewport().width()
    bottom = editor.viewport().height()
    painter = QPainter(editor.viewport())
    painter.setPen(colour)
    block = editor.firstVisibleBlock()
    while block.isValid():
        area = editor.blockBoundingGeometry(block).translated(editor.contentOffset())
        if area.top() > bottom:
            break
        if block.blockNumber() != written_in and is_rule(block.text()):
            middle = round(area.center().y()) + 0.5
            painter.drawLine(QLineF(margin, middle, width - margin, middle))
        block = block.next()
    painter.end()
