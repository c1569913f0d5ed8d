"""The row between the mail and Send: what is said there, and that nothing jumps in it."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from sgdesk.ui.compose.trial_ask import TEST
from sgdesk.ui.life import Life
from sgdesk.ui.widgets.elided import ElidedLabel
from tests.gui.gallery.scene import NEWS
from tests.support.qt import aio, make_life, running, turns, until, visible_children

THINGS = "Please find attached the plan."


async def send(life: Life) -> None:
    """Send what stands in Write, and wait until its draft is put away."""
    life.compose.send("send")
    await life.tasks.wait_for("send")
    await life.tasks.wait_for("draft-end", "drafts")
    await turns(20)


@pytest.mark.parametrize("size", [(1280, 800), (900, 600)])
@aio()
async def test_sending_cuts_and_moves_nothing_beside_what_is_said_of_it(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        life.state.setValue("practice-test-address", "you@example.com")
        life.compose.trial.fit()
        compose = life.rooms.write.compose
        compose.set_form(replace(NEWS, html="", markdown=THINGS, html_is_own=False))
        await until(lambda: bool(compose.things.things))
        await turns(10)
        (button,) = visible_children(compose.things, QPushButton)
        before = button.mapTo(life.window, button.rect().topLeft()).x()

        await send(life)

        assert compose.saved.shown_text().startswith("✓ Sent to practice")
        (where,) = visible_children(compose.trial_line, ElidedLabel)
        assert where.shown_text() == "Tests to you@example.com"
        assert button.mapTo(life.window, button.rect().topLeft()).x() == before
        # Digits are not all as wide: at every time of the day.
        for digit in "0123456789":
            said = f"✓ Sent to practice {digit}{digit}:{digit}{digit}"
            compose.show_saved(f"{said}, kept in Results", said)
            await turns(3)
            assert where.shown_text() == "Tests to you@example.com", said


@aio()
async def test_new_mail_after_a_send_to_practice_says_where_that_is_listed(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.set_form(replace(NEWS, subject="Spring sale"))
        await send(life)
        life.drafts.begin_blank()
        await life.tasks.wait_for("draft-turn")
        await turns(10)

        assert compose.saved.text() == "✓ 'Spring sale' is in Drafts, under Sent to practice"
        assert compose.saved.shown_text() == compose.saved.text()


@pytest.mark.parametrize("size", [(1280, 800), (900, 600)])
@aio()
async def test_question_where_tests_go_keeps_clear_of_the_line_above_it(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        bar = life.rooms.write.compose.send_bar
        bar.trial_ask.ask("you@example.com", TEST)
        await turns(10)
        (field,) = visible_children(bar.trial_ask, QLineEdit)

        # The bar begins at the line; the ring of the field would run into it.
        assert field.mapTo(bar, field.rect().topLeft()).y() >= 6
