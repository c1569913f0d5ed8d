"""Rows of fields: the empty one at the end is told from those that are filled in."""

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.rows import MOST_SHOWN, Column, FieldRows
from tests.support.qt import visible_children


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


def test_thousands_of_rows_are_kept_while_few_are_made_and_each_can_be_taken_away(
    qapp: QApplication, qtbot: QtBot
) -> None:
    column = Column(id="name", title="Tag", why="", placeholder="autumn")
    rows = FieldRows("tags", (column,), Icons(Theme(qapp, Look.LIGHT)))
    qtbot.addWidget(rows)
    tags = [(f"tag {number}",) for number in range(10_000)]
    rows.set_rows(tags)
    rows.show()
    assert rows.rows() == tuple(tags)
    assert len(visible_children(rows, QLineEdit)) == MOST_SHOWN + 1
    assert "9,900 more are kept with the mail." in labels(rows)

    # One that is taken away makes room for the next, above the empty one.
    button_of(rows, "tags-remove-0").click()
    qapp.processEvents()
    assert rows.rows() == tuple(tags[1:])
    shown = [field.text() for field in visible_children(rows, QLineEdit)]
    assert shown == [*(tag for (tag,) in tags[1 : MOST_SHOWN + 1]), ""]
    assert "9,899 more are kept with the mail." in labels(rows)

    with qtbot.waitSignal(rows.edited):
        button_of(rows, "tags-more").click()
    assert rows.rows() == tuple(tags[1 : MOST_SHOWN + 1])
    assert "more" not in labels(rows)


def labels(rows: FieldRows) -> str:
    """Give the words in sight that are no field."""
    return " ".join(label.text() for label in visible_children(rows, QLabel))


def button_of(rows: FieldRows, name: str) -> QPushButton:
    """Give the button in sight that has a name."""
    (found,) = [one for one in visible_children(rows, QPushButton) if one.objectName() == name]
    return found
