"""Nothing is told by colour alone: drawn in one ink, each state still looks like no other."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QTextCharFormat
from PySide6.QtWidgets import QApplication, QLabel

from sgdesk.present import words
from sgdesk.present.bars import Bar, Segment
from sgdesk.present.recipients import Entry
from sgdesk.present.words import OutcomeWords, PhaseGroup, Tone
from sgdesk.trace import Phase
from sgdesk.ui.compose.chip_paint import ChipPainter
from sgdesk.ui.compose.htmllook import HtmlLook
from sgdesk.ui.compose.writinglook import WritingLook
from sgdesk.ui.doors import draw_icons
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.bars import paint_bar, paint_pill
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.marked import Marked

AREA = QRect(4, 4, 200, 28)
OUTCOMES = [value for value in vars(words).values() if isinstance(value, OutcomeWords)]
GROUNDS = ("card", "hover", "line", "accent", "good_soft", "warn_soft", "bad_soft", "note_soft")


class OneInk(Theme):
    """Black on white, whatever the colour is for."""

    def colour(self, token: str) -> QColor:
        """Give white for what others stand on."""
        return QColor("white" if token in GROUNDS else "black")


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Give the one ink."""
    one = OneInk(qapp, Look.LIGHT)
    yield one
    one.deleteLater()


@pytest.fixture
def icons(theme: Theme) -> Icons:
    """Give icons in that ink."""
    drawn = Icons(theme)
    draw_icons(drawn)
    return drawn


def drawn(paint: Callable[..., object], *rest: object, **named: object) -> bytes:
    """Give the pixels of what is painted into the area."""
    picture = QImage(220, 36, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    paint(painter, AREA, *rest, **named)
    painter.end()
    return bytes(picture.constBits())


def test_each_outcome_has_a_picture_and_a_word_of_its_own(theme: Theme, icons: Icons) -> None:
    assert len(OUTCOMES) == 9
    pictures = {drawn(paint_pill, "same", one.icon, one.tone, icons, theme) for one in OUTCOMES}

    assert len(pictures) == len(OUTCOMES)
    assert len({one.word for one in OUTCOMES}) == len(OUTCOMES)


def test_wrong_and_repeated_chips_look_like_no_other(theme: Theme, icons: Icons) -> None:
    chips = ChipPainter(theme, icons)
    right = Entry(text="ada@example.com", label="ada@example.com", key="ada@example.com")
    wrong = replace(right, key="", problem="It has no @-sign.")
    states = [(right, False), (right, True), (wrong, False)]
    pictures = {
        drawn(chips.paint_chip, one, repeated=twice, selected=False) for one, twice in states
    }

    assert len(pictures) == len(states)


@pytest.mark.parametrize("make_look", [WritingLook, HtmlLook])
def test_field_that_nothing_fills_in_looks_like_no_other(
    make_look: type[WritingLook | HtmlLook], theme: Theme
) -> None:
    line = "%%NAME%% {{unsubscribe}} {{{name}}}"
    waved = {
        line[start : start + length]
        for start, length, look in make_look(theme).dress(line, None)
        if look.underlineStyle() is QTextCharFormat.UnderlineStyle.WaveUnderline
    }

    assert "".join(sorted(waved, key=line.index)) == "%%NAME%%{{{name}}}"


def test_bar_that_ends_in_a_failure_looks_like_no_other(theme: Theme) -> None:
    fine = Segment(group=PhaseGroup.CONNECT, phases=(Phase.CONNECT,), start_ns=0, end_ns=50)
    pictures = {
        drawn(paint_bar, Bar(segments=(one,)), 100, theme)
        for one in (fine, replace(fine, failed=True))
    }

    assert len(pictures) == 2
    assert replace(fine, failed=True).text != fine.text


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_segments_of_a_bar_are_of_one_height(theme: Theme, ratio: float) -> None:
    groups = (PhaseGroup.CONNECT, PhaseGroup.ENCRYPTION, PhaseGroup.SIGN_IN, PhaseGroup.ANSWER)
    bar = Bar(
        segments=tuple(
            Segment(group=group, phases=(Phase.CONNECT,), start_ns=23 * at, end_ns=23 * (at + 1))
            for at, group in enumerate(groups)
        )
    )
    for height in (22, 23, 33):
        picture = QImage(round(220 * ratio), round(60 * ratio), QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor("white"))
        painter = QPainter(picture)
        paint_bar(painter, QRect(10, 0, 200, height), bar, 100, theme)
        painter.end()
        columns = [
            tuple(y for y in range(picture.height()) if picture.pixelColor(x, y) != QColor("white"))
            for x in range(picture.width())
        ]

        assert len({column for column in columns if column}) == 1, height


def test_cross_of_a_bar_that_fills_its_axis_stays_in_the_cell(theme: Theme) -> None:
    whole = Segment(
        group=PhaseGroup.CONNECT, phases=(Phase.CONNECT,), start_ns=0, end_ns=100, failed=True
    )
    picture = QImage(220, 36, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    paint_bar(painter, AREA, Bar(segments=(whole,)), 100, theme)
    painter.end()
    inked = [
        x
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y) != QColor("white")
    ]

    # A cell's words and bars stand ten pixels in from its edge.
    assert AREA.right() < max(inked) < AREA.right() + 10


def test_words_have_a_picture_for_each_tone_and_none_for_what_is_neither_good_nor_bad(
    qapp: QApplication,
) -> None:
    icons = Icons(Theme(qapp, Look.LIGHT))
    draw_icons(icons)
    line = Marked(icons, QLabel())
    said = line.words
    (picture,) = line.findChildren(IconLabel)
    shown, told = set(), set()
    for tone in (Tone.GOOD, Tone.WARN, Tone.BAD):
        line.say(tone, "Same")
        image = picture.pixmap().toImage()
        shown.add(tuple(image.pixelColor(x, y).alpha() for x in range(13) for y in range(13)))
        told.add(picture.accessibleName())
    line.say(Tone.NEUTRAL, "Same")

    assert len(shown) == len(told) == 3
    assert picture.isHidden()
    assert (said.text(), said.property("role")) == ("Same", "hint")
