"""F6 goes through the panes of a view as they are read, Shift+F6 the other way."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sgdesk.ui.life import Life
from sgdesk.ui.write import LOW_PX
from tests.support.diagnosing import diagnosed
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.window import fill, rows, send

SIZES = ((1400, 900), (1280, 800), (900, 600))


def places(life: Life, view: str) -> dict[str, QWidget]:
    """Give the panes of a view in the order in which they are read."""
    rooms = life.rooms
    compose = rooms.write.compose
    parts: dict[str, dict[str, QWidget]] = {
        "write": {
            "head": compose.head,
            "body": compose.body,
            "send bar": compose.send_bar,
            "preview": rooms.write.preview,
            # A low window has none.
            **({"newest": rooms.write.strip} if rooms.write.height() >= LOW_PX else {}),
        },
        "results": {
            "filter": rooms.results.bar,
            "table": rooms.results.table,
            "detail": rooms.results.detail,
        },
        "diagnose": {
            "parts": rooms.diagnose.parts,
            "verdict": rooms.diagnose.here.outcome.verdict,
            "matrix": rooms.diagnose.here.outcome.matrix,
            "found": rooms.diagnose.here.outcome.below,
        },
        "practice": {
            "programs": rooms.practice.programs,
            "list": rooms.practice.list,
            "mail": rooms.practice.reader,
        },
    }
    return {"rail": life.window.rail, **parts[view]}


def turn(life: Life, view: str, modifier: Qt.KeyboardModifier) -> str:
    """Press F6 and say in which pane the keyboard is then."""
    QTest.keyClick(life.window, Qt.Key.Key_F6, modifier)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.isVisible()
    around = places(life, view)
    return next(name for name, part in around.items() if part in (focused, *above(focused)))


def above(widget: QWidget) -> list[QWidget]:
    """Give what a widget stands in."""
    parent = widget.parentWidget()
    return [parent, *above(parent)] if parent is not None else []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("view", ["write", "results", "diagnose", "practice"])
@aio()
async def test_every_pane_is_come_to_in_the_order_in_which_it_is_read(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int], view: str
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        fill(life)
        await send(life)
        life.window.show_view(view)
        if view == "results":
            life.rooms.results.table.select_first()
            await until(lambda: life.detail.case)
        if view == "diagnose":
            life.diagnose.here.run()
            await diagnosed(life)
        if view == "practice":
            await until(lambda: life.rooms.practice.model.rowCount() == len(rows(life)))
            await life.tasks.wait_for("mail")
        life.window.activateWindow()
        await turns()
        life.window.rail.current_button.setFocus()
        order = list(places(life, view))
        forth = [turn(life, view, Qt.KeyboardModifier.NoModifier) for _ in order]
        back = [turn(life, view, Qt.KeyboardModifier.ShiftModifier) for _ in order]

        assert forth == [*order[1:], order[0]]
        assert back == [*order[:0:-1], order[0]]


@aio()
async def test_pane_without_anything_to_go_to_is_left_out(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        await until(lambda: life.rooms.practice.programs.isVisible())
        life.window.activateWindow()
        await turns()
        life.window.rail.current_button.setFocus()
        names = []
        for _ in range(3):
            QTest.keyClick(life.window, Qt.Key.Key_F6)
            focused = QApplication.focusWidget()
            assert focused is not None
            names.append(focused.objectName())

        assert names == ["show-addresses", "inbox-write", "go-practice"]
