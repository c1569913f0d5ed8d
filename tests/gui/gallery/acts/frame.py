"""What stands around the views: settings, sheets."""

from sgdesk.ui.life import Life
from tests.gui.gallery.scene import Act
from tests.support.window import press as click


def turn_to(life: Life, page: str) -> None:
    """Click the tab of a page."""
    click(life, f"settings-tabs-{page}")


async def settings(life: Life) -> None:
    life.window.show_view("settings")


async def settings_sending(life: Life) -> None:
    turn_to(life, "sending")


async def settings_network_wrong(life: Life) -> None:
    turn_to(life, "network")
    life.rooms.settings.editor("proxy").put_text("ftp://example.org")


async def settings_history(life: Life) -> None:
    turn_to(life, "history")


async def settings_shortcuts(life: Life) -> None:
    turn_to(life, "shortcuts")


async def about(life: Life) -> None:
    turn_to(life, "about")
    await life.tasks.wait_for("about")


async def shortcuts(life: Life) -> None:
    life.show_shortcuts()


ACTS = (
    Act(
        scenes=(
            settings,
            settings_sending,
            settings_network_wrong,
            settings_history,
            settings_shortcuts,
            about,
            shortcuts,
        )
    ),
)
