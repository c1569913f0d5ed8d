"""A row of choices: the words of the chosen one are heavier, and yet stand there whole."""

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.settings import resolve
from sgdesk.ui.icons import Icons
from sgdesk.ui.settings.view import SettingsView
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.choices import Choice, ChoiceRow

WORDS = ("after the greeting (STARTTLS)", "from the start (TLS)", "Plain text", "On")


@pytest.mark.parametrize("look", ["segmented", "tabs"])
def test_chosen_words_have_the_room_that_they_take(qapp: QApplication, look: str) -> None:
    theme = Theme(qapp, Look.LIGHT)
    choices = [Choice(id=word, text=word, why="") for word in WORDS]
    row = ChoiceRow("row", "Row", choices, Icons(theme), look=look)
    theme.dress(row)
    row.resize(row.sizeHint())
    row.show()
    widths = []
    for word in WORDS:
        row.choose(word)
        qapp.processEvents()
        (chosen,) = (each for each in row.findChildren(QPushButton) if each.isChecked())
        heavy = QFont(chosen.font())
        heavy.setWeight(QFont.Weight.DemiBold)
        more = QFontMetrics(heavy).horizontalAdvance(word)
        more -= chosen.fontMetrics().horizontalAdvance(word)
        assert more >= 0
        assert chosen.width() >= QPushButton.sizeHint(chosen).width() + more, word
        widths.append(row.sizeHint().width())
    row.close()
    assert len(set(widths)) == 1, "nothing moves when another is chosen"


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
def test_chosen_tab_keeps_its_line_under_it_when_it_has_the_ring(
    qapp: QApplication, look: Look
) -> None:
    theme = Theme(qapp, look)
    choices = [Choice(id=word, text=word, why="") for word in WORDS]
    row = ChoiceRow("row", "Row", choices, Icons(theme), look="tabs")
    theme.dress(row)
    row.resize(row.sizeHint())
    row.show()
    row.activateWindow()
    row.focus_current()
    qapp.processEvents()
    (chosen,) = (each for each in row.findChildren(QPushButton) if each.isChecked())
    picture = chosen.grab().toImage()
    low, right = picture.height() - 1, picture.width() - 1

    has_keyboard = chosen.hasFocus()
    row.close()
    assert has_keyboard
    for at in ((0, low), (right, low)):
        assert picture.pixelColor(*at) == theme.colour("accent")
    assert picture.pixelColor(0, 0) != theme.colour("accent")


def test_ring_of_a_tab_of_the_settings_stands_off_the_strip_above(qapp: QApplication) -> None:
    theme = Theme(qapp, Look.LIGHT)
    view = SettingsView(resolve(), theme, Icons(theme))
    theme.dress(view)
    view.show()
    qapp.processEvents()
    top = view.tabs.y()

    view.close()
    view.deleteLater()
    assert top >= 3
