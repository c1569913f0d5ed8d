"""Rows of fields: the empty one at the end is told from those that are filled in."""

from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.rows import Column, FieldRows


def test_example_stands_in_the_first_row_alone(qapp: QApplication, qtbot: QtBot) -> None:
    columns = (
        Column(id="name", title="Header", why="", placeholder="X-Campaign"),
        Column(id="value", title="Value", why="", placeholder="autumn"),
    )
    rows = FieldRows("headers", columns, Icons(Theme(qapp, Look.LIGHT)))
    qtbot.addWidget(rows)

    def hints() -> list[str]:
        return [field.placeholderText() for field in rows.findChildren(QLineEdit)]

    assert hints() == ["X-Campaign", "autumn"]
    rows.set_rows([("X-Campaign", "spring")])
    assert hints()[-2:] == ["Another header", ""]
