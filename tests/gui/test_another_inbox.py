"""Mail of an account at another local SendGrid than the window's own."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from sgdesk.account.keystore import KeyPlace
from sgdesk.sandbox.process import SandboxProcess
from sgdesk.secret import Secret
from tests.gui.test_accounts import choose
from tests.gui.test_practice_account import trial_values
from tests.support.qt import aio, make_life, running
from tests.support.window import fill, practice, send, texts


@aio()
async def test_mail_to_another_local_sendgrid_is_said_to_be_there_and_not_looked_for_here(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with await SandboxProcess.start() as other, running(make_life(qapp, tmp_path)) as life:
        key = Secret(other.info.key)
        life.session.book.add("trial", trial_values(other.info), key, KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        choose(life, "trial")
        await life.tasks.wait_for("keep-account")
        life.window.show_view("write")
        fill(life)
        await send(life)

        line = life.rooms.write.compose.send_bar.done
        assert "Sent to the local SendGrid at 127.0.0.1:" in texts(life, line)
        assert "Look at it" not in texts(life, line)
        assert not practice(life).inbox()
