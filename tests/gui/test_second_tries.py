"""What goes out when a button of an error is pressed, or fires by itself, later."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from sgdesk.present.log import LogRow
from sgdesk.ui.life import Life
from tests.support.live import add_account
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.sandbox import Sandbox
from tests.support.window import fill, practice, press, rows, send, texts


def waits(life: Life) -> bool:
    """Say whether a send would go out by itself."""
    return life.remedies.countdown.is_running


@aio()
async def test_check_that_failed_is_checked_again_and_never_sent(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", {"reply": {"status": 429, "headers": {}}}, count=1)
        fill(life)
        life.compose.send("check")
        await until(life.rooms.write.compose.problem.isVisible)
        await life.tasks.wait_for("send")
        press(life, "send-later")
        press(life, "send-now")
        await until(lambda: len(rows(life)) == 2)

        assert rows(life)[0].result.word == "Valid, not sent"
        assert practice(life).inbox() == []


@aio()
async def test_send_that_waits_is_dropped_when_another_account_is_chosen(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        words = "421 Too many concurrent connections\r\n"
        practice(life).fault("greeting", {"reply": words}, count=1)
        fill(life)
        press(life, "path-smtp")
        life.compose.send("send")
        await until(life.rooms.write.compose.problem.isVisible)
        await life.tasks.wait_for("send")
        press(life, "send-later")
        await until(lambda: waits(life))
        press(life, "problem-close")
        assert not waits(life), "what nobody sees is not sent"

        life.rooms.write.compose.problem.show()
        press(life, "send-later")
        await until(lambda: waits(life))
        await add_account(life, sandbox.info.key, sandbox.info)

        assert not life.session.account.is_practice
        assert not waits(life)
        assert life.rooms.write.compose.problem.isHidden()
        life.remedies.countdown.finish()
        await turns()
        assert len(rows(life)) == 1
        assert sandbox.inbox() == []


@aio()
async def test_last_failure_is_put_away_as_soon_as_a_new_send_goes(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        compose = life.rooms.write.compose
        compose.head.set_text("sender", "news@unverified.example.com")
        await send(life)
        assert compose.problem.isVisible()

        practice(life).fault("reply", {"delay_ms": 700})
        life.compose.send("send")
        await until(lambda: life.log.flights)
        assert not compose.problem.isVisible()
        await life.tasks.wait_for("send")
        await until(compose.problem.isVisible)


@aio()
async def test_send_that_waits_is_dropped_when_the_mail_goes_at_once(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        words = "421 Too many concurrent connections\r\n"
        practice(life).fault("greeting", {"reply": words}, count=1)
        fill(life)
        press(life, "path-smtp")
        await send(life)
        press(life, "send-later")
        await until(lambda: waits(life))
        await send(life)

        assert not waits(life), "what nobody sees is not sent"
        assert len(rows(life)) == 2


async def open_of(life: Life, who: str) -> None:
    """Open the detail of the finished result of somebody's mail."""
    life.window.show_view("results")
    table = life.rooms.results.table
    for at in range(table.model().rowCount()):
        table.selectRow(at)
        entry = table.current_entry()
        if isinstance(entry, LogRow) and who in entry.text:
            break
    await life.tasks.wait_for("detail")
    await until(lambda: life.detail.case and life.detail.case.recipients == (who,))


@aio()
async def test_how_a_mail_went_again_is_never_said_at_another_result(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        for to in ("ada@example.com", "grace@example.net"):
            fill(life, to=to)
            await send(life)
        await open_of(life, "ada@example.com")
        practice(life).fault("reply", {"delay_ms": 2000})
        press(life, "send-again")
        await until(lambda: life.log.flights)
        await open_of(life, "grace@example.net")
        press(life, "open-inbox")
        await open_of(life, "grace@example.net")
        assert life.log.flights, "it is on its way still"
        await life.tasks.wait_for("resend")
        await turns()

        assert "This time:" not in texts(life)
