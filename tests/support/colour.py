"""What would be lost on somebody who does not tell colours apart."""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from tests.support.qt import Shown, visible_children

WRONG_ROLES = ("error", "warning")
TELLING_ROLES = (*WRONG_ROLES, "good")
TELLING_TONES = ("good", "warn", "bad")


def told_by_colour_alone(surface: QWidget) -> list[str]:
    """Name what says how things are, and says it in no word, mark or picture."""
    return [
        *_speechless_labels(surface),
        *_bare_buttons(surface),
        *_red_fields(surface),
        *_empty_notices(surface),
    ]


def _speechless_labels(surface: QWidget) -> Iterator[str]:
    for label in _own(surface, QLabel):
        if not label.text():
            continue
        if label.property("role") in TELLING_ROLES and not _has_words(label.text()):
            yield f"{_called(label)} is {label.property('role')} without a word"


def _bare_buttons(surface: QWidget) -> Iterator[str]:
    for button in _own(surface, QPushButton):
        if button.property("tone") not in TELLING_TONES:
            continue
        if button.icon().isNull() or not _has_words(button.text()):
            yield f"{_called(button)} has a colour without picture and words"


def _red_fields(surface: QWidget) -> Iterator[str]:
    """Give the fields with a red frame that no words in sight explain, to eyes and to ears."""
    labels = [label for label in _own(surface, QLabel) if label.property("role") in WRONG_ROLES]
    seen = [label.text() for label in labels if _has_words(label.text())]
    for field in _own(surface, QWidget):
        if not field.property("bad"):
            continue
        spoken = " ".join(_described(part) for part in (field, *field.findChildren(QWidget)))
        if not any(words in spoken for words in seen):
            yield f"{_called(field)} has a red frame, and no words in sight say why"


def _empty_notices(surface: QWidget) -> Iterator[str]:
    for notice in _own(surface, QFrame):
        if notice.property("notice") in TELLING_TONES and not any(
            _has_words(label.text()) for label in visible_children(notice, QLabel)
        ):
            yield f"{_called(notice)} is a coloured strip without words"


def _own(surface: QWidget, kind: type[Shown]) -> list[Shown]:
    return [each for each in visible_children(surface, kind) if each.window() is surface]


def _has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _described(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Description) if interface is not None else ""


def _called(widget: QWidget) -> str:
    return widget.objectName() or type(widget).__name__
