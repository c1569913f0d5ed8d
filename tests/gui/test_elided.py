"""A label that gives way: what of its words is left, and where they stand."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from sgdesk.ui.compose.trial_ask import TrialLine
from sgdesk.ui.widgets.elided import ElidedLabel

MIDDLE = Qt.TextElideMode.ElideMiddle


def inked(label: ElidedLabel, width: int) -> list[int]:
    """Give the columns of pixels in which something is painted."""
    label.resize(width, 24)
    picture = QImage(label.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    label.render(picture, renderFlags=QWidget.RenderFlag(0))
    rows = range(picture.height())
    white = QColor("white")
    return [x for x in range(width) if any(picture.pixelColor(x, row) != white for row in rows)]


@pytest.fixture
def label(qapp: QApplication) -> Iterator[ElidedLabel]:
    """Give one whose ellipsis stands in the middle."""
    made = ElidedLabel("hint", MIDDLE)
    yield made
    made.deleteLater()


def test_words_stand_at_the_side_that_was_asked_for(label: ElidedLabel) -> None:
    label.show_text("484 kB")
    assert max(inked(label, 300)) < 100

    label.setAlignment(Qt.AlignmentFlag.AlignRight)
    assert min(inked(label, 300)) > 200


def test_words_keep_the_padding_that_the_style_sheet_gives(label: ElidedLabel) -> None:
    label.show_text("484 kB")
    before = min(inked(label, 300))
    label.setStyleSheet("padding-left: 6px")
    assert min(inked(label, 300)) == before + 6

    needed = label.fontMetrics().horizontalAdvance("484 kB")
    label.resize(needed + 5, 24)
    assert label.shown_text() != "484 kB"


def test_shorter_words_stand_in_before_anything_is_cut(label: ElidedLabel) -> None:
    address = "ada.lovelace@example.com"
    texts = (f"Tests go to {address}", f"Tests: {address}", address)
    label.show_text(*texts)
    width = label.fontMetrics().horizontalAdvance
    shown = []
    for room in (*map(width, texts), width(address) - 1):
        label.resize(room, 24)
        shown.append(label.shown_text())

    assert shown[:3] == [*texts]
    assert shown[3].startswith("ada")
    assert shown[3].endswith("example.com")


def test_address_that_does_not_fit_keeps_both_its_ends(label: ElidedLabel) -> None:
    address = "somebody.with.a.long.name@example.com"
    label.show_text(address)
    whole = label.fontMetrics().horizontalAdvance(address)
    at_end = ElidedLabel("hint")
    at_end.show_text(address)

    assert inked(label, whole // 2) != inked(at_end, whole // 2)
    assert label.toolTip() == address


def test_where_tests_go_never_reads_as_an_address_alone(qapp: QApplication) -> None:
    line = TrialLine()
    line.show_address("marketing@example.org")
    (words,) = line.findChildren(ElidedLabel)
    for wide in range(60, 300, 10):
        words.resize(wide, 20)

        assert words.shown_text()[:1] in "T…"
        assert words.shown_text() != "marketing@example.org"


def test_long_words_are_broken_where_the_pointer_rests_and_short_ones_are_not(
    label: ElidedLabel,
) -> None:
    label.show_text("It is no address. " * 12)
    assert max(map(len, label.toolTip().splitlines())) <= 90
    assert label.toolTip().split() == label.text().split()

    label.show_text("One line\nand another")
    assert label.toolTip() == label.text()
