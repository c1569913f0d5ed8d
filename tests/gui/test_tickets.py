"""What is copied for a ticket names nobody and holds no mail, also where a server repeats both."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from sgdesk.present.dialogue import MARK
from tests.gui.test_result_acts import open_first
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.window import fill, practice, press, send

REPLY = "550 Ada Lovelace does not want \u201cAutumn news\u201d\r\n"


@aio()
async def test_conversation_and_summary_for_a_ticket_hide_what_the_server_repeats(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", {"reply": REPLY})
        fill(life, to="Ada Lovelace <ada@example.com>", subject="Autumn news")
        press(life, "path-smtp")
        await send(life)
        await open_first(life)
        press(life, "detail-tabs-conversation")
        await turns()
        assert "550 Ada Lovelace does not want" in life.rooms.results.detail.conversation.words.text

        press(life, "copy-conversation-safe")
        copied = QGuiApplication.clipboard().text()
        assert "S: 550 … does not want “…”\n" in copied
        assert f"*: {MARK} Refused: the mail" in copied
        assert "C: RCPT TO:<…@example.com>" in copied
        press(life, "detail-tabs-copy")
        shown = life.rooms.results.detail.copy_as.text
        await until(lambda: "550 … does not want “…”" in shown.toPlainText())
        for text in (copied, shown.toPlainText(), life.detail.summary):
            for word in ("Ada", "Lovelace", "Autumn", "Hello", "ada@"):
                assert word not in text


@aio()
async def test_server_that_takes_a_mail_and_names_somebody_is_veiled_as_well(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("reply", {"reply": "250 Ok: queued for Ada Lovelace\r\n"})
        fill(life, to="Ada Lovelace <ada@example.com>", subject="Autumn news")
        press(life, "path-smtp")
        await send(life)
        await open_first(life)

        assert "queued for Ada" in life.rooms.results.detail.conversation.words.text
        press(life, "detail-tabs-conversation")
        await turns()
        press(life, "copy-conversation-safe")
        for text in (QGuiApplication.clipboard().text(), life.detail.summary):
            assert "Ok: queued for …" in text
            assert "Lovelace" not in text
