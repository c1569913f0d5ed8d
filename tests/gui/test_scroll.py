"""A room that scrolls answers a screen reader that asks for what has just gone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollArea

from sgdesk.ui.widgets.scroll import ScrollArea

_A_BAR_GOES = """
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from sgdesk.ui.widgets.scroll import ScrollArea

application = QApplication([])
room, inside = {area}(), QWidget()
inside.setFixedHeight(2 * room.height())
room.setWidget(inside)
room.show()
told = QAccessible.queryAccessibleInterface(room)
count = told.childCount()
room.close()
for at in range(count + 1_000):
    told.child(at)
print("alive")
"""


def asked_late(area: str) -> str:
    """Count what is in a room, close it, and ask for all of it; give what is printed.

    And for more: what lies behind the last child may happen to be harmless.
    """
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    script = _A_BAR_GOES.format(area=area)
    command = [sys.executable, "-c", script]
    ran = subprocess.run(
        command, env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    return ran.stdout


def test_a_screen_reader_may_ask_for_a_bar_that_has_just_gone() -> None:
    assert asked_late("ScrollArea") == "alive\n"


def test_qts_own_room_crashes_when_it_is_asked_so() -> None:
    # Where it does no more, the room of our own has had its day.
    assert not asked_late("QScrollArea")


@pytest.mark.parametrize("kind", [QScrollArea, ScrollArea])
def test_a_room_is_told_of_with_its_role_and_its_name(
    qapp: QApplication, kind: type[QScrollArea]
) -> None:
    room = kind()
    room.setAccessibleName("Accounts")
    told = QAccessible.queryAccessibleInterface(room)

    assert told is not None
    assert told.role() is QAccessible.Role.Client
    assert told.text(QAccessible.Text.Name) == "Accounts"


def test_every_room_that_scrolls_is_one_of_these() -> None:
    root = Path(__file__).parents[2] / "sgdesk"
    made = [
        file.name
        for file in root.rglob("*.py")
        if "QScrollArea" + "(" in (text := file.read_text(encoding="utf-8"))
        or ("(QScrollArea" + ")" in text and file.name != "scroll.py")
    ]

    assert not made
