"""The smallest window: what is seen there is whole, or looks cut."""

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea, QWidget

from sgdesk.ui.frame import LIVE_IS_LEFT
from sgdesk.ui.sandbox.simulate import SimulateSheet
from sgdesk.ui.sheets import Question
from sgdesk.ui.widgets.choices import MenuChoice
from sgdesk.ui.widgets.elided import ElidedLabel
from tests.gui.gallery.scene import NEWS
from tests.gui.test_journeys import ask_to_quit
from tests.gui.test_low_window import FORM, REFUSED
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import fill, practice, press

SMALLEST = (900, 600)
LINE_PX = 16


def colour_at(part: QWidget, place: QPoint) -> str:
    return part.grab().toImage().pixelColor(place).name()


@aio()
async def test_ring_around_the_lines_is_closed_where_a_card_cuts_them(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=SMALLEST)) as life:
        compose = life.rooms.write.compose
        life.window.activateWindow()
        compose.set_form(FORM)
        compose.problem.show_problem(REFUSED, ())
        editor = compose.body.editor
        editor.setFocus()
        await turns(20)
        room = compose.findChild(QScrollArea, "compose-scroll")
        assert room is not None
        corner = room.mapTo(compose, QPoint(0, room.height() - 1))
        assert editor.visibleRegion().boundingRect().height() < editor.height()

        side = colour_at(compose, corner - QPoint(0, 10))
        foot = [colour_at(compose, corner + QPoint(300, -up)) for up in range(3)]
        ends = [colour_at(compose, corner + QPoint(x, 0)) for x in (0, editor.width() - 1)]
        compose.send_bar.focus_send()
        await turns()

        assert foot[0] == foot[1] == side != foot[2]
        assert ends == [foot[2], foot[2]], "its corners are round"
        assert colour_at(compose, corner + QPoint(300, 0)) not in (side, foot[2])


def begins_px(part: QWidget) -> int:
    """Give where the first ink of a field is, within its frame."""
    picture = part.grab().toImage()
    inside = range(6, picture.height() - 6)
    ground = picture.pixel(5, picture.height() // 2)
    return next(
        x for x in range(5, picture.width()) if any(picture.pixel(x, y) != ground for y in inside)
    )


@aio()
async def test_choices_begin_where_what_is_typed_does(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path, size=SMALLEST)) as life:
        life.practice.choose_simulation()
        await until(lambda: visible_children(life.window, SimulateSheet))
        (asked,) = visible_children(life.window, SimulateSheet)
        await turns(20)
        (field,) = visible_children(asked, QLineEdit)
        menus = visible_children(asked, MenuChoice)

        assert len(menus) == 2
        # A letter is up to two pixels off where it begins.
        assert all(abs(begins_px(each) - begins_px(field)) <= 2 for each in menus)


@aio()
async def test_nothing_scrolls_to_an_editor_in_which_nothing_is_or_can_be_written(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=SMALLEST)) as life:
        compose = life.rooms.write.compose
        compose.set_form(NEWS)
        compose.body.show_tab("write")
        await turns(20)
        room = compose.findChild(QScrollArea, "compose-scroll")
        assert room is not None
        assert "This mail is HTML" in compose.body.write.notice.text
        assert room.verticalScrollBar().maximum() == 0

        compose.body.write.start_again_requested.emit()
        await turns(20)
        assert compose.body.write.editor.height() > 4 * LINE_PX


@aio()
async def test_account_whose_mail_goes_out_is_told_that_no_simulation_touches_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=SMALLEST)) as life:
        bar = life.window.top_bar
        bar.show_live(live=True)
        bar.simulation.show_words("250 ms distance on every SMTP port")
        await turns(20)
        (said,) = visible_children(bar.simulation, ElidedLabel)

        assert said.shown_text().endswith(f"on every SMTP port. {LIVE_IS_LEFT}")


@aio()
async def test_each_sentence_of_the_question_before_quitting_has_one_line(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=SMALLEST)) as life:
        practice(life).fault("auth", "silence")
        fill(life)
        press(life, "path-smtp")
        press(life, "send")
        await until(lambda: life.log.flights)
        await ask_to_quit(life)
        await turns(10)
        (asked,) = visible_children(life.window, Question)
        said = visible_children(asked, QLabel)

        # One word alone on a second line looks forgotten.
        assert len(said) == 2
        assert all(each.height() < 2 * each.fontMetrics().height() for each in said)
        press(life, "quit-cancel")
        await life.tasks.wait_for("quit")
