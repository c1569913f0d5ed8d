"""Drafts in the window: kept as one types, found again, ended by a send or by the user."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.present.form import ComposeForm
from sgdesk.store import DraftRow
from sgdesk.ui.life import Life
from tests.support.qt import aio, make_life, running, until, visible_children

FORM = ComposeForm(
    sender="sender@example.com",
    to="ada@example.com",
    subject="Autumn news",
    html="<p>Hello</p>",
    html_is_own=True,
    text_is_own=True,
)


def press(life: Life, name: str) -> None:
    """Press a button that can be seen, the first of that name."""
    buttons = [b for b in visible_children(life.window, QPushButton) if b.objectName() == name]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


async def drafts(life: Life) -> list[DraftRow]:
    """Give the drafts of the store once all that is typed is saved."""
    assert not await life.drafts.autosave.settle()
    return list(await life.session.history.drafts.list())


@aio()
async def test_what_is_typed_is_saved_and_offered_at_the_next_start(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(FORM)
        await until(lambda: life.rooms.write.compose.saved.text().startswith("✓ Saved "))
    async with running(make_life(qapp, tmp_path), view="start") as life:
        (offer,) = [
            b for b in visible_children(life.window, QPushButton) if b.objectName() == "start-draft"
        ]
        assert offer.text().startswith("Continue 'Autumn news' (saved ")
        press(life, "start-draft")
        await until(lambda: life.window.current_view == "write")
        await until(lambda: life.rooms.write.compose.form().subject)

        assert life.rooms.write.compose.form() == FORM
        assert len(await drafts(life)) == 1


@aio()
async def test_new_mail_keeps_the_present_one_as_a_draft(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(FORM)
        life.drafts.begin_blank()
        await until(lambda: life.rooms.write.compose.form().is_blank)
        life.rooms.write.compose.head.set_text("subject", "Second")
        life.rooms.write.compose.form_changed.emit()

        assert [row.subject for row in await drafts(life)] == ["Second", "Autumn news"]


@aio()
async def test_practice_send_leaves_the_draft_but_nothing_to_continue(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.set_form(FORM)
        await drafts(life)
        life.compose.send("send")
        await life.tasks.wait_for("send")
        await life.tasks.wait_for("draft-end", "drafts")

        assert [row.is_tried for row in await drafts(life)] == [True]
        assert life.state.value("opens") == "write"
        life.rooms.write.compose.head.set_text("subject", "Winter news")
        life.rooms.write.compose.form_changed.emit()
        assert [row.is_tried for row in await drafts(life)] == [False]
