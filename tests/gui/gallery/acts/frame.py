"""What stands around the views: settings, sheets."""

from sgdesk.ui.life import Life
from tests.gui.gallery.scene import Act


async def settings(life: Life) -> None:
    life.window.show_view("settings")


async def settings_sending(life: Life) -> None:
    life.rooms.settings.show_page("sending")


async def settings_network_wrong(life: Life) -> None:
    life.rooms.settings.show_page("network")
    life.rooms.settings.editors["proxy"].put_text("ftp://example.org")


async def settings_history(life: Life) -> None:
    life.rooms.settings.show_page("history")


async def settings_shortcuts(life: Life) -> None:
    life.rooms.settings.show_page("shortcuts")


async def about(life: Life) -> None:
    life.rooms.settings.show_page("about")
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
