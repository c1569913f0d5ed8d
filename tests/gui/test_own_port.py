"""An SMTP port that belongs to one account alone."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.account.keystore import KeyPlace
from sgdesk.present.recipes import READS_ACCOUNT_KEY, SETS_KEY
from sgdesk.route import WebApiPath, parse_path
from sgdesk.secret import Secret
from sgdesk.ui.compose.command_sheet import CommandSheet
from sgdesk.ui.life import Life
from sgdesk.ui.log.cells import Column
from sgdesk.ui.log.columns import WIDTHS
from sgdesk.ui.log.rows import PAD_PX
from sgdesk.ui.widgets.choices import MenuChoice
from tests.gui.test_result_acts import open_first, sent_live
from tests.support.keys import KEY
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.troubles import sign_up
from tests.support.window import fill, press, texts


@aio()
async def test_port_of_an_account_is_in_its_commands_and_stays_out_of_practice(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sign_up(life, sandbox.info, sandbox.info.key)
        book, route = life.session.book, life.rooms.write.compose.send_bar.route
        values = {**book.values("work"), "path": "smtp:2526:tls"}
        assert isinstance(values["connect_to"], list)
        here = "smtp.sendgrid.net:2526=127.0.0.1:2526"
        book.change("work", {**values, "connect_to": [*values["connect_to"], here]})
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        life.accounts.choose("Practice")
        life.accounts.choose("work")
        assert route.path.text == "smtp:2526:tls"

        route.take(WebApiPath())
        await sent_live(life, "ada@example.com")
        life.compose.send("command")
        await until(lambda: visible_children(life.window, CommandSheet))
        (sheet,) = visible_children(life.window, CommandSheet)
        press(life, "command-kind-swaks", sheet)
        press(life, "command-copy", sheet)
        assert "--port 2526" in QGuiApplication.clipboard().text()
        assert SETS_KEY.strip() not in texts(life, sheet)
        assert f"  {SETS_KEY}" in QGuiApplication.clipboard().text()
        press(life, "command-environment", sheet)
        assert QGuiApplication.clipboard().text() == SETS_KEY
        sheet.close()
        await open_first(life)
        press(life, "detail-tabs-copy")
        press(life, "copy-kinds-swaks")
        copies = life.rooms.results.detail.copy_as
        await until(lambda: "--port 2526" in copies.text.toPlainText())
        press(life, "copy-kinds-sgdesk")
        assert "--profile work" in copies.text.toPlainText()
        assert READS_ACCOUNT_KEY.format(account="work") in texts(life, copies)

        life.accounts.choose("Practice")
        route.toggle()
        assert route.path.text == "smtp:587:starttls"
        route.take(parse_path("smtp:465:tls"))
        assert route.path.text == "smtp:465:tls"


@aio()
async def test_port_of_five_digits_cuts_no_word_beside_it_nor_in_the_table(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.resize(1280, 800)
        fill(life)
        bar = life.rooms.write.compose.send_bar
        bar.route.take(parse_path("smtp:65535:starttls"))
        await turns()
        cut = [
            button.text()
            for button in visible_children(bar, QPushButton)
            if button.width() < button.sizeHint().width()
        ]
        column = WIDTHS[Column.PATH] - 2 * PAD_PX

        assert cut == []
        assert life.rooms.results.table.fontMetrics().horizontalAdvance("SMTP 65535") <= column


@aio()
async def test_chosen_path_stays_with_the_mail_where_another_account_has_it(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sign_up(life, sandbox.info, sandbox.info.key)
        book, route = life.session.book, life.rooms.write.compose.send_bar.route
        book.add("own", {"path": "smtp:2526:tls"}, Secret(KEY), KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        assert ways(life, "Practice", "own", "work") == ["webapi", "smtp:2526:tls", "webapi"]

        route.take(parse_path("smtp:465:tls"))
        assert ways(life, "Practice", "own") == ["smtp:465:tls", "smtp:2526:tls"]
        assert ways(life, "Practice", "work") == ["smtp:465:tls"] * 2

        life.accounts.choose("own")
        route.take(parse_path("smtp:587:starttls"))
        (menu,) = visible_children(route, MenuChoice)
        assert menu.has("smtp:2526:tls")
        route.take(parse_path("smtp:2526:tls"))
        assert ways(life, "work", "own") == ["smtp:465:tls", "smtp:2526:tls"]


@aio()
async def test_new_mail_keeps_the_path_that_was_chosen_last_for_its_account(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sign_up(life, sandbox.info, sandbox.info.key)
        await life.tasks.wait_for("accounts")
        assert ways(life, "work", "Practice") == ["webapi", "webapi"]
        life.rooms.write.compose.send_bar.route.take(parse_path("smtp:587:starttls"))
        await begin_mail(life)

        assert ways(life, "Practice", "work", "Practice") == [
            "smtp:587:starttls",
            "webapi",
            "smtp:587:starttls",
        ]
        life.compose.paths.begin()
        assert ways(life, "Practice") == ["webapi"], "as the settings have it, once they change"


async def begin_mail(life: Life) -> None:
    """Begin a new mail."""
    fill(life)
    life.drafts.begin_blank()
    await life.tasks.wait_for("draft-turn")


@aio()
async def test_path_that_an_account_brings_is_said_until_one_is_chosen(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sign_up(life, sandbox.info, sandbox.info.key)
        values = {"path": "smtp:2526:starttls", "smtp_host": "localhost"}
        life.session.book.add("own", values, Secret(KEY), KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        bar = life.rooms.write.compose.send_bar
        assert "The path is" not in texts(life, bar)

        life.accounts.choose("own")
        says = "The path is SMTP 2526 now, as own has it; it was Web API."
        assert says in texts(life, bar)
        (menu,) = visible_children(bar.route, MenuChoice)
        assert not any("recommended" in action.text() for action in menu.menu().actions())
        bar.route.take(parse_path("smtp:587:starttls"))
        assert "The path is" not in texts(life, bar)
        life.accounts.choose("Practice")
        assert "The path is" not in texts(life, bar), "587 is there, too"
        assert any("recommended" in action.text() for action in menu.menu().actions())


def ways(life: Life, *accounts: str) -> list[str]:
    """Change to each account, and give the path of the mail at each."""
    given = []
    for account in accounts:
        life.accounts.choose(account)
        given.append(life.rooms.write.compose.send_bar.route.path.text)
    return given
