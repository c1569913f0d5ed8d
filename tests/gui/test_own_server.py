"""An SMTP server of one's own: what it is not told of a mail, said before and after the send."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.present.form import ComposeForm
from sgdesk.route import WebApiPath, parse_path
from sgdesk.ui.life import Life
from tests.gui.test_result_acts import open_first
from tests.support.live import sheet_of
from tests.support.qt import aio, make_life, running, until
from tests.support.sandbox import Sandbox
from tests.support.troubles import sign_up
from tests.support.window import confirm, press, rows, texts

MAIL = ComposeForm(
    sender="news@example.com",
    to="ada@example.com",
    subject="Your order",
    html="<p>Hello Ada</p>",
    html_is_own=True,
    text="Hello Ada",
    text_is_own=True,
    categories=("order",),
    custom_args=(("order_id", "4711"),),
)
LEFT_OUT = "(not carried by SMTP to this server)"


async def use_own_server(life: Life, sandbox: Sandbox, **values: object) -> None:
    """Send by SMTP through a server that has no name of SendGrid's."""
    sign_up(life, sandbox.info, sandbox.info.key)
    book = life.session.book
    own = {"smtp_host": "localhost", "path": f"smtp:{sandbox.info.starttls_port}:starttls"}
    book.change("work", {**book.values("work"), **own, **values})
    life.accounts.load()
    await life.tasks.wait_for("accounts")
    await until(lambda: life.session.account.smtp_host == "localhost")
    life.rooms.write.compose.send_bar.route.take(parse_path(own["path"]))


@aio()
async def test_tags_that_a_server_is_not_told_of_are_named_before_the_send_and_after(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await use_own_server(life, sandbox)
        things = life.rooms.write.compose.things
        life.rooms.write.compose.set_form(MAIL)
        await until(lambda: things.things)
        (thing,) = things.things
        assert thing.words == "Tags and own data do not go along by SMTP to this server."

        await confirm(life)
        await until(lambda: rows(life))
        await open_first(life)
        press(life, "detail-tabs-message")
        await until(lambda: LEFT_OUT in texts(life, life.rooms.results.detail))
        said = texts(life, life.rooms.results.detail)
        assert f"order {LEFT_OUT}" in said
        assert f"order_id=4711 {LEFT_OUT}" in said

        life.window.show_view("write")
        life.compose.looking.fix(things.things[0])
        assert life.rooms.write.compose.send_bar.route.path == WebApiPath()
        assert not things.things


@aio()
async def test_account_that_says_its_server_reads_them_gets_its_tags_there(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await use_own_server(life, sandbox)
        life.accounts.change_connection()
        await life.tasks.wait_for("account-sheet")
        sheet = sheet_of(life)
        assert sheet.form().details["smtpapi"] == "auto"
        press(life, "detail-smtpapi-on", sheet)
        press(life, "save-account", sheet)
        await until(lambda: life.session.account.smtpapi)
        assert life.session.book.values("work")["smtpapi"] == "on"
        life.rooms.write.compose.set_form(MAIL)
        life.compose.looking.look_now()
        assert not life.rooms.write.compose.things.things

        await confirm(life)
        await until(lambda: rows(life))
        await open_first(life)
        press(life, "detail-tabs-message")
        await until(lambda: "order_id=4711" in texts(life, life.rooms.results.detail))
        assert LEFT_OUT not in texts(life, life.rooms.results.detail)


@aio()
async def test_of_an_own_server_only_what_is_true_of_any_is_said(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        write = life.rooms.write.compose
        smtp = write.send_bar.findChild(QPushButton, "path-smtp")
        assert isinstance(smtp, QPushButton)
        sender = write.head.lines["sender"]
        before = (smtp.toolTip(), sender.accessibleDescription())
        await use_own_server(life, sandbox)

        assert "network" not in smtp.toolTip() + smtp.accessibleDescription()
        assert "SendGrid" not in sender.toolTip() + sender.accessibleDescription()

        life.accounts.choose("Practice")
        assert (smtp.toolTip(), sender.accessibleDescription()) == before
