"""Which account the window sends as is marked wherever several stand together."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from sgdesk.account.keystore import KeyPlace
from sgdesk.secret import Secret
from sgdesk.ui.life import Life
from tests.support.keys import KEY
from tests.support.qt import aio, make_life, running, turns
from tests.support.window import texts

MARK = "Mail goes out as this account"


def marked(life: Life) -> tuple[list[str], list[str]]:
    """Give whom the picker marks, and whom the cards of Accounts do."""
    menu = life.window.top_bar.account.menu()
    cards = life.rooms.accounts.cards
    return (
        [str(action.data()) for action in menu.actions() if action.isChecked()],
        [name for name, card in cards.items() if MARK in texts(life, card)],
    )


@aio()
async def test_chosen_account_is_marked_in_the_picker_and_among_the_accounts(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        for name in ("first", "second"):
            life.session.book.add(name, {}, Secret(KEY), KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        life.window.show_view("accounts")
        await turns()
        assert marked(life) == (["Practice"], [])

        life.accounts.choose("second")
        assert marked(life) == (["second"], ["second"])
        life.accounts.choose("first")
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        assert marked(life) == (["first"], ["first"])
