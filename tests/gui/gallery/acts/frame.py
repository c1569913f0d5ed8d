"""What stands around the views: settings, sheets."""

from sgdesk.ui.life import Life
from tests.gui.gallery.scene import Act


async def settings(life: Life) -> None:
    life.window.show_view("settings")


async def shortcuts(life: Life) -> None:
    life.show_shortcuts()


ACTS = (Act(scenes=(settings, shortcuts)),)
