"""`sgdesk gui --screenshot`: paint the window with what the history holds, save it, end."""

import asyncio
from typing import TYPE_CHECKING

from sgdesk.errors import InputError
from sgdesk.ui.options import GuiOptions

if TYPE_CHECKING:
    from sgdesk.ui.life import Life

SETTLE_S = 1.0
"""Longer than the pauses after which preview and axis are drawn, and the preview's painting."""


async def take_picture(life: "Life", options: GuiOptions) -> None:
    """Open the core, fill the view as a user would find it, and save what is painted.

    Raises `InputError` when the file cannot be written.
    """
    await life.open()
    if life.rooms.write.compose.form().is_blank:
        life.drafts.show_sample()
    if options.view == "practice":
        await life.session.start_practice()
        life.practice.refresh()
    await life.tasks.wait_for("history", "practice", "drafts", "decisions")
    if options.view == "results":
        life.rooms.results.table.select_first()
    await asyncio.sleep(SETTLE_S)
    focused = life.window.focusWidget()
    if focused is not None:
        focused.clearFocus()
    if not life.window.grab().save(str(options.screenshot)):
        raise InputError(
            f"The picture cannot be written to {options.screenshot}.",
            remedy="Name a file that ends in .png in a folder that can be written.",
        )
