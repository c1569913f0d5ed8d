"""The one line below the recipients: what matters most stands there, with its buttons."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from sgdesk.ui.compose import list_line
from sgdesk.ui.compose.head_notes import HeadNotes
from sgdesk.ui.compose.list_line import ListLine
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.elided import ElidedLabel


@pytest.fixture
def notes(qapp: QApplication) -> Iterator[HeadNotes]:
    theme = Theme(qapp, Look.LIGHT)
    made = HeadNotes(("to", "cc"), Icons(theme))
    made.show()
    made.show_hint("Add people", "Type or paste")
    yield made
    made.close()
    made.deleteLater()
    theme.deleteLater()


def seen(notes: HeadNotes) -> str:
    """Give the name of the one line that is seen, or what the hint says."""
    lines = [
        each
        for each in notes.findChildren(QWidget)
        if each.parent() is notes and each.isVisibleTo(notes)
    ]
    assert len(lines) == 1, "one line at a time"
    return lines[0].objectName() or lines[0].property("text") or lines[0].accessibleName()


def test_what_matters_most_is_said_and_the_rest_waits_behind_it(notes: HeadNotes) -> None:
    assert seen(notes) == "Add people"
    assert [each.toolTip() for each in notes.findChildren(ElidedLabel) if each.toolTip()] == [
        "Type or paste"
    ]
    notes.show_count("cc", "3 people were pasted")
    assert seen(notes) == "cc-list"
    assert not any(each.isVisibleTo(notes) for each in notes.buttons())
    notes.show_repeats("Ada is there twice", "Twice", "Remove it")
    assert seen(notes) == "repeats"
    notes.show_found("cc", "1 cannot be read", wrong=1)
    assert seen(notes) == "cc-list"
    notes.show_found("to", "2 cannot be read", wrong=2)
    assert seen(notes) == "to-list"
    offered = [each.objectName() for each in notes.buttons() if each.isVisibleTo(notes)]
    assert offered == ["to-show-wrong", "to-keep-good"]
    notes.look_at("cc")
    assert seen(notes) == "cc-list"
    notes.show_reading("to", "Reading 60,000…", can_cancel=True)
    assert seen(notes) == "to-reading"
    notes.show_reading("cc", "Reading 70,000…", can_cancel=False)
    assert seen(notes) == "cc-reading"

    for place in ("cc", "to"):
        notes.show_reading(place, "", can_cancel=False)
    assert seen(notes) == "cc-list"
    notes.show_count("cc", "4 people were pasted")
    assert seen(notes) == "to-list"
    notes.show_found("to", "", wrong=0)
    assert seen(notes) == "repeats"
    notes.show_repeats("", "", "")
    assert seen(notes) == "cc-list"
    notes.show_count("cc", "")
    assert seen(notes) == "Add people"


def test_each_button_asks_for_its_own_place(notes: HeadNotes) -> None:
    asked: list[tuple[str, str]] = []
    for name in (
        "read_cancelled",
        "join_wanted",
        "keep_wanted",
        "correct_wanted",
        "wrong_wanted",
    ):
        getattr(notes, name).connect(lambda place, name=name: asked.append((name, place)))
    notes.repeats_unwanted.connect(lambda: asked.append(("repeats_unwanted", "")))
    buttons = notes.buttons()
    for each in buttons:
        assert isinstance(each, QPushButton)
        each.click()

    of_a_place = ("read_cancelled", "join_wanted", "correct_wanted", "wrong_wanted", "keep_wanted")
    assert asked == [
        *((name, place) for place in ("to", "cc") for name in of_a_place),
        ("repeats_unwanted", ""),
    ]


@pytest.mark.parametrize(
    ("wrong", "cut", "offered", "role"),
    [
        (0, 0, [], "hint"),
        (1, 0, ["Correct it"], "error"),
        (2, 0, ["Correct…", "Remove"], "error"),
        (0, 1, ["Make it one name"], "error"),
        (0, 2, ["Join the names"], "error"),
        (1, 1, ["Join the names", "Correct it"], "error"),
        (2, 1, ["Join the names", "Correct…"], "error"),
    ],
)
def test_list_offers_what_can_be_done_about_its_entries(
    qapp: QApplication, wrong: int, cut: int, offered: list[str], role: str
) -> None:
    line = ListLine("to")
    line.show_words("Some", wrong=wrong, cut=cut)
    shown = [each for each in line.buttons if each.isVisibleTo(line)]

    assert [each.property("text") for each in shown] == offered
    assert all(each.accessibleName() for each in shown)
    join = line.buttons[0]
    assert join.accessibleName() == join.property("text")
    assert role in {each.property("role") for each in line.findChildren(QWidget)}
    assert line.gives_way is False
    line.deleteLater()


def test_words_are_spoken_once_and_anew_when_they_change(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(list_line, "announce", lambda _, words: said.append(words))
    line = ListLine("to")
    for words in ("One", "One", "Two"):
        line.show_words(words, wrong=1, gives_way=True)

    assert said == ["One", "Two"]
    assert (line.words, line.gives_way) == ("Two", True)
    line.deleteLater()
