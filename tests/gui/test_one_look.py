"""What is of one kind looks alike: notices, headings of cards, tool-tips."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QToolTip, QWidget

from sgdesk.present.drafts import DraftLine
from sgdesk.present.problem_words import ProblemWords
from sgdesk.present.words import Tone
from sgdesk.ui.doors import draw_icons
from sgdesk.ui.icons import Icons
from sgdesk.ui.start.view import StartView
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.tokens import contrast
from sgdesk.ui.widgets.notice import Notice, NoticeKind
from sgdesk.ui.widgets.problem import ProblemCard
from sgdesk.ui.widgets.surface import column
from tests.support.qt import bury_windows

KINDS: tuple[NoticeKind, ...] = ("bad", "warn", "good", "note")


@pytest.fixture(params=[Look.LIGHT, Look.DARK])
def theme(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Theme]:
    made = Theme(qapp, request.param)
    yield made
    bury_windows()
    QToolTip.hideText()
    made.deleteLater()


def shown(theme: Theme, *inside: QWidget) -> QWidget:
    """Put widgets into a window of the theme."""
    window = QWidget()
    window.setLayout(column(*inside))
    theme.dress(window)
    window.resize(700, 500)
    window.show()
    QApplication.processEvents()
    return window


def looks_of(words: QWidget) -> set[tuple[str, int, int]]:
    """Give colour, size and weight of the words in sight."""
    return {
        (one.palette().text().color().name(), one.font().pixelSize(), one.font().weight())
        for one in words.findChildren(QLabel)
        if one.isVisible() and one.text()
    }


def test_notices_of_every_kind_have_their_words_in_one_look(theme: Theme) -> None:
    icons = Icons(theme)
    draw_icons(icons)
    card = ProblemCard("problem", icons)
    notices = [Notice(f"notice-{kind}") for kind in KINDS]
    window = shown(theme, card, *notices)
    card.show_problem(ProblemWords(tone=Tone.BAD, title="No", text="Why.", details=""), ())
    for kind, notice in zip(KINDS, notices, strict=True):
        notice.say(kind, "No", "Why.")
    QApplication.processEvents()

    looks = [looks_of(one) for one in (card, *notices)]
    window.close()
    assert all(one == looks[0] for one in looks), looks
    assert {colour for colour, *_ in looks[0]} == {theme.tokens.text}


def test_cards_of_start_have_their_headings_in_one_size(theme: Theme) -> None:
    view = StartView(Icons(theme))
    view.show_drafts([DraftLine(id="1", title="News", people="ada@example.com", saved="14:31")])
    window = shown(theme, view)
    heads = [
        one.findChildren(QLabel)[0]
        for one in view.findChildren(QFrame)
        if one.property("card") and one.isVisible() and one.findChildren(QLabel)
    ]

    sizes = {one.text(): one.font().pixelSize() for one in heads}
    window.close()
    assert set(sizes) == {"Go on writing", "Write a mail", "Mail does not go out?"}
    assert len(set(sizes.values())) == 1, sizes


def test_tool_tip_is_of_the_scheme_that_is_on_and_easy_to_read(theme: Theme) -> None:
    window = shown(theme, QLabel("Here"))
    QToolTip.showText(window.pos(), "Why one would use it", window)
    QApplication.processEvents()
    (tip,) = (one for one in QApplication.topLevelWidgets() if one.inherits("QTipLabel"))
    picture = tip.grab().toImage()
    ground = picture.pixelColor(3, picture.height() // 2)
    inks = {
        picture.pixelColor(x, y).name()
        for x in range(4, picture.width() - 4)
        for y in range(4, picture.height() - 4)
    }

    window.close()
    assert ground == QColor(theme.tokens.card)
    assert max(contrast(ink, ground.name()) for ink in inks) >= 4.5
