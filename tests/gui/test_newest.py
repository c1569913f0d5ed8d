"""The newest results under Write: they never stand in the mail's way."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea

from sgdesk.ui.life import Life
from tests.gui.gallery.scene import NEWS, press, send
from tests.support.qt import aio, make_life, running, turns, until


def is_table(life: Life) -> bool:
    return life.rooms.strip.table.isVisible()


def scrolled(life: Life) -> int:
    """Say how much of the mail's top is out of sight."""
    room = life.window.findChild(QScrollArea, "compose-scroll")
    assert room is not None
    return room.verticalScrollBar().value()


async def sent(life: Life) -> None:
    life.window.resize(1280, 800)
    life.window.show_view("write")
    await send(life, replace(NEWS, html="", markdown="Hello", html_is_own=False))
    await turns(5)
    assert not is_table(life), "it opens by itself"
    press(life, "strip-more")
    await until(lambda: is_table(life))


@aio()
async def test_newest_results_are_put_away_stay_away_and_come_back(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sent(life)
        life.window.activateWindow()
        high = life.rooms.write.compose.body.height()
        press(life, "strip-less")
        await turns(5)
        assert not is_table(life)
        assert life.rooms.write.compose.body.height() > high
        focused = QApplication.focusWidget()
        assert isinstance(focused, QPushButton)
        assert focused.objectName() == "strip-more"
        await send(life, replace(NEWS, html="", markdown="Hello again", html_is_own=False))
        await turns(5)
        assert not is_table(life)
        QTest.mouseClick(focused, Qt.MouseButton.LeftButton)

        assert is_table(life)


@aio()
async def test_newest_results_are_one_line_at_the_next_start_unless_a_table_was_asked_for(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sent(life)
        press(life, "strip-less")
    async with running(make_life(qapp, tmp_path)) as life:
        await until(lambda: life.rooms.newest.rowCount())
        await turns(5)
        assert not is_table(life)
        press(life, "strip-more")
    async with running(make_life(qapp, tmp_path)) as life:
        await until(lambda: is_table(life))


@aio()
async def test_newest_results_give_way_where_the_mail_needs_their_room(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sent(life)
        people = ", ".join(f"somebody.{at}@example.net" for at in range(40))
        crowd = replace(NEWS, to=people, cc="ada@example.com", bcc="alan@example.com")
        life.rooms.write.compose.set_form(crowd)
        life.window.resize(1280, 780)
        await turns(5)
        press(life, "body-tabs-write")
        await until(lambda: not is_table(life))
        await turns(5)

        assert scrolled(life) == 0
        press(life, "body-tabs-html")
        life.window.resize(900, 600)
        await turns(5)
        before = scrolled(life)
        press(life, "body-tabs-write")
        await turns(5)
        assert scrolled(life) == before
        assert not life.rooms.line.fold.isVisible()


@aio()
async def test_newest_results_are_offered_only_where_the_mail_leaves_them_room(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sent(life)
        press(life, "strip-less")
        await turns(5)
        fold, notice = life.rooms.line.fold, life.rooms.write.compose.notice
        assert fold.isVisible()
        notice.say("bad", "The mail cannot go out.", "It takes some lines to say why. " * 12)
        await until(lambda: not fold.isVisible())
        notice.clear()
        await until(fold.isVisible)

        assert not is_table(life)
