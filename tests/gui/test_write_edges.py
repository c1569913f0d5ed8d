"""What stands in Write begins and ends in one line, and no letter is cut in half."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from sgdesk.present.form import ComposeForm
from sgdesk.present.things.thing import Thing
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.source import SourceEditor
from sgdesk.ui.doors import draw_icons
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.surface import LINK_PX, column
from tests.gui.test_right_edge import right_end
from tests.support.qt import bury_windows

LONG = "A subject that goes on and on until no field has room for all of it, " * 4


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, Look.LIGHT)
    yield made
    bury_windows()
    made.deleteLater()


@pytest.fixture
def pane(theme: Theme) -> ComposePane:
    icons = Icons(theme)
    draw_icons(icons)
    one = ComposePane(theme, icons)
    window = QWidget()
    window.setLayout(column(one))
    theme.dress(window)
    window.resize(760, 700)
    window.show()
    one.setParent(window)
    return one


def named(pane: ComposePane, name: str) -> QPushButton:
    """Give a button."""
    found = pane.findChild(QPushButton, name)
    assert found is not None
    return found


def test_words_of_links_end_where_the_fields_do(pane: ComposePane, qapp: QApplication) -> None:
    pane.set_form(ComposeForm(to="ada@example.com, nobody at all", subject="News"))
    qapp.processEvents()
    head = pane.head
    edge = right_end(head.subject, pane)

    assert right_end(named(pane, "to-correct"), pane) - LINK_PX == edge
    assert right_end(named(pane, "show-bcc"), pane) - LINK_PX == edge
    for opened in (head.show_cc, head.show_bcc):
        opened()
        qapp.processEvents()
    ends = {right_end(each, pane) for each in head.fields.values()}
    assert ends == {edge}


def test_picture_of_what_to_look_at_begins_where_the_names_of_fields_do(
    pane: ComposePane, qapp: QApplication
) -> None:
    pane.things.show_things((Thing(rule="x", place="html", words="No link."),), is_blank=False)
    qapp.processEvents()
    show = named(pane, "things-show")
    picture = show.grab().toImage()
    ground = picture.pixelColor(2, 4)
    first = next(
        x
        for x in range(2, picture.width())
        if any(picture.pixelColor(x, y) != ground for y in range(4, picture.height() - 4))
    )
    (name,) = (one for one in pane.findChildren(QLabel) if one.text() == "S&ubject")

    begins = show.mapTo(pane, QPoint(first, 0)).x() - name.mapTo(pane, QPoint(0, 0)).x()
    assert 0 <= begins <= 1


def test_long_subject_ends_in_dots_while_nobody_writes_in_it(
    pane: ComposePane, qapp: QApplication
) -> None:
    subject = pane.head.subject

    def painted(text: str) -> bytes:
        pane.head.set_text("subject", text)
        qapp.processEvents()
        picture = subject.grab().toImage()
        return bytes(picture.constBits())

    long = painted(LONG)
    room = max(at for at in range(len(LONG)) if _fits(subject, f"{LONG[:at].rstrip()}…"))
    assert long == painted(f"{LONG[:room].rstrip()}…")


def _fits(subject: QWidget, text: str) -> bool:
    # A frame, its padding and two pixels that Qt keeps beside the words.
    return subject.fontMetrics().horizontalAdvance(text) <= subject.width() - 2 * (1 + 9 + 2)


def test_ground_of_line_numbers_has_no_edge_of_its_own(theme: Theme, qapp: QApplication) -> None:
    editor = SourceEditor("source", "HTML", "", theme)
    window = QWidget()
    window.setLayout(column(editor))
    theme.dress(window)
    window.resize(500, 300)
    window.show()
    qapp.processEvents()
    picture = editor.grab().toImage()

    low = picture.height() - 10
    grounds = {picture.pixelColor(x, low).name() for x in range(3, editor.gutter_width() + 20)}
    assert grounds == {theme.tokens.card}
