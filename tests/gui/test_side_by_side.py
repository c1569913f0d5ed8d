"""Mail goes beside mail that is on its way, and no mail goes twice by a second press."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from sgdesk.ui.life import Life
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.window import fill, practice, press, rows, send


async def all_landed(life: Life) -> None:
    """Wait until nothing is on its way."""
    await turns()
    await life.tasks.wait_for("send", "resend")
    await until(lambda: not life.log.flights)
    await turns()


@aio()
async def test_second_mail_goes_beside_the_first_and_neither_goes_twice(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", {"delay_ms": 2_000})
        fill(life, subject="One")
        life.compose.send_chosen()
        await until(lambda: life.log.flights)
        press(life, "new-mail")
        await life.tasks.wait_for("draft-turn")
        fill(life, to="bob@example.net", subject="Two")
        for _ in range(2):
            life.compose.send_chosen()
            await turns()
        await until(lambda: len(life.log.flights) == 2)
        life.compose.send_chosen()
        await all_landed(life)
        assert sorted(row.subject for row in rows(life)) == ["One", "Two"]
        assert len(practice(life).inbox()) == 2


@aio()
async def test_two_results_are_sent_again_side_by_side(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        for subject in ("One", "Two"):
            fill(life, subject=subject)
            await send(life)
        practice(life).fault("reply", {"delay_ms": 2_000})
        life.window.show_view("results")
        for row in (1, 1, 0):
            # By then the one that is sent has a row of its own above them.
            at = row + sum(flight.is_shown for flight in life.log.flights.shown())
            life.rooms.results.table.selectRow(at)
            await life.tasks.wait_for("detail")
            await turns()
            press(life, "send-again")
            await turns()
        await all_landed(life)
        assert sorted(row.subject for row in rows(life)) == ["One", "One", "Two", "Two"]
