"""From a row of the log to the mail itself: as it arrived in practice, or as it is kept."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.ui.life import Life
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.window import fill, practice, press, seen_button, send, texts


@aio()
async def test_newest_row_that_went_well_opens_at_its_mail_until_a_tab_is_chosen(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, subject="Autumn")
        await send(life)
        detail = life.rooms.results.detail
        life.rooms.line.newest_opened.emit(life.rooms.newest.entry(0))
        await until(lambda: "Autumn" in texts(life, detail.message))
        assert detail.message.isVisible()

        press(life, "detail-tabs-steps")
        life.window.show_view("write")
        life.rooms.line.newest_opened.emit(life.rooms.newest.entry(0))
        await life.tasks.wait_for("show result", "detail")
        assert detail.tab == "steps"


@aio()
async def test_row_that_failed_opens_at_its_steps(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", "accept_then_close", count=1)
        fill(life)
        await send(life)
        life.rooms.line.newest_opened.emit(life.rooms.newest.entry(0))
        await life.tasks.wait_for("show result", "detail")

        assert life.rooms.results.detail.tab == "steps"


@aio()
async def test_mail_that_practice_has_forgotten_is_shown_as_it_is_kept(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, subject="Autumn")
        await send(life)
        await opened(life, 0)
        assert seen_button(life, "open-inbox")
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, subject="Winter")
        await send(life)
        await opened(life, 1)
        detail = life.rooms.results.detail
        assert "open-inbox" not in names(life)
        press(life, "show-mail")
        await until(lambda: "Autumn" in texts(life, detail.message))
        assert detail.message.isVisible()

        await opened(life, 0)
        assert detail.tab == "steps"
        assert "open-inbox" in names(life)
        await life.session.empty_inbox()
        await opened(life, 1)
        await opened(life, 0)
        assert "show-mail" in names(life)


async def opened(life: Life, row: int) -> None:
    """Select a row of Results and wait for its detail."""
    life.window.show_view("results")
    life.rooms.results.table.selectRow(row)
    await life.tasks.wait_for("detail")


def names(life: Life) -> list[str]:
    """Give the buttons in sight, by their names."""
    return [each.objectName() for each in visible_children(life.window, QPushButton)]
