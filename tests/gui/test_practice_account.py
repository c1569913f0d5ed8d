"""An account whose servers are the practice inbox: shown and sent as practice."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from sgdesk.account.keystore import KeyPlace
from sgdesk.present.simulation import Simulation
from sgdesk.secret import Secret
from tests.gui.test_accounts import choose, send_button
from tests.support.qt import aio, make_life, running
from tests.support.window import fill, practice, press, rows, send, texts


@aio()
async def test_account_whose_servers_are_the_practice_inbox_sends_as_practice(
    qapp: QApplication, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        info = life.session.practice
        values = {
            "api_url": info.api_url,
            "smtp_host": info.smtp_host,
            "ca_file": str(info.ca_file),
            "path": f"smtp:{info.starttls_port}",
            "sender": "sender@example.com",
        }
        life.session.book.add("trial", values, Secret(info.key), KeyPlace.SESSION)
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        choose(life, "trial")
        await life.tasks.wait_for("keep-account")

        assert life.session.settings.text("account") == "trial"
        assert life.window.strip.isVisible()
        assert "●" not in texts(life, life.window.top_bar)
        assert send_button(life) == "Send to practice inbox"
        fill(life, to="ada@example.com, grace@example.net")
        await life.session.simulate(Simulation(distance="20"))
        assert "The path is SMTP" in texts(life)
        await send(life)
        assert "The path is SMTP" not in texts(life)
        assert rows(life)[0].result.word == "Captured"
        assert rows(life)[0].practice == "practice, simulated 20 ms"
        assert len(practice(life).inbox()) == 1

        # When that inbox is gone, one sentence says so, and nobody finds a traceback.
        gone = str(tmp_path / "sgdesk-sandbox-gone" / "ca.pem")
        life.session.book.change("trial", {**values, "ca_file": gone})
        fill(life, subject="Another")
        press(life, "send")
        await life.tasks.wait_for("send")
        assert "is gone, so nothing was sent" in life.rooms.write.compose.notice.text
        assert len(practice(life).inbox()) == 1
        choose(life, "Practice")
        assert not life.rooms.write.compose.notice.isVisible()
    assert "Traceback" not in "".join(capfd.readouterr())
