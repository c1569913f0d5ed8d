"""What the pictures of the gallery showed to be wrong, one by one."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.notice import Notice
from tests.gui.gallery.scene import NEWS, practice, press
from tests.gui.test_finish import LOW, child, says_praise
from tests.support.live import open_sheet
from tests.support.qt import aio, make_life, running, turns, until, visible_children


def ink_width(picture: QImage) -> int:
    """Count the columns from the first to the last in which something is painted."""
    ground = picture.pixel(0, 0)
    inked = [
        x
        for x in range(picture.width())
        if any(picture.pixel(x, y) != ground for y in range(picture.height()))
    ]
    return inked[-1] - inked[0] + 1


@aio()
async def test_pictures_of_the_rail_are_as_large_without_their_words(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        tool = child(life, QToolButton, "go-results")
        # Without the words beside it.
        wide = ink_width(tool.grab(QRect(0, 0, 32, tool.height())).toImage())
        life.window.resize(*LOW)
        await turns(20)

        assert ink_width(tool.grab().toImage()) == wide


@aio()
async def test_pictures_of_a_rail_that_begins_narrow_are_as_large(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=LOW)) as life:
        tool = child(life, QToolButton, "go-results")
        narrow = ink_width(tool.grab().toImage())
        life.window.resize(1280, 800)
        await turns(20)

        assert ink_width(tool.grab(QRect(0, 0, 32, tool.height())).toImage()) == narrow


def test_words_of_a_notice_stay_where_they_are_in_another_scheme(qapp: QApplication) -> None:
    theme = Theme(qapp, Look.LIGHT)
    window = QWidget()
    notice = Notice("notice")
    whole = QVBoxLayout(window)
    whole.addWidget(notice)
    theme.dress(window)
    window.show()
    (title, *_) = notice.findChildren(QLabel)
    places = []
    for look in (Look.LIGHT, Look.DARK):
        theme.set_look(look)
        notice.say("bad", "That did not work.", "Try again.")
        qapp.processEvents()
        places.append(title.pos())
    window.hide()

    assert places[0] == places[1]


@aio()
async def test_nothing_is_called_ready_beside_a_card_that_says_what_went_wrong(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        life.drafts.show_sample()
        await until(lambda: says_praise(life))
        practice(life).fault("auth", {"reply": "535 Authentication failed\r\n"}, count=1)
        press(life, "path-smtp")
        life.compose.send("send")
        await until(compose.problem.isVisible)
        (line,) = visible_children(compose.things, QPushButton)

        assert (line.text(), line.property("tone")) == ("Nothing to look at in the mail", "muted")
        compose.problem.dismiss()
        assert says_praise(life)


@aio()
async def test_reason_why_a_mail_is_not_sent_stands_below_what_is_wrong(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.set_form(replace(NEWS, html="", text=""))
        life.compose.send("send")
        await until(compose.notice.isVisible)
        (title, reason) = visible_children(compose.notice, QLabel)

        assert title.text() == "The message is empty."
        assert reason.text().startswith("By the Web API")


@aio()
async def test_practice_inbox_that_does_not_run_offers_nothing_of_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        view = life.rooms.practice
        offers = ("copy-environment", "send-sample")

        def offered() -> list[bool]:
            buttons = {each.objectName() for each in visible_children(view, QPushButton)}
            return [name in buttons for name in offers]

        await until(lambda: offered() == [True, True])
        view.show_starting()
        assert offered() == [False, False]
        view.show_ready()
        view.show_where("Send here", "")
        assert offered() == [True, True]
        view.show_failed("The practice inbox could not start.", "Why", is_down=True)
        assert offered() == [False, False]


@aio()
async def test_fields_of_the_connection_stand_in_line_with_the_others(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        sheet.show_details(shown=True)
        await turns(20)
        fields = (sheet.key.field, sheet.details.fields["username"], sheet.fields.fields["name"])
        lefts = {field.mapTo(sheet, QPoint(0, 0)).x() for field in fields}
        sheet.reject()

        assert len(lefts) == 1
