"""A line of dashes in Write is seen as the rule that the mail gets."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.content.looks import is_rule
from sgdesk.content.mail import make_mail
from sgdesk.ui.compose.writing_editor import WritingEditor
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme


@pytest.fixture(params=[Look.LIGHT, Look.DARK])
def theme(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Theme]:
    made = Theme(qapp, request.param)
    yield made
    made.deleteLater()


@pytest.fixture
def editor(theme: Theme) -> Iterator[WritingEditor]:
    made = WritingEditor(theme, Icons(theme))
    made.resize(400, 300)
    made.show()
    made.activateWindow()
    made.setFocus()
    yield made
    made.close()
    made.deleteLater()


def drawn(editor: WritingEditor, line: int, colour: QColor) -> float:
    """Give how much of a line's width has a colour, where most of it has."""
    picture = editor.viewport().grab().toImage()
    cursor = QTextCursor(editor.document().findBlockByNumber(line))
    area = editor.cursorRect(cursor)
    width = picture.width()
    rows = range(area.top(), area.bottom())
    return max(sum(picture.pixelColor(x, y) == colour for x in range(width)) / width for y in rows)


@pytest.mark.parametrize(
    "line",
    ["---", "--------", "- - -", " ---  ", "--", "***", "> ---", "--- a", "-", "+---+", "— — —"],
)
def test_rule_is_seen_where_the_mail_has_one(line: str) -> None:
    assert is_rule(line) == ("<hr" in make_mail(f"a\n{line}\nb"))


def test_dashes_are_a_rule_but_while_they_are_written_in(
    editor: WritingEditor, theme: Theme
) -> None:
    colour = theme.colour("line_strong")
    QTest.keyClicks(editor, "Above")
    editor.hand.begin_line()
    QTest.keyClicks(editor, "---")
    assert drawn(editor, 1, colour) < 0.5, "one sees what one types"
    editor.hand.begin_line()
    QTest.keyClicks(editor, "Below")
    assert drawn(editor, 1, colour) > 0.9
    assert editor.source() == "Above\n---\nBelow"

    editor.setTextCursor(QTextCursor(editor.document().findBlockByNumber(1)))
    assert drawn(editor, 1, colour) < 0.5
    editor.clearFocus()
    assert drawn(editor, 1, colour) > 0.9
    assert drawn(editor, 0, colour) < 0.5
