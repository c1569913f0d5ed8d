"""The card with the verdict and the matrix below it: where they lead, and that nothing jumps."""

import random
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from sgdesk.ui.diagnose.matrix import Place
from sgdesk.ui.diagnose.outcome import FOUND, SEEN, OutcomePart
from sgdesk.ui.life import Life
from tests.gui.test_diagnose_offers import run_on
from tests.support.diagnosing import diagnosed, network_of, sign_up_at_sendgrid
from tests.support.networks import all_mail_silent
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import press, seen_button, texts


async def blocked(life: Life) -> OutcomePart:
    """Diagnose where every mail port is blocked."""
    await sign_up_at_sendgrid(life, path="smtp:587:starttls")
    await run_on(life, all_mail_silent)
    return life.rooms.diagnose.here.outcome


def middle(widget: QWidget) -> int:
    """Say how far down in the window the middle of something is."""
    return widget.mapTo(widget.window(), QPoint(0, widget.height() // 2)).y()


@aio()
async def test_why_shows_what_was_seen_with_its_cell_marked_and_then_what_was_found(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        outcome = await blocked(life)
        assert outcome.tab == FOUND
        outcome.matrix.choose(Place(row=3, step=0))
        press(life, "diagnose-why")
        await turns()

        assert outcome.tab == SEEN
        assert outcome.evidence.hasFocus()
        assert "no answer" in texts(life, outcome.evidence)
        assert outcome.matrix.place == Place(row=1, step=1)
        press(life, "diagnose-why")
        assert outcome.tab == FOUND
        assert outcome.findings.hasFocus()


@aio()
async def test_certainty_stands_in_one_line_with_why_and_a_kept_way_moves_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        outcome = await blocked(life)
        (sure,) = [
            one for one in visible_children(outcome.verdict, QLabel) if one.text() == "Likely"
        ]
        assert abs(middle(sure) - middle(seen_button(life, "diagnose-why"))) <= 1

        before = outcome.matrix.mapTo(life.window, QPoint(0, 0))
        press(life, "diagnose-do")
        await until(lambda: "from now on. It was SMTP 587" in texts(life, outcome.verdict))
        await turns()
        assert outcome.matrix.mapTo(life.window, QPoint(0, 0)) == before
        press(life, "diagnose-undo")
        await until(lambda: "begins each mail by SMTP 587 again" in texts(life, outcome.verdict))
        await turns()
        assert outcome.matrix.mapTo(life.window, QPoint(0, 0)) == before


@aio()
async def test_cell_looks_like_what_can_be_pressed_and_a_name_of_a_way_does_not(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        table = (await blocked(life)).matrix
        for column, shape in (
            (2, Qt.CursorShape.PointingHandCursor),
            (0, Qt.CursorShape.ArrowCursor),
        ):
            area = table.visualRect(table.model().index(1, column))
            before = table.viewport().grab(area).toImage()
            QTest.mouseMove(table.viewport(), area.center())
            await turns()
            assert table.viewport().cursor().shape() == shape
            is_cell = shape is Qt.CursorShape.PointingHandCursor
            assert (table.viewport().grab(area).toImage() != before) is is_cell


@aio()
async def test_end_of_a_run_moves_nothing(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life, path="smtp:587:starttls")
        life.window.show_view("diagnose")
        table = life.rooms.diagnose.here.outcome.matrix
        with network_of(all_mail_silent(random.Random(1))[0], ends=False):
            life.diagnose.here.run()
            await until(lambda: life.diagnose.here.is_running)
            await turns()
            before = table.mapTo(life.window, QPoint(0, 0))
            life.diagnose.here.stop()
            await diagnosed(life)
        await run_on(life, all_mail_silent)
        await turns()
        assert table.mapTo(life.window, QPoint(0, 0)) == before
