"""What was chosen is there again at the next start."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.support.qt import aio, make_life, running, until
from tests.support.window import fill, press, send


@aio()
async def test_preview_as_wide_as_a_phone_stays_so_after_a_restart(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        mail = life.rooms.write.preview.mail
        assert mail.widths.current == "desktop"
        phone = mail.widths.findChild(QPushButton, "preview-mail-width-phone")
        assert phone is not None
        QTest.mouseClick(phone, Qt.MouseButton.LeftButton)
        assert life.rooms.practice.reader.view.widths.current == "phone"
    async with running(make_life(qapp, tmp_path)) as life:
        assert life.rooms.write.preview.mail.widths.current == "phone"
        assert life.rooms.practice.reader.view.widths.current == "phone"


@aio()
async def test_results_open_after_a_restart_at_the_part_that_was_looked_at(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("results")
        await until(lambda: life.detail.case)
        press(life, "detail-tabs-answer")
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("results")
        await until(lambda: life.detail.case)

        assert life.rooms.results.detail.tab == "answer"


@aio()
async def test_part_that_was_shown_for_one_result_is_not_what_results_open_at(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        press(life, "line-newest")
        await until(lambda: life.rooms.results.detail.tab == "message")
    async with running(make_life(qapp, tmp_path)) as life:
        assert life.rooms.results.detail.tab == "steps"


@aio()
async def test_see_results_opens_what_went_by_both_paths_at_its_steps(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, subject="Alone")
        await send(life)
        detail = life.rooms.results.detail
        press(life, "done-results")
        await until(detail.message.isVisible)
        life.window.show_view("write")
        fill(life, subject="Twice")
        await send(life, "both")
        press(life, "done-results")
        await until(lambda: life.detail.case is not None and life.detail.case.subject == "Twice")
        await life.tasks.wait_for("show result", "detail")

        assert detail.tab == "steps"
