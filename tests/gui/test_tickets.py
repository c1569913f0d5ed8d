"""What is copied for a ticket names nobody and holds no mail, also where a server repeats both."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from sgdesk.present.dialogue import MARK
from sgdesk.present.ticket import COPY_FOR_TICKET
from tests.gui.test_result_acts import open_first
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.window import fill, practice, press, seen_button, send, texts

REPLY = "550 Ada Lovelace does not want \u201cAutumn news\u201d\r\n"


@aio()
async def test_every_copy_for_a_ticket_is_the_same_and_hides_what_the_server_repeats(
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
        await until(lambda: shown.toPlainText().startswith("Practice"))
        assert copied.strip() == shown.toPlainText().strip() == life.detail.ticket.strip()
        for word in ("Ada", "Lovelace", "Autumn", "Hello", "ada@"):
            assert word not in copied
        for part in (
            "Refused: ",
            "What to do: ",
            "Path: SMTP",
            "Answer: 550",
            "Sign-in",
            "sgdesk ",
        ):
            assert part in copied
        QGuiApplication.clipboard().clear()
        assert seen_button(life, "copy-text").text() == COPY_FOR_TICKET
        press(life, "copy-text")
        assert QGuiApplication.clipboard().text().strip() == copied.strip()


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
        for text in (QGuiApplication.clipboard().text(), life.detail.ticket):
            assert "Ok: queued for …" in text
            assert "Lovelace" not in text


@aio()
async def test_conversation_of_a_refused_sign_in_is_not_said_to_hold_the_mail(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("auth", {"reply": "535 Authentication failed\r\n"})
        fill(life)
        press(life, "path-smtp")
        await send(life)
        await open_first(life)
        press(life, "detail-tabs-conversation")
        await turns()
        tab = life.rooms.results.detail.conversation

        assert "Sign-in was refused. No mail was sent" in texts(life, tab)
        press(life, "copy-conversation", tab)
        assert "Copied: no mail in it" in texts(life, tab)
