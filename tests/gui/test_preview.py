"""The preview: what it counts, where links go, and what it does when the engine cannot."""

import asyncio
import base64
import os
import signal
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QObject, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QGuiApplication, QImage, QImageWriter
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from sgdesk.content.mail import make_mail
from sgdesk.present.form import ComposeForm
from sgdesk.present.mail_html import UNSUBSCRIBE_WORDS
from sgdesk.ui.preview.mail_view import MailView
from sgdesk.ui.preview.renderer import DESKTOP_PX, PHONE_PX, Picture
from sgdesk.ui.preview.simple import SimplePreview
from sgdesk.ui.preview.thumb import EDGE_PX, THUMB_PX, Thumb
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import fill, press, send, texts

NEWS = (
    '<img src="https://example.com/a.png"><img src="https://example.com/b.png">'
    '<img src="https://example.com/b.png"><a href="https://example.com/shop">Shop</a>'
)


RED_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)


class Browser(QObject):
    """Stands for the browser of this computer."""

    opened: str = ""

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """Note what was opened."""
        self.opened = url.toLocalFile()


def engine(view: MailView) -> QWebEngineView:
    """Give the faithful engine of a view."""
    found = view.findChild(QWebEngineView)
    assert found is not None
    return found


@aio()
async def test_remote_images_are_counted_links_copied_and_a_dead_engine_draws_again(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        mail = life.rooms.write.preview.mail
        life.rooms.write.preview.show_html(NEWS, {})
        await until(lambda: "2 remote images blocked." in texts(life, mail))

        page = engine(mail).page()
        page.runJavaScript("document.links[0].click()", 1)
        await until(lambda: "Link copied, not opened: https://example.com/shop" in texts(life))
        assert QGuiApplication.clipboard().text() == "https://example.com/shop"

        mail.dark.click()
        await until(lambda: "recoloured, as the mail has no dark colours" in texts(life, mail))
        await until(lambda: engine(mail).grab().toImage().pixelColor(300, 200).lightness() < 60)

        os.kill(page.renderProcessPid(), signal.SIGKILL)
        await until(lambda: "The preview stopped and was drawn again." in texts(life, mail))
        await until(lambda: page.renderProcessPid() and not page.isLoading())
        os.kill(page.renderProcessPid(), signal.SIGKILL)
        await until(lambda: "This mail stops the preview." in texts(life, mail))


@aio()
async def test_mail_without_a_subject_is_not_said_to_have_one(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        preview = life.rooms.write.preview
        fill(life, subject="")
        await until(lambda: "(no subject) – Hello Ada" in texts(life, preview))

        life.rooms.write.compose.head.set_text("subject", "News")
        life.rooms.write.compose.form_changed.emit()
        await until(lambda: "News – Hello Ada" in texts(life, preview))
        assert "(no subject)" not in texts(life, preview)


@aio()
async def test_mail_of_five_megabytes_is_drawn_with_its_inline_image(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        mail = life.rooms.write.preview.mail
        html = '<body style="margin:0"><img src="cid:red%40mail" width="700" height="300">'
        life.rooms.write.preview.show_html(f"{html}<!--{'x' * 5_000_000}-->", {"red@mail": RED_PNG})
        await until(lambda: mail.findChild(QWebEngineView) is not None)
        red = QColor("#ff0000")
        await until(lambda: engine(mail).grab().toImage().pixelColor(100, 100) == red)


@aio()
async def test_picture_that_was_taken_away_or_replaced_is_not_seen_any_more(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        preview = life.rooms.write.preview
        html = '<body style="margin:0"><img src="cid:banner" width="700" height="300">'
        blue = QImage(1, 1, QImage.Format.Format_RGB32)
        blue.fill(QColor("#0000ff"))
        other = QBuffer()
        other.open(QBuffer.OpenModeFlag.WriteOnly)
        assert QImageWriter(other, QByteArray(b"png")).write(blue)

        def seen() -> str:
            return engine(preview.mail).grab().toImage().pixelColor(60, 60).name()

        preview.show_html(html, {"banner": RED_PNG})
        await until(lambda: preview.mail.findChild(QWebEngineView) is not None)
        await until(lambda: seen() == "#ff0000")
        preview.show_html(html, {"banner": bytes(other.data().data())})
        await until(lambda: seen() == "#0000ff")
        preview.show_html(html, {})
        await until(lambda: seen() == "#ffffff")


@aio()
async def test_preview_stays_where_it_was_read_while_the_mail_is_typed(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        preview = life.rooms.write.preview
        preview.show_html("<p>A</p>" * 500, {})
        await until(lambda: preview.mail.findChild(QWebEngineView) is not None)
        page = engine(preview.mail).page()
        await until(lambda: not page.isLoading() and page.contentsSize().height() > 1_000)
        page.runJavaScript("scrollTo(0, 600)", 1)
        await until(lambda: page.scrollPosition().y() > 0)
        read_at = page.scrollPosition().y()

        preview.show_html("<p>B</p>" * 500, {})
        await until(lambda: page.url().path() == "/2" and not page.isLoading())
        await until(lambda: abs(page.scrollPosition().y() - read_at) < 2)


@aio()
async def test_nothing_of_one_mail_is_seen_once_another_one_is_opened(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose, preview = life.rooms.write.compose, life.rooms.write.preview

        def seen() -> str:
            return engine(preview.mail).grab().toImage().pixelColor(100, 100).name()

        def show(colour: str) -> None:
            html = f'<body style="background:{colour}">{colour}'
            compose.set_form(ComposeForm(subject=colour, html=html, html_is_own=True))

        show("#ff0000")
        await until(lambda: preview.mail.findChild(QWebEngineView) is not None)
        await until(lambda: seen() == "#ff0000")
        for colour in ("#00ff00", "#0000ff"):
            compose.set_form(ComposeForm())
            show("#777777")
            # It is on its way while the next one is opened.
            preview.draw_now()
            await asyncio.sleep(0.01)
            show(colour)
            assert f"{colour} – #" not in texts(life, preview)
            colours = [seen()]
            while colours[-1] != colour:
                await asyncio.sleep(0.005)
                colours.append(seen())

            assert set(colours) == {"#ffffff", colour}


@aio()
async def test_mail_that_is_still_being_made_never_gets_into_the_next_one(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.set_form(ComposeForm(subject="First", markdown="alpha\n\n" * 4_000))
        await asyncio.sleep(0)
        kept = "<p>beta</p>"
        compose.set_form(ComposeForm(subject="Next", markdown="beta\n\n" * 1_000, html=kept))
        assert life.tasks.is_running("make mail")
        await life.tasks.wait_for("make mail")

        assert compose.form().html == kept


@aio()
async def test_without_the_engine_the_browser_gets_a_private_copy_that_goes_with_the_window(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As where it is not installed.
    monkeypatch.setitem(sys.modules, "PySide6.QtWebEngineWidgets", None)
    browser = Browser()
    QDesktopServices.setUrlHandler("file", browser, "take")  # type: ignore[arg-type]  # PySide6 takes text alone
    try:
        async with running(make_life(qapp, tmp_path)) as life:
            mail = life.rooms.write.preview.mail
            life.rooms.write.preview.show_html(NEWS, {})
            await until(lambda: "Simplified preview" in texts(life, mail))
            assert "2 remote images blocked." in texts(life, mail)
            link = mail.findChild(QPushButton, "preview-mail-browser")
            note = next(one for one in mail.findChildren(QLabel) if "2 remote" in one.text())
            assert link is not None
            mail.setFixedWidth(360)
            await until(lambda: link.y() > note.geometry().bottom())
            mail.setFixedWidth(800)
            await until(lambda: link.y() < note.geometry().bottom())

            press(life, "preview-mail-browser")
            await until(lambda: browser.opened)
            page = Path(browser.opened)
            written = await asyncio.to_thread(page.read_text, encoding="utf-8")
            assert "default-src 'none'" in written
            assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
        assert not await asyncio.to_thread(page.exists)
    finally:
        QDesktopServices.unsetUrlHandler("file")


@aio()
async def test_page_fills_its_view_and_gives_no_room_to_where_a_link_leads(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("practice")
        view = life.rooms.practice.reader.view
        await until(lambda: view.findChild(QWebEngineView) is not None)
        await turns()
        page = engine(view)
        whole = page.mapTo(view, page.rect().bottomRight())
        assert whole == view.rect().bottomRight()

        page.page().linkHovered.emit("https://example.com/shop")
        assert "https://example.com/shop" in texts(life, view)
        (words,) = [w for w in visible_children(view, QLabel) if "/shop" in w.text()]
        assert words.width() >= words.sizeHint().width()
        foot = words.mapTo(view, words.rect().bottomLeft())
        assert 0 <= whole.y() - foot.y() < words.height()
        assert page.mapTo(view, page.rect().bottomRight()) == whole
        page.page().linkHovered.emit("")
        assert "example.com/shop" not in texts(life, view)

        page.page().linkHovered.emit("https://example.com/shop")
        # As the pointer leaves, which the engine does not always see.
        QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
        assert "example.com/shop" not in texts(life, view)


@aio()
async def test_mail_that_is_shown_smaller_says_at_which_size(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.preview.show_html("<p>A</p>", {})
        mail = life.rooms.write.preview.mail
        await until(lambda: mail.findChild(QWebEngineView) is not None)
        per_cent = round(engine(mail).width() / DESKTOP_PX * 100)
        assert per_cent < 100
        assert f"Shown at {per_cent}\N{NO-BREAK SPACE}%, so that a desktop's width fits." in texts(
            life, mail
        )
        mail.widths.choose("phone")
        mail.widths.chosen.emit("phone")
        assert "Shown at" not in texts(life, mail)


@aio()
async def test_preview_shows_where_sendgrid_puts_its_unsubscribe_link(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        write = life.rooms.write
        write.compose.set_form(ComposeForm(subject="News", markdown="Hello Ada"))
        write.compose.let_sendgrid_unsubscribe()
        await until(lambda: write.preview.mail.findChild(QWebEngineView) is not None)
        said: list[str] = []

        def look() -> bool:
            engine(write.preview.mail).page().toPlainText(said.append)
            return bool(said) and said[-1].split("\n")[-1] == UNSUBSCRIBE_WORDS

        await until(look)
        assert "Hello Ada" in said[-1]
        assert UNSUBSCRIBE_WORDS not in write.compose.form().html
        assert UNSUBSCRIBE_WORDS not in " ".join(texts(life, write.preview))

        write.preview.mail.show_width("phone")
        room: list[float] = []

        def measure() -> bool:
            script = "innerWidth - document.body.lastElementChild.getBoundingClientRect().right"
            engine(write.preview.mail).page().runJavaScript(script, 1, room.append)
            # A page that is being loaded has no body yet, and the script's answer is no number.
            return bool(room) and isinstance(room[-1], float | int)

        # Beside the mark of where one is.
        await until(lambda: measure() and room[-1] >= THUMB_PX + EDGE_PX)
        write.compose.leave_unsubscribe_out()
        await until(lambda: not look() and "Hello Ada" in said[-1] and "link" not in said[-1])


@aio()
async def test_long_mail_on_a_phone_has_its_whole_width_and_a_thin_mark_of_where_one_is(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=(1500, 800))) as life:
        preview = life.rooms.write.preview
        preview.mail.show_width("phone")
        preview.show_html("<!doctype html><p>A</p>" * 200, {})
        await until(lambda: preview.mail.findChild(QWebEngineView) is not None)
        view = engine(preview.mail)
        await until(lambda: view.page().contentsSize().height() > 1_000)
        await until_it_sees(view, bar=False)
        thumb = view.findChild(Thumb)
        assert thumb is not None
        await until(thumb.isVisible)
        assert thumb.width() <= 4
        top = thumb.y()
        view.page().runJavaScript("scrollTo(0, 1e6)", 1)
        await until(lambda: thumb.y() > top)
        assert view.height() - thumb.geometry().bottom() < 6

        preview.mail.show_width("desktop")
        await until_it_sees(view, bar=True)
        assert not thumb.isVisible()
        preview.mail.show_width("phone")
        preview.show_html("<!doctype html><p>A</p>", {})
        await until(lambda: view.page().contentsSize().height() < 1_000)
        await until(lambda: not thumb.isVisible())


@aio()
async def test_long_address_in_a_written_mail_is_broken_where_a_phone_ends(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=(1500, 800))) as life:
        preview = life.rooms.write.preview
        preview.mail.show_width("phone")
        preview.show_html(make_mail(f"See https://example.org/{'a' * 200}"), {})
        await until(lambda: preview.mail.findChild(QWebEngineView) is not None)
        page = engine(preview.mail).page()
        # Its two hundred letters take several lines.
        await until(lambda: page.contentsSize().height() > 100)
        await until(lambda: page.contentsSize().width() == PHONE_PX)


def test_simplified_preview_has_a_thin_mark_on_a_phone_too(qapp: QApplication) -> None:
    preview = SimplePreview()
    preview.resize(PHONE_PX, 400)
    preview.show()
    thumb = preview.findChild(Thumb)
    assert thumb is not None
    long = Picture(html="<p>A</p>" * 200, is_phone=True)
    preview.show_mail(long, stay=False)
    assert thumb.isVisible()
    assert not preview.verticalScrollBar().isVisible()
    preview.show_mail(replace(long, is_phone=False), stay=True)

    assert not thumb.isVisible()
    assert preview.verticalScrollBar().isVisible()
    preview.close()


async def until_it_sees(view: QWebEngineView, *, bar: bool) -> None:
    """Wait until a mail sees a window with a bar, or one of a phone's whole width."""
    both = "innerWidth + ' ' + document.documentElement.clientWidth"
    answers: list[object] = []

    def fits() -> bool:
        view.page().runJavaScript(both, 1, answers.append)
        whole, _, mail = str(answers[-1] if answers else "").partition(" ")
        return whole != mail if bar else whole == mail == str(PHONE_PX)

    await until(fits)
